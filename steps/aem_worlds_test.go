package steps

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/aem/author"
	"unskew/diagnostics/lab"
)

// aemWorldText is a machine with a right clock and four time servers; what stands in
// for WORLD is the AEM, and what is expected.
const aemWorldText = `
title = "t"
about = "a"
true_time = 2026-11-23T09:14:30Z
[host]
name = "laptop-7"
zone = "UTC"
SKEW
[[ntp]]
name = "time-a.example"
operator = "A"
stratum = 1
[[ntp]]
name = "time-b.example"
operator = "B"
[[ntp]]
name = "time-c.example"
operator = "C"
[server]
token_url = "https://login.example/token"
profile = "jwt-bearer"
dialect = "granite"
issuer = "i"
subject = "s"
client_id = "c"
lifetime = "5m"
credential = "none"
WORLD
`

func aemWorld(t *testing.T, skew, world string) lab.Scenario {
	t.Helper()
	text := strings.NewReplacer("SKEW", skew, "WORLD", world).Replace(aemWorldText)
	if !strings.Contains(text, "[expect]") {
		text += "[expect]\nverdict = \"healthy\"\nproof = \"measured\"\ncertainty = \"measured\"\n"
	}
	scenario, err := lab.Decode("aem-test", text)
	if err != nil {
		t.Fatal(err)
	}
	return scenario
}

// TestAEMFromAfar: check with --aem judges AEM's clock by its Date, from a machine
// whose own clock is right, and lets AEM make its own test.
func TestAEMFromAfar(t *testing.T) {
	cases := []struct {
		name, skew, world string
		code              VerdictCode
		findings, absent  []string
		words             string
	}{
		{
			"one author, behind", "", "[[aem]]\nurl = \"http://aem:4502\"\nbehind = \"20m\"",
			ClockCaused,
			[]string{"clock.behind", "aem.token-refused", "exchange.expired"},
			[]string{"timeservice.nothing-selected"},
			"AEM on aem:4502, by its own Date",
		},
		{
			"one author, right enough", "behind = \"20m\"", "[[aem]]\nurl = \"http://aem:4502\"\nahead = \"100ms\"",
			Healthy, nil,
			[]string{"clock.behind", "timeservice.nothing-selected", "aem.agent-failed"},
			"AEM on aem:4502",
		},
		{
			"a cluster", "", "[[aem]]\nurl = \"http://one:4502\"\nahead = \"100ms\"\n[[aem]]\nurl = \"http://two:4502\"\nbehind = \"10s\"",
			ClockWrong,
			[]string{"aem.cluster-skew", "clock.behind"},
			nil, "AEM on two:4502",
		},
		{
			"behind a dispatcher", "", "[[aem]]\nurl = \"http://aem:4502\"\nahead = \"100ms\"\ndispatcher = true",
			Inconclusive,
			[]string{"aem.in-between"},
			nil, "may not be AEM's",
		},
		{
			"silent", "", "[[aem]]\nurl = \"http://aem:4502\"\nahead = \"100ms\"\nbehaviour = \"silent\"",
			Inconclusive,
			[]string{"aem.unreached", "aem.untested"},
			nil, "could not be read",
		},
		{
			"a login page", "", "[[aem]]\nurl = \"http://aem:4502\"\nahead = \"100ms\"\nbehaviour = \"sign-in\"",
			Healthy,
			[]string{"aem.untested"},
			[]string{"aem.agent-failed"},
			"AEM on aem:4502",
		},
		{
			"no agents", "", "[[aem]]\nurl = \"http://aem:4502\"\nahead = \"100ms\"\nbehaviour = \"no-agents\"",
			Healthy,
			[]string{"aem.untested"},
			nil, "",
		},
		{
			"over TLS", "", "[[aem]]\nurl = \"https://aem.example\"\nbehind = \"20m\"",
			ClockCaused,
			[]string{"aem.token-refused"},
			nil, "AEM on aem.example",
		},
	}
	for _, c := range cases {
		bubble(t, c.name, func(t *testing.T) {
			world := startLab(t, aemWorld(t, c.skew, c.world))
			s := finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
			a := Assess(s)
			codes := codesOf(a)
			if a.Verdict.Code != c.code || !contains(a.Verdict.Title.String(), c.words) {
				t.Errorf("%s (%s), want %s", a.Verdict.Code, a.Verdict.Title, c.code)
				dump(t, s, a)
			}
			for _, code := range c.findings {
				if finding(a, code) == nil {
					t.Errorf("finding %s is missing among %v", code, codes)
				}
			}
			for _, code := range c.absent {
				if finding(a, code) != nil {
					t.Errorf("finding %s must not be there", code)
				}
			}
		})
	}
	if len(cases) != 8 {
		t.Fatalf("%d cases", len(cases))
	}
}

// TestAEMStillFailsAfterTheFix: an agent with another fault keeps the session from
// being fixed, and is named with what to do.
func TestAEMStillFailsAfterTheFix(t *testing.T) {
	scenario := aemWorld(t, "behind = \"2h 7m 3s\"", `
[[aem]]
url = "http://laptop-7:4502"
disabled = ["mp_replication_agent_third_example"]
[aem.trouble]
mp_replication_agent_second_example = "cached-token"
[fix]
how = "step"
[expect]
verdict = "clock-caused"
proof = "measured"
certainty = "likely"
class = "expired"
causes = ["timeservice.nothing-selected"]
findings = ["aem.token-refused", "aem.agent-failed", "aem.agent-disabled"]
after_fix = "other-cause"
after_findings = ["aem.agent-failed"]
`)
	synctest.Test(t, func(t *testing.T) { walk(t, scenario) })
}

// TestNobodyToAsk: without a user, or where no assertion may be sent, AEM's clock is
// read and no agent is tested.
func TestNobodyToAsk(t *testing.T) {
	for name, change := range map[string]func(*Settings){
		"no user":        func(s *Settings) { s.AEMUser = false },
		"--no-exchange":  func(s *Settings) { s.NoExchange = true },
		"another agent":  func(s *Settings) { s.Agents = []string{"other"} },
		"one agent only": func(s *Settings) { s.Agents = []string{"publish"} },
	} {
		bubble(t, name, func(t *testing.T) {
			world := startLab(t, aemWorld(t, "", "[[aem]]\nurl = \"http://laptop-7:4502\""))
			change(&world.settings)
			s := finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
			a := Assess(s)
			tests := s.AgentTests()
			if len(s.Sights()) != 1 || a.Verdict.Code != Healthy {
				t.Errorf("%d sights, %s: %s", len(s.Sights()), a.Verdict.Code, a.Verdict.Title)
			}
			switch name {
			case "no user":
				if len(tests) != 0 || finding(a, "aem.untested") == nil {
					t.Errorf("%v, findings %v", tests, codesOf(a))
				}
			case "--no-exchange":
				if len(tests) != 0 {
					t.Errorf("tested: %v", tests)
				}
			case "another agent":
				if len(tests) != 1 || tests[0].Outcome != author.Absent || finding(a, "aem.untested") == nil {
					t.Errorf("%+v, findings %v", tests, codesOf(a))
				}
			case "one agent only":
				if len(tests) != 1 || tests[0].Agent != "publish" || tests[0].Outcome != author.Passed {
					t.Errorf("%+v", tests)
				}
			}
			for _, request := range world.lab.Seen() {
				if request.Assertions > 0 {
					t.Errorf("an assertion reached the token endpoint: %+v", request)
				}
			}
		})
	}
}

// TestNodeStoreIsWeighed: what AEM's run mode says reaches the dangers of a step.
func TestNodeStoreIsWeighed(t *testing.T) {
	for store, words := range map[string]string{"tar": "AEM may stay running", "mongo": "Stop"} {
		bubble(t, store, func(t *testing.T) {
			world := startLab(t, aemWorld(t, "behind = \"2h\"", "[[aem]]\nurl = \"http://laptop-7:4502\"\nstore = \""+store+"\""))
			s := finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
			dangers := Weigh(s, Assess(s))
			told := false
			for _, danger := range dangers {
				told = told || contains(danger.Title.String(), words) && !contains(danger.Title.String(), "Find out first")
			}
			if !told {
				t.Errorf("%+v", dangers)
			}
		})
	}
}

// TestAgentsAreTestedOneByOne, and each of them once.
func TestAgentsAreTestedOneByOne(t *testing.T) {
	bubble(t, "aem-author", func(t *testing.T) {
		world := startLab(t, scenarioOf(t, "aem-author"))
		began := time.Now()
		s := finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
		asked := 0
		for _, entry := range s.Entries() {
			if entry.AgentTest != nil {
				asked++
			}
		}
		assertions := 0
		for _, request := range world.lab.Seen() {
			assertions += request.Assertions
		}
		if asked != 4 || assertions != 4 || time.Since(began) > 30*time.Second {
			t.Errorf("%d tests, %d assertions, %v", asked, assertions, time.Since(began))
		}
	})
}
