package plain

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"unskew/steps"
)

// watched runs plain mode on the waiting page and returns what was printed.
type watched struct {
	f   *fake
	out *shared
}

// shared is an output that is read while it is written.
type shared struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func watching(t *testing.T, test func(w watched)) {
	t.Helper()
	inBubble(t, func(t *testing.T, parent context.Context) {
		ctx, cancel := context.WithCancel(parent)
		defer cancel()
		w := watched{newFake(questions()["waiting"]), &shared{}}
		ended := make(chan error)
		go func() {
			_, err := Run(ctx, w.f, &slow{ctx: ctx}, w.out, english())
			ended <- err
		}()
		time.Sleep(time.Second)
		synctest.Wait()
		test(w)
		cancel()
		<-ended
	})
}

// said returns the clock lines that came in a while.
func (w watched) said(during time.Duration) []string {
	synctest.Wait()
	before := len(w.out.String())
	time.Sleep(during)
	synctest.Wait()
	var lines []string
	for _, line := range strings.Split(w.out.String()[before:], "\n") {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func (w watched) live(change func(*steps.Live)) {
	w.f.set(func(v *steps.View) { change(&v.Live) })
}

// TestQuietWait: an hour of ticking clocks and of an uncertainty that grows
// prints nothing.
func TestQuietWait(t *testing.T) {
	watching(t, func(w watched) {
		for range 60 {
			w.live(func(l *steps.Live) {
				l.OS, l.Reference = l.OS.Add(time.Minute), l.Reference.Add(time.Minute)
				l.Uncertainty += time.Millisecond
				*l = shifted(*l, 5*time.Millisecond)
			})
			if lines := w.said(time.Minute); len(lines) != 0 {
				t.Fatalf("said %q", lines)
			}
		}
	})
}

// shifted moves the skew of a panel.
func shifted(l steps.Live, by time.Duration) steps.Live {
	now := live(l.Offset.Duration() + by)
	now.OS, now.Reference, now.Uncertainty, now.Motion = l.OS, l.Reference, l.Uncertainty, l.Motion
	return now
}

// TestSlewIsToldEveryTenSeconds: its beginning and end at once, its course at
// most every ten seconds.
func TestSlewIsToldEveryTenSeconds(t *testing.T) {
	watching(t, func(w watched) {
		w.live(func(l *steps.Live) { *l = live(30 * time.Second) })
		w.said(11 * time.Second)
		w.live(func(l *steps.Live) { l.Motion = steps.Motion{Slewing: true, Rate: 50000, Left: 10 * time.Minute} })
		if lines := w.said(2 * time.Second); count(lines, "Clock:") != 1 || !strings.Contains(strings.Join(lines, " "), "right in 10m") {
			t.Fatalf("the beginning: said %q", lines)
		}
		told := 0
		for range 100 {
			w.live(func(l *steps.Live) { *l = shifted(*l, -50*time.Millisecond) })
			told += count(w.said(time.Second), "Clock:")
		}
		if told < 8 || told > 10 {
			t.Errorf("100 s of slewing were told %d times, want about 10", told)
		}
		w.live(func(l *steps.Live) { l.Motion = steps.Motion{} })
		if lines := w.said(2 * time.Second); count(lines, "Clock:") != 1 {
			t.Errorf("the end: said %q", lines)
		}
	})
}

func count(lines []string, part string) int {
	n := 0
	for _, line := range lines {
		if strings.Contains(line, part) {
			n++
		}
	}
	return n
}

// TestMovesAreToldAtOnce: within two seconds, by the clocks alone.
func TestMovesAreToldAtOnce(t *testing.T) {
	watching(t, func(w watched) {
		cases := []struct {
			change func(*steps.Live)
			want   string
		}{
			{func(l *steps.Live) { l.Motion.Jumped = true }, "it has just been moved"},
			{func(l *steps.Live) { *l = live(2 * time.Millisecond) }, "2 ms behind, +/-3 ms, within tolerance"},
			{func(l *steps.Live) { *l = live(-time.Hour) }, "1h ahead"},
			{func(l *steps.Live) { *l = steps.Live{OS: noon, Relation: steps.Unmeasured} }, "not measured yet"},
			{func(l *steps.Live) { *l = live(3 * time.Second) }, "3 s behind"},
		}
		for _, c := range cases {
			w.live(c.change)
			if lines := w.said(2 * time.Second); len(lines) != 1 || !strings.Contains(lines[0], c.want) {
				t.Errorf("said %q, want %q", lines, c.want)
			}
		}
		if len(cases) != 5 {
			t.Fatalf("%d moves were tried, want 5", len(cases))
		}
	})
}

// TestNews: what comes new to a waiting page is told once, counters are not, and
// a check behind the page does not take the prompt away.
func TestNews(t *testing.T) {
	watching(t, func(w watched) {
		fact := func(value string) {
			w.f.mu.Lock()
			view := w.f.view
			w.f.mu.Unlock()
			view.Page.Blocks = []steps.Block{steps.Facts{Rows: []steps.Fact{{Label: text("token"), Value: text(value)}}}}
			view.Page.Busy = value == "waited 3 s"
			w.f.show(view)
		}
		for _, c := range []struct {
			value string
			want  int
		}{{"waited 1 s", 1}, {"waited 2 s", 0}, {"waited 3 s", 0}, {"accepted", 1}, {"waited 4 s", 0}} {
			fact(c.value)
			if lines := w.said(30 * time.Second); len(lines) != c.want {
				t.Errorf("%s: said %q, want %d lines", c.value, lines, c.want)
			}
		}
	})
}

// TestTheSameClockIsNotToldTwice: a clock that was moved has no measured skew for a
// moment, which changes nothing of what was said.
func TestTheSameClockIsNotToldTwice(t *testing.T) {
	inBubble(t, func(t *testing.T, ctx context.Context) {
		f := newFake(page(steps.StepConfirm, 4, "Wait", "Waiting."))
		f.step = nil
		time.AfterFunc(2*time.Second, func() { f.set(func(v *steps.View) { v.Live.Motion.Jumped = true }) })
		time.AfterFunc(4*time.Second, func() { f.set(func(v *steps.View) { v.Live.Relation = steps.Unmeasured }) })
		time.AfterFunc(6*time.Second, func() { f.set(func(v *steps.View) { v.Live = live(2 * time.Millisecond) }) })
		out := talk(t, f, &slow{ctx: ctx, wait: 9 * time.Second, lines: []string{"q"}}, english())
		for text, want := range map[string]int{"it has just been moved": 1, "2 ms behind": 1} {
			if got := strings.Count(out, text); got != want {
				t.Errorf("%q stands there %d times, want %d:\n%s", text, got, want, out)
			}
		}
	})
}
