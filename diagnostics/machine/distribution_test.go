package machine

import (
	"reflect"
	"testing"
	"testing/fstest"
)

type system struct {
	name   string
	files  fstest.MapFS
	want   Distribution
	family string
}

func osReleaseOf(content string) fstest.MapFS { return fstest.MapFS{"etc/os-release": text(content)} }

func redHats() []system {
	return []system{
		{
			"RHEL 8.9", osReleaseOf("NAME=\"Red Hat Enterprise Linux\"\nVERSION=\"8.9 (Ootpa)\"\nID=\"rhel\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"8.9\"\nPLATFORM_ID=\"platform:el8\"\nPRETTY_NAME=\"Red Hat Enterprise Linux 8.9 (Ootpa)\"\n"),
			Distribution{ID: "rhel", Version: "8.9", Like: []string{"fedora"}, Name: "Red Hat Enterprise Linux 8.9 (Ootpa)"},
			"rhel",
		},
		{
			"Rocky 9", osReleaseOf("NAME=\"Rocky Linux\"\nVERSION=\"9.3 (Blue Onyx)\"\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.3\"\nPRETTY_NAME=\"Rocky Linux 9.3 (Blue Onyx)\"\n"),
			Distribution{ID: "rocky", Version: "9.3", Like: []string{"rhel", "centos", "fedora"}, Name: "Rocky Linux 9.3 (Blue Onyx)"},
			"rhel",
		},
		{
			"CentOS 7",
			fstest.MapFS{
				"etc/os-release":     text("NAME=\"CentOS Linux\"\nVERSION=\"7 (Core)\"\nID=\"centos\"\nID_LIKE=\"rhel fedora\"\nVERSION_ID=\"7\"\nPRETTY_NAME=\"CentOS Linux 7 (Core)\"\n\nCENTOS_MANTISBT_PROJECT=\"CentOS-7\"\n"),
				"etc/centos-release": text("CentOS Linux release 7.9.2009 (Core)\n"),
			},
			Distribution{ID: "centos", Version: "7", Like: []string{"rhel", "fedora"}, Name: "CentOS Linux 7 (Core)"},
			"rhel",
		},
		{
			"CentOS 6",
			fstest.MapFS{
				"etc/centos-release": text("CentOS release 6.10 (Final)\n"),
				"etc/redhat-release": link("centos-release"),
				"etc/system-release": link("centos-release"),
			},
			Distribution{ID: "centos", Version: "6.10", Like: []string{"rhel"}, Name: "CentOS release 6.10 (Final)"},
			"rhel",
		},
		{
			"RHEL 6",
			fstest.MapFS{"etc/redhat-release": text("Red Hat Enterprise Linux Server release 6.9 (Santiago)\n")},
			Distribution{ID: "rhel", Version: "6.9", Name: "Red Hat Enterprise Linux Server release 6.9 (Santiago)"},
			"rhel",
		},
		{
			"Oracle Linux 8", osReleaseOf("NAME=\"Oracle Linux Server\"\nVERSION=\"8.9\"\nID=\"ol\"\nID_LIKE=\"fedora\"\nVARIANT=\"Server\"\nVERSION_ID=\"8.9\"\nPRETTY_NAME=\"Oracle Linux Server 8.9\"\n"),
			Distribution{ID: "ol", Version: "8.9", Like: []string{"fedora"}, Name: "Oracle Linux Server 8.9"},
			"rhel",
		},
		{
			"Oracle Linux 6, beside Red Hat's file",
			fstest.MapFS{
				"etc/oracle-release": text("Oracle Linux Server release 6.10\n"),
				"etc/redhat-release": text("Red Hat Enterprise Linux Server release 6.10 (Santiago)\n"),
			},
			Distribution{ID: "ol", Version: "6.10", Like: []string{"rhel"}, Name: "Oracle Linux Server release 6.10"},
			"rhel",
		},
		{
			"Amazon Linux 2", osReleaseOf("NAME=\"Amazon Linux\"\nVERSION=\"2\"\nID=\"amzn\"\nID_LIKE=\"centos rhel fedora\"\nVERSION_ID=\"2\"\nPRETTY_NAME=\"Amazon Linux 2\"\n"),
			Distribution{ID: "amzn", Version: "2", Like: []string{"centos", "rhel", "fedora"}, Name: "Amazon Linux 2"},
			"amazon",
		},
		{
			"Amazon Linux 2023", osReleaseOf("NAME=\"Amazon Linux\"\nVERSION=\"2023\"\nID=\"amzn\"\nID_LIKE=\"fedora\"\nVERSION_ID=\"2023\"\nPRETTY_NAME=\"Amazon Linux 2023.6.20241010\"\n"),
			Distribution{ID: "amzn", Version: "2023", Like: []string{"fedora"}, Name: "Amazon Linux 2023.6.20241010"},
			"amazon",
		},
		{
			"CoreOS, an image",
			fstest.MapFS{
				"etc/os-release":    text("ID=fedora\nVERSION_ID=40\nPRETTY_NAME=\"Fedora CoreOS 40\"\nVARIANT_ID=coreos\n"),
				"run/ostree-booted": text(""),
			},
			Distribution{ID: "fedora", Version: "40", Name: "Fedora CoreOS 40", Image: true},
			"rhel",
		},
	}
}

func otherSystems() []system {
	return []system{
		{
			"Debian 12",
			fstest.MapFS{
				"usr/lib/os-release": text("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nVERSION=\"12 (bookworm)\"\nVERSION_CODENAME=bookworm\nID=debian\n"),
				"etc/os-release":     link("../usr/lib/os-release"),
			},
			Distribution{ID: "debian", Version: "12", Name: "Debian GNU/Linux 12 (bookworm)"},
			"debian",
		},
		{
			"Ubuntu 24.04", osReleaseOf("PRETTY_NAME=\"Ubuntu 24.04.1 LTS\"\nNAME=\"Ubuntu\"\nVERSION_ID=\"24.04\"\nID=ubuntu\nID_LIKE=debian\nUBUNTU_CODENAME=noble\n"),
			Distribution{ID: "ubuntu", Version: "24.04", Like: []string{"debian"}, Name: "Ubuntu 24.04.1 LTS"},
			"debian",
		},
		{
			"SLES 12", osReleaseOf("NAME=\"SLES\"\nVERSION=\"12-SP5\"\nVERSION_ID=\"12.5\"\nPRETTY_NAME=\"SUSE Linux Enterprise Server 12 SP5\"\nID=\"sles\"\n"),
			Distribution{ID: "sles", Version: "12.5", Name: "SUSE Linux Enterprise Server 12 SP5"},
			"suse",
		},
		{
			"SLES 15", osReleaseOf("NAME=\"SLES\"\nVERSION=\"15-SP5\"\nVERSION_ID=\"15.5\"\nPRETTY_NAME=\"SUSE Linux Enterprise Server 15 SP5\"\nID=\"sles\"\nID_LIKE=\"suse\"\n"),
			Distribution{ID: "sles", Version: "15.5", Like: []string{"suse"}, Name: "SUSE Linux Enterprise Server 15 SP5"},
			"suse",
		},
		{
			"SLES 11",
			fstest.MapFS{"etc/SuSE-release": text("SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n")},
			Distribution{ID: "sles", Version: "11", Like: []string{"suse"}, Name: "SUSE Linux Enterprise Server 11 (x86_64)"},
			"suse",
		},
		{
			"openSUSE", osReleaseOf("NAME=\"openSUSE Leap\"\nID=\"opensuse-leap\"\nVERSION_ID=\"15.6\"\n"),
			Distribution{ID: "opensuse-leap", Version: "15.6", Name: "openSUSE Leap 15.6"},
			"suse",
		},
		{
			"Alpine 3.20",
			fstest.MapFS{
				"etc/os-release":     text("NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME=\"Alpine Linux v3.20\"\n"),
				"etc/alpine-release": text("3.20.3\n"),
			},
			Distribution{ID: "alpine", Version: "3.20.3", Name: "Alpine Linux v3.20"},
			"alpine",
		},
		{
			"Arch", osReleaseOf("NAME=\"Arch Linux\"\nPRETTY_NAME=\"Arch Linux\"\nID=arch\nBUILD_ID=rolling\n"),
			Distribution{ID: "arch", Name: "Arch Linux"},
			"arch",
		},
		{
			"an old Debian",
			fstest.MapFS{"etc/debian_version": text("6.0.10\n")},
			Distribution{ID: "debian", Version: "6.0.10", Name: "Debian GNU/Linux 6.0.10"},
			"debian",
		},
		{
			"one of many", osReleaseOf("ID=void\nNAME='Void \\\"x\\\"'\n"),
			Distribution{ID: "void", Name: `Void "x"`},
			"",
		},
		{"none", fstest.MapFS{}, Distribution{}, ""},
		{"a file that is none", fstest.MapFS{"etc/os-release": text("\x00\x01\xff=\n[x]\n"), "etc/redhat-release": text("\x7fELF")}, Distribution{}, ""},
	}
}

func TestDistribution(t *testing.T) {
	count := 0
	for _, c := range append(redHats(), otherSystems()...) {
		count++
		got, err := hostOf(c.files, nil).distribution()
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, c.want)
		}
		if (err != nil) != (c.want.ID == "") {
			t.Errorf("%s: error %v", c.name, err)
		}
		if family := got.Family(); family != c.family {
			t.Errorf("%s: family %q, want %q", c.name, family, c.family)
		}
	}
	if count != 22 {
		t.Errorf("%d systems, want 22", count)
	}
}

// TestMacVersion: the file is as Apple's documentation and releases have it, and
// was written by hand.
func TestMacVersion(t *testing.T) {
	const plist = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>ProductBuildVersion</key>
	<string>23G93</string>
	<key>ProductName</key>
	<string>macOS</string>
	<key>ProductVersion</key>
	<string>14.6.1</string>
</dict>
</plist>
`
	host := Host{OS: "darwin", Root: fstest.MapFS{"System/Library/CoreServices/SystemVersion.plist": text(plist)}}
	got, err := host.distribution()
	want := Distribution{ID: "macos", Version: "14.6.1", Name: "macOS 14.6.1"}
	if err != nil || !reflect.DeepEqual(got, want) || got.Family() != "macos" {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	if _, err := (Host{OS: "darwin", Root: fstest.MapFS{}}).distribution(); err == nil {
		t.Error("without the file there is no error")
	}
}
