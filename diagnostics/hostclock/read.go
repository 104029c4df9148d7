package hostclock

import (
	"context"
	"io/fs"
	"os"
	"runtime"
	"time"

	"unskew/diagnostics"
)

// Read returns what this machine says of its clock. It reads some dozen small
// files and asks the kernel three times, within milliseconds. When ctx ends it
// stops at once; State.Unknown then names what was not reached.
func Read(ctx context.Context) State {
	return reader{
		root:     os.DirFS("/"),
		env:      os.LookupEnv,
		clock:    System(),
		hostname: os.Hostname,
	}.read(ctx)
}

// reader is where the answers come from.
type reader struct {
	root     fs.FS
	env      lookup
	clock    diagnostics.Clock
	hostname func() (string, error)
}

// probe fills one field of the state; the error is why it could not, or what is
// doubtful about it.
type probe struct {
	field string // its name in JSON
	read  func(*State) error
}

func (r reader) probes() []probe {
	return []probe{
		{"name", r.readName},
		{"os", r.readOS},
		{"boot_id", r.readBootID},
		{"zone", r.readZone},
		{"uptime", r.readUptime},
		{"rtc", r.readRTC},
		{"kernel", r.readKernel},
		{"container", r.readContainer},
		{"virtual_machine", r.readVirtualMachine},
	}
}

func (r reader) read(ctx context.Context) State {
	state := State{Unknown: map[string]string{}}
	for _, p := range r.probes() {
		if ctx.Err() != nil {
			state.Unknown[p.field] = "not read: stopped before"
			continue
		}
		if err := p.read(&state); err != nil {
			state.Unknown[p.field] = brief(err)
		}
	}
	if len(state.Unknown) == 0 {
		state.Unknown = nil
	}
	return state
}

func (r reader) readName(s *State) error {
	name, err := r.hostname()
	s.Name = diagnostics.Clean(name, mostText)
	return err
}

func (r reader) readOS(s *State) error {
	s.OS = runtime.GOOS + "/" + runtime.GOARCH
	release, err := platformRelease(r.root)
	if release != "" {
		s.OS += " " + diagnostics.Clean(release, mostText)
	}
	return err
}

func (r reader) readBootID(s *State) error {
	id, err := platformBootID(r.root)
	s.BootID = diagnostics.Clean(id, mostText)
	return err
}

func (r reader) readZone(s *State) error {
	wall := r.clock.Wall()
	name, location, err := zoneOf(r.root, r.env)
	if location == nil {
		location = time.Local
	}
	_, s.ZoneOwn = r.env("TZ")
	abbreviation, seconds := wall.In(location).Zone()
	s.ZoneOffset = time.Duration(seconds) * time.Second
	s.Zone = name
	if name == "" {
		s.Zone = diagnostics.Clean(abbreviation, mostText)
	}
	return err
}

func (r reader) readUptime(s *State) error {
	uptime, asleep, err := platformUptime()
	s.Uptime, s.Asleep = uptime, asleep
	return err
}

func (r reader) readRTC(s *State) error {
	read, err := platformRTC(r.root)
	s.RTCLocal = read.local
	if err == nil {
		s.RTC = &read.time
	}
	return err
}

func (r reader) readKernel(s *State) error {
	kernel, err := platformKernel()
	s.Kernel = kernel
	return err
}

func (r reader) readContainer(s *State) error {
	s.Container = container(r.root, r.env)
	return nil
}

func (r reader) readVirtualMachine(s *State) error {
	name, err := platformVirtualMachine(r.root)
	s.VirtualMachine = name
	return err
}
