package machine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

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
	if h.Root == nil {
		return "", errors.ErrUnsupported
	}
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
