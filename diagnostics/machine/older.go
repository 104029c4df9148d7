package machine

import (
	"slices"
	"strings"
)

// olderRelease is a file of the time before os-release.
type olderRelease struct {
	file string
	read func(line string) Distribution
}

// olderReleases is in the order of asking: rebuilds keep Red Hat's file beside
// their own.
func olderReleases() []olderRelease {
	return []olderRelease{
		{"etc/oracle-release", releaseLine},
		{"etc/centos-release", releaseLine},
		{"etc/redhat-release", releaseLine},
		{"etc/system-release", releaseLine},
		{"etc/SuSE-release", suseRelease},
		{"etc/alpine-release", func(line string) Distribution { return versionOnly("alpine", "Alpine Linux", line) }},
		{"etc/debian_version", func(line string) Distribution { return versionOnly("debian", "Debian GNU/Linux", line) }},
	}
}

// releaseLine reads "CentOS release 6.10 (Final)".
func releaseLine(line string) Distribution {
	name, rest, found := strings.Cut(line, " release ")
	if !found {
		return Distribution{}
	}
	d := Distribution{Name: line}
	if words := strings.Fields(rest); len(words) > 0 && startsWithDigit(words[0]) {
		d.Version = words[0]
	}
	for _, known := range []struct{ prefix, id string }{
		{"Red Hat Enterprise Linux", "rhel"},
		{"CentOS", "centos"},
		{"Oracle Linux", "ol"},
		{"Enterprise Linux Enterprise Linux", "ol"},
		{"Scientific Linux", "scientific"},
		{"Fedora", "fedora"},
		{"Amazon Linux", "amzn"},
	} {
		if strings.HasPrefix(name, known.prefix) {
			d.ID = known.id
		}
	}
	if slices.Contains([]string{"centos", "ol", "scientific"}, d.ID) {
		d.Like = []string{"rhel"}
	}
	return d
}

// suseRelease reads "SUSE Linux Enterprise Server 11 (x86_64)".
func suseRelease(line string) Distribution {
	d := Distribution{Like: []string{"suse"}, Name: line}
	switch {
	case strings.HasPrefix(line, "SUSE Linux Enterprise"):
		d.ID = "sles"
	case strings.HasPrefix(line, "openSUSE"):
		d.ID = "opensuse"
	default:
		return Distribution{}
	}
	for word := range strings.FieldsSeq(line) {
		if startsWithDigit(word) {
			d.Version = word
		}
	}
	return d
}

func versionOnly(id, name, version string) Distribution {
	return Distribution{ID: id, Version: version, Name: name + " " + version}
}

func startsWithDigit(word string) bool { return word != "" && word[0] >= '0' && word[0] <= '9' }
