package machine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

func readSetsTime(_ context.Context, host Host) (fill, error) {
	sets, err := host.setsTime("CapEff")
	return func(m *Machine) { m.SetsTime = sets }, err
}

// readRootSetsTime looks at the bounding set: what is missing there no process
// that starts from here can ever get, as root or not.
func readRootSetsTime(_ context.Context, host Host) (fill, error) {
	if host.system() == "darwin" || host.system() == "windows" {
		yes := true // nothing holds an administrator back there
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
