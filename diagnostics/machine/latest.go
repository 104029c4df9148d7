package machine

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"unskew/diagnostics"
)

// Bounds of the walk through the logs.
const (
	mostLogs  = 4000
	mostDepth = 4
	// future is how far after the OS clock a file's time has to be to be told. A
	// file that is being written has a time of now; one on a server of files has
	// the time of that server's clock.
	future = time.Minute
)

// readLatestFile looks for the log file with the latest time. A log gets the
// time of the OS clock when it is written, so one that is stamped later than the
// clock shows is left from when the clock was further on.
func readLatestFile(ctx context.Context, host Host) (fill, error) {
	if host.Clock == nil || host.Root == nil {
		return nil, errors.ErrUnsupported
	}
	walk := logWalk{root: host.Root, left: mostLogs}
	folders := []string{"var/log"}
	if host.system() == "windows" {
		folders = []string{"Windows/Logs", "Windows/System32/LogFiles", "Windows/System32/winevt/Logs"}
	}
	for _, folder := range folders {
		walk.folder(ctx, folder, mostDepth)
	}
	var err error
	if ctx.Err() != nil || walk.left <= 0 {
		err = errors.New("not all log files were looked at")
	}
	latest := walk.latest
	if latest.Time.Before(host.Clock.Wall().Add(future)) {
		return nil, err
	}
	return func(m *Machine) { m.LatestFile = &latest }, err
}

// logWalk remembers the latest file that it has passed.
type logWalk struct {
	root   fs.FS
	left   int // how many more files and folders are looked at
	latest File
}

// folder looks at a folder in portions, and then at the folders in it. What
// cannot be read is left out; links are not followed.
func (w *logWalk) folder(ctx context.Context, name string, depth int) {
	const portion = 256
	file, err := w.root.Open(name)
	if err != nil {
		return
	}
	folder, ok := file.(fs.ReadDirFile)
	var below []string
	for ok && w.left > 0 && ctx.Err() == nil {
		entries, err := folder.ReadDir(portion)
		for _, entry := range entries[:min(len(entries), w.left)] {
			w.left--
			switch entryPath := path.Join(name, entry.Name()); {
			case entry.IsDir():
				below = append(below, entryPath)
			case entry.Type().IsRegular():
				w.file(entryPath, entry)
			}
		}
		if err != nil || len(entries) == 0 {
			break
		}
	}
	if closer, ok := file.(io.Closer); ok {
		_ = closer.Close() // it was only read
	}
	if depth <= 1 {
		return
	}
	slices.Sort(below)
	for _, name := range below {
		if w.left <= 0 || ctx.Err() != nil {
			return
		}
		w.folder(ctx, name, depth-1)
	}
}

func (w *logWalk) file(name string, entry fs.DirEntry) {
	info, err := entry.Info()
	if err != nil {
		return
	}
	changed := info.ModTime()
	if changed.After(w.latest.Time) {
		w.latest = File{Path: shown(name), Time: changed.UTC()}
	}
}

// shown is how a path is told to people.
func shown(name string) string { return diagnostics.Clean("/"+name, 2*mostText) }

// readTimeFiles reads the times of the files that time services touch: the drift
// about hourly (chronyd, ntpd), the clock file of systemd-timesyncd at each
// answer of its server.
func readTimeFiles(ctx context.Context, host Host) (fill, error) {
	if host.system() != "linux" {
		return nil, nil
	}
	if host.Root == nil {
		return nil, errors.ErrUnsupported
	}
	var found []File
	for _, name := range []string{
		"var/lib/systemd/timesync/clock", "var/lib/private/systemd/timesync/clock",
		"var/lib/chrony/drift", "var/lib/chrony/chrony.drift",
		"var/lib/ntp/drift", "var/lib/ntp/ntp.drift", "var/lib/ntp/drift/ntp.drift", "var/lib/ntpsec/ntp.drift",
		"var/db/ntpd.drift", "etc/adjtime",
	} {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		info, err := fs.Stat(host.Root, name)
		private := strings.Replace(name, "/private", "", 1) // where the one above is a link to
		if err == nil && info.Mode().IsRegular() && !slices.ContainsFunc(found, func(f File) bool { return f.Path == "/"+private }) {
			found = append(found, File{Path: "/" + name, Time: info.ModTime().UTC()})
		}
	}
	return func(m *Machine) { m.TimeFiles = found }, nil
}
