//go:build e2e && linux

package e2e

import (
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

const (
	systemd1      = "org.freedesktop.systemd1"
	timedate1     = "org.freedesktop.timedate1"
	systemBus     = "/run/dbus/system_bus_socket"
	propertiesBus = "org.freedesktop.DBus.Properties"
)

// unit is what systemd holds of a unit.
type unit struct {
	file   string // its state on disk: "enabled", "disabled"
	active string // "active", "inactive", "failed"; "" it is not loaded
	pid    int
	exit   int32 // status of its last process
}

// systemd stands in for systemd, which cannot run in a room: it answers as
// version 252 does.
type systemd struct {
	units map[string]unit

	mu    sync.Mutex
	calls []string
}

// bus starts the system bus of the room, with systemd's places on it taken.
func (r *room) bus(units map[string]unit) *systemd {
	r.t.Helper()
	r.install("dbus-daemon")
	r.user("messagebus", 991, "/run/dbus")
	r.write("/usr/share/dbus-1/system.d/standin.conf", `<busconfig><policy context="default">
<allow own="`+systemd1+`"/><allow own="`+timedate1+`"/>
<allow send_destination="`+systemd1+`"/><allow send_destination="`+timedate1+`"/>
</policy></busconfig>
`)
	s := r.start("/usr/bin/dbus-daemon", "--config-file=/usr/share/dbus-1/system.conf", "--nofork", "--nopidfile")
	var conn *dbus.Conn
	s.awaitStart(r.t, func() (err error) {
		conn, err = dbus.Connect("unix:path=" + systemBus)
		return err
	})
	r.t.Cleanup(func() { _ = conn.Close() })
	r.mkdir("/run/systemd/system") // sd_booted(3)
	manager := &systemd{units: units}
	keeps := false
	export(r.t, conn, manager, "/org/freedesktop/systemd1", systemd1+".Manager")
	export(r.t, conn, properties{systemd1 + ".Manager": {"Version": dbus.MakeVariant("252.39-1~deb12u1")}}, "/org/freedesktop/systemd1", propertiesBus)
	for name, one := range units {
		export(r.t, conn, one.properties(name), unitPath(name), propertiesBus)
		keeps = keeps || one.active == "active"
	}
	export(r.t, conn, properties{timedate1: {
		"Timezone": dbus.MakeVariant("UTC"), "LocalRTC": dbus.MakeVariant(false), "CanNTP": dbus.MakeVariant(len(units) > 0),
		"NTP": dbus.MakeVariant(keeps), "NTPSynchronized": dbus.MakeVariant(keeps),
	}}, "/org/freedesktop/timedate1", propertiesBus)
	for _, name := range []string{systemd1, timedate1} {
		if reply, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
			r.t.Fatalf("the name %s on the bus: %v %v", name, reply, err)
		}
	}
	return manager
}

func export(t *testing.T, conn *dbus.Conn, object any, path dbus.ObjectPath, face string) {
	t.Helper()
	if err := conn.Export(object, path, face); err != nil {
		t.Fatal(err)
	}
}

// unitPath is the object of a unit: what is no letter or digit is escaped.
func unitPath(name string) dbus.ObjectPath {
	return dbus.ObjectPath("/org/freedesktop/systemd1/unit/" + strings.NewReplacer("-", "_2d", ".", "_2e").Replace(name))
}

func (u unit) properties(name string) properties {
	result := "success"
	if u.active == "failed" {
		result = "exit-code"
	}
	return properties{
		systemd1 + ".Unit": {
			"Id": dbus.MakeVariant(name), "LoadState": dbus.MakeVariant("loaded"),
			"ActiveState": dbus.MakeVariant(u.active), "UnitFileState": dbus.MakeVariant(u.file),
		},
		systemd1 + ".Service": {
			"MainPID": dbus.MakeVariant(uint32(u.pid)), "Result": dbus.MakeVariant(result), "ExecMainStatus": dbus.MakeVariant(u.exit),
		},
	}
}

// asked counts the calls so far.
func (s *systemd) asked(call string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	count := 0
	for _, one := range s.calls {
		if one == call {
			count++
		}
	}
	return count
}

func (s *systemd) note(call string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, call)
}

// GetUnitFileState is systemd's.
func (s *systemd) GetUnitFileState(name string) (string, *dbus.Error) {
	s.note("GetUnitFileState " + name)
	if one, found := s.units[name]; found {
		return one.file, nil
	}
	return "", dbus.NewError("org.freedesktop.DBus.Error.FileNotFound", []any{"No such file or directory"})
}

// GetUnit is systemd's.
func (s *systemd) GetUnit(name string) (dbus.ObjectPath, *dbus.Error) {
	s.note("GetUnit " + name)
	if one, found := s.units[name]; found && one.active != "" {
		return unitPath(name), nil
	}
	return "/", dbus.NewError(systemd1+".NoSuchUnit", []any{"Unit " + name + " not loaded."})
}

// properties has the properties of an object, by interface.
type properties map[string]map[string]dbus.Variant

// Get is of the interface of properties.
func (p properties) Get(face, name string) (dbus.Variant, *dbus.Error) {
	if value, found := p[face][name]; found {
		return value, nil
	}
	return dbus.MakeVariant(""), dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", []any{"Unknown property " + name})
}

// GetAll is of the interface of properties.
func (p properties) GetAll(face string) (map[string]dbus.Variant, *dbus.Error) {
	return p[face], nil
}
