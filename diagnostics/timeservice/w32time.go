package timeservice

import (
	"context"
	"errors"
	"io/fs"
)

// windowsKinds are the services of Windows that can keep its clock, by our name
// and by that of the service control manager: its own, ntpd's port (Meinberg's
// package), VMware's tools.
func windowsKinds() [][2]string {
	return [][2]string{{w32timeName, "W32Time"}, {ntpdName, "NTP"}, {vmwareName, "VMTools"}}
}

// windowsServices reads the services of Windows: their state from the service
// control manager, w32time's settings from the registry, and whom it follows
// from w32tm.
func windowsServices(ctx context.Context, host Host) []Service {
	ctx, cancel := context.WithTimeout(ctx, commandPatience)
	defer cancel()
	var found []Service
	for _, kind := range windowsKinds() {
		s := Service{Name: kind[0], Unit: kind[1]}
		s.controlled(host.Control)
		switch {
		case s.Name == w32timeName: // a part of Windows, and listed even where it was taken off
			askWindows(ctx, host, &s)
			found = append(found, s)
		case s.Installed:
			if s.Name == ntpdName && s.Running {
				askNTP(ctx, host.NTPControl, &s)
			} else {
				s.unknown("sources", "it does not tell")
			}
			s.unknown("steps", "the service does not tell")
			found = append(found, s)
		}
	}
	return found
}

// neverStarted is ERROR_SERVICE_NEVER_STARTED, which is no failure.
const neverStarted = 1077

// controlled completes a service with what the service control manager tells.
func (s *Service) controlled(control func(string) (Controlled, error)) {
	problem := "the service control manager cannot be asked"
	var state Controlled
	err := fs.ErrInvalid
	if control != nil {
		state, err = control(s.Unit)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return
	case errors.Is(err, fs.ErrPermission):
		problem = "the service control manager does not permit it"
		fallthrough
	case err != nil:
		for _, field := range []string{"installed", "running", "enabled", "active"} {
			s.unknown(field, problem)
		}
		return
	}
	s.Installed = true
	s.Active = map[uint32]string{
		1: "inactive", 2: "activating", 3: "deactivating", 4: "active", 5: "activating", 6: "deactivating", 7: "paused",
	}[state.State]
	s.Running = state.State == 4
	s.Enabled = map[uint32]string{0: "enabled", 1: "enabled", 2: "enabled", 3: "manual", 4: "disabled"}[state.Start]
	if s.Running && state.PID < 1<<31 {
		s.PID = int(state.PID)
	}
	if state.State == 1 && state.ExitCode != 0 && state.ExitCode != neverStarted && state.ExitCode < 1<<31 {
		s.Failed, s.ExitStatus = "exit-code", int(state.ExitCode)
	}
}

// askWindows completes w32time with its settings and its own words.
func askWindows(ctx context.Context, host Host, s *Service) {
	settings, err := readSettings(host.Registry)
	said := answers{}
	if s.Running || s.Unknown["running"] != "" {
		said = askW32tm(ctx, host, err != nil)
	}
	if err != nil && len(said.configuration.values) > 0 {
		settings, err = said.configuration, nil
	}
	s.Settings = settings.values
	s.Sync = settings.sync()
	switch enabled, known := settings.number(settingHostClock); {
	case known && enabled != 0:
		s.HostClock = "enabled"
	case known:
		s.HostClock = "disabled"
	}
	var why string
	if s.Steps, why = settings.steps(); why != "" {
		if err != nil {
			why = err.Error()
		}
		s.unknown("steps", why)
	}
	if s.Sync == "" {
		why := "the registry does not tell"
		if err != nil {
			why = err.Error()
		}
		s.unknown("sync", why)
	}
	if s.Running || s.Unknown["running"] != "" {
		said.complete(s)
	}
}
