package machine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"testing/fstest"
)

// exited is the error of a command with an exit status.
type exited int

func (e exited) Error() string { return fmt.Sprintf("exit status %d", int(e)) }
func (e exited) ExitCode() int { return int(e) }

// TestTimesyncStatus: the words are open-vm-tools', its C source has the exit
// statuses; the translation and the failures are ours, not captured.
func TestTimesyncStatus(t *testing.T) {
	cases := []struct {
		name, output string
		err          error
		want         string
	}{
		{"on", "Enabled\n", nil, SyncEnabled},
		{"off", "Disabled\n", fmt.Errorf("ran: %w", exited(69)), SyncDisabled},
		{"off, by the first versions", "Disabled\n", nil, SyncDisabled},
		{"on, translated", "Aktiviert\n", nil, SyncEnabled},
		{"off, translated", "Deaktiviert\n", exited(69), SyncDisabled},
		{"no virtual machine", "Error: vmware-toolbox-cmd must be run inside a virtual machine.\n", exited(1), SyncUnknown},
		{"killed", "", errors.New("signal: killed"), SyncUnknown},
		{"silent", "", nil, SyncUnknown},
		{"a lie", "Enabled\n", exited(1), SyncUnknown},
		{"unavailable for another reason", "Error: no answer\n", exited(69), SyncUnknown},
		{"no program", "", context.DeadlineExceeded, SyncUnknown},
	}
	for _, c := range cases {
		if got := timesyncStatus(c.output, c.err); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if len(cases) != 11 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestGuestSync(t *testing.T) {
	vbox := firmware{"sys_vendor": "innotek GmbH", "product_name": "VirtualBox"}
	parallels := firmware{"sys_vendor": "Parallels International GmbH.", "product_name": "Parallels ARM Virtual Machine"}
	hyperv := firmware{"sys_vendor": "Microsoft Corporation", "product_name": "Virtual Machine"}
	device := func(class string) *fstest.MapFile { return text(class + "\n") }
	cases := []struct {
		name  string
		words firmware
		files fstest.MapFS
		want  map[string]string
	}{
		{"a real machine", firmware{"sys_vendor": "Dell Inc."}, fstest.MapFS{"usr/bin/vmware-toolbox-cmd": text("")}, nil},
		{"VMware", vmwareWords(), fstest.MapFS{"usr/bin/vmware-toolbox-cmd": text("")}, map[string]string{"vmware-tools": SyncEnabled}},
		{"VMware without tools", vmwareWords(), fstest.MapFS{}, nil},
		{"a folder in its place", vmwareWords(), fstest.MapFS{"usr/bin/vmware-toolbox-cmd": folder()}, nil},
		{"Hyper-V", hyperv, fstest.MapFS{"sys/bus/vmbus/devices/a/class_id": device("{0e0b6031-5213-4934-818b-38d90ced39db}"), "sys/bus/vmbus/devices/b/class_id": device("{9527e630-d0ae-497b-adce-e80ab0175caf}")}, map[string]string{"hyperv": SyncPresent}},
		{"Hyper-V, not integrated", hyperv, fstest.MapFS{"sys/bus/vmbus/devices/a/class_id": device("{0e0b6031-5213-4934-818b-38d90ced39db}")}, nil},
		{"VirtualBox", vbox, fstest.MapFS{"proc/7/comm": text("VBoxService\n"), "proc/7/cmdline": text("/usr/sbin/VBoxService\x00--pidfile\x00/run/x\x00")}, map[string]string{"virtualbox": SyncPresent}},
		{"VirtualBox, told not to", vbox, fstest.MapFS{"proc/7/comm": text("VBoxService\n"), "proc/7/cmdline": text("VBoxService\x00--disable-timesync\x00")}, map[string]string{"virtualbox": SyncDisabled}},
		{"QEMU's agent", firmware{"sys_vendor": "QEMU"}, fstest.MapFS{"proc/7/comm": text("qemu-ga\n")}, map[string]string{"qemu-ga": SyncPresent}},
		{"Parallels", parallels, fstest.MapFS{"proc/7/comm": text("prltoolsd\n")}, map[string]string{"parallels": SyncPresent}},
		{"Xen, bound to its host", nil, fstest.MapFS{"proc/sys/xen/independent_wallclock": text("0\n")}, map[string]string{"xen": SyncEnabled}},
		{"Xen, independent", nil, fstest.MapFS{"proc/sys/xen/independent_wallclock": text("1\n")}, map[string]string{"xen": SyncDisabled}},
	}
	for _, c := range cases {
		files := dmi(c.words)
		maps.Copy(files, c.files)
		host := hostOf(files, nil)
		ran := 0
		host.Run = func(_ context.Context, argv ...string) ([]byte, error) {
			ran++
			if want := []string{"/usr/bin/vmware-toolbox-cmd", "timesync", "status"}; !slices.Equal(argv, want) {
				t.Errorf("%s: %q was run", c.name, argv)
			}
			return []byte("Enabled\n"), nil
		}
		got := readOf(t, host)
		if !maps.Equal(got.GuestSync, c.want) || got.Unknown["guest_sync"] != "" {
			t.Errorf("%s: %v, want %v; unknown %q", c.name, got.GuestSync, c.want, got.Unknown["guest_sync"])
		}
		if wanted := c.want["vmware-tools"] != ""; (ran == 1) != wanted || ran > 1 {
			t.Errorf("%s: %d commands were run", c.name, ran)
		}
	}
	if len(cases) != 12 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestGuestSyncInContainer(t *testing.T) {
	files := dmi(vmwareWords())
	files["usr/bin/vmware-toolbox-cmd"], files[".dockerenv"] = text(""), text("")
	host := hostOf(files, nil)
	host.Run = func(context.Context, ...string) ([]byte, error) {
		t.Error("a command was run")
		return nil, nil
	}
	if got := readOf(t, host); got.GuestSync != nil || got.Unknown["guest_sync"] == "" {
		t.Errorf("%v, unknown %q", got.GuestSync, got.Unknown["guest_sync"])
	}
}

func TestGuestSyncWithoutCommands(t *testing.T) {
	files := dmi(vmwareWords())
	files["usr/bin/vmware-toolbox-cmd"] = text("")
	if got := readOf(t, hostOf(files, nil)); got.GuestSync["vmware-tools"] != SyncUnknown {
		t.Errorf("%v", got.GuestSync)
	}
}
