package hostclock

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"unskew/diagnostics"
)

// zoneOf returns the name of the host's time zone and its rules. The rules are
// read anew at each call, because Go's own time.Local is frozen at the start of
// the program, and a person may correct the zone while it runs. The error says
// what is doubtful; the zone is the best one known in spite of it.
func zoneOf(root fs.FS, env lookup) (string, *time.Location, error) {
	if value, set := env("TZ"); set {
		return zoneOfVariable(root, value)
	}
	name := zoneOfLink(root)
	other := zoneOfFiles(root)
	var doubt error
	switch {
	case name == "":
		name = other
	case other != "" && other != name && !sameRules(root, name, other):
		// Programs differ in which they believe: a JVM may follow the other.
		doubt = fmt.Errorf("/etc/localtime says %s, /etc/timezone says %s", name, other)
	}
	data, err := readFile(root, "etc/localtime")
	if errors.Is(err, fs.ErrNotExist) && name != "" {
		// Without rules it is UTC (tzset(3)), whatever other files say: either the
		// file is not there, or its link leads to rules that are not installed.
		return "UTC", time.UTC, fmt.Errorf("UTC, because /etc/localtime has no rules; it should be %s", name)
	}
	if err != nil {
		return name, nil, err
	}
	location, err := time.LoadLocationFromTZData(name, []byte(data))
	if err != nil {
		return name, nil, errors.Join(doubt, errors.New("/etc/localtime is no time zone file"))
	}
	return name, location, doubt
}

// zoneOfVariable reads TZ as Go and the C library do: empty is UTC, a leading
// colon means nothing, a path may lead into the data base.
func zoneOfVariable(root fs.FS, value string) (string, *time.Location, error) {
	value = strings.TrimPrefix(value, ":")
	if value == "" || value == "UTC" {
		return "UTC", time.UTC, nil
	}
	name := afterZoneinfo(value)
	if name == "" {
		name = diagnostics.Clean(value, mostText)
	}
	location, err := load(root, name)
	return name, location, err
}

// zoneOfLink returns the zone that the link /etc/localtime leads to.
func zoneOfLink(root fs.FS) string {
	target, err := fs.ReadLink(root, "etc/localtime")
	if err != nil {
		return ""
	}
	return afterZoneinfo(target)
}

// zoneOfFiles returns the name that Debian and old releases of Red Hat's
// systems keep beside a copied /etc/localtime.
func zoneOfFiles(root fs.FS) string {
	if line, err := readLine(root, "etc/timezone"); err == nil && zoneName(line) {
		return line
	}
	text, err := readFile(root, "etc/sysconfig/clock")
	if err != nil {
		return ""
	}
	if name := assignment(text, "ZONE"); zoneName(name) {
		return name
	}
	return ""
}

func afterZoneinfo(path string) string {
	_, name, found := strings.Cut(path, "zoneinfo/")
	// The data base repeats itself below these two.
	name = strings.TrimPrefix(strings.TrimPrefix(name, "posix/"), "right/")
	if !found || !zoneName(name) {
		return ""
	}
	return name
}

// zoneName reports whether a word may be an IANA name: letters, digits, and a
// few signs, relative, with no way up.
func zoneName(name string) bool {
	if name == "" || len(name) > 64 || !fs.ValidPath(name) || name == "." {
		return false
	}
	for _, r := range name {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune("_+-/", r) {
			return false
		}
	}
	return true
}

// load reads a zone from the host's data base, else from Go's.
func load(root fs.FS, name string) (*time.Location, error) {
	if !zoneName(name) {
		return nil, fmt.Errorf("%q is no name of a time zone", name)
	}
	if data, err := readFile(root, "usr/share/zoneinfo/"+name); err == nil {
		if location, err := time.LoadLocationFromTZData(name, []byte(data)); err == nil {
			return location, nil
		}
	}
	location, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("the rules of the zone %s are not there", name)
	}
	return location, nil
}

// sameRules reports whether two names mean one zone (Etc/UTC and UTC).
func sameRules(root fs.FS, a, b string) bool {
	const folder = "usr/share/zoneinfo/"
	one, err := readFile(root, folder+a)
	if err != nil {
		return false
	}
	other, err := readFile(root, folder+b)
	return err == nil && one == other
}
