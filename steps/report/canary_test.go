package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem"
	"unskew/steps"
)

// TestCanary plants secrets wherever a session could come to hold one by
// mistake, and control sequences as an edited session file could. None may
// come out.
func TestCanary(t *testing.T) {
	const canary = "CANARY-5f2c"
	s := begun("", steps.Settings{
		TokenURL: "https://user:" + canary + "@legacy.example/token", NTP: []string{"ntp://u:" + canary + "@time.example"},
		HTTPS: []string{"https://u:" + canary + "/x@www.example/"}, Credentials: "/home/" + canary + "/key.json", Key: canary,
		ClientID: canary, Scope: canary, Tolerance: time.Second,
	})
	s = s.With(answered(steps.StepToken, "token-url", "https://user:"+canary+"@legacy.example/token"))
	s = s.With(answered(steps.StepWhere, "message", "line\nAuthorization: Bearer "+canary))
	s = s.With(answered(steps.StepWhere, "message", strings.Repeat("x", maxAnswer)+canary))
	s = s.With(found(steps.StepWhere, time.Second, behind, steps.Observation{Transcript: &aem.Transcript{Text: canary, Agent: "a\x1b[31mred\u202e"}}))
	s = s.With(found(steps.StepToken, time.Second, behind, steps.Observation{Target: &steps.Target{Profile: "jwt-bearer", Endpoint: "https://u:" + canary + "@legacy.example/token"}}))
	reading := diagnostics.Reading{Source: diagnostics.SourceHTTPS, Server: "https://u:" + canary + "@www.example/", Outcome: diagnostics.Failed, Reason: diagnostics.ReasonTLS, Detail: "\x07bell\nline"}
	s = s.With(found(steps.StepNTP, time.Second, behind, steps.Observation{Reading: &reading}))
	for _, judge := range []assess{handMade, steps.Assess} {
		for _, format := range CheckFormats() {
			out, err := render(s, judge, format, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(out), canary) {
				t.Errorf("a secret stands in the %s report:\n%s", format, out)
			}
			checkForm(t, "canary", format, out)
			people := slices.Contains(Formats(), format) && format != ChangeRequest && format != Short // which may have nothing to say of it
			if people && !strings.Contains(string(out), "legacy.example") {
				t.Errorf("%s: the endpoint itself is missing", format)
			}
		}
	}
}
