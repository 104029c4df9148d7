package machine

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"unskew/diagnostics"
)

// Distribution is the operating system by name and version, in the words of
// os-release(5).
type Distribution struct {
	ID      string   `json:"id,omitempty"`      // "rhel", "debian", "macos", "windows"
	Version string   `json:"version,omitempty"` // VERSION_ID: "8.9", "12", "" for a rolling one
	Like    []string `json:"like,omitempty"`    // ID_LIKE, the closest first
	Name    string   `json:"name,omitempty"`    // PRETTY_NAME, for people
	// Image says that the system is an image (rpm-ostree, transactional-update,
	// snaps alone): packages are not installed by the usual command.
	Image bool `json:"image,omitempty"`
}

// Family names the distributions that share commands, packages and places:
// "rhel", "debian", "suse", "alpine", "arch", "amazon", "macos", "windows"; ""
// is another one, or not known.
func (d Distribution) Family() string {
	families := map[string]string{
		"amzn": "amazon", "macos": "macos", "windows": "windows",
		"rhel": "rhel", "centos": "rhel", "fedora": "rhel", "rocky": "rhel", "almalinux": "rhel", "ol": "rhel",
		"debian": "debian", "ubuntu": "debian",
		"suse": "suse", "sles": "suse", "sled": "suse", "sles_sap": "suse", "opensuse": "suse",
		"alpine": "alpine",
		"arch":   "arch",
	}
	for _, id := range append([]string{d.ID}, d.Like...) {
		if family := families[id]; family != "" {
			return family
		}
		if strings.HasPrefix(id, "opensuse-") {
			return "suse"
		}
	}
	return ""
}

func readDistribution(_ context.Context, host Host) (fill, error) {
	d, err := host.distribution()
	return func(m *Machine) { m.Distribution = d }, err
}

func (h Host) distribution() (Distribution, error) {
	switch h.system() {
	case "windows":
		return h.Windows.distribution()
	case "darwin":
		text, err := readText(h.Root, "System/Library/CoreServices/SystemVersion.plist")
		return systemVersion(text), err
	}
	d, err := linuxDistribution(h.Root)
	d.Image = exists(h.Root, "run/ostree-booted") ||
		slices.Contains([]string{"sle-micro", "sl-micro", "suse-microos", "opensuse-microos", "ubuntu-core"}, d.ID)
	return d, err
}

func linuxDistribution(root fs.FS) (Distribution, error) {
	var problem error
	for _, name := range []string{"etc/os-release", "usr/lib/os-release"} {
		text, err := readText(root, name)
		if d := osRelease(text); d.ID != "" {
			return d, nil
		}
		if err == nil {
			err = errors.New("/" + name + " names no system")
		}
		if problem == nil || errors.Is(problem, fs.ErrNotExist) {
			problem = err
		}
	}
	for _, old := range olderReleases() {
		line, err := readLine(root, old.file)
		if err != nil || line == "" {
			continue
		}
		if d := old.read(line); d.ID != "" {
			return d, nil
		}
	}
	return Distribution{}, problem
}

// osRelease reads os-release(5). Without an ID it is "linux", says the manual;
// here that is not known.
func osRelease(text string) Distribution {
	d := Distribution{
		ID:      strings.ToLower(assignment(text, "ID")),
		Version: assignment(text, "VERSION_ID"),
		Like:    strings.Fields(strings.ToLower(assignment(text, "ID_LIKE"))),
		Name:    assignment(text, "PRETTY_NAME"),
	}
	if d.Name == "" {
		d.Name = strings.TrimSpace(assignment(text, "NAME") + " " + d.Version)
	}
	if len(d.Like) == 0 {
		d.Like = nil
	}
	return d
}

// assignment returns the value of KEY=value or KEY="value" in a file of the
// shell's style. Of several the last one counts, as in a shell.
func assignment(text, key string) string {
	unescape := strings.NewReplacer(`\"`, `"`, `\$`, `$`, `\\`, `\`, "\\`", "`")
	found := ""
	for line := range strings.Lines(text) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || name != key {
			continue
		}
		if len(value) >= 2 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0] {
			value = value[1 : len(value)-1]
		}
		found = diagnostics.Clean(unescape.Replace(value), mostText)
	}
	return found
}
