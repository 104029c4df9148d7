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
