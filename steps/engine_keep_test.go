package steps

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
)

// broken is a keeper whose disk is full from some entry on.
type broken struct {
	from  int
	kept  int
	calls int
	sync  bool // only Sync fails
}

func (b *broken) Append(entry Entry) error {
	b.calls++
	if entry.N >= b.from && !b.sync {
		return errors.New("no space left on device \x1b[31m")
	}
	b.kept = entry.N
	return nil
}

func (b *broken) Sync() error {
	if b.sync {
		return errors.New("input/output error")
	}
	return nil
}

// TestFullDiskDuringASession: it goes on in memory, and says so.
func TestFullDiskDuringASession(t *testing.T) {
	for from := 1; from <= 22; from += 7 {
		bubble(t, fmt.Sprint("from entry ", from), func(t *testing.T) {
			keep := &broken{from: from}
			d := sit(t, "brand-portal", keep, nil)
			view := d.to(StepConfirm)
			if view.Problem.IsZero() {
				t.Error("nothing is said")
			}
			if text := view.Problem.String(); contains(text, "\x1b") || !contains(text, "no space left") {
				t.Errorf("said: %q", text)
			}
			if got := d.verdict(); got != ClockCaused {
				t.Errorf("%s", got)
			}
			if keep.kept != from-1 || keep.calls != from {
				t.Errorf("%d entries kept in %d calls, after the first failure at %d", keep.kept, keep.calls, from)
			}
		})
	}
	bubble(t, "sync", func(t *testing.T) {
		d := sit(t, "healthy", &broken{sync: true}, nil)
		if view := d.to(StepOSTime); view.Problem.IsZero() {
			t.Error("nothing is said")
		}
	})
}

// TestFullDiskNamesNoFile: the person reads what is wrong, not where the record lies.
func TestFullDiskNamesNoFile(t *testing.T) {
	folder := t.TempDir()
	for name, spoil := range map[string]func(*Journal){
		"closed":     func(j *Journal) { _ = j.file.Close() },
		"at its end": func(j *Journal) { j.size = maxJournal },
	} {
		bubble(t, name, func(t *testing.T) {
			journal, _, err := StoreIn(folder).Create()
			if err != nil {
				t.Fatal(err)
			}
			defer journal.Close()
			d := sit(t, "healthy", journal, nil)
			d.asked(askWhere)
			spoil(journal)
			d.do(ActAnswer, WhereHere)
			if said := d.shown(StepOSTime).Problem.String(); contains(said, folder) || !contains(said, "in memory only") {
				t.Errorf("said: %q", said)
			}
		})
	}
}

// TestNothingCanBeKept: it is said from the first page on, and once is enough.
func TestNothingCanBeKept(t *testing.T) {
	bubble(t, "unkept", func(t *testing.T) {
		d := sit(t, "brand-portal", Unkept{Why: errors.New("read-only file system")}, nil)
		first := d.engine.Look()
		view := d.to(StepConfirm)
		for _, problem := range []string{first.Problem.String(), view.Problem.String()} {
			if !contains(problem, "in memory only") || !contains(problem, "(read-only file system)") {
				t.Errorf("said: %q", problem)
			}
		}
		if got := d.verdict(); got != ClockCaused {
			t.Errorf("%s", got)
		}
	})
}

// TestEntriesAreKeptBeforeTheyAreSeen, in their order, each once.
func TestEntriesAreKeptBeforeTheyAreSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keep := &careful{t: t}
		world := startLab(t, scenarioOf(t, "brand-portal"))
		engine := NewEngine(world.world, world.settings, false, keep)
		keep.engine = engine
		s := finished(t, engine)
		if keep.last != len(s.Entries()) || keep.last < 10 {
			t.Errorf("%d entries kept of %d", keep.last, len(s.Entries()))
		}
	})
}

type careful struct {
	NoKeeper
	t      *testing.T
	engine *Engine
	last   int
}

func (c *careful) Append(entry Entry) error {
	if entry.N != c.last+1 {
		c.t.Errorf("entry %d is kept after entry %d", entry.N, c.last)
	}
	c.last = entry.N
	return nil
}
