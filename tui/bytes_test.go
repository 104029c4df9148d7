package tui

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

// counter counts the bytes that reach the terminal.
type counter struct {
	mu    sync.Mutex
	bytes int
	wrote chan struct{} // nil, or told of each write
}

func (c *counter) Write(data []byte) (int, error) {
	c.mu.Lock()
	c.bytes += len(data)
	c.mu.Unlock()
	if c.wrote != nil {
		c.wrote <- struct{}{}
	}
	return len(data), nil
}

func (c *counter) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bytes
}

// bytesOver is the bytes of a screen over a time, after its first frames.
func bytesOver(engine *fakeEngine, o Options, span time.Duration) int {
	out := &counter{}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	model := New(engine, o)
	model.done = ctx.Done()
	go func() {
		_, err := program(ctx, model, out).Run()
		ended <- err
	}()
	time.Sleep(2 * time.Second)
	before := out.count()
	time.Sleep(span)
	bytes := out.count() - before
	cancel()
	<-ended
	return bytes
}

// TestBytes: three ticking clocks and a growing chart cost at most 60 bytes a
// second, in characters of one cell and of two, and a screen on which nothing moves
// costs none.
func TestBytes(t *testing.T) {
	cases := []struct {
		name        string
		engine      func() *fakeEngine
		least, most int // bytes a second
	}{
		{"three clocks", func() *fakeEngine { return ticking(proofPage()) }, 1, 60},
		{"three clocks and a chart", func() *fakeEngine { return charting(proofPage()) }, 1, 60},
		{"three clocks and a text cursor", func() *fakeEngine { return ticking(typing()) }, 1, 60},
		{"clocks that stand still", func() *fakeEngine { return newFake(proofPage()) }, 0, 0},
	}
	const seconds = 120
	ran := 0
	for _, tag := range say.Languages() {
		for _, c := range cases {
			ran++
			t.Run(c.name+" "+tag.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					o := options()
					o.Printer = say.In(tag)
					got := bytesOver(c.engine(), o, seconds*time.Second)
					t.Logf("%.1f bytes a second", float64(got)/seconds)
					if got < c.least*seconds || got > c.most*seconds {
						t.Errorf("%d bytes in %d s, want %d to %d a second", got, seconds, c.least, c.most)
					}
				})
			})
		}
	}
	if ran != 8 {
		t.Errorf("%d cases", ran)
	}
}

// typing is a page with a text field and all clocks.
func typing() steps.View {
	view := asking(steps.EnterLine)
	view.Live = liveBehind()
	return view
}

// charting is a ticking engine whose chart grows by a column each ten seconds,
// with an offset that wanders.
func charting(view steps.View) *fakeEngine {
	engine := ticking(view)
	clock := engine.clock
	engine.adjust = func(view *steps.View) {
		seconds := clock().Sub(liveBehind().OS).Seconds()
		view.Live.Columns = nil
		for at := range int(seconds/10) + 1 {
			last := float64(1 + at%5)
			view.Live.Columns = append(view.Live.Columns, steps.Column{Least: 0, Most: last, Last: last})
		}
	}
	return engine
}

// BenchmarkLiveScreen draws the frames of ticking clocks, one for each second of
// their time, and reports how many bytes each takes.
func BenchmarkLiveScreen(b *testing.B) {
	out := &counter{wrote: make(chan struct{}, 16)}
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	view := proofPage()
	model := New(newFake(view), options())
	model.done = ctx.Done()
	p := program(ctx, model, out)
	ended := make(chan error)
	go func() {
		_, err := p.Run()
		ended <- err
	}()
	<-out.wrote
	time.Sleep(time.Second) // the first frames
	for len(out.wrote) > 0 {
		<-out.wrote
	}
	before, number := out.count(), 1<<20
	for b.Loop() {
		for _, clock := range []*time.Time{&view.Live.OS, &view.Live.Reference, &view.Live.Server} {
			*clock = clock.Add(time.Second)
		}
		number++
		p.Send(lookedMsg{number: number, view: view})
		<-out.wrote
	}
	b.ReportMetric(float64(out.count()-before)/float64(b.N), "bytes/s")
	cancel()
	for {
		select {
		case <-out.wrote:
		case <-ended:
			return
		}
	}
}

// BenchmarkDraw is the processor time of one frame.
func BenchmarkDraw(b *testing.B) {
	m := screen(newFake(ntpBusy()), options(), 80, 24)
	for b.Loop() {
		if m.View().Content == "" {
			b.Fatal("nothing was drawn")
		}
	}
}
