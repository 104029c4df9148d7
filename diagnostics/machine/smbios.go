package machine

import (
	"bytes"
	"encoding/binary"
	"errors"

	"unskew/diagnostics"
)

// smbios reads the words that Linux shows in /sys/class/dmi/id from the tables
// themselves: DSP0134 (SMBIOS), sections 6.1 and 7.1, 7.2, 7.4. The tables stand
// behind the eight bytes of RawSMBIOSData, as GetSystemFirmwareTable returns it.
func smbios(raw []byte) (firmware, error) {
	const header = 8
	if len(raw) < header {
		return nil, errors.New("the firmware's tables are cut short")
	}
	tables := raw[header:]
	if length := uint64(binary.LittleEndian.Uint32(raw[4:])); length < uint64(len(tables)) {
		tables = tables[:length]
	}
	words := firmware{}
	// A structure is a type, the length of its formatted part, a handle of two
	// bytes; then its strings, each ended by a zero, and one more zero.
	for len(tables) >= 4 {
		kind, length := tables[0], int(tables[1])
		if length < 4 || length > len(tables) {
			break
		}
		formatted := tables[:length]
		texts, rest, found := bytes.Cut(tables[length:], []byte{0, 0})
		if !found {
			break
		}
		for field, at := range smbiosPlaces(kind) {
			if at < len(formatted) && words[field] == "" {
				words[field] = smbiosString(texts, formatted[at])
			}
		}
		tables = rest
	}
	if len(words) == 0 {
		return nil, errors.New("the firmware's tables say nothing")
	}
	return words, nil
}

// smbiosPlaces says where in a structure the number of each word's string is.
func smbiosPlaces(kind byte) map[string]int {
	switch kind {
	case 0: // BIOS
		return map[string]int{"bios_vendor": 0x04, "bios_version": 0x05}
	case 1: // system
		return map[string]int{"sys_vendor": 0x04, "product_name": 0x05}
	case 3: // chassis
		return map[string]int{"chassis_asset_tag": 0x08}
	}
	return nil
}

// smbiosString returns a string by its number, counted from 1; 0 is none.
func smbiosString(texts []byte, number byte) string {
	for i, text := range bytes.Split(texts, []byte{0}) {
		if i+1 == int(number) {
			return diagnostics.Clean(string(text), mostText)
		}
	}
	return ""
}
