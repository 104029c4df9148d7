package steps

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/lab"
)

// minScenarios guards against a folder that was moved: the test must not pass
// because it found nothing to do.
const minScenarios = 48

// TestScenariosUnattended runs every world of the lab as `check` would, in
// memory and in fake time, and holds the verdict against the scenario's file.
func TestScenariosUnattended(t *testing.T) {
	scenarios, err := lab.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, scenario := range scenarios {
		ran++
		t.Run(scenario.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				world := startLab(t, scenario)
				engine := NewEngine(world.world, world.settings, false, NoKeeper{})
				ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
				defer cancel()
				if err := engine.Run(ctx); err != nil {
					t.Fatal(err)
				}
				if ctx.Err() != nil {
					t.Fatal("the check did not come to an end")
				}
				s := engine.Session()
				assessment := Assess(s)
				expectVerdict(t, scenario.Expect, assessment)
				expectRemedy(t, scenario.Expect, assessment)
				if got := ExitStatus(assessment); got != scenario.Expect.Exit {
					t.Errorf("exit status %d, want %d", got, scenario.Expect.Exit)
				}
				if again := Assess(s); again.Verdict.Code != assessment.Verdict.Code {
					t.Error("the judge is not deterministic")
				}
				if t.Failed() {
					dump(t, s, assessment)
				}
			})
		})
	}
	if ran < minScenarios {
		t.Fatalf("only %d scenarios ran, want %d at least", ran, minScenarios)
	}
}

// labWorld is a running lab, wired.
type labWorld struct {
	lab      *lab.Lab
	world    World
	settings Settings
}

func startLab(t *testing.T, scenario lab.Scenario) labWorld {
	t.Helper()
	running, err := lab.Start(scenario, lab.Memory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	world, settings := Simulated(running, "test")
	return labWorld{lab: running, world: world, settings: settings}
}

func expectVerdict(t *testing.T, want lab.Expect, got Assessment) {
	t.Helper()
	if string(got.Verdict.Code) != want.Verdict {
		t.Errorf("verdict %q (%s), want %q", got.Verdict.Code, got.Verdict.Title, want.Verdict)
	}
	if named := namedCauses(got); !slices.Equal(named, sorted(want.Causes)) {
		t.Errorf("causes named: %v, want exactly %v", named, sorted(want.Causes))
	}
	if want.Proof != "" && string(got.Verdict.Proof) != want.Proof {
		t.Errorf("proof %q, want %q", got.Verdict.Proof, want.Proof)
	}
	if want.Certainty != "" && string(got.Verdict.Certainty) != want.Certainty {
		t.Errorf("certainty %q, want %q", got.Verdict.Certainty, want.Certainty)
	}
	codes := codesOf(got)
	for _, code := range want.Findings {
		if !slices.Contains(codes, code) {
			t.Errorf("finding %s is missing among %v", code, codes)
		}
	}
	for _, code := range want.Absent {
		if slices.Contains(codes, code) {
			t.Errorf("finding %s must not be there", code)
		}
	}
	class := ""
	if attempt := got.Exchange.OSClock; attempt != nil {
		class = string(attempt.Class)
	}
	if class != want.Class {
		t.Errorf("the attempt with the OS clock's time is %q, want %q", class, want.Class)
	}
}

// expectRemedy: what comes first is one of the named causes, and for it there are
// commands, unless it can only be mended by others, or by words.
func expectRemedy(t *testing.T, want lab.Expect, got Assessment) {
	t.Helper()
	if len(want.Causes) == 0 {
		return
	}
	mending := MendingOf(got)
	if mending.Cause == nil || !slices.Contains(want.Causes, mending.Cause.Code) {
		t.Errorf("what comes first is %+v, want one of %v", mending.Cause, want.Causes)
		return
	}
	byOthers := []string{"host.container", "host.libfaketime", "ntp.blocked", "timeservice.upstream-wrong"}
	if len(mending.Commands) == 0 && !slices.Contains(byOthers, mending.Cause.Code) {
		t.Errorf("%s has no command", mending.Cause.Code)
	}
	if mending.Cause.Detail.IsZero() {
		t.Errorf("%s does not say what to do", mending.Cause.Code)
	}
}

func sorted(codes []string) []string {
	list := slices.Clone(codes)
	slices.Sort(list)
	return list
}

// namedCauses are the codes of what a person is told as the cause.
func namedCauses(a Assessment) []string {
	var codes []string
	for _, found := range a.Findings {
		if found.Root() {
			codes = append(codes, found.Code)
		}
	}
	return sorted(codes)
}

func codesOf(a Assessment) []string {
	var codes []string
	for _, found := range a.Findings {
		codes = append(codes, found.Code)
	}
	return codes
}

func dump(t *testing.T, s Session, a Assessment) {
	t.Helper()
	t.Logf("verdict: %s\nnext: %s\noffset: known=%v %s ±%v %s", a.Verdict.Title, a.Verdict.Next, a.Offset.Known, a.Offset.Offset, a.Offset.Uncertainty, a.Offset.Relation)
	for _, entry := range s.Entries() {
		switch {
		case entry.Reading != nil:
			t.Logf("%d reading %s %s %s %s anchor±%v samples %d detail %q", entry.N, entry.Reading.Source, entry.Reading.Server, entry.Reading.Outcome, entry.Reading.Reason, entry.Reading.Anchor.Uncertainty, entry.Reading.Samples, entry.Reading.Detail)
		case entry.Attempt != nil:
			t.Logf("%d attempt %q %s %s %d %s %s why=%s", entry.N, entry.Attempt.Stamp, entry.Attempt.Outcome, entry.Attempt.Class, entry.Attempt.HTTPStatus, entry.Attempt.Error, entry.Attempt.Description, entry.Attempt.Why)
		case entry.Target != nil:
			t.Logf("%d target %+v", entry.N, *entry.Target)
		default:
			t.Logf("%d %s %s %s", entry.N, entry.Kind, entry.Step, entry.Why)
		}
	}
	for _, reading := range a.Offset.Readings {
		t.Logf("judged %s used=%v why=%s", reading.Server, reading.Used, reading.Why)
	}
}

// TestDatesAreReadFine: where no NTP server answers, the date of a web server is
// read to a fraction of its second, with several requests.
func TestDatesAreReadFine(t *testing.T) {
	scenario, err := lab.Find("ntp-blocked")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		world := startLab(t, scenario)
		engine := NewEngine(world.world, world.settings, false, NoKeeper{})
		if err := engine.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		fine := 0
		for _, reading := range engine.Session().Readings() {
			if reading.Source == diagnostics.SourceHTTPS && reading.Samples >= 4 {
				fine++
			}
		}
		if fine < 3 {
			t.Errorf("%d web servers were read fine, want 3 at least", fine)
		}
	})
}
