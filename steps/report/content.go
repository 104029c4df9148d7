package report

import (
	"math"
	"time"

	"unskew/diagnostics"
	"unskew/steps"
)

// content is what every format tells: the record, its assessment, and what is
// worked out of the two.
type content struct {
	session steps.Session
	now     steps.Assessment
	// before is how things stood before the clock was moved, nil where it was not.
	before    *earlier
	startedAt time.Time // by the OS clock
	startedIn time.Time // by the reference, zero: not known
	applied   []applied
	judge     assess
}

// earlier is a session's state in an epoch before the current one.
type earlier struct {
	steps.Assessment
	session steps.Session
}

// applied is a remedy that was run, with the offsets around it. After is nil
// where nothing was measured afterwards.
type applied struct {
	steps.Run
	After *diagnostics.Offset
}

func contentOf(s steps.Session, judge assess) content {
	return content{
		session:   s,
		now:       judge(s),
		before:    beforeOf(s, judge),
		startedAt: s.Entries()[0].At.Wall,
		startedIn: startOf(s, judge),
		applied:   appliedOf(s, judge),
		judge:     judge,
	}
}

// beforeOf finds the epoch to compare with: the newest earlier one in which the
// clock was wrong, else the newest in which anything was known, else the one
// just before.
func beforeOf(s steps.Session, judge assess) *earlier {
	var known, previous *earlier
	for older := s.Before(); !older.Empty(); older = older.Before() {
		found := &earlier{Assessment: judge(older), session: older}
		if found.Offset.Relation == steps.Beyond {
			return found
		}
		if known == nil && found.Offset.Known {
			known = found
		}
		if previous == nil {
			previous = found
		}
	}
	if known != nil {
		return known
	}
	return previous
}

// startOf returns true time at the first entry: the offset of any epoch will do,
// counted back by the raw clock, as long as the machine was not restarted.
func startOf(s steps.Session, judge assess) time.Time {
	first := s.Entries()[0]
	for older := s; !older.Empty(); older = older.Before() {
		last := older.Last()
		if last.Boot != first.Boot {
			continue
		}
		if truth := truthAt(last, judge(older).Offset); !truth.IsZero() {
			return truth.Add(first.At.Raw - last.At.Raw)
		}
	}
	return time.Time{}
}

// truthAt returns true time at an entry of the judged epoch, zero where it is
// not known: the OS clock's time and the offset.
func truthAt(entry steps.Entry, judged steps.Judged) time.Time {
	if !judged.Known {
		return time.Time{}
	}
	if judged.Away != "" {
		return judged.Reference.Add(entry.At.Raw - judged.ReferenceRaw)
	}
	if size := judged.Offset.Abs(); size < math.MaxInt64 {
		return entry.At.Wall.Add(judged.Offset.Duration())
	}
	// A clock in the year 1 is further off than a duration can hold.
	whole, fraction := math.Modf(judged.Offset.Seconds())
	wall := entry.At.Wall
	return time.Unix(wall.Unix()+int64(whole), int64(wall.Nanosecond())+int64(fraction*1e9))
}

// appliedOf lists the remedies that were run.
func appliedOf(s steps.Session, judge assess) []applied {
	entries := s.Entries()
	var runs []applied
	for i, entry := range entries {
		if entry.Run == nil {
			continue
		}
		end := i + 1
		for end < len(entries) && entries[end].Run == nil {
			end++
		}
		runs = append(runs, applied{Run: *entry.Run, After: offsetAfter(entries, begunAt(entries, i), end, judge)})
	}
	return runs
}

// begunAt is the entry after which a command was run that a person said yes to:
// that yes, or the command before it. The clock may have moved, and that been
// measured, before the command came to its end. Other remedies are recorded as
// they are run.
func begunAt(entries []steps.Entry, run int) int {
	begun := 0
	for i := run - 1; i >= 0; i-- {
		entry := entries[i]
		if entry.Kind == steps.Applied && begun == 0 {
			begun = i + 1
		}
		if entry.Kind == steps.Answered && entry.Answer.Question == steps.QuestionApply {
			return max(begun, i+1)
		}
	}
	return run
}

// offsetAfter is the offset between a remedy and the next one: what was
// measured afresh, else what was seen of the movement.
func offsetAfter(entries []steps.Entry, run, end int, judge assess) *diagnostics.Offset {
	var seen *diagnostics.Offset
	for _, entry := range entries[run:end] {
		if entry.Move != nil {
			seen = &entry.Move.After
		}
	}
	for _, entry := range entries[run:end] {
		if entry.Reading == nil || entry.Reading.Outcome != diagnostics.Measured {
			continue
		}
		if judged := judge(steps.SessionOf(entries[:end])).Offset; judged.Known {
			return &judged.Offset
		}
	}
	return seen
}
