package machine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"unskew/diagnostics"
)

// mostMaps is read of a process's mappings: some thousand, as a JVM has them.
const mostMaps = 1 << 20

func readFaketime(ctx context.Context, host Host) (fill, error) {
	if host.system() != "linux" {
		// No other process can be looked into without rights.
		if bendsTime(host.getenv("DYLD_INSERT_LIBRARIES")) {
			return func(m *Machine) { m.Faketime = []string{"DYLD_INSERT_LIBRARIES"} }, nil
		}
		return nil, nil
	}
	var found []string
	if text, err := readText(host.Root, "etc/ld.so.preload"); err == nil && preloaded(text) {
		found = append(found, "/etc/ld.so.preload")
	}
	in, err := bentProcesses(ctx, host.Root)
	found = append(found, in...)
	return func(m *Machine) { m.Faketime = found }, err
}

// bentProcesses looks into each process for a library that bends its time.
func bentProcesses(ctx context.Context, root fs.FS) (found []string, err error) {
	pids, complete, err := processes(root)
	if err != nil {
		return nil, err
	}
	hidden := 0
	for _, pid := range pids {
		switch {
		case ctx.Err() != nil:
			return found, errors.New("not all processes were looked at in time")
		case len(found) >= mostFound:
			return found, errors.New("there are more")
		}
		switch bent, err := isBent(root, pid); {
		case errors.Is(err, fs.ErrPermission):
			hidden++
		case bent:
			name, _ := readLine(root, path.Join("proc", strconv.Itoa(pid), "comm"))
			found = append(found, fmt.Sprintf("process %d (%s)", pid, diagnostics.Clean(name, 40)))
		}
	}
	switch {
	case !slices.Contains(pids, 1): // hidepid of proc(5)
		err = errors.New("the processes of other users are hidden")
	case hidden > 0:
		err = fmt.Errorf("%d of %d processes cannot be looked into without more rights", hidden, len(pids))
	case !complete:
		err = fmt.Errorf("only %d processes were looked at", len(pids))
	}
	return found, err
}

// isBent reports whether a process has a library in it that bends its time. What
// is mapped into it is the proof; its environment alone is not, because programs
// without a dynamic linker take no notice, but it has to do where the mappings
// cannot be read.
func isBent(root fs.FS, pid int) (bool, error) {
	folder := path.Join("proc", strconv.Itoa(pid))
	maps, err := readFile(root, path.Join(folder, "maps"), mostMaps)
	if err == nil && (bendsTime(maps) || len(maps) < mostMaps) {
		return bendsTime(maps), nil
	}
	environment, err := readText(root, path.Join(folder, "environ"))
	for variable := range strings.SplitSeq(environment, "\x00") {
		name, value, _ := strings.Cut(variable, "=")
		if name == "LD_PRELOAD" && bendsTime(value) || name == "FAKETIME" && value != "" {
			return true, err
		}
	}
	return false, err
}

// preloaded reads /etc/ld.so.preload (ld.so(8)), which may have comments.
func preloaded(text string) bool {
	for line := range strings.Lines(text) {
		if libraries, _, _ := strings.Cut(line, "#"); bendsTime(libraries) {
			return true
		}
	}
	return false
}

// bendsTime reports whether a text names the library of libfaketime or of
// datefudge, under any of the names that they are installed by.
func bendsTime(text string) bool {
	for _, library := range []string{"libfaketime", "faketime.so", "datefudge.so"} {
		if strings.Contains(text, library) {
			return true
		}
	}
	return false
}

// processes returns the numbers of the processes that can be seen, in order, and
// whether these are all.
func processes(root fs.FS) (pids []int, complete bool, err error) {
	entries, err := readNames(root, "proc")
	if err != nil {
		return nil, false, err
	}
	for _, entry := range entries {
		if pid, err := strconv.Atoi(entry.Name()); err == nil && pid > 0 {
			pids = append(pids, pid)
		}
	}
	slices.Sort(pids)
	return pids, len(entries) < mostNames, nil
}
