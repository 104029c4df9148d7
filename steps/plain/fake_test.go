package plain

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
	"unskew/steps"
	"unskew/steps/say"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))) {
		t.Errorf("%s differs; look at it, then run the test with -update\n%s", file, got)
	}
}

// fake is an engine whose views stand in a list. An action moves it on as the
// step function says; every call is noted.
type fake struct {
	mu      sync.Mutex
	view    steps.View
	did     []string
	looks   int
	changed chan struct{}
	// step makes the next view; nil: nothing changes.
	step func(f *fake, action steps.ActionID, value string) *steps.View
}

func newFake(view steps.View) *fake { return &fake{view: view, changed: make(chan struct{}, 1)} }

func (f *fake) Look() steps.View {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.looks++
	return f.view
}

func (f *fake) Changed() <-chan struct{} { return f.changed }

func (f *fake) Answer(_, value string) { f.Do(steps.ActAnswer, value) }

func (f *fake) Do(action steps.ActionID, value string) {
	f.mu.Lock()
	f.did = append(f.did, strings.TrimSpace(string(action)+" "+value))
	f.mu.Unlock()
	if f.step == nil {
		return
	}
	if next := f.step(f, action, value); next != nil {
		f.show(*next)
	}
}

// show puts up a view and says so.
func (f *fake) show(view steps.View) {
	f.mu.Lock()
	f.view = view
	f.mu.Unlock()
	select {
	case f.changed <- struct{}{}:
	default:
	}
}

// set changes the view in silence, as the clocks do.
func (f *fake) set(change func(*steps.View)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(&f.view)
}

func (f *fake) done() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return strings.Join(f.did, "|")
}

var noon = time.Date(2017, 2, 28, 18, 39, 51, 0, time.UTC)

func live(behind time.Duration) steps.Live {
	offset := diagnostics.OffsetOf(behind)
	relation := steps.Beyond
	if offset.Abs() < time.Second {
		relation = steps.Within
	}
	return steps.Live{
		OS: noon, Reference: noon.Add(behind), ReferenceBy: say.T("NTP, 3 of 4 servers agree"),
		Offset: offset, Uncertainty: 3 * time.Millisecond, Relation: relation, Skew: steps.Skew(offset),
	}
}

func action(id steps.ActionID, key, label string) steps.Action {
	return steps.Action{ID: id, Key: key, Label: say.T(label)}
}

// usual are the actions of a page that is being read.
func usual() []steps.Action {
	return []steps.Action{
		action(steps.ActNext, "enter", "next"), action(steps.ActBack, "b", "back"), action(steps.ActRepeat, "r", "repeat"),
		action(steps.ActSkip, "s", "skip"), action(steps.ActQuit, "q", "quit"),
	}
}

func page(step steps.StepID, number int, title string, about ...string) steps.View {
	v := steps.View{
		Host: "aem-author-01", Live: live(208154 * time.Second), Actions: usual(),
		Marks: []steps.Mark{{Title: say.T("OS time"), Outcome: steps.StepOK}, {Title: say.T("NTP"), Current: number == 2}, {Title: say.T("Token")}, {Title: say.T("Confirm"), Current: number == 4}},
		Page:  steps.Page{Step: step, Number: number, Title: say.T(title), Help: []say.Text{say.T("Help of this page.")}},
	}
	for _, line := range about {
		v.Page.About = append(v.Page.About, say.Verbatim(line))
	}
	return v
}

func asks(v steps.View, question steps.Question) steps.View {
	v.Page.Question = &question
	v.Actions = []steps.Action{action(steps.ActAnswer, "enter", "answer"), action(steps.ActBack, "b", "back"), action(steps.ActSkip, "s", "skip"), action(steps.ActQuit, "q", "quit")}
	return v
}

// english are the options of most tests.
func english() Options { return Options{Printer: say.English(), ASCII: true} }

// talk runs plain mode in a bubble until it ends by itself; that it does is
// part of every test.
func talk(t *testing.T, e Engine, in io.Reader, o Options) string {
	t.Helper()
	var out bytes.Buffer
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	if _, err := Run(ctx, e, in, &out, o); err != nil {
		t.Fatalf("Run: %v\n%s", err, out.String())
	}
	return out.String()
}

// slow is an input whose lines come one by one, each after a wait. After the
// last one it stays open until the test's context ends.
type slow struct {
	ctx   context.Context
	wait  time.Duration
	lines []string
	rest  []byte
}

func (s *slow) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		if len(s.lines) == 0 {
			<-s.ctx.Done()
			return 0, io.EOF
		}
		time.Sleep(s.wait)
		s.rest, s.lines = []byte(s.lines[0]+"\n"), s.lines[1:]
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// inBubble runs a test in fake time, with a context that ends with it.
func inBubble(t *testing.T, test func(t *testing.T, ctx context.Context)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		test(t, ctx)
	})
}
