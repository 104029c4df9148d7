package timeservice

import (
	"context"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// processes returns the lowest process number of each time service's program
// that runs on this host (proc(5)), and whether all processes can be seen.
// Processes inside of containers are left out: they keep no clock of the host.
func processes(ctx context.Context, root fs.FS) (running map[string]int, all bool) {
	running = map[string]int{}
	wanted := map[string]bool{}
	for _, k := range kinds() {
		wanted[k.process] = true
	}
	entries, err := fs.ReadDir(root, "proc")
	if err != nil {
		return running, false
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid <= 0 || ctx.Err() != nil {
			continue
		}
		all = all || pid == 1
		text, err := head(root, path.Join("/proc", entry.Name(), "comm"))
		name := strings.TrimSuffix(text, "\n")
		if err != nil || !wanted[name] || contained(root, entry.Name()) {
			continue
		}
		if known := running[name]; known == 0 || pid < known {
			running[name] = pid
		}
	}
	return running, all && ctx.Err() == nil
}

// contained reports whether a process has a second number, in a PID namespace
// below this one (pid_namespaces(7)), or is dead and not yet buried.
func contained(root fs.FS, pid string) bool {
	text, err := head(root, path.Join("/proc", pid, "status"))
	if err != nil {
		return false
	}
	for line := range strings.Lines(text) {
		if numbers, found := strings.CutPrefix(line, "NSpid:"); found && len(strings.Fields(numbers)) > 1 {
			return true
		}
		if state, found := strings.CutPrefix(line, "State:"); found && strings.HasPrefix(strings.TrimSpace(state), "Z") {
			return true
		}
	}
	return false
}

// arguments returns the words that a process was started with, without the
// program's name.
func arguments(root fs.FS, pid int) ([]string, bool) {
	if pid == 0 {
		return nil, false
	}
	text, err := head(root, path.Join("/proc", strconv.Itoa(pid), "cmdline"))
	words := strings.Split(strings.TrimRight(text, "\x00"), "\x00")
	if err != nil || words[0] == "" {
		return nil, false
	}
	return words[1:], true
}
