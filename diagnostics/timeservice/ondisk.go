package timeservice

import (
	"context"
	"io"
	"io/fs"
	"path"
	"strings"
)

// onDisk returns every service, with what the host's files tell of it.
func onDisk(ctx context.Context, root fs.FS) []Service {
	running, all := processes(ctx, root)
	owner := ntpdOwner(root)
	var services []Service
	for _, k := range kinds() {
		s := Service{Name: k.name, Installed: k.program(root)}
		rival := k.process == "ntpd" && k.name != owner
		if rival {
			s.Installed = false
		} else {
			s.PID = running[k.process]
			s.Running = s.PID != 0
			s.Unit = k.unit(root)
		}
		if !all && !s.Running {
			s.unknown("running", "the processes of other users are hidden from this one")
		}
		if !rival {
			s.Enabled = enabled(root, k, s.Unit)
		}
		services = append(services, s)
	}
	return services
}

// enabled says from the files whether a service starts with the host, in the
// words of systemctl(1), is-enabled: systemd itself knows better, where it can
// be asked.
func enabled(root fs.FS, k kind, unit string) string {
	for _, name := range k.units {
		if masked(root, name) {
			return "masked"
		}
	}
	if unit == "" {
		return enabledScript(root, k)
	}
	if wanted(root, unit) {
		return "enabled"
	}
	if text, _ := head(root, unitFile(root, unit)); !strings.Contains(text, "[Install]") {
		return "static"
	}
	return "disabled"
}

// masked reports whether a link to /dev/null, or an empty file, stands in the
// place of a unit.
func masked(root fs.FS, unit string) bool {
	for _, folder := range unitFolders()[:2] {
		name := rooted(path.Join(folder, unit))
		if target, err := fs.ReadLink(root, name); err == nil && target == "/dev/null" {
			return true
		}
		if info, err := fs.Lstat(root, name); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
			return true
		}
	}
	return false
}

// wanted reports whether some target of systemd asks for the unit.
func wanted(root fs.FS, unit string) bool {
	for _, folder := range unitFolders()[:2] {
		for _, kind := range []string{"*.wants", "*.requires"} {
			links, err := fs.Glob(root, rooted(path.Join(folder, kind, unit)))
			if err == nil && len(links) > 0 {
				return true
			}
		}
	}
	return false
}

// enabledScript is for hosts without systemd: a script of the service, and
// links that start it in the runlevels with a network.
func enabledScript(root fs.FS, k kind) string {
	for _, unit := range k.units {
		script := strings.TrimSuffix(unit, ".service")
		if _, err := fs.Stat(root, rooted("/etc/init.d/"+script)); err != nil {
			continue
		}
		for _, folder := range []string{"/etc/rc[2-5].d", "/etc/rc.d/rc[2-5].d"} {
			links, err := fs.Glob(root, rooted(folder+"/S[0-9][0-9]"+script))
			if err == nil && len(links) > 0 {
				return "enabled"
			}
		}
		return "disabled"
	}
	return ""
}

// head returns the beginning of a file as text.
func head(root fs.FS, file string) (string, error) {
	opened, err := root.Open(rooted(file))
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(io.LimitReader(opened, mostHead))
	if closeErr := opened.Close(); err == nil {
		err = closeErr
	}
	return strings.ToValidUTF8(string(data), "\uFFFD"), err
}

// mostHead is read at most of a unit or of a file of /proc.
const mostHead = 64 << 10
