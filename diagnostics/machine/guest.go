package machine

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

func readGuestSync(ctx context.Context, host Host) (fill, error) {
	switch {
	case host.system() == "windows":
		return host.windowsGuest()
	case host.system() != "linux":
		return nil, nil
	case host.Root == nil:
		return nil, errors.ErrUnsupported
	}
	if host.contained() {
		return nil, errors.New("a container does not see the guest tools of its machine")
	}
	tools := host.guestTools(ctx)
	return func(m *Machine) { m.GuestSync = tools }, ctx.Err()
}

func (h Host) guestTools(ctx context.Context) map[string]string {
	words, _ := h.firmware() // without them no hypervisor is known, and no tools are asked
	tools := map[string]string{}
	if words.vmware() {
		if state := h.vmwareTools(ctx); state != "" {
			tools["vmware-tools"] = state
		}
	}
	if offersTimeSync(h.Root) {
		tools["hyperv"] = SyncPresent
	}
	switch line, _ := readLine(h.Root, "proc/sys/xen/independent_wallclock"); line {
	case "0":
		tools["xen"] = SyncEnabled
	case "1":
		tools["xen"] = SyncDisabled
	}
	for name, state := range h.agents(ctx, words) {
		tools[name] = state
	}
	if len(tools) == 0 {
		return nil
	}
	return tools
}

// offersTimeSync looks for the device through which Hyper-V hands its time to a
// guest: HV_TS_GUID of <linux/hyperv.h>. The host takes it away where the
// administrator turns the integration service off.
func offersTimeSync(root fs.FS) bool {
	const timeSync = "{9527e630-d0ae-497b-adce-e80ab0175caf}"
	classes, err := fs.Glob(root, "sys/bus/vmbus/devices/*/class_id")
	if err != nil {
		return false
	}
	for _, class := range classes[:min(len(classes), mostNames)] {
		if line, _ := readLine(root, class); strings.EqualFold(line, timeSync) {
			return true
		}
	}
	return false
}

// agents finds the guest tools that are processes.
func (h Host) agents(ctx context.Context, words firmware) map[string]string {
	found := map[string]string{}
	pids, _, err := processes(h.Root)
	if err != nil {
		return found
	}
	for _, pid := range pids {
		if ctx.Err() != nil {
			break
		}
		folder := path.Join("proc", strconv.Itoa(pid))
		switch name, _ := readLine(h.Root, path.Join(folder, "comm")); {
		case name == "VBoxService" && words.virtualbox():
			found["virtualbox"] = SyncPresent
			if line, err := readText(h.Root, path.Join(folder, "cmdline")); err == nil && strings.Contains(line, "--disable-timesync") {
				found["virtualbox"] = SyncDisabled
			}
		case name == "qemu-ga":
			found["qemu-ga"] = SyncPresent // sets the clock when its host asks for it: guest-set-time
		case name == "prltoolsd" && words.parallels():
			found["parallels"] = SyncPresent
		}
	}
	return found
}

// vmwareTools asks whether the tools keep the clock, periodically. "" is not
// installed.
func (h Host) vmwareTools(ctx context.Context) string {
	for _, program := range []string{"usr/bin/vmware-toolbox-cmd", "usr/local/bin/vmware-toolbox-cmd"} {
		info, err := fs.Stat(h.Root, program)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if h.Run == nil {
			return SyncUnknown
		}
		output, err := h.Run(ctx, "/"+program, "timesync", "status")
		return timesyncStatus(string(output), err)
	}
	return ""
}

// timesyncStatus reads the answer of "vmware-toolbox-cmd timesync status". The
// first versions say it in English and exit with 0 either way; those that
// translate the word exit with 69 (EX_UNAVAILABLE) for disabled.
func timesyncStatus(output string, err error) string {
	word := strings.ToLower(strings.TrimSpace(output))
	var exit interface{ ExitCode() int }
	status := 0
	if err != nil {
		status = -1
		if errors.As(err, &exit) {
			status = exit.ExitCode()
		}
	}
	oneWord := len(strings.Fields(word)) == 1
	switch {
	case word == "disabled" && (status == 0 || status == 69):
		return SyncDisabled
	case word == "enabled" && status == 0:
		return SyncEnabled
	case oneWord && status == 69:
		return SyncDisabled
	case oneWord && status == 0:
		return SyncEnabled
	}
	return SyncUnknown
}
