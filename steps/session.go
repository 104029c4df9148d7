package steps

import (
	"unskew/diagnostics"
	"unskew/diagnostics/aem"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/hostclock"
)

// Session is the record: entries in the order of their numbers. It is a value;
// adding an entry gives a new one and leaves the old as it was.
type Session struct{ entries []Entry }

// SessionOf makes a session from entries that were read back.
func SessionOf(entries []Entry) Session { return Session{entries: entries} }

// With returns the session with one more entry, numbered.
func (s Session) With(entry Entry) Session {
	entry.N = len(s.entries) + 1
	return Session{entries: append(s.entries[:len(s.entries):len(s.entries)], entry)}
}

// Entries returns the record. It must not be changed.
func (s Session) Entries() []Entry { return s.entries }

// Empty reports whether nothing is recorded.
func (s Session) Empty() bool { return len(s.entries) == 0 }

// Last returns the newest entry; of an empty session the zero one.
func (s Session) Last() Entry {
	if s.Empty() {
		return Entry{}
	}
	return s.entries[len(s.entries)-1]
}

// Start returns how the session began.
func (s Session) Start() Start {
	for _, entry := range s.entries {
		if entry.Start != nil {
			return *entry.Start
		}
	}
	return Start{}
}

// Settings returns the settings that the session began with, or was last taken
// up again with: what is forbidden by then is forbidden.
func (s Session) Settings() Settings {
	for i := len(s.entries) - 1; i >= 0; i-- {
		if s.entries[i].Start != nil {
			return s.entries[i].Start.Settings
		}
	}
	return Settings{}
}

// epochStart is the index of the first entry of the current epoch: the one
// after the last movement of the OS clock, the one with which the session was
// taken up again, or the first after a restart of the machine, whose raw clock
// began anew.
func (s Session) epochStart() int {
	for i := len(s.entries) - 1; i >= 0; i-- {
		if s.entries[i].Kind == Moved {
			return i + 1
		}
		if i > 0 && s.entries[i].Kind == Started {
			return i
		}
		if i > 0 && s.entries[i].Boot != s.entries[i-1].Boot {
			return i
		}
	}
	return 0
}

// Epoch returns the entries since the last movement of the OS clock.
func (s Session) Epoch() []Entry { return s.entries[s.epochStart():] }

// Before returns the session as it was before the current epoch: what was found
// before the clock was last moved. It is empty in the first epoch.
func (s Session) Before() Session {
	start := s.epochStart()
	if start == 0 {
		return Session{}
	}
	end := start
	if s.entries[start-1].Kind == Moved {
		end = start - 1
	}
	return Session{entries: s.entries[:end]}
}

// Moves returns all movements of the OS clock that were seen.
func (s Session) Moves() []Entry {
	var moves []Entry
	for _, entry := range s.entries {
		if entry.Kind == Moved {
			moves = append(moves, entry)
		}
	}
	return moves
}

// Host returns the newest state of the host's clock, nil where none was read.
func (s Session) Host() *hostclock.State {
	return newest(s, func(o Observation) *hostclock.State { return o.Host })
}

// Transcript returns the pasted message, nil where there is none or where it was
// taken back.
func (s Session) Transcript() *aem.Transcript {
	if _, given := s.Value(StepWhere, askMessage); !given {
		return nil
	}
	for i := len(s.entries) - 1; i >= 0; i-- {
		if s.entries[i].Transcript != nil {
			return s.entries[i].Transcript
		}
	}
	return nil
}

// Readings returns the newest reading of each server in the current epoch, in
// the order in which the servers were first read.
func (s Session) Readings() []diagnostics.Reading { return readingsOf(s.Epoch()) }

func readingsOf(entries []Entry) []diagnostics.Reading {
	var order []diagnostics.Reading
	index := map[string]int{}
	for _, entry := range entries {
		if entry.Reading == nil {
			continue
		}
		reading := *entry.Reading
		key := string(reading.Source) + " " + reading.Server
		at, known := index[key]
		switch {
		case !known:
			index[key] = len(order)
			order = append(order, reading)
		case reading.Outcome == diagnostics.Measured || order[at].Outcome != diagnostics.Measured:
			order[at] = reading
		}
	}
	return order
}

// Attempts returns the token requests of the current epoch.
func (s Session) Attempts() []exchange.Attempt { return attemptsOf(s.Epoch()) }

// AllAttempts returns the token requests of the whole session.
func (s Session) AllAttempts() []exchange.Attempt { return attemptsOf(s.entries) }

func attemptsOf(entries []Entry) []exchange.Attempt {
	var attempts []exchange.Attempt
	for _, entry := range entries {
		if entry.Attempt != nil {
			attempts = append(attempts, *entry.Attempt)
		}
	}
	return attempts
}

// Value returns the answer to a question of a step, where one stands.
func (s Session) Value(step StepID, question string) (string, bool) {
	given := s.answers(step)
	for i := len(given) - 1; i >= 0; i-- {
		if given[i].Question == question {
			return given[i].Value, true
		}
	}
	return "", false
}

// answers are those of a step that stand, in their order. A pasted message is
// one, kept as a transcript.
func (s Session) answers(step StepID) []Answer {
	var given []Answer
	for _, entry := range s.entries {
		switch {
		case entry.Step != step:
		case entry.Transcript != nil:
			given = append(given, Answer{Question: askMessage})
		case entry.Kind == Answered && entry.Answer.Question != QuestionNext:
			given = append(given, *entry.Answer)
		case entry.Kind == Reopened && entry.Reopen == ReopenAsk && len(given) > 0:
			given = given[:len(given)-1]
		}
	}
	return given
}
