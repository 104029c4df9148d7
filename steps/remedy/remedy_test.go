package remedy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/machine"
	"unskew/diagnostics/timeservice"
)

// places by a short name.
func places() map[string]Place {
	linux := func(id, version, init string) Place {
		return Place{OS: "linux/amd64", Zone: "Europe/Vienna", Machine: machine.Machine{
			Init: init, Distribution: machine.Distribution{ID: id, Version: version},
		}}
	}
	list := map[string]Place{
		"rhel9": linux("rhel", "9.4", "systemd"), "centos7": linux("centos", "7", "systemd"), "centos6": linux("centos", "6.10", "sysvinit"),
		"fedora": linux("fedora", "41", "systemd"), "amazon": linux("amzn", "2023", "systemd"),
		"debian12": linux("debian", "12", "systemd"), "debian8": linux("debian", "8", "systemd"), "ubuntu": linux("ubuntu", "24.04", "systemd"), "devuan": linux("devuan", "5", "sysvinit"),
		"sles15": linux("sles", "15.5", "systemd"), "sles12": linux("sles", "12.5", "systemd"),
		"alpine": linux("alpine", "3.20", "openrc"), "arch": linux("arch", "", "systemd"), "unknown": linux("", "", ""),
		"words only": {OS: "linux/amd64 Red Hat Enterprise Linux 8.9 (Ootpa)"},
		"windows":    {OS: "windows/amd64", Machine: machine.Machine{Init: "windows"}},
		"macos":      {OS: "darwin/arm64", Machine: machine.Machine{Init: "launchd"}},
	}
	devuan := list["devuan"]
	devuan.Machine.Distribution.Like = []string{"debian"}
	list["devuan"] = devuan
	return list
}

func service(name string) timeservice.Service {
	return timeservice.Service{Name: name, Installed: true, Running: true, Enabled: "enabled"}
}

// typedLines are the lines of commands, with one behind another.
func typedLines(commands []Command) string {
	var lines []string
	for _, c := range commands {
		lines = append(lines, c.Line)
	}
	return strings.Join(lines, "; ")
}

func TestInstall(t *testing.T) {
	cases := map[string]string{
		"rhel9":      "dnf install -y chrony; (in /etc/chrony.conf, add the line: server <your-time-server> iburst); systemctl enable --now chronyd",
		"fedora":     "dnf install -y chrony; (in /etc/chrony.conf, add the line: server <your-time-server> iburst); systemctl enable --now chronyd",
		"words only": "dnf install -y chrony; (in /etc/chrony.conf, add the line: server <your-time-server> iburst); systemctl enable --now chronyd",
		"centos7":    "yum install -y chrony; (in /etc/chrony.conf, add the line: server <your-time-server> iburst); systemctl enable --now chronyd",
		"centos6":    "yum install -y ntp; (in /etc/ntp.conf, add the line: server <your-time-server> iburst); chkconfig ntpd on; service ntpd start",
		"amazon":     "yum install -y chrony; (in /etc/chrony.conf, add the line: server <your-time-server> iburst); systemctl enable --now chronyd",
		"debian12":   "apt-get install -y chrony; (in /etc/chrony/chrony.conf, add the line: server <your-time-server> iburst); systemctl restart chrony",
		"debian8":    "apt-get install -y chrony; (in /etc/chrony/chrony.conf, add the line: server <your-time-server> iburst); systemctl restart chrony",
		"ubuntu":     "apt-get install -y chrony; (in /etc/chrony/chrony.conf, add the line: server <your-time-server> iburst); systemctl restart chrony",
		"devuan":     "apt-get install -y chrony; (in /etc/chrony/chrony.conf, add the line: server <your-time-server> iburst); service chrony restart",
		"sles15":     "zypper --non-interactive install chrony; (in /etc/chrony.conf, add the line: server <your-time-server> iburst); systemctl enable --now chronyd",
		"sles12":     "zypper --non-interactive install ntp; (in /etc/ntp.conf, add the line: server <your-time-server> iburst); systemctl enable --now ntpd",
		"alpine":     "apk add chrony; (in /etc/chrony/chrony.conf, add the line: server <your-time-server> iburst); rc-update add chronyd default; rc-service chronyd start",
		"arch":       "pacman -S --noconfirm --needed chrony; (in /etc/chrony.conf, add the line: server <your-time-server> iburst); systemctl enable --now chronyd",
		"windows":    "w32tm /register; sc.exe config w32time start= auto; net start w32time; w32tm /resync",
		"macos":      "systemsetup -setusingnetworktime on",
	}
	for name, want := range cases {
		if got := typedLines(Install(places()[name])); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	if got := typedLines(Install(places()["unknown"])); !strings.Contains(got, "usually the package chrony") {
		t.Errorf("an unknown distribution: %s", got)
	}
	image := places()["rhel9"]
	image.Machine.Distribution.Image = true
	if got := Install(image); len(got) != 1 || !got[0].ByHand || !strings.Contains(got[0].Line, "builds this image") {
		t.Errorf("an image: %s", typedLines(got))
	}
	if len(cases) != len(places())-1 {
		t.Errorf("%d places were tried of %d", len(cases), len(places()))
	}
}

// TestNeverASecondService: where one is installed, none is.
func TestNeverASecondService(t *testing.T) {
	ran := 0
	for name, p := range places() {
		for _, other := range []string{"chronyd", "ntpd", "ntpsec", "systemd-timesyncd", "openntpd", "vmware-tools"} {
			ran++
			p.Services = []timeservice.Service{service(other)}
			if got := Install(p); got != nil {
				t.Errorf("%s with %s: %s", name, other, typedLines(got))
			}
		}
	}
	if ran != 102 {
		t.Errorf("%d cases ran, want 102", ran)
	}
}

func TestSetNow(t *testing.T) {
	chrony := service("chronyd")
	unseen, seen := time.Duration(0), 11*time.Hour
	fresh, knows := chrony, chrony
	fresh.Correction, knows.Correction = &unseen, &seen
	strict := service("ntpd")
	strict.Steps = "up to 1000 s"
	started := service("openntpd")
	started.Steps = "at the start only"
	stopped := service("w32time")
	stopped.Running = false
	cases := []struct {
		place   string
		service timeservice.Service
		offset  time.Duration
		want    string
	}{
		{"rhel9", chrony, 12 * time.Hour, "chronyc makestep"},
		{"rhel9", knows, 12 * time.Hour, "chronyc makestep"},
		{"rhel9", fresh, 12 * time.Hour, "chronyc burst 4/4; chronyc makestep"},
		{"debian12", service("systemd-timesyncd"), time.Hour, "systemctl restart systemd-timesyncd"},
		{"centos6", service("ntpd"), time.Minute, "service ntpd restart"},
		{"centos6", strict, time.Hour, "service ntpd stop; ntpd -gq; service ntpd start"},
		{"centos6", strict, time.Minute, "service ntpd restart"},
		{"debian12", service("ntpsec"), time.Hour, "systemctl restart ntpsec"},
		{"alpine", chrony, time.Hour, "chronyc makestep"},
		{"debian12", started, time.Hour, "systemctl restart openntpd"},
		{"windows", service("w32time"), time.Hour, "w32tm /resync"},
		{"windows", stopped, time.Hour, "net start w32time; w32tm /resync"},
		{"macos", timeservice.Service{Name: "timed"}, time.Hour, "sntp -sS <your-time-server>; systemsetup -setusingnetworktime on"},
		{"rhel9", service("vmware-tools"), time.Hour, ""},
	}
	for _, c := range cases {
		p := places()[c.place]
		p.Offset = diagnostics.OffsetOf(c.offset)
		if got := typedLines(SetNow(p, c.service)); got != c.want {
			t.Errorf("%s, %s, %s behind: %s, want %s", c.place, c.service.Name, c.offset, got, c.want)
		}
	}
	if len(cases) != 14 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestWindowsBeyondItsLimit: the limit of the direction is lifted and put back,
// and the number that was there is shown before.
func TestWindowsBeyondItsLimit(t *testing.T) {
	p := places()["windows"]
	for offset, limit := range map[time.Duration]string{16 * time.Hour: "MaxPosPhaseCorrection", -16 * time.Hour: "MaxNegPhaseCorrection"} {
		p.Offset = diagnostics.OffsetOf(offset)
		got := SetNow(p, service("w32time"))
		if len(got) != 6 || !strings.HasPrefix(got[0].Line, "reg query ") || !strings.Contains(got[1].Line, limit+" /t REG_DWORD /d 0xffffffff /f") ||
			got[3].Line != "w32tm /resync" || !strings.Contains(got[4].Line, limit+" /t REG_DWORD /d 54000 /f") {
			t.Errorf("%s: %s", offset, typedLines(got))
		}
	}
	p.Machine.Domain = "CORP.EXAMPLE" // there it has no limit
	if got := typedLines(SetNow(p, service("w32time"))); got != "w32tm /resync" {
		t.Errorf("in a domain: %s", got)
	}
}

func TestSetByService(t *testing.T) {
	both := []timeservice.Service{service("ntpd"), service("chronyd")}
	both[1].Selected = "ntp.example"
	stopped := service("chronyd")
	stopped.Running, stopped.Enabled, stopped.Unit = false, "masked", "chrony.service"
	cases := []struct {
		name     string
		services []timeservice.Service
		want     string
	}{
		{"the one that follows a server", both, "chronyc makestep"},
		{"beside guest tools", []timeservice.Service{service("vmware-tools"), service("chronyd")}, "chronyc makestep"},
		{"one that is stopped", []timeservice.Service{stopped}, "systemctl unmask chrony.service; systemctl enable --now chrony.service"},
		{"none is known", nil, "chronyc makestep; systemctl restart systemd-timesyncd; systemctl restart ntpd"},
	}
	for _, c := range cases {
		p := places()["debian12"]
		p.Services = c.services
		got := SetByService(p)
		if typedLines(got) != c.want {
			t.Errorf("%s: %s, want %s", c.name, typedLines(got), c.want)
		}
		if either := slices.ContainsFunc(got, func(c Command) bool { return c.Either }); either != (c.services == nil) {
			t.Errorf("%s: a choice is %v", c.name, either)
		}
	}
	p := places()["debian12"]
	p.Configured = []timeservice.Server{{Name: "ntp.example", By: "chrony"}}
	if got := SetByService(p); len(got) != 1 || got[0].Either {
		t.Errorf("where chrony is configured: %+v", got)
	}
}

func TestKeepOne(t *testing.T) {
	a, b, c := service("ntpd"), service("chronyd"), service("systemd-timesyncd")
	b.Selected = "ntp.example"
	cases := []struct {
		place    string
		services []timeservice.Service
		want     string
	}{
		{"debian12", []timeservice.Service{a, b, c}, "systemctl disable --now ntp; systemctl disable --now systemd-timesyncd"},
		{"debian8", []timeservice.Service{a, b}, "systemctl stop ntp; systemctl disable ntp"},
		{"centos6", []timeservice.Service{a, b}, "service ntpd stop; chkconfig ntpd off"},
		{"alpine", []timeservice.Service{b, a}, "rc-service ntpd stop; rc-update del ntpd default"},
		{"rhel9", []timeservice.Service{{Name: "chronyd"}, {Name: "ntpd"}}, "systemctl enable chronyd; systemctl disable --now ntpd"},
		{"rhel9", []timeservice.Service{{Name: "ntpd"}, {Name: "chronyd", Enabled: "enabled"}}, "systemctl disable --now ntpd"},
		{"rhel9", []timeservice.Service{b}, ""},
	}
	for _, c := range cases {
		if got := typedLines(KeepOne(places()[c.place], c.services)); got != c.want {
			t.Errorf("%s: %s, want %s", c.place, got, c.want)
		}
	}
}

func TestNameServers(t *testing.T) {
	cases := []struct {
		place, cloud, service string
		ptp                   []string
		want                  string
	}{
		{"rhel9", "aws", "chronyd", nil, "(in /etc/chrony.conf, add the line: server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4); systemctl restart chronyd"},
		{"ubuntu", "gcp", "chronyd", nil, "(in /etc/chrony/chrony.conf, add the line: server metadata.google.internal iburst); systemctl restart chrony"},
		{"rhel9", "azure", "chronyd", []string{"hyperv"}, "(in /etc/chrony.conf, add the line: refclock PHC /dev/ptp_hyperv poll 3 dpoll -2 offset 0 stratum 2); systemctl restart chronyd"},
		{"rhel9", "azure", "chronyd", nil, "(in /etc/chrony.conf, add the line: server <your-time-server> iburst); systemctl restart chronyd"},
		{"debian12", "aws", "systemd-timesyncd", nil, "(in /etc/systemd/timesyncd.conf, below [Time], write: NTP=169.254.169.123); systemctl restart systemd-timesyncd"},
		{"debian12", "", "ntpsec", nil, "(in /etc/ntpsec/ntp.conf, add the line: server <your-time-server> iburst); systemctl restart ntpsec"},
		{"centos6", "", "ntpd", nil, "(in /etc/ntp.conf, add the line: server <your-time-server> iburst); service ntpd restart"},
		{"debian12", "", "openntpd", nil, "(in /etc/openntpd/ntpd.conf, add the line: server <your-time-server>); systemctl restart openntpd"},
		{"windows", "aws", "w32time", nil, "w32tm /config /manualpeerlist:169.254.169.123,0x8 /syncfromflags:manual /update; w32tm /resync"},
		{"windows", "", "w32time", nil, "w32tm /config /manualpeerlist:<your-time-server>,0x8 /syncfromflags:manual /update; w32tm /resync"},
		{"macos", "aws", "timed", nil, "systemsetup -setnetworktimeserver 169.254.169.123; systemsetup -setusingnetworktime on"},
	}
	for _, c := range cases {
		p := places()[c.place]
		p.Machine.Cloud, p.Machine.PTP = c.cloud, c.ptp
		if got := typedLines(NameServers(p, service(c.service))); got != c.want {
			t.Errorf("%s, %s, %s:\n%s\nwant\n%s", c.place, c.cloud, c.service, got, c.want)
		}
	}
	if len(cases) != 11 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestDomainIsNotRepointed: a member that alone follows others locks people out.
func TestDomainIsNotRepointed(t *testing.T) {
	for place, name := range map[string]string{"rhel9": "chronyd", "debian12": "systemd-timesyncd", "windows": "w32time", "macos": "timed"} {
		p := places()[place]
		p.Machine.Domain, p.Machine.Cloud = "CORP.EXAMPLE", "aws"
		got := NameServers(p, service(name))
		line := typedLines(got)
		if len(got) == 0 || !got[0].ByHand || !strings.Contains(line, "CORP.EXAMPLE") || !strings.Contains(got[0].Why.String(), "can no longer log in") {
			t.Errorf("%s: %s", place, line)
		}
		for _, pointing := range []string{"169.254", "manualpeerlist", "setnetworktimeserver", "iburst", "NTP="} {
			if strings.Contains(line, pointing) {
				t.Errorf("%s is led away from its domain: %s", place, line)
			}
		}
	}
	p := places()["rhel9"]
	p.Machine.Domain, p.Machine.Cloud = "CORP.EXAMPLE", "aws"
	if got := typedLines(Install(p)); !strings.Contains(got, "name the domain controllers of CORP.EXAMPLE") || strings.Contains(got, "169.254") {
		t.Errorf("a new service in a domain: %s", got)
	}
}
