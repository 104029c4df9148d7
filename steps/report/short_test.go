package report

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// checkShort: the short form fits the first comment of a ticket, and says what
// that needs.
func checkShort(t *testing.T, r rendered) {
	t.Helper()
	out, err := newWriter(r.content, Options{Printer: chinese, Number: 4711}).write(Short)
	if err != nil {
		t.Fatal(err)
	}
	checkShortForm(t, out)
	host, _ := r.session.Patient()
	checkShortSays(t, r, host)
}

func checkShortSays(t *testing.T, r rendered, also string) {
	t.Helper()
	out, judged := r.reports[Short], r.now
	checkShortForm(t, []byte(out))
	text := " " + strings.Join(strings.Fields(out), " ")
	wanted := []string{" machine: ", " verdict: " + string(judged.Verdict.Code) + ", ", " clock: ", " asked: ", " session: 4711, ", " unskew test", " sha256:", " SIMULATED: ", also}
	if judged.Offset.Known {
		wanted = append(wanted, judged.Offset.Words.String())
	}
	if tried := judged.Exchange.OSClock; tried != nil && tried.Outcome != exchange.Skipped {
		wanted = append(wanted, " request with its time: "+outcomeWords(*tried).String())
	}
	if mending := steps.MendingOf(judged); mending.Cause != nil {
		wanted = append(wanted, " to do: ", " Who does it: ")
	}
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			t.Errorf("the short form does not say %q:\n%s", want, out)
		}
	}
}

func checkShortForm(t *testing.T, out []byte) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) > ShortLines {
		t.Errorf("the short form has %d lines:\n%s", len(lines), out)
	}
	for _, line := range lines {
		if ansi.StringWidth(line) > textWidth || strings.TrimSpace(line) == "" {
			t.Errorf("a line of %d cells: %q", ansi.StringWidth(line), line)
		}
	}
}

// TestShortAtWorst fills every part of the short form beyond its room.
func TestShortAtWorst(t *testing.T) {
	long := strings.Repeat("long words ", 60)
	s := begun(long, steps.Settings{Tolerance: time.Second})
	s.Entries()[0].Start.Host = long
	run := entry(steps.Applied, steps.StepConfirm, time.Second, behind)
	run.Run = &steps.Run{Command: long}
	s = s.With(run)
	moved := entry(steps.Moved, "", 2*time.Second, 0)
	moved.Move = &steps.Move{How: steps.MoveStep, Before: diagnostics.OffsetOf(behind)}
	s = s.With(moved)
	judge := func(steps.Session) steps.Assessment {
		tried := exchange.Attempt{Outcome: exchange.Refused, HTTPStatus: 400, Error: long, Description: long, RequestID: long, Via: long}
		words := say.Verbatim(long)
		reading := steps.JudgedReading{Reading: diagnostics.Reading{Source: diagnostics.SourceNTP, Outcome: diagnostics.Measured, Via: long}}
		finding := steps.Finding{Code: "clock.behind", Severity: steps.Problem, Cause: true, Title: words}
		for range 12 {
			finding.Remedy = append(finding.Remedy, remedy.Command{Line: "chronyc makestep"}, remedy.Command{Line: long, ByHand: true}, remedy.Command{Line: long})
		}
		return steps.Assessment{
			Verdict:  steps.Verdict{Code: steps.ClockCaused, Title: words, Next: words},
			Offset:   steps.Judged{Known: true, Relation: steps.Beyond, Words: words, Readings: []steps.JudgedReading{reading}},
			Exchange: steps.Proofs{Endpoint: "https://" + strings.Repeat("x", 300) + ".example/", OSClock: &tried, Reference: &tried},
			Findings: []steps.Finding{finding, finding, finding},
		}
	}
	out, err := render(s, judge, Short, Options{Number: 123456, Pseudonyms: true})
	if err != nil {
		t.Fatal(err)
	}
	checkShortForm(t, out)
	if lines := strings.Count(string(out), "\n"); lines != ShortLines {
		t.Errorf("only %d lines: not the worst case", lines)
	}
	for _, want := range []string{"session: 123456, ", "names: stand-ins", "sha256:", "request with true time: ", "was run: "} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is missing:\n%s", want, out)
		}
	}
}
