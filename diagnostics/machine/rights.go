package machine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

func readInit(_ context.Context, host Host) (fill, error) {
	name, err := host.init()
	return func(m *Machine) { m.Init = name }, err
}

// init finds out what starts the services, by what a running one leaves behind:
// a container has the programs of its image, and runs none of them.
func (h Host) init() (string, error) {
	switch h.system() {
	case "windows":
		return "windows", nil
	case "darwin":
		return "launchd", nil
	}
	switch {
	case exists(h.Root, "run/systemd/system"): // as sd_booted(3) has it
		return "systemd", nil
	case anyExists(h.Root, "run/openrc/softlevel", "run/openrc"):
		return "openrc", nil
	}
	first, err := readLine(h.Root, "proc/1/comm")
	if err != nil {
		return "", fmt.Errorf("process 1: %s", brief(err))
	}
	if first == "init" && anyExists(h.Root, "etc/init.d", "etc/rc.d/init.d") {
		return "sysvinit", nil
	}
	return "", fmt.Errorf("process 1 is %q, which starts no services that are known here", first)
}

func readRoot(_ context.Context, host Host) (fill, error) {
	root, err := host.root()
	return func(m *Machine) { m.Root = root }, err
}

func (h Host) root() (bool, error) {
	if h.system() == "windows" {
		if h.Windows == nil || h.Windows.Elevated == nil {
			return false, errors.ErrUnsupported
		}
		return h.Windows.Elevated()
	}
	if h.UID == nil {
		return false, errors.ErrUnsupported
	}
	return h.UID() == 0, nil
}

func readSudo(_ context.Context, host Host) (fill, error) {
	if host.system() == "windows" {
		return nil, nil
	}
	sudo, err := host.sudo()
	return func(m *Machine) { m.Sudo = sudo }, err
}

func (h Host) sudo() (string, error) {
	if !anyExists(h.Root, "usr/bin/sudo", "bin/sudo", "usr/local/bin/sudo", "run/wrappers/bin/sudo") {
		return "", nil
	}
	// no_new_privs (prctl(2)) keeps sudo from becoming root: usual in containers
	// and in hardened services.
	if status, err := readText(h.Root, "proc/self/status"); err == nil && statusField(status, "NoNewPrivs") == "1" {
		return "", errors.New("sudo is there, but this process cannot gain rights (no_new_privs)")
	}
	if h.Groups == nil {
		return SudoInstalled, errors.New("the groups of this user are not known")
	}
	mine, err := h.Groups()
	if err != nil {
		return SudoInstalled, fmt.Errorf("the groups of this user: %s", brief(err))
	}
	text, err := readText(h.Root, "etc/group")
	if err != nil {
		return SudoInstalled, fmt.Errorf("/etc/group: %s", brief(err))
	}
	if slices.ContainsFunc(administrators(text), func(id int) bool { return slices.Contains(mine, id) }) {
		return SudoMember, nil
	}
	return SudoInstalled, nil
}

// administrators returns the numbers of the groups that sudo is usually opened
// to, from group(5). The system's resolver is not asked: it may ask a directory
// over the network.
func administrators(text string) []int {
	var ids []int
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSpace(line), ":")
		if len(fields) < 3 || !slices.Contains([]string{"sudo", "wheel", "admin"}, fields[0]) {
			continue
		}
		if id, err := strconv.Atoi(fields[2]); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

func readSetsTime(_ context.Context, host Host) (fill, error) {
	sets, err := host.setsTime("CapEff")
	return func(m *Machine) { m.SetsTime = sets }, err
}

// readRootSetsTime looks at the bounding set: what is missing there no process
// that starts from here can ever get, as root or not.
func readRootSetsTime(_ context.Context, host Host) (fill, error) {
	if host.system() != "linux" {
		yes := true
		return func(m *Machine) { m.RootSetsTime = &yes }, nil
	}
	sets, err := host.setsTime("CapBnd")
	return func(m *Machine) { m.RootSetsTime = sets }, err
}

func (h Host) setsTime(set string) (*bool, error) {
	switch h.system() {
	case "windows":
		if h.Windows == nil || h.Windows.SetsTime == nil {
			return nil, errors.ErrUnsupported
		}
		sets, err := h.Windows.SetsTime()
		if err != nil {
			return nil, err
		}
		return &sets, nil
	case "darwin":
		root, err := h.root()
		if err != nil {
			return nil, err
		}
		return &root, nil
	}
	status, err := readText(h.Root, "proc/self/status")
	if err != nil {
		return nil, err
	}
	has, err := hasCapability(statusField(status, set), capabilitySysTime)
	if err != nil {
		return nil, fmt.Errorf("%s of /proc/self/status: %w", set, err)
	}
	sets := has && !inUserNamespace(h.Root)
	return &sets, nil
}

// capabilitySysTime is CAP_SYS_TIME of <linux/capability.h>.
const capabilitySysTime = 25

// statusField returns a field of /proc/PID/status (proc(5)).
func statusField(status, name string) string {
	for line := range strings.Lines(status) {
		if value, found := strings.CutPrefix(line, name+":"); found {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// hasCapability reads a set of capabilities, which is a number in hexadecimal.
func hasCapability(set string, bit uint) (bool, error) {
	if set == "" {
		return false, fs.ErrNotExist
	}
	bits, err := strconv.ParseUint(set, 16, 64)
	if err != nil {
		return false, errors.New("no set of capabilities")
	}
	return bits&(1<<bit) != 0, nil
}

// inUserNamespace reports whether this process is in a user namespace below the
// first: its capabilities do not reach the clock, which belongs to the first
// (user_namespaces(7)). The first has a fixed number, PROC_USER_INIT_INO of
// <linux/proc_ns.h>.
func inUserNamespace(root fs.FS) bool {
	const first = "user:[4026531837]"
	link, err := fs.ReadLink(root, "proc/self/ns/user")
	return err == nil && link != first
}
