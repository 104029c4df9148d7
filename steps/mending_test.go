package steps

import (
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/machine"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

func madeFinding(code string, severity Severity, line string, because ...string) Finding {
	one := Finding{Code: code, Severity: severity, Title: say.T("title of %s", code), Detail: say.T("detail of %s", code), BecauseOf: because}
	if line != "" {
		one.Remedy = []remedy.Command{{Argv: strings.Fields(line), Line: line, NeedsRoot: true, Moves: line != "keep" && line != "enable", Why: say.T("why")}}
	}
	return one
}

// causal is a finding that is a cause, without a remedy.
func causal(code string) Finding {
	one := madeFinding(code, Problem, "")
	one.Cause = true
	return one
}

// TestMending: the cause of a wrong clock comes before the clock, and before
// what only makes it wrong again.
func TestMending(t *testing.T) {
	cases := []struct {
		name      string
		relation  Relation
		findings  []Finding
		cause     string
		line      string
		elsewhere bool
		lasting   string
	}{
		{"nothing", Within, nil, "", "", false, ""},
		{"only the clock", Beyond, []Finding{madeFinding("clock.behind", Problem, "step")}, "clock.behind", "step", false, ""},
		{
			"its cause", Beyond,
			[]Finding{madeFinding("timeservice.stopped", Problem, "start"), madeFinding("clock.behind", Problem, "step", "timeservice.stopped")},
			"timeservice.stopped", "start", false, "",
		},
		{
			"a warning beside it", Beyond,
			[]Finding{madeFinding("timeservice.disabled", Warning, "enable"), madeFinding("clock.behind", Problem, "step")},
			"clock.behind", "step", false, "timeservice.disabled",
		},
		{
			"a cause that somebody else mends", Beyond,
			[]Finding{madeFinding("ntp.blocked", Info, ""), madeFinding("clock.behind", Problem, "step", "ntp.blocked")},
			"ntp.blocked", "step", true, "",
		},
		{
			"the one with a remedy", Beyond,
			[]Finding{madeFinding("ntp.blocked", Info, ""), madeFinding("timeservice.only-slews", Problem, "makestep"), madeFinding("clock.behind", Problem, "step", "ntp.blocked", "timeservice.only-slews")},
			"timeservice.only-slews", "makestep", false, "",
		},
		{
			"the root of what explains it", Beyond,
			[]Finding{madeFinding("host.paused", Problem, "pause"), madeFinding("timeservice.only-slews", Problem, "makestep", "host.paused"), madeFinding("clock.behind", Problem, "step", "timeservice.only-slews")},
			"host.paused", "pause", false, "",
		},
		{
			"set back, and nobody knows by what", Beyond,
			[]Finding{madeFinding("clock.moved-back", Problem, ""), madeFinding("clock.behind", Problem, "step", "clock.moved-back")},
			"clock.moved-back", "", false, "",
		},
		{
			"set back by a second service", Beyond,
			[]Finding{madeFinding("timeservice.two", Warning, "keep"), madeFinding("clock.moved-back", Problem, "", "timeservice.two"), madeFinding("clock.behind", Problem, "step", "clock.moved-back")},
			"timeservice.two", "keep step", false, "",
		},
		{
			"wrong servers", Beyond,
			[]Finding{madeFinding("timeservice.upstream-wrong", Problem, ""), madeFinding("clock.behind", Problem, "step", "timeservice.upstream-wrong")},
			"timeservice.upstream-wrong", "", true, "",
		},
		{
			"a container", Beyond,
			[]Finding{madeFinding("host.container", Info, ""), madeFinding("clock.behind", Problem, "node", "host.container")},
			"host.container", "", true, "",
		},
		{"programs with a false time", Within, []Finding{causal("host.libfaketime")}, "host.libfaketime", "", false, ""},
		{"a container whose clock is right", Within, []Finding{madeFinding("host.container", Info, "")}, "", "", false, ""},
		{"right, and not kept", Within, []Finding{madeFinding("timeservice.disabled", Warning, "enable")}, "timeservice.disabled", "enable", false, ""},
		{
			"right, and not kept twice", Within,
			[]Finding{madeFinding("rtc.local-time", Warning, "utc"), madeFinding("timeservice.disabled", Warning, "enable")},
			"rtc.local-time", "utc", false, "timeservice.disabled",
		},
	}
	for _, c := range cases {
		a := Assessment{Offset: Judged{Known: true, Relation: c.relation}, Findings: c.findings}
		got := MendingOf(a)
		cause, line, lasting := "", "", ""
		if got.Cause != nil {
			cause = got.Cause.Code
		}
		if len(got.Commands) > 0 {
			for _, command := range got.Commands {
				line = strings.TrimSpace(line + " " + command.Line)
			}
		}
		for _, one := range Besides(a) {
			lasting += one.Code
		}
		if cause != c.cause || line != c.line || got.Elsewhere != c.elsewhere || lasting != c.lasting {
			t.Errorf("%s: %q, %q, elsewhere %v, lasting %q; want %q, %q, %v, %q", c.name, cause, line, got.Elsewhere, lasting, c.cause, c.line, c.elsewhere, c.lasting)
		}
	}
	if len(cases) != 15 {
		t.Errorf("%d cases", len(cases))
	}
}

// sessionOnMachine is a session on a machine that told that of itself.
func sessionOnMachine(simulated string, settings Settings, m *machine.Machine) Session {
	s := Session{}.With(Entry{Kind: Started, Start: &Start{Simulated: simulated, Settings: settings}})
	return s.With(Entry{Kind: Observed, Observation: Observation{Machine: m}})
}

// TestWhoTypes: with what rights a person is here decides what is said, and how
// the line is typed.
func TestWhoTypes(t *testing.T) {
	either := madeFinding("clock.behind", Problem, "chronyc makestep")
	either.Remedy[0].Either = true
	plain := madeFinding("clock.behind", Problem, "chronyc makestep")
	cases := []struct {
		simulated string
		machine   *machine.Machine
		found     Finding
		words     string
		line      string
	}{
		{"", &machine.Machine{Root: true}, plain, "You are an administrator (root)", "chronyc makestep"},
		{"", &machine.Machine{Sudo: machine.SudoMember}, plain, "sudo asks for your password", "sudo chronyc makestep"},
		{"", &machine.Machine{Sudo: machine.SudoInstalled}, plain, "If you may use sudo", "sudo chronyc makestep"},
		{"", &machine.Machine{}, plain, "An administrator of this machine types:", "chronyc makestep"},
		{"", nil, plain, "An administrator of this machine types:", "chronyc makestep"},
		{"", &machine.Machine{Root: true}, either, "the one line that fits it", "chronyc makestep"},
		{"seed", &machine.Machine{Root: true}, plain, "Here, press f", "chronyc makestep"},
	}
	for _, c := range cases {
		a := Assessment{Offset: Judged{Relation: Beyond, Offset: diagnostics.OffsetOf(time.Hour)}, Findings: []Finding{c.found}}
		blocks := remedyBlocks(sessionOnMachine(c.simulated, Settings{}, c.machine), a)
		said := blocks[0].(Prose).Lines[0].String()
		command := blocks[2].(Command) // behind the line that points to the warnings
		if !strings.Contains(said, c.words) || command.Line != c.line {
			t.Errorf("%+v: %q, %q; want %q, %q", c.machine, said, command.Line, c.words, c.line)
		}
		if sudo := strings.HasPrefix(command.Line, "sudo "); command.Root == sudo {
			t.Errorf("%q: that it needs rights is told: %v", command.Line, command.Root)
		}
		last := blocks[len(blocks)-1].(Prose)
		if last.Tone != Caution || !strings.Contains(last.Lines[1].String(), "If it is MongoDB or a database") {
			t.Errorf("the dangers are not told: %v", last)
		}
	}
	if len(cases) != 7 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestWeighed: what the session says of AEM and of a domain is weighed; a clock
// that is right has no dangers.
func TestWeighed(t *testing.T) {
	beyond := Assessment{Offset: Judged{Relation: Beyond, Offset: diagnostics.OffsetOf(10 * time.Minute)}}
	all := func(s Session, a Assessment) string {
		var texts []string
		for _, danger := range Weigh(s, a) {
			texts = append(texts, danger.Title.String()+" "+danger.Text.String())
		}
		return strings.Join(texts, "\n")
	}
	member := sessionOnMachine("", Settings{Profile: "jwt-bearer"}, &machine.Machine{Domain: "CORP.EXAMPLE"})
	if text := all(member, beyond); !strings.Contains(text, "CORP.EXAMPLE") || !strings.Contains(text, "If AEM here uses MongoDB") || !strings.Contains(text, "jumps over 10m") {
		t.Errorf("%s", text)
	}
	other := sessionOnMachine("", Settings{Profile: "google-sa"}, &machine.Machine{})
	if text := all(other, beyond); strings.Contains(text, "AEM") || !strings.Contains(text, "databases, clusters") {
		t.Errorf("of a machine that has nothing to do with AEM: %s", text)
	}
	if text := all(member, Assessment{Offset: Judged{Relation: Within}}); text != "" {
		t.Errorf("of a clock that is right: %s", text)
	}
}

// TestByPersonIsNotRun: what a person has to see to is not offered to be run, nor
// what comes after it.
func TestByPersonIsNotRun(t *testing.T) {
	run := func(line string) remedy.Command { return remedy.Command{Argv: strings.Fields(line), Line: line} }
	lift := run("reg add one")
	lift.ByPerson = true
	if got := canBeRun(&Finding{Remedy: []remedy.Command{run("net start w32time"), lift, run("w32tm /resync")}}); len(got) != 1 {
		t.Errorf("%d commands would be run, want the first alone", len(got))
	}
}
