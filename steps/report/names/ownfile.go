package names

import (
	"slices"
	"strings"
	"unicode"

	"unskew/steps/report/standin"
)

// configured is a file in which time servers stand. Where an administrator chose its
// name, that may be the company's.
func (f *finder) configured(file string) {
	if strings.HasPrefix(file, "/") && !strings.HasPrefix(file, "/run/") && !ofSystems(file) {
		f.table.Add(standin.Path, file)
	}
}

// ofSystems reports whether a path is made of words that systems and their packages
// name such files by. Digits and signs count for nothing.
func ofSystems(path string) bool {
	for _, word := range strings.FieldsFunc(strings.ToLower(path), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if !slices.Contains([]string{
			"etc", "usr", "var", "lib", "local", "share", "opt", "private", "library", "default", "defaults", "sysconfig", "conf", "config", "d",
			"systemd", "system", "network", "netconfig", "timesync", "timesyncd", "networkd", "dhclient", "dhcp", "leases", "cloud", "init", "vendor", "preset",
			"chrony", "chronyd", "ntp", "ntpd", "ntpsec", "openntpd", "ntpservers", "step", "tickers", "server", "servers", "source", "sources", "pool", "pools",
			"time", "clock", "ptp", "phc", "ubuntu", "debian", "fedora", "redhat", "centos", "suse", "opensuse", "aws", "amazon", "azure", "google", "gce",
		}, word) {
			return false
		}
	}
	return true
}
