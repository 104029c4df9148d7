//go:build e2e && unix

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// page is what one page of the default demo has to say, in its own order.
type page struct {
	title, sentence, end string
	offer                string // what the line of keys says when one may go on
	next                 string // the key that leads on
}

// demoPages are the pages from the first one to the proved fix.
func demoPages() []page {
	return []page{
		{"Where are you?", "On the simulated machine: aem-author-01", "I only have the message", "enter answer", "Enter"},
		{"What does this machine believe the time is?", "A clock cannot tell by itself that it is wrong", "ntp.corp.example", "enter next", "Enter"},
		{"What is the true time?", "2d 9h 49m 14s behind", "time-d.example", "enter next", "Enter"},
		{"Is the clock the cause?", "Nothing on this machine was changed.", "Proved: the clock is the cause.", "enter next", "Enter"},
		{"What was found, and what to do now", "Proved: the clock is the cause.", "systemctl restart chrony.service", " f ", "f"},
		{"Fixed", "the exchange that failed before is accepted now.", "fresh answers", "enter finish", ""},
	}
}

func TestDemoIsLedToTheFix(t *testing.T) {
	sizes := []struct{ width, height int }{{80, 24}, {40, 12}, {160, 50}}
	for _, size := range sizes {
		t.Run(fmt.Sprintf("%dx%d", size.width, size.height), func(t *testing.T) {
			w := openTerminal(t, size.width, size.height)
			w.start("demo", "--state-dir", "kept")
			walkDemo(w)
			checkExport(w)
			w.press("Escape")
			w.await("enter finish")
			w.press("Enter")
			w.await("The end of this session", "enter leave")
			w.press("Enter")
			w.checkLeft(0)
			checkFarewell(w)
			checkKept(w)
		})
	}
}

// walkDemo leads the default demo to its last page, and reads each page.
func walkDemo(w *terminal) {
	w.t.Helper()
	pages := demoPages()
	for i, p := range pages {
		checkPanel(w.t, w.await("SIMULATED", p.title, p.sentence, p.offer), i)
		w.reach(p.end)
		if i == 1 {
			checkHelp(w, p)
		}
		if p.next != "" {
			w.press(p.next)
		}
	}
	if len(pages) != 6 {
		w.t.Errorf("%d pages were read, not all 6", len(pages))
	}
}

// reach scrolls the page down until it shows a text. In a large terminal it is
// there without scrolling.
func (w *terminal) reach(text string) {
	w.t.Helper()
	for range 30 {
		if absent(w.screen(), []string{text}) == "" {
			return
		}
		w.press("PageDown")
		w.settle()
	}
	w.await(text)
}

// settle waits until a key's effect is drawn: two equal screens apart by more
// than a frame, the ticking clocks left out.
func (w *terminal) settle() {
	w.t.Helper()
	last := ""
	for range 10 {
		pause()
		now := withoutDigits(w.screen())
		if now == last {
			return
		}
		last = now
	}
}

// checkPanel reads the live panel, which is above every page. Its rows are
// shortened in a small terminal.
func checkPanel(t testing.TB, screen string, at int) {
	t.Helper()
	flat := strings.ReplaceAll(flatten(screen), "+-", "±")
	var wanted []string
	switch {
	case at < 2:
		wanted = []string{"not measured yet", "OS", "true"}
	case at < 5:
		wanted = []string{"2d 9h 49m 14s behind ±", "OS", "true"}
	default:
		wanted = []string{"ms", "OS", "2017-03-03", "true"}
	}
	if large := strings.Contains(flat, "╭"); !large {
		wanted = replaced(wanted, "2017-03-03", "03-03")
	} else if at > 2 {
		wanted = append(wanted, "legacy-oauth.example 2017-03-03")
	}
	for _, text := range wanted {
		if !strings.Contains(flat, text) {
			t.Errorf("the live panel of page %d does not show %q:\n%s", at+1, text, screen)
		}
	}
}

func replaced(texts []string, old, by string) []string {
	var out []string
	for _, text := range texts {
		out = append(out, strings.ReplaceAll(text, old, by))
	}
	return out
}

// checkHelp opens the help of a page and goes back.
func checkHelp(w *terminal, p page) {
	w.t.Helper()
	w.press("?")
	w.await("enter back")
	w.reach("hand in a pasted text")
	w.press("Enter")
	w.await("enter next")
	w.press("Home")
	w.await(p.title)
}

// checkExport writes the report as JSON and as text, by the keys of the export
// page, and reads the files.
func checkExport(w *terminal) {
	w.t.Helper()
	w.press("e")
	w.await("For whom is this report?")
	w.press("1", "Down")
	w.await("[text]", "SIMULATED: scenario") // it is seen before it goes
	for i, format := range []string{"text", "json"} {
		for range i {
			w.press("Right")
		}
		w.await("[" + format + "]")
		name := "fixed." + format
		w.press("BTab", "BTab", "C-u")
		w.write(name)
		w.await(name)
		w.press("Enter")
		w.await("Written to")
		w.press("Down", "Down")
		info, err := os.Stat(filepath.Join(w.folder, name))
		if err != nil {
			w.t.Fatalf("the exported report is not there: %v", err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			w.t.Errorf("%s has mode %o, not 600", name, mode)
		}
	}
	checkFixed(w.t, parseRecord(w.t, w.read("fixed.json")))
	for _, line := range []string{"SIMULATED: scenario brand-portal.", "verdict: fixed", "(before-after)", "refused (expired) accepted"} {
		if !strings.Contains(flatten(w.read("fixed.text")), line) {
			w.t.Errorf("the exported text does not say %q", line)
		}
	}
}

func checkFixed(t testing.TB, r record) {
	t.Helper()
	if r.Simulated != "brand-portal" {
		t.Errorf("simulated is %q", r.Simulated)
	}
	r.checkVerdict(t, "fixed", "before-after")
	if r.Exchange == nil || r.Exchange.OSClock.Outcome != "accepted" {
		t.Errorf("the exchange with the OS clock's own time after the fix is %+v, not accepted", r.Exchange)
	}
	if len(r.Applied) != 1 || r.Applied[0].Before < 208_000 || r.Applied[0].After > 1 {
		t.Errorf("applied is %+v, not one remedy from 208154 s to 0", r.Applied)
	}
	if r.Offset.Within == nil || !*r.Offset.Within {
		t.Errorf("the offset is %+v, not within tolerance", r.Offset)
	}
}

// checkFarewell reads what stays in the terminal after the program.
func checkFarewell(w *terminal) {
	w.t.Helper()
	after := flatten(w.scrollback())
	for _, text := range []string{"Simulated host (brand-portal).", "Fixed: the clock is right", "Phone code: 2-3-4-8, 1-2-6-9"} {
		if !strings.Contains(after, text) {
			w.t.Errorf("%q does not stay in the terminal:\n%s", text, w.scrollback())
		}
	}
}

// checkKept reads the session back by another run of the program.
func checkKept(w *terminal) {
	w.t.Helper()
	again := unskew(w.t, "report", "--format", "json", "--state-dir", filepath.Join(w.folder, "kept"))
	if again.status != 0 {
		w.t.Fatalf("report: status %d: %s", again.status, again.stderr)
	}
	checkFixed(w.t, parseRecord(w.t, again.stdout))
}

// TestResizing draws the same page in the size that the terminal has become.
func TestResizing(t *testing.T) {
	w := openTerminal(t, 80, 24)
	w.start("demo")
	w.await("Where are you?", "enter answer")
	w.press("Enter")
	w.await("What does this machine believe the time is?", "enter next")
	for _, size := range [][2]string{{"40", "12"}, {"160", "50"}, {"20", "6"}, {"80", "24"}} {
		w.do("resize-window", "-x", size[0], "-y", size[1])
		w.settle()
		// The one thing that every size shows, and a smeared screen shows twice.
		screen := w.await("SIMULATED")
		if heads := strings.Count(screen, "SIMULATED"); heads != 1 {
			t.Errorf("at %sx%s the head stands there %d times:\n%s", size[0], size[1], heads, screen)
		}
	}
	w.await("What does this machine believe the time is?", "[1 OS time", "enter next")
	w.press("q")
	w.checkLeft(0)
}
