package report

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	host "unskew/diagnostics/machine"
	"unskew/steps"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// checkRemedies holds the commands of all findings of a world to what whoever
// runs them relies on.
func checkRemedies(t *testing.T, r rendered) {
	t.Helper()
	forbidden := regexp.MustCompile(`\bhwclock\b|\bdate\s+(-s|--set)|\bset-time\b|(?i:\bset-date\b)|\bntpdate\b|\bsudo\b`)
	for _, found := range r.now.Findings {
		for _, c := range found.Remedy {
			switch {
			case len(c.Argv) > 0 && strings.Join(c.Argv, " ") != c.Line:
				t.Errorf("%s: %q is not the line %q", found.Code, c.Argv, c.Line)
			case slices.ContainsFunc(c.Argv, func(word string) bool { return strings.ContainsAny(word, "<>") }):
				t.Errorf("%s: %q has a place to fill in", found.Code, c.Argv)
			case strings.HasPrefix(c.Line, "systemctl ") && !c.NeedsRoot:
				t.Errorf("%s: %q needs an administrator", found.Code, c.Line)
			case forbidden.MatchString(c.Line) || forbidden.MatchString(c.Undo):
				t.Errorf("%s: %q sets the clock itself", found.Code, c.Line)
			case c.Why.IsZero() || c.Takes.IsZero() && !c.ByHand:
				t.Errorf("%s: %q without a reason, or without how long it takes", found.Code, c.Line)
			case c.ByHand && len(c.Argv) > 0:
				t.Errorf("%s: %q is for a person and for a machine", found.Code, c.Line)
			}
		}
	}
}

// checkRequest: a wrong clock gives a request with everything in it, a right one
// with nothing to keep gives none.
func checkRequest(t *testing.T, r rendered) {
	t.Helper()
	out, assessed := r.reports[ChangeRequest], r.now
	if nothing := !strings.Contains(out, "What is to be changed"); nothing {
		right := assessed.Verdict.Code == steps.Healthy || assessed.Verdict.Code == steps.Fixed
		if strings.Contains(out, "nothing has to be changed") && !right {
			t.Errorf("%s is told as if all were well\n%s", assessed.Verdict.Code, out)
		}
		if assessed.Offset.Relation == steps.Beyond {
			t.Errorf("a wrong clock asks for nothing\n%s", out)
		}
		if strings.Contains(out, "\n    ") {
			t.Errorf("nothing is asked for, with commands\n%s", out)
		}
		return
	}
	for _, part := range []string{"- to: ", "- machine: ", "- asked by: ", "- when: ", "What is to be changed", "- cause: ", "Risk: before", "How to see that it worked", "unskew check"} {
		if !strings.Contains(out, part) {
			t.Errorf("%q is missing in\n%s", part, out)
		}
	}
	for _, command := range steps.MendingOf(assessed).Commands {
		if !strings.Contains(out, "\n    "+command.Line+"\n") {
			t.Errorf("the command %q is missing in\n%s", command.Line, out)
		}
	}
	for _, attempt := range r.session.Attempts() {
		if attempt.RequestID != "" && attempt.Stamp != "" && !strings.Contains(strings.Join(strings.Fields(out), " "), attempt.RequestID) {
			t.Errorf("the request %s is missing in\n%s", attempt.RequestID, out)
		}
	}
}

// requestOn is the change request for a finding.
func requestOn(s steps.Session, found steps.Finding) string {
	judge := func(s steps.Session) steps.Assessment {
		a := handMade(s)
		found.Cause, found.Severity = true, steps.Problem
		if !strings.HasPrefix(found.Code, "clock.") {
			clock := steps.Finding{Code: "clock.behind", Severity: steps.Problem, Title: say.T("It is behind."), BecauseOf: []string{found.Code}}
			clock.Remedy = []remedy.Command{{Argv: []string{"chronyc", "makestep"}, Line: "chronyc makestep", NeedsRoot: true, Moves: true, Why: say.T("sets it")}}
			a.Findings = []steps.Finding{found, clock}
			return a
		}
		a.Findings = []steps.Finding{found}
		return a
	}
	return string(asTicket(requestOf(contentOf(s, judge)), say.English()))
}

// TestAddressees: whose fault it is to mend, is asked.
func TestAddressees(t *testing.T) {
	s := fixedSession().Before()
	cases := []struct{ code, to, what string }{
		{"clock.behind", "to: the administrators of aem-author-01", "Have the time service of aem-author-01 correct its clock, which is 2d 9h 49m"},
		{"timeservice.upstream-wrong", "to: whoever runs the time servers that aem-author-01 follows", "This machine alone is not to be changed."},
		{"timeservice.no-answer", "to: the administrators of aem-author-01, with whoever runs its time servers", "Have these time servers answer aem-author-01 again"},
		{"ntp.blocked", "to: the network team (firewall)", "Open UDP port 123 (NTP) from aem-author-01"},
		{"host.container", "to: whoever runs the containers", "on which the container aem-author-01 runs"},
		{"host.hypervisor-clock", "to: whoever runs the virtual machines", "Compare the clock of the hypervisor"},
		{"host.guest-sync", "to: the administrators of aem-author-01, with whoever runs the virtual machines", "Have the time service"},
		{"rtc.battery", "to: whoever looks after the hardware of aem-author-01", "Replace the battery"},
	}
	for _, c := range cases {
		out := strings.Join(strings.Fields(requestOn(s, steps.Finding{Code: c.code, Title: say.T("The title of %s.", c.code)})), " ")
		if !strings.Contains(out, c.to) || !strings.Contains(out, c.what) || !strings.Contains(out, "The title of "+c.code) {
			t.Errorf("%s: not %q and %q:\n%s", c.code, c.to, c.what, out)
		}
		first := strings.Index(out, "Once that is done")
		elsewhere := slices.Contains([]string{"timeservice.no-answer", "ntp.blocked", "host.hypervisor-clock", "rtc.battery", "host.guest-sync"}, c.code)
		if (first >= 0) != elsewhere {
			t.Errorf("%s: what is typed afterwards is told: %v", c.code, first >= 0)
		}
	}
	if len(cases) != 8 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestResumeOnlyWhatWasAttended: a check keeps no session by itself.
func TestResumeOnlyWhatWasAttended(t *testing.T) {
	s := fixedSession().Before()
	entries := slices.Clone(s.Entries())
	start := *entries[0].Start
	start.Attended = false
	entries[0].Start = &start
	clock := steps.Finding{Code: "clock.behind", Title: say.T("It is behind.")}
	for _, c := range []struct {
		session steps.Session
		resumes bool
	}{{s, true}, {steps.SessionOf(entries), false}} {
		out := requestOn(c.session, clock)
		if strings.Contains(out, "    unskew resume\n") != c.resumes || !strings.Contains(out, "    unskew check\n") {
			t.Errorf("resume is told: %v\n%s", !c.resumes, out)
		}
	}
}

// TestTokenServiceIsAsked: where this clock is right and the service's is wrong.
func TestTokenServiceIsAsked(t *testing.T) {
	judge := func(s steps.Session) steps.Assessment {
		a := handMade(s)
		a.Offset.Relation = steps.Within
		a.Findings = []steps.Finding{{Code: "server.clock-off", Severity: steps.Problem, Title: say.T("The clock of the token service is wrong.")}}
		return a
	}
	out := string(asTicket(requestOf(contentOf(fixedSession().Before(), judge)), say.English()))
	if !strings.Contains(out, "to: the operator of the token service") || !strings.Contains(out, "request id req-7") || !strings.Contains(out, "https://legacy.example/oauth/token") {
		t.Errorf("%s", out)
	}
}

// TestRequestWithSudo: commands are as the person types them, and who has to do
// it is not said twice.
func TestRequestWithSudo(t *testing.T) {
	s := fixedSession().Before()
	s = s.With(found(steps.StepOSTime, 5e9, behind, steps.Observation{Machine: &host.Machine{Sudo: host.SudoMember}}))
	out := requestOn(s, steps.Finding{Code: "clock.behind", Title: say.T("It is behind."), Remedy: []remedy.Command{
		{Argv: []string{"chronyc", "makestep"}, Line: "chronyc makestep", NeedsRoot: true, Moves: true, Why: say.T("sets it")},
		{Line: "(edit it)", ByHand: true, NeedsRoot: true, Why: say.T("keeps it")},
	}})
	if !strings.Contains(out, "\nsets it\n\n    sudo chronyc makestep\n") || !strings.Contains(out, "\n    (edit it)\n") {
		t.Errorf("%s", out)
	}
}
