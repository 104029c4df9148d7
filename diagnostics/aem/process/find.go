package process

import (
	"context"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"unskew/diagnostics"
)

const (
	// patience is how long looking may take: an install folder may lie on a file
	// system that hangs.
	patience     = 2 * time.Second
	maxProcesses = 100_000
	maxInstances = 16
	maxFile      = 256 << 10
)

// Host is where AEMs are looked for.
type Host struct {
	OS   string // as runtime.GOOS
	Root fs.FS  // the root folder, with /proc in it; it knows links
	// Now is the OS clock's time, for the offset of zones with summer time.
	Now func() time.Time
}

// System is this machine. now is its OS clock.
func System(now func() time.Time) Host {
	return Host{OS: runtime.GOOS, Root: os.DirFS("/"), Now: now}
}

// Found is what looking came to.
type Found struct {
	List []Instance `json:"list,omitempty"`
	// NotLooked says why nobody looked, or not to the end; "" where that was done.
	NotLooked string `json:"not_looked,omitempty"`
}

// None reports whether it is known that no AEM runs here.
func (f Found) None() bool { return f.NotLooked == "" && len(f.List) == 0 }

// Store is where a repository keeps its nodes.
type Store string

// The node stores of Apache Oak.
const (
	StoreUnknown  Store = ""
	StoreTar      Store = "tar"      // files of its own (SegmentNodeStore)
	StoreDocument Store = "document" // MongoDB or a database (DocumentNodeStore)
)

// Instance is an AEM that runs. Unknown names, by field, what could not be read and
// why; zero values are then not known.
type Instance struct {
	PID      int      `json:"pid"`
	Folder   string   `json:"folder,omitempty"` // in which crx-quickstart lies
	RunModes []string `json:"run_modes,omitempty"`
	Port     int      `json:"port,omitempty"`
	Store    Store    `json:"store,omitempty"`
	StoreBy  string   `json:"store_by,omitempty"` // what says so
	Logs     string   `json:"logs,omitempty"`     // folder

	// Zone is the JVM's time zone by its name, ZoneBy what set it. The offset is
	// east of UTC, and valid where ZoneKnown.
	Zone       string        `json:"zone,omitempty"`
	ZoneBy     string        `json:"zone_by,omitempty"`
	ZoneOffset time.Duration `json:"zone_offset,omitempty"`
	ZoneKnown  bool          `json:"zone_known,omitempty"`

	// Proxies are the HTTP proxies that it is told to use, host:port.
	Proxies []string `json:"proxies,omitempty"`
	// Container: it runs in one, seen from outside.
	Container bool `json:"container,omitempty"`

	Unknown map[string]string `json:"unknown,omitempty"`
}

// Author reports whether it is an author: by its run modes.
func (i Instance) Author() bool { return slices.Contains(i.RunModes, "author") }

// Find looks for AEMs among the processes. It returns within a few seconds.
func Find(ctx context.Context, host Host) Found {
	if host.OS != "linux" {
		return Found{NotLooked: "AEM is looked for on Linux only"}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	result := make(chan Found, 1)
	go func() { result <- look(ctx, host) }()
	select {
	case found := <-result:
		return found
	case <-ctx.Done():
		return Found{NotLooked: "reading the processes took too long"}
	}
}

func look(ctx context.Context, host Host) Found {
	entries, err := fs.ReadDir(host.Root, "proc")
	if err != nil {
		return Found{NotLooked: "the list of processes (/proc) cannot be read"}
	}
	var found Found
	for i, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if ctx.Err() != nil || i > maxProcesses {
			found.NotLooked = "there are too many processes to look at all"
			break
		}
		line := commandLine(host, pid)
		if !isAEM(line) {
			continue
		}
		instance := read(host, pid, line)
		found.List = merge(found.List, instance)
		if len(found.List) == maxInstances {
			break
		}
	}
	// Where processes of others are hidden (hidepid, proc(5)), the first one is too.
	if _, err := fs.Stat(host.Root, proc(1, "cmdline")); err != nil && len(found.List) == 0 && found.NotLooked == "" {
		found.NotLooked = "processes of other users are hidden from this one"
	}
	return found
}

// merge adds an instance. The jar that people start forks the one that works: two
// processes then belong to one folder, and the one that says more is kept.
func merge(list []Instance, one Instance) []Instance {
	for i, known := range list {
		if one.Folder == "" || known.Folder != one.Folder || known.Container != one.Container {
			continue
		}
		if len(one.RunModes) > len(known.RunModes) || known.Port == 0 && one.Port != 0 {
			list[i] = one
		}
		return list
	}
	return append(list, one)
}

// commandLine is a process's command line; nothing where it may not be read, or
// where the process has ended.
func commandLine(host Host, pid int) []string {
	data, err := readSmall(host, proc(pid, "cmdline"))
	if err != nil || len(data) == 0 {
		return nil
	}
	return strings.Split(strings.TrimRight(string(data), "\x00"), "\x00")
}

func proc(pid int, name string) string { return path.Join("proc", strconv.Itoa(pid), name) }

// readSmall reads the beginning of a regular file.
func readSmall(host Host, name string) ([]byte, error) {
	info, err := fs.Stat(host.Root, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrInvalid
	}
	file, err := host.Root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data := make([]byte, 0, 4096)
	for len(data) < maxFile {
		chunk := make([]byte, 4096)
		n, err := file.Read(chunk)
		data = append(data, chunk[:n]...)
		if err != nil {
			break // the end, or as far as it goes
		}
	}
	return data, nil
}

// clean is for names that are kept.
func clean(text string) string { return diagnostics.Clean(text, 300) }
