package report

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/lab"
	"unskew/steps"
)

// file is a keeper: with one, a session can be left to wait.
type file struct{ steps.NoKeeper }

// machine is one run of a host that is behind by so much, at a true time so much
// later than the scenario's.
func aMachine(t *testing.T, boot string, later, behind time.Duration) (steps.World, steps.Settings) {
	t.Helper()
	scenario, err := lab.Find("brand-portal")
	if err != nil {
		t.Fatal(err)
	}
	scenario.True = scenario.True.Add(later)
	scenario.Host.Skew = lab.Skew{Behind: lab.Span(behind)}
	running, err := lab.Start(scenario, lab.Memory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	world, settings := steps.Simulated(running, "test")
	world.Simulated, world.Fix = "", nil
	world.Host = func(context.Context) hostclock.State {
		state := running.Host()
		state.BootID = boot
		return state
	}
	return world, settings
}

// worked runs an engine for a while, with a person who goes on wherever that is
// possible, and then does one thing more.
func worked(t *testing.T, engine *steps.Engine, last steps.ActionID) steps.Session {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- engine.Run(ctx) }()
	for range 60 {
		time.Sleep(time.Second)
		view := engine.Look()
		switch question := view.Page.Question; {
		case question != nil:
			engine.Do(steps.ActAnswer, question.Default)
		case view.Page.Step != steps.StepConfirm && slices.ContainsFunc(view.Actions, func(a steps.Action) bool { return a.ID == steps.ActNext }):
			engine.Do(steps.ActNext, "")
		}
	}
	engine.Do(last, "")
	if err := <-ended; err != nil {
		t.Error(err)
	}
	return engine.Session()
}

// told is a session in all formats for people, and as decoded JSON.
func told(t *testing.T, s steps.Session) (text string, value map[string]any) {
	t.Helper()
	for _, format := range []Format{Text, Markdown, JSON} {
		out, err := Render(s, format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		text += string(out)
		if format == JSON {
			if err := json.Unmarshal(out, &value); err != nil {
				t.Fatal(err)
			}
		}
	}
	return text, value
}

func expect(t *testing.T, value map[string]any, want map[string]any) {
	t.Helper()
	for path, wanted := range want {
		if got, _ := at(value, path); got != wanted {
			t.Errorf("%s is %v, want %v", path, got, wanted)
		}
	}
}

// TestWaitingAndResumed: a session that waits says so in every format; taken up
// again after the machine was started anew, it puts before and after side by side.
func TestWaitingAndResumed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		world, settings := aMachine(t, "first boot", 0, 2*time.Hour)
		waiting := worked(t, steps.NewEngine(world, settings, true, &file{}), steps.ActPark)
		text, value := told(t, waiting)
		expect(t, value, map[string]any{"state": "waiting", "verdict.code": "clock-caused", "offset.words": "2h behind", "resumed": nil})
		if got := strings.Count(text, "waits for the clock to be corrected"); got != 2 {
			t.Errorf("that it waits is told %d times", got)
		}

		world, _ = aMachine(t, "second boot", 72*time.Hour, 0)
		fixed := worked(t, steps.Resume(world, readBack(t, waiting), readBack(t, waiting).Settings(), &file{}), steps.ActQuit)
		text, value = told(t, fixed)
		expect(t, value, map[string]any{
			"state": "finished", "verdict.code": "fixed", "verdict.proof": "before-after", "offset.within": true,
			"exchange.as_os_clock.outcome": "accepted", "before.offset.words": "2h behind",
			"before.exchange.as_os_clock.class": "expired", "before.verdict.code": "clock-caused", "host.boot_id": "second boot",
			"resumed[].restarted": true, "moves": nil,
		})
		list, _ := value["resumed"].([]any)
		if len(list) != 1 {
			t.Fatalf("resumed: %v", list)
		}
		away, _ := list[0].(map[string]any)["away_seconds"].(float64)
		if want := (72*time.Hour - time.Minute).Seconds(); away < want-1 || away > want+1 {
			t.Errorf("away for %v s, want %v", away, want)
		}
		for _, words := range []string{"taken up again", "2d 23h 59m later", "started anew in between"} {
			if !strings.Contains(strings.Join(strings.Fields(text), " "), words) {
				t.Errorf("%q is not told:\n%s", words, text)
			}
		}
	})
}
