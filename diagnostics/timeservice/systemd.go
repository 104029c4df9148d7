package timeservice

import (
	"context"
	"errors"

	"github.com/godbus/dbus/v5"

	"unskew/diagnostics"
)

// systemd on the bus (org.freedesktop.systemd1(5)). Reading needs no root.
const (
	systemdService = "org.freedesktop.systemd1"
	systemdObject  = "/org/freedesktop/systemd1"
	systemdManager = "org.freedesktop.systemd1.Manager"
	systemdUnit    = "org.freedesktop.systemd1.Unit"
	systemdMain    = "org.freedesktop.systemd1.Service"
)

// askBus lets systemd complete what the files tell of the services, and keeps
// what systemd-timesyncd says of itself.
func askBus(ctx context.Context, host Host, services []Service) *timesync {
	ctx, cancel := context.WithTimeout(ctx, busPatience)
	defer cancel()
	talk := &timesync{}
	b, err := openBus(ctx, host.SystemBus)
	if err != nil {
		for i := range services {
			services[i].unknown("active", err.Error())
		}
		talk.problem = err.Error()
		return talk
	}
	defer b.close()
	for i := range services {
		if services[i].Unit != "" {
			b.systemd(&services[i])
		}
	}
	talk.read(b)
	return talk
}

// systemd completes one service. What cannot be had stays as the files tell it.
func (b *bus) systemd(s *Service) {
	var state string
	err := b.call(systemdService, systemdObject, systemdManager+".GetUnitFileState", s.Unit).Store(&state)
	if err == nil && state != "" {
		s.Enabled = diagnostics.Clean(state, 40)
	}
	var unit dbus.ObjectPath
	err = b.call(systemdService, systemdObject, systemdManager+".GetUnit", s.Unit).Store(&unit)
	var told dbus.Error
	switch {
	case errors.As(err, &told) && told.Name == "org.freedesktop.systemd1.NoSuchUnit":
		s.Active = "inactive" // systemd keeps units in memory that run or failed
		return
	case err != nil:
		s.unknown("active", busError(err))
		return
	}
	active, err := b.get(systemdService, string(unit), systemdUnit, "ActiveState")
	text, isText := active.(string)
	if err != nil || !isText {
		s.unknown("active", busError(err))
		return
	}
	s.Active = diagnostics.Clean(text, 40)
	pid, err := b.get(systemdService, string(unit), systemdMain, "MainPID")
	if number, ok := pid.(uint32); err == nil && ok && number != 0 && number < 1<<31 {
		s.PID = int(number)
		s.Running = true
		delete(s.Unknown, "running")
	}
	if s.Active == "active" {
		s.Running = true
		delete(s.Unknown, "running")
	}
	if !s.Running {
		b.ended(s, string(unit))
	}
}

// ended keeps how a service ended that does not run: systemd.service(5),
// $SERVICE_RESULT. Where it was stopped, or ended well, that is "success".
func (b *bus) ended(s *Service, unit string) {
	result, err := b.get(systemdService, unit, systemdMain, "Result")
	text, isText := result.(string)
	if err != nil || !isText || text == "success" {
		return
	}
	s.Failed = diagnostics.Clean(text, 40)
	status, err := b.get(systemdService, unit, systemdMain, "ExecMainStatus")
	if number, ok := status.(int32); err == nil && ok && number > 0 {
		s.ExitStatus = int(number)
	}
}
