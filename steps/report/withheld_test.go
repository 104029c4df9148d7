package report

import (
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/steps"
)

// TestWithheldWasNotSent: a server that was not asked is listed with the reason, and
// not among those that were sent something.
func TestWithheldWasNotSent(t *testing.T) {
	const why = "not asked: public = false in /etc/unskew/config.toml:4 (203.0.113.5 is not an inside address)"
	s := begun("", steps.Settings{KeptInside: "public = false in /etc/unskew/config.toml:4", Tolerance: time.Second})
	withheld := diagnostics.Reading{
		Source: diagnostics.SourceNTP, Server: "ntp.example", Address: "203.0.113.5:123", Vouched: true, Outcome: diagnostics.Failed,
		Reason: diagnostics.ReasonUnreachable, Withheld: true, Detail: why,
	}
	s = s.With(found(steps.StepNTP, time.Second, 0, steps.Observation{Reading: &withheld}))
	for _, format := range []Format{Text, Markdown, JSON} {
		data, err := Render(s, format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(string(data)), " ")
		if format != Text && !strings.Contains(text, why) { // text wraps it within a table
			t.Errorf("%s: it is not said why\n%s", format, data)
		}
		if format != JSON && (!strings.Contains(text, "nothing: packets are kept inside") || strings.Contains(text, "a question for the time")) {
			t.Errorf("%s: something is said to have been sent\n%s", format, data)
		}
	}
}
