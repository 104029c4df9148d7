//go:build e2e && linux

package e2e

import (
	"os"
	"testing"
	"time"
)

// budget is how many bytes a second a page may cost that nobody touches.
const budget = 60

// standing is a page of the demo that is looked at for a while.
type standing struct {
	name  string
	await []string
	next  string // the key that leads on
}

func standings() []standing {
	return []standing{
		{"where", []string{"Where are you?", "enter answer"}, "Enter"},
		{"OS time", []string{"[1 OS time", "enter next"}, "Enter"},
		{"NTP", []string{"[2 NTP", "time-d.example", "enter next"}, "Enter"},
		{"token", []string{"[3 Token", "Proved: the clock is the cause.", "enter next"}, "Enter"},
		{"confirm", []string{"[4 Confirm", "f fix it", "q quit"}, "f"},
		{"fixed", []string{"Fixed", "enter finish"}, ""},
	}
}

// traffic is what a page or a key costs.
type traffic struct {
	screen   int // bytes that the program sent to the terminal
	up, down int // bytes on the line, with all that ssh adds
	took     time.Duration
}

// watched lets a terminal stand for a while.
func watched(w *terminal, l line, during time.Duration) traffic {
	w.t.Helper()
	begin, screen := time.Now(), w.size()
	up, down := l.carried()
	time.Sleep(during)
	upNow, downNow := l.carried()
	return traffic{w.size() - screen, upNow - up, downNow - down, time.Since(begin)}
}

// size is how many bytes were written to the terminal.
func (w *terminal) size() int {
	w.t.Helper()
	info, err := os.Stat(w.raw)
	if err != nil {
		w.t.Fatal(err)
	}
	return int(info.Size())
}

// reaction is how long a key takes until something of it is seen, and until all of
// it is: until a ticking screen sends no more than its ticks.
func reaction(w *terminal, key string) (first, whole time.Duration, bytes int) {
	w.t.Helper()
	// Not into a tick of the clocks: the first byte seen must be the key's.
	for before := w.size(); w.size() == before; {
		time.Sleep(5 * time.Millisecond)
	}
	time.Sleep(200 * time.Millisecond)
	begin, before := time.Now(), w.size()
	w.press(key)
	last := before
	const calm = 350 * time.Millisecond
	for quiet := begin; last == before || time.Since(quiet) < calm; time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > patience {
			w.t.Fatalf("nothing is seen of the key %s after %s", key, patience)
		}
		now := w.size()
		if now == last {
			continue
		}
		if last == before {
			first = time.Since(begin)
		}
		last, quiet, whole = now, time.Now(), time.Since(begin)
	}
	return first, whole, last - before
}

// checkReaction presses a key whose whole answer takes no more than so many bytes.
func (w *terminal) checkReaction(key string, most int) {
	w.t.Helper()
	first, whole, bytes := reaction(w, key)
	w.t.Logf("the key %s: seen after %s, all of it after %s, %d bytes", key, first.Round(time.Millisecond), whole.Round(time.Millisecond), bytes)
	if bytes > most {
		w.t.Errorf("the key %s cost %d bytes, more than %d", key, bytes, most)
	}
}

// TestSlowLine leads the demo to the fix over 9600 bit/s with a round trip of
// 300 ms. No page costs more than the budget, and no new page more than the line
// carries in four seconds, with all that is drawn while it measures. Times are told and not judged: they are the machine's.
func TestSlowLine(t *testing.T) {
	t.Parallel()
	const look = 3 * time.Second
	h := startSSH(t)
	w := openTerminal(t, 80, 24)
	option, l := h.overLine()
	h.login(w, "-o", option)
	h.start(w, "demo")
	count := 0
	w.await(standings()[0].await...)
	w.checkReaction("Down", lineRate/4)
	w.press("Up")
	for _, page := range standings() {
		before, begin := w.size(), time.Now()
		w.await(page.await...)
		if drawn := w.size() - before; drawn > 4*lineRate {
			t.Errorf("%s: to draw it took %d bytes", page.name, drawn)
		}
		arrived := time.Since(begin)
		time.Sleep(time.Second) // until it stands
		cost := watched(w, l, look)
		// A tick more or less, at either end.
		if most := budget * (int(look/time.Second) + 1); cost.screen > most || cost.screen == 0 {
			t.Errorf("%s: %d bytes in %s, more than %d, or none", page.name, cost.screen, look, most)
		}
		t.Logf("%-8s drawn after %s; then %d bytes in %s, %d on the line", page.name, arrived.Round(10*time.Millisecond), cost.screen, look, cost.down)
		count++
		if page.next != "" {
			w.press(page.next)
		}
	}
	if count != 6 {
		t.Errorf("%d pages, not 6", count)
	}
	w.checkReaction("?", lineRate*3/2)
	w.press("Enter")
	w.await("enter finish")
	w.press("q")
	h.checkLeft(w, 0)
}
