package steps

import (
	"errors"
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/lab"
)

// TestResumeEarlier: left on an earlier page, the session goes on there; what
// may have changed is measured again first.
func TestResumeEarlier(t *testing.T) {
	for _, step := range []StepID{StepOSTime, StepNTP, StepToken} {
		leave := func(t *testing.T) (labWorld, Session) {
			d := sit(t, "brand-portal", &paper{}, asReal)
			d.to(step)
			d.do(ActQuit, "")
			return d.labWorld, d.left()
		}
		bubble(t, string(step)+", a moment later", func(t *testing.T) {
			world, s := leave(t)
			time.Sleep(time.Minute)
			d := run(t, world, Resume(world.world, s, s.Settings(), &paper{}))
			time.Sleep(time.Second)
			if view := d.engine.Look(); view.Page.Step != step || !strings.Contains(about(view), "taken up again, 1m after") {
				t.Errorf("at %s: %s", view.Page.Step, about(view))
			}
			if d.do(ActNext, ""); strings.Contains(about(d.engine.Look()), "taken up again") && step != StepToken {
				t.Error("it is said on every page")
			}
		})
		bubble(t, string(step)+", after a restart", func(t *testing.T) {
			_, s := leave(t)
			world := another(t, 24*time.Hour, nil)
			d := run(t, world, Resume(world.world, s, s.Settings(), &paper{}))
			view := d.shown(StepOSTime)
			if said := view.Live.Skew.String(); strings.Contains(said, "no server gave") {
				t.Errorf("before anybody was asked, the clock is said to be %s", said)
			}
			if !strings.Contains(about(view), "started anew") {
				t.Errorf("said: %s", about(view))
			}
			d.do(ActNext, "")
			if step == StepOSTime {
				d.next(StepNTP)
			} else {
				d.shown(StepNTP) // the answers stand
			}
			d.do(ActNext, "")
			d.shown(StepToken)
			d.do(ActNext, "")
			d.shown(StepConfirm)
			if got := d.verdict(); got != ClockCaused {
				t.Errorf("%s", got)
			}
		})
	}
}

// gone is a machine whose credential files are gone until they are there again.
type gone struct {
	Files
	there atomic.Bool
}

func (g *gone) ReadFile(name string) ([]byte, error) {
	if !g.there.Load() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return g.Files.ReadFile(name)
}

// TestResumeWithoutCredentials: the clock is measured; that the exchange cannot
// be repeated is said, and why.
func TestResumeWithoutCredentials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, s := park(t)
		world := another(t, 24*time.Hour, func(s *lab.Scenario) { s.Host.Skew = lab.Skew{} })
		files := &gone{Files: world.world.Files}
		world.world.Files = files
		d := run(t, world, Resume(world.world, s, s.Settings(), &paper{}))
		time.Sleep(2 * time.Minute)
		view := d.engine.Look()
		if got := d.verdict(); got == Fixed || got == Healthy {
			t.Errorf("%s, with the exchange never repeated", got)
		}
		said := about(view) + " " + spoken(view)
		if !strings.Contains(said, "cannot be repeated") || !strings.Contains(said, "not exist") {
			t.Errorf("nothing is said of the file: %s", said)
		}
		if can(view, ActPark) {
			t.Error("a right clock can be waited for")
		}
		// The file is there again.
		files.there.Store(true)
		d.do(ActBack, "")
		d.shown(StepToken)
		d.do(ActRepeat, "")
		time.Sleep(time.Second)
		d.do(ActNext, "")
		time.Sleep(time.Second)
		if got := d.verdict(); got != Fixed {
			t.Errorf("with the file: %s, want fixed", got)
		}
	})
}

// spoken is what a page says in its blocks.
func spoken(view View) string {
	var all []string
	for _, block := range view.Page.Blocks {
		switch b := block.(type) {
		case Prose:
			for _, line := range b.Lines {
				all = append(all, line.String())
			}
		case Facts:
			for _, row := range b.Rows {
				all = append(all, row.Label.String(), row.Value.String(), row.Note.String())
			}
		}
	}
	return strings.Join(all, " ")
}

// TestResumable: what cannot be gone on with is refused, with the next move.
func TestResumable(t *testing.T) {
	here := hostclock.State{Name: "made-1", BootID: "another boot"}
	add := func(m *making, entry Entry) Session { return m.add(entry).session }
	start := func(change func(*Start)) Session {
		first := made(0, Settings{}).session.Entries()[0]
		begun := *first.Start
		change(&begun)
		first.Start = &begun
		return SessionOf([]Entry{first})
	}
	cases := []struct {
		name string
		s    Session
		here hostclock.State
		want string // "": it can be gone on with
	}{
		{"nothing", Session{}, here, "nothing is recorded"},
		{"left", wrongBefore().session, here, ""},
		{"waiting", add(wrongBefore(), Entry{Kind: Quit, Why: quitWaiting}), here, ""},
		{"simulated", start(func(s *Start) { s.Simulated = "brand-portal" }), here, "unskew demo --scenario brand-portal"},
		{"a check", start(func(s *Start) { s.Attended = false }), here, "of a check"},
		{"another machine", wrongBefore().session, hostclock.State{Name: "other-1", BootID: "another boot"}, "measured on made-1, and this is other-1"},
		{"a new name for the same", wrongBefore().session, hostclock.State{Name: "other-1", BootID: "first boot"}, ""},
		{"practising", made(0, Settings{}).said(StepWhere, askWhere, WherePractising).session, here, "unskew demo"},
	}
	for _, c := range cases {
		err := Resumable(c.s, c.here)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if len(cases) != 8 {
		t.Errorf("%d cases", len(cases))
	}
	for _, name := range []string{"healthy", "wrong-key"} {
		var s Session
		synctest.Test(t, func(t *testing.T) {
			d := sit(t, name, &paper{}, asReal)
			d.to(StepConfirm)
			d.do(ActNext, "")
			d.do(ActQuit, "")
			s = d.left()
		})
		if err := Resumable(s, hostclock.State{Name: s.Start().Host}); err == nil || !strings.Contains(err.Error(), "finished") || errors.Unwrap(err) != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestResumeObeysTodaysBans: what an administrator has forbidden since the
// session began is forbidden to it as well.
func TestResumeObeysTodaysBans(t *testing.T) {
	bubble(t, "no exchange", func(t *testing.T) {
		_, s := park(t)
		world := another(t, 24*time.Hour, func(s *lab.Scenario) { s.Host.Skew = lab.Skew{} })
		sent := world.assertions()
		settings := s.Settings()
		settings.NoExchange = true
		d := run(t, world, Resume(world.world, s, settings, &paper{}))
		time.Sleep(2 * time.Minute)
		if !d.engine.Session().Settings().NoExchange {
			t.Error("the session does not know of the ban")
		}
		if now := world.assertions(); now != sent {
			t.Errorf("%d assertions were sent in spite of the ban", now-sent)
		}
	})
}
