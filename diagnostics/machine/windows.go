package machine

import (
	"context"
	"encoding/binary"
	"errors"

	"unskew/diagnostics"
)

func (w *Windows) distribution() (Distribution, error) {
	d := Distribution{ID: "windows"}
	if w == nil || w.Version == nil {
		return d, errors.ErrUnsupported
	}
	version, name, err := w.Version()
	d.Version = diagnostics.Clean(version, mostText)
	d.Name = diagnostics.Clean(name, mostText)
	return d, err
}

func (w *Windows) firmware() (firmware, error) {
	if w == nil || w.Firmware == nil {
		return nil, errors.ErrUnsupported
	}
	tables, err := w.Firmware()
	if err != nil {
		return nil, err
	}
	return smbios(tables)
}

func readSecureTimeSeeding(_ context.Context, host Host) (fill, error) {
	if host.system() != "windows" {
		return nil, nil
	}
	if host.Windows == nil || host.Windows.SecureTimeSeeding == nil {
		return nil, errors.ErrUnsupported
	}
	seeding, err := host.Windows.SecureTimeSeeding()
	return func(m *Machine) { m.SecureTimeSeeding = seeding }, err
}

// holdsPrivilege looks for a privilege in a TOKEN_PRIVILEGES: how many there are
// in four bytes, and for each its number in two times four and its attributes in
// four.
func holdsPrivilege(held []byte, low, high uint32) bool {
	const entry = 12
	if len(held) < 4 {
		return false
	}
	count := binary.LittleEndian.Uint32(held)
	for held = held[4:]; count > 0 && len(held) >= entry; count-- {
		if binary.LittleEndian.Uint32(held) == low && binary.LittleEndian.Uint32(held[4:]) == high {
			return true
		}
		held = held[entry:]
	}
	return false
}

// windowsGuest finds the guest tools of Windows. The tools of VMware are not
// asked: that takes a command whose place is not fixed.
func (h Host) windowsGuest() (fill, error) {
	if h.Windows == nil {
		return nil, errors.ErrUnsupported
	}
	words, problem := h.firmware()
	tools := map[string]string{}
	for _, tool := range []struct {
		name, service, state string
		here                 bool
	}{
		{"vmware-tools", "VMTools", SyncUnknown, words.vmware()},
		{"virtualbox", "VBoxService", SyncPresent, words.virtualbox()},
		{"qemu-ga", "QEMU-GA", SyncPresent, true},
	} {
		if !tool.here || h.Windows.Service == nil {
			continue
		}
		switch installed, err := h.Windows.Service(tool.service); {
		case err != nil:
			problem = err
		case installed:
			tools[tool.name] = tool.state
		}
	}
	if words.hyperv() {
		state, err := h.Windows.hyperv()
		tools["hyperv"] = state
		problem = errors.Join(problem, err)
	}
	if len(tools) == 0 {
		return nil, problem
	}
	return func(m *Machine) { m.GuestSync = tools }, problem
}

func (w *Windows) hyperv() (string, error) {
	if w.HyperVTime == nil {
		return SyncUnknown, nil
	}
	switch on, err := w.HyperVTime(); {
	case err != nil:
		return SyncUnknown, err
	case on == nil:
		return SyncPresent, nil
	case *on:
		return SyncEnabled, nil
	}
	return SyncDisabled, nil
}
