package machine

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"unskew/diagnostics"
)

// patience is how long the probes have, and grace how much later what they found
// until then is still taken. The answers come from this very machine, within
// some dozen milliseconds.
const (
	patience = 800 * time.Millisecond
	grace    = 50 * time.Millisecond
)

// fill puts what was read into its field.
type fill func(*Machine)

// probe reads one field. It may return both a fill and an error: what was read,
// and why it is not all.
type probe struct {
	field string // its name in JSON
	read  func(context.Context, Host) (fill, error)
}

func probes() []probe {
	return []probe{
		{"distribution", readDistribution},
		{"init", readInit},
		{"root", readRoot},
		{"sudo", readSudo},
		{"sets_time", readSetsTime},
		{"root_sets_time", readRootSetsTime},
		{"domain", readDomain},
		{"cloud", readCloud},
		{"node", readNode},
		{"faketime", readFaketime},
		{"ptp", readPTP},
		{"guest_sync", readGuestSync},
		{"secure_time_seeding", readSecureTimeSeeding},
		{"latest_file", readLatestFile},
		{"time_files", readTimeFiles},
	}
}

// answer is what a probe found.
type answer struct {
	index int
	fill  fill
	err   error
}

// Read returns what the machine tells of itself. It takes a second at most, and
// less when ctx ends: what was not read by then is named in Unknown.
//
// Each field is read on its own, and the functions of host are called at the
// same time: a file may never answer (a dead network file system), and the
// others should. Such a probe stays behind until its file answers.
func Read(ctx context.Context, host Host) Machine {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	machine := Machine{Unknown: map[string]string{}}
	asked := probes()
	answers := make(chan answer, len(asked))
	for i, p := range asked {
		machine.Unknown[p.field] = "not read in time"
		go func() {
			fill, err := p.read(ctx, host)
			answers <- answer{i, fill, err}
		}()
	}
	done, late := ctx.Done(), (<-chan time.Time)(nil)
	for left := len(asked); left > 0; {
		select {
		case a := <-answers:
			machine.take(asked[a.index].field, a)
			left--
		case <-done:
			done, late = nil, time.After(grace)
		case <-late:
			return machine
		}
	}
	if len(machine.Unknown) == 0 {
		machine.Unknown = nil
	}
	return machine
}

func (m *Machine) take(field string, a answer) {
	delete(m.Unknown, field)
	if a.fill != nil {
		a.fill(m)
	}
	if a.err != nil {
		m.Unknown[field] = brief(a.err)
	}
}

// brief is why something could not be read, in a few words.
func brief(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "not there"
	case errors.Is(err, fs.ErrPermission):
		return "not permitted"
	case errors.Is(err, errors.ErrUnsupported):
		return "this system does not tell"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return "not read in time"
	}
	return diagnostics.Clean(err.Error(), mostText)
}
