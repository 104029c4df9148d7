package machine

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"strings"
	"testing"
)

// structure makes one structure of the SMBIOS tables.
func structure(kind byte, formatted []byte, texts ...string) []byte {
	table := append([]byte{kind, byte(4 + len(formatted)), 0, 0}, formatted...)
	if len(texts) == 0 {
		return append(table, 0, 0)
	}
	return append(table, strings.Join(texts, "\x00")+"\x00\x00"...)
}

// tablesOf puts structures behind the header of RawSMBIOSData.
func tablesOf(structures ...[]byte) []byte {
	all := bytes.Join(structures, nil)
	raw := []byte{0, 3, 1, 0, 0, 0, 0, 0}
	binary.LittleEndian.PutUint32(raw[4:], uint32(len(all)))
	return append(raw, all...)
}

// azureTables are the tables of a machine of Azure, written by hand from the
// specification.
func azureTables() []byte {
	return tablesOf(
		structure(0, []byte{1, 2, 0, 0xf0, 3}, "American Megatrends Inc.", "090008", "12/07/2018"),
		structure(1, []byte{1, 2, 3, 4}, "Microsoft Corporation", "Virtual Machine", "7.0", "0000-0001"),
		structure(126, nil),
		structure(3, []byte{1, 3, 2, 3, 4}, "Microsoft Corporation", "7.0", "0000-0001", "7783-7084-3265-9085-8269-3286-77"),
		structure(127, nil),
	)
}

func TestSMBIOS(t *testing.T) {
	got, err := smbios(azureTables())
	want := firmware{
		"bios_vendor": "American Megatrends Inc.", "bios_version": "090008",
		"sys_vendor": "Microsoft Corporation", "product_name": "Virtual Machine",
		"chassis_asset_tag": "7783-7084-3265-9085-8269-3286-77",
	}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("got %v, %v\nwant %v", got, err, want)
	}
	for name, raw := range map[string][]byte{
		"nothing":                nil,
		"only the header":        tablesOf(),
		"a length beyond":        tablesOf([]byte{0, 200, 0, 0, 1, 1}),
		"a length of nothing":    tablesOf([]byte{0, 0, 0, 0, 0, 0}),
		"strings without an end": tablesOf([]byte{0, 6, 0, 0, 1, 1, 'a', 'b'}),
	} {
		if words, err := smbios(raw); err == nil {
			t.Errorf("%s: %v", name, words)
		}
	}
}

// windowsHost is a machine of Azure with Windows.
func windowsHost() Host {
	on := true
	host := hostOf(nil, nil)
	host.OS, host.Root, host.UID = "windows", nil, func() int { return -1 }
	host.Windows = &Windows{
		Version:           func() (string, string, error) { return "10.0.20348", "Windows Server 2022 Datacenter", nil },
		Elevated:          func() (bool, error) { return true, nil },
		SetsTime:          func() (bool, error) { return true, nil },
		Domain:            func() (string, error) { return "CORP.EXAMPLE", nil },
		Firmware:          func() ([]byte, error) { return azureTables(), nil },
		Service:           func(name string) (bool, error) { return name == "VMTools" || name == "QEMU-GA", nil },
		HyperVTime:        func() (*bool, error) { return &on, nil },
		SecureTimeSeeding: func() (*bool, error) { return &on, nil },
	}
	return host
}

// TestWindows: the calls are stand-ins; the real ones are compiled, and were
// not run.
func TestWindows(t *testing.T) {
	got := readOf(t, windowsHost())
	want := Distribution{ID: "windows", Version: "10.0.20348", Name: "Windows Server 2022 Datacenter"}
	if got.Distribution.ID != want.ID || got.Distribution.Name != want.Name || got.Distribution.Family() != "windows" {
		t.Errorf("distribution %+v", got.Distribution)
	}
	if got.Init != "windows" || !got.Root || got.Sudo != "" || got.Domain != "CORP.EXAMPLE" || got.Cloud != "azure" {
		t.Errorf("got %+v", got)
	}
	if got.SetsTime == nil || !*got.SetsTime || got.RootSetsTime == nil || got.SecureTimeSeeding == nil || !*got.SecureTimeSeeding {
		t.Errorf("got %+v", got)
	}
	// The service of VMware's tools may be left from a move: this is no such machine.
	if want := map[string]string{"hyperv": SyncEnabled, "qemu-ga": SyncPresent}; !maps.Equal(got.GuestSync, want) {
		t.Errorf("guest %v, want %v", got.GuestSync, want)
	}
	if len(got.Unknown) != 1 || got.Unknown["latest_file"] == "" { // it has no files here
		t.Errorf("unknown %v", got.Unknown)
	}
}

func TestWindowsRefuses(t *testing.T) {
	no := errors.New("Access is denied.")
	host := windowsHost()
	host.Windows = &Windows{
		Elevated:          func() (bool, error) { return false, nil },
		SetsTime:          func() (bool, error) { return false, no },
		Domain:            func() (string, error) { return "", nil },
		Firmware:          func() ([]byte, error) { return nil, no },
		Service:           func(string) (bool, error) { return false, no },
		SecureTimeSeeding: func() (*bool, error) { return nil, nil },
	}
	got := readOf(t, host)
	if got.Root || got.SetsTime != nil || got.Domain != "" || got.Cloud != "" || got.GuestSync != nil || got.SecureTimeSeeding != nil {
		t.Errorf("got %+v", got)
	}
	for _, field := range []string{"distribution", "sets_time", "cloud", "guest_sync"} {
		if got.Unknown[field] == "" {
			t.Errorf("%s is known", field)
		}
	}
	for _, field := range []string{"root", "domain", "secure_time_seeding"} {
		if why := got.Unknown[field]; why != "" {
			t.Errorf("%s is not known: %s", field, why)
		}
	}
	host.Windows = nil
	if got := readOf(t, host); got.Unknown["root"] == "" || got.Unknown["secure_time_seeding"] == "" || got.Unknown["guest_sync"] == "" {
		t.Errorf("unknown %v", got.Unknown)
	}
}

func TestHyperVTime(t *testing.T) {
	off := false
	cases := []struct {
		name  string
		asked func() (*bool, error)
		want  string
	}{
		{"cannot be asked", nil, SyncUnknown},
		{"off", func() (*bool, error) { return &off, nil }, SyncDisabled},
		{"not set", func() (*bool, error) { return nil, nil }, SyncPresent},
		{"refused", func() (*bool, error) { return nil, errors.New("no") }, SyncUnknown},
	}
	for _, c := range cases {
		host := windowsHost()
		host.Windows.HyperVTime = c.asked
		if got := readOf(t, host).GuestSync["hyperv"]; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if len(cases) != 4 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestHoldsPrivilege(t *testing.T) {
	const systemTime = 12 // SE_SYSTEMTIME_PRIVILEGE
	held := func(count uint32, numbers ...uint32) []byte {
		out := binary.LittleEndian.AppendUint32(nil, count)
		for _, number := range numbers {
			out = binary.LittleEndian.AppendUint32(out, number)
			out = append(out, 0, 0, 0, 0, 0, 0, 0, 0)
		}
		return out
	}
	cases := []struct {
		name string
		held []byte
		want bool
	}{
		{"among others", held(3, 23, systemTime, 33), true},
		{"not among them", held(2, 23, 33), false},
		{"none", held(0), false},
		{"behind the end", held(1, 23, systemTime), false},
		{"more than there are", held(4_000_000_000, 23), false},
		{"cut short", held(1, systemTime)[:10], false},
		{"nothing", nil, false},
	}
	for _, c := range cases {
		if got := holdsPrivilege(c.held, systemTime, 0); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if holdsPrivilege(held(1, systemTime), systemTime, 1) {
		t.Error("the upper half does not count")
	}
	if len(cases) != 7 {
		t.Errorf("%d cases", len(cases))
	}
}
