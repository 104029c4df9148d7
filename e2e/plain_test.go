//go:build e2e && unix

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// plainSentences are what plain mode says on the way to the fix, in this order.
func plainSentences() []string {
	return []string{
		"SIMULATED: brand-portal",
		"Where are you?",
		"Step 1 of 4: What does this machine believe the time is?",
		"Step 2 of 4: What is the true time?",
		"Step 3 of 4: Is the clock the cause?",
		"JWT has expired",
		"Proved: the clock is the cause.",
		"Step 4 of 4: What was found, and what to do now",
		"systemctl restart chrony.service",
		"Step 4 of 4: The proof of the fix",
		"accepted now.",
	}
}

// checkPlainWay checks that all sentences stand there in their order, and
// nothing but text.
func checkPlainWay(t testing.TB, said string) {
	t.Helper()
	rest := flatten(said)
	for _, sentence := range plainSentences() {
		_, after, found := strings.Cut(rest, sentence)
		if !found {
			t.Fatalf("%q is not said, or not in its place:\n%s", sentence, said)
		}
		rest = after
	}
	if strings.ContainsRune(said, '\x1b') {
		t.Error("plain mode wrote an escape sequence")
	}
}

func TestPipedAnswersLeadToTheFix(t *testing.T) {
	folder := t.TempDir()
	report := filepath.Join(folder, "fixed.json")
	// Where, three times next, the fix, the export (for whom, its format and file), finish.
	answers := strings.Join([]string{"1", "", "", "", "f", "e", "1", "json", report, ""}, "\n") + "\n"
	for _, way := range []invocation{
		{args: []string{"demo"}, stdin: answers},
		{args: []string{"demo"}, stdin: answers, env: []string{"TERM=dumb"}},
		{args: []string{"demo", "--plain", "--ascii"}, stdin: answers},
	} {
		t.Run(strings.Join(append(way.args, way.env...), " "), func(t *testing.T) {
			defer os.Remove(report)
			got := way.run(t)
			if got.status != 0 || got.stderr != "" {
				t.Errorf("status %d, standard error %q", got.status, got.stderr)
			}
			checkPlainWay(t, got.stdout)
			text, err := os.ReadFile(report)
			if err != nil {
				t.Fatalf("the report was not exported: %v\n%s", err, got.stdout)
			}
			checkFixed(t, parseRecord(t, string(text)))
			if info, err := os.Stat(report); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the report's mode is %v (%v), not 600", info.Mode(), err)
			}
			if strings.Contains(way.args[len(way.args)-1], "ascii") && strings.ContainsFunc(got.stdout, func(r rune) bool { return r > '~' }) {
				t.Error("--ascii wrote a character beyond ASCII")
			}
		})
	}
}

func TestEndOfInputLeavesPolitely(t *testing.T) {
	got := invocation{args: []string{"demo"}, stdin: "1\n"}.run(t)
	if got.status != 0 || !strings.Contains(got.stdout, "The input has ended") {
		t.Errorf("status %d, and it said:\n%s%s", got.status, got.stdout, got.stderr)
	}
	if strings.Contains(got.stdout, "Proved") {
		t.Errorf("something was proved without a measurement:\n%s", got.stdout)
	}
}

// A terminal that cannot be drawn on, such as that of an editor.
func TestDumbTerminalGetsPlainQuestions(t *testing.T) {
	w := openTerminal(t, 80, 200, "TERM=dumb")
	w.start("demo")
	for _, step := range []struct{ awaited, answer string }{
		{"Answer with a number", "1"},
		{"Step 1 of 4: What does this machine believe the time is?", ""},
		{"Press Enter: the next step tests the token exchange itself.", ""},
		{"Proved: the clock is the cause.", ""},
		{"What now? f fix it", "f"},
		{"What now? [Enter] finish", ""},
	} {
		w.await(step.awaited, "q quit")
		w.enter(step.answer)
	}
	w.await("Result: Fixed:")
	w.checkLeft(0)
	raw := w.bytes()
	for _, sentence := range plainSentences() {
		if !strings.Contains(flatten(raw), sentence) {
			t.Errorf("%q was not said", sentence)
		}
	}
	if found := escape().FindString(raw); found != "" {
		t.Errorf("a dumb terminal was sent %q", found)
	}
}

// escape finds what a terminal obeys.
func escape() *regexp.Regexp { return regexp.MustCompile("\x1b.{1,8}") }

// coloured finds an SGR sequence that sets a colour: 30 to 38, 40 to 48, 90 to
// 97 and 100 to 107 (ECMA-48, 8.3.117, and the bright ones). Bold, faint,
// underlined and reverse are none.
func coloured() *regexp.Regexp {
	return regexp.MustCompile("\x1b\\[(?:[0-9:]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:[;:][0-9;:]*)?m")
}

func TestNoColor(t *testing.T) {
	cases := []struct {
		name    string
		args    []string
		env     []string
		colours bool
	}{
		{"by default", nil, nil, true},
		{"NO_COLOR", nil, []string{"NO_COLOR=1"}, false},
		{"empty NO_COLOR", nil, []string{"NO_COLOR="}, true},
		{"--no-color", []string{"--no-color"}, nil, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := openTerminal(t, 80, 24, c.env...)
			w.start(append([]string{"demo"}, c.args...)...)
			for i, awaited := range []string{"enter answer", "[1 OS time", "[2 NTP"} {
				w.await(awaited)
				if i > 0 {
					w.await("enter next")
				}
				w.press("Enter")
			}
			// In words, whether there are colours or not.
			w.await("[3 Token", "beyond tolerance", "Proved: the clock is the cause.", "enter next")
			w.press("q")
			w.checkLeft(0)
			found := coloured().FindString(w.bytes())
			if c.colours != (found != "") {
				t.Errorf("the first colour that was sent is %q", found)
			}
		})
	}
}
