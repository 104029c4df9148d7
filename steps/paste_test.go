package steps

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics/aem"
	"unskew/diagnostics/aem/process"
)

// testPage is what Test Connection says: stamped by AEM's clock, with the date of the
// other side's answer.
func testPage(agent string, stamp, date time.Time, outcome string) string {
	at := stamp.Format("02.01.2006 15:04:05")
	lines := []string{"INFO - AGENT : Creating content for path /content", "INFO - AGENT : * Using OAuth 2.0 Authorization Grants"}
	date = date.UTC()
	switch outcome {
	case "expired":
		lines = append(lines, `ERROR - AGENT : Failed to get an access token for user: mac-x-replication msg: failed to get access token from authorization server status: 400 response: {"error":"invalid_grant","error_description":"JWT has expired"}`,
			"INFO - AGENT : sent. Response: 401 Unauthorized", "ERROR - AGENT : << HTTP/1.1 401 Unauthorized", "ERROR - AGENT : << Date: "+date.Format("Mon, 02 Jan 2006 15:04:05 GMT"),
			"INFO - AGENT : Replication (TEST) of /content not successful.")
	case "signature":
		lines = append(lines, `ERROR - AGENT : Failed to get an access token for user: mac-x-replication msg: failed to get access token from authorization server status: 400 response: {"error":"invalid_token","error_description":"Could not match JWT signature to any of the bindings"}`,
			"ERROR - AGENT : << Date: "+date.Format("Mon, 02 Jan 2006 15:04:05 GMT"), "INFO - AGENT : Replication (TEST) of /content not successful.")
	default:
		lines = append(lines, "INFO - AGENT : sent. Response: 200 OK", "INFO - AGENT : << HTTP/1.1 200 OK", "INFO - AGENT : << Date: "+date.Format("Mon, 02 Jan 2006 15:04:05 GMT"),
			"INFO - AGENT : Replication (TEST) of /content successful.", "Replication test succeeded")
	}
	var text strings.Builder
	for _, line := range lines {
		fmt.Fprintln(&text, at+" - "+strings.ReplaceAll(line, "AGENT", agent))
	}
	return text.String()
}

// atPaste sits down before a wrong clock, with neither key nor user, at the question for
// what Test Connection says.
func atPaste(t *testing.T) *desk {
	d, _ := nobody(t, "aem-author", NoKeeper{}, func(w *labWorld) { w.settings.AEM, w.settings.Profile, w.settings.TokenURL = nil, "", "" })
	d.asked(askWhere)
	d.do(ActAnswer, WhereHere)
	for _, page := range []StepID{StepOSTime, StepNTP} {
		d.next(page)
		d.do(ActNext, "")
	}
	d.asked(askProfile)
	d.do(ActAnswer, profilePaste)
	d.asked(askMessage)
	return d
}

// TestPastedTestIsAProof: pasted before the fix and after it, the same test is both
// halves of the proof; anything else is not.
func TestPastedTestIsAProof(t *testing.T) {
	cases := []struct {
		name         string
		stamp, again time.Duration // of AEM's stamp against this machine's clock
		second       string        // what is pasted after the fix; "" nothing
		before       VerdictCode
		after        VerdictCode
		certainty    Certainty
	}{
		{"passes afterwards", 0, 0, "passed", ClockCaused, Fixed, Proved},
		{"nothing is pasted afterwards", 0, 0, "", ClockCaused, Fixed, MeasuredOne},
		{"fails afterwards for another reason", 0, 0, "signature", ClockCaused, OtherCause, Likely},
		{"of another machine", 3 * time.Hour, 0, "-", ClockWrong, Fixed, MeasuredOne},
	}
	for _, c := range cases {
		bubble(t, c.name, func(t *testing.T) {
			d := atPaste(t)
			page := func(outcome string, off time.Duration) string {
				return testPage(logAgent, d.lab.Clock().Wall().UTC().Add(off), d.lab.Now(), outcome)
			}
			if view := d.do(ActAnswer, "nothing of that kind"); view.Page.Question == nil || view.Page.Question.Problem.IsZero() {
				t.Error("any text is a test")
			}
			d.do(ActAnswer, page("expired", c.stamp))
			d.shown(StepToken)
			if a := Assess(d.engine.Session()); a.Verdict.Code != c.before || c.before == ClockCaused && (a.Verdict.Certainty != Likely || a.Exchange.By != byAEM) {
				t.Fatalf("before: %s, %s, by %s: %s", a.Verdict.Code, a.Verdict.Certainty, a.Exchange.By, a.Verdict.Title)
			}
			d.do(ActNext, "")
			d.shown(StepConfirm)
			d.lab.Fix()
			if c.second != "-" {
				d.asked(askMessage)
				other := testPage("mp_replication_agent_other", d.lab.Clock().Wall().UTC(), d.lab.Now(), "passed")
				if view := d.do(ActAnswer, other); view.Page.Question == nil || view.Page.Question.Problem.IsZero() {
					t.Error("another agent's test was taken")
				}
				if c.second != "" {
					d.do(ActAnswer, page(c.second, 0))
				} else {
					d.do(ActAnswer, "")
				}
			}
			time.Sleep(30 * time.Second)
			if v := Assess(d.engine.Session()).Verdict; v.Code != c.after || v.Certainty != c.certainty {
				t.Errorf("after: %s, %s: %s", v.Code, v.Certainty, v.Title)
			}
		})
	}
	if len(cases) != 4 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestPasteInAnyZone: where the zone of AEM's stamps is not known, a test fits whose
// two clocks are apart by the skew and some zone.
func TestPasteInAnyZone(t *testing.T) {
	for name, c := range map[string]struct {
		east time.Duration
		zone bool
		want bool
	}{
		"the zone that AEM has":      {5*time.Hour + 30*time.Minute, true, true},
		"another than it has":        {2 * time.Hour, true, false},
		"unknown, and there is one":  {5*time.Hour + 45*time.Minute, false, true},
		"unknown, and there is none": {5*time.Hour + 39*time.Minute, false, false},
	} {
		m := made(2*time.Hour, Settings{}).reading("a", time.Millisecond).reading("b", time.Millisecond)
		found := process.Found{List: []process.Instance{{ZoneOffset: 5*time.Hour + 30*time.Minute, ZoneKnown: c.zone}}}
		m.observe(StepOSTime, Observation{AEM: &found}).said(StepToken, askProfile, profilePaste)
		stamp := m.now().Wall.UTC().Add(c.east)
		transcript := aem.ReadTranscript(testPage(logAgent, stamp, m.now().Wall.Add(2*time.Hour), "expired"))
		a := Assess(m.observe(StepToken, Observation{Transcript: &transcript}).session)
		if got := a.Verdict.Code == ClockCaused; got != c.want {
			t.Errorf("%s: %s (%s)", name, a.Verdict.Code, a.Verdict.Title)
		}
	}
}
