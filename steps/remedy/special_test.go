package remedy

import (
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/machine"
	"unskew/diagnostics/timeservice"
)

func TestAfterPanic(t *testing.T) {
	failed := timeservice.Service{Name: "ntpd", Installed: true, Enabled: "enabled"}
	sec := timeservice.Service{Name: "ntpsec", Unit: "ntpsec.service", Installed: true, Enabled: "disabled"}
	cases := []struct {
		place   string
		service timeservice.Service
		want    string
	}{
		{"centos6", failed, "service ntpd stop; ntpd -gq; service ntpd start"},
		{"centos7", failed, "systemctl stop ntpd; ntpd -gq; systemctl start ntpd"},
		{"debian12", sec, "systemctl stop ntpsec.service; ntpd -gq -c /etc/ntpsec/ntp.conf; systemctl start ntpsec.service; systemctl enable ntpsec.service"},
	}
	for _, c := range cases {
		got := AfterPanic(places()[c.place], c.service)
		if typedLines(got) != c.want {
			t.Errorf("%s: %s, want %s", c.place, typedLines(got), c.want)
		}
		if !got[1].Moves || got[0].Moves {
			t.Errorf("%s: what moves the clock is not marked", c.place)
		}
	}
	limited := timeservice.Service{Name: "chronyd", Unit: "chrony.service", Installed: true, Enabled: "enabled"}
	const want = "(in /etc/chrony/chrony.conf, put a # in front of the line that begins with maxchange); systemctl restart chrony.service; chronyc makestep; " +
		"(when the clock is right: in /etc/chrony/chrony.conf, take the # in front of maxchange away again); systemctl restart chrony.service"
	if got := typedLines(AfterPanic(places()["debian12"], limited)); got != want {
		t.Errorf("chronyd with maxchange:\n%s\nwant\n%s", got, want)
	}
}

func TestStart(t *testing.T) {
	masked := timeservice.Service{Name: "chronyd", Unit: "chronyd.service", Enabled: "masked"}
	never := timeservice.Service{Name: "chronyd", Enabled: "disabled", Steps: "never"}
	cases := []struct {
		place   string
		service timeservice.Service
		want    string
	}{
		{"rhel9", masked, "systemctl unmask chronyd.service; systemctl enable --now chronyd.service"},
		{"rhel9", never, "systemctl enable --now chronyd; chronyc makestep"},
		{"debian8", timeservice.Service{Name: "chronyd"}, "systemctl enable chrony; systemctl start chrony"},
		{"centos6", timeservice.Service{Name: "ntpd"}, "chkconfig ntpd on; service ntpd start"},
		{"alpine", timeservice.Service{Name: "chronyd"}, "rc-update add chronyd default; rc-service chronyd start"},
		{"devuan", timeservice.Service{Name: "ntpd"}, "update-rc.d ntp enable; service ntp start"},
		{"windows", timeservice.Service{Name: "w32time"}, "sc.exe config w32time start= auto; net start w32time; w32tm /resync"},
		{"macos", timeservice.Service{Name: "timed"}, "systemsetup -setusingnetworktime on"},
		{"rhel9", timeservice.Service{Name: "vmware-tools"}, "vmware-toolbox-cmd timesync enable"},
	}
	for _, c := range cases {
		if got := typedLines(Start(places()[c.place], c.service)); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.place, c.service.Name, got, c.want)
		}
	}
}

// TestSyncOn: a member goes back to its domain, and is not led elsewhere.
func TestSyncOn(t *testing.T) {
	at := func(domain string, servers int) Place {
		p := places()["windows"]
		p.Machine.Domain = domain
		for range servers {
			p.Configured = append(p.Configured, timeservice.Server{Name: "ntp.example"})
		}
		return p
	}
	cases := []struct {
		place Place
		name  string
		want  string
	}{
		{at("CORP.EXAMPLE", 1), "w32time", "w32tm /config /syncfromflags:domhier /update; w32tm /resync"},
		{at("", 1), "w32time", "w32tm /config /syncfromflags:manual /update; w32tm /resync"},
		{at("", 0), "w32time", "w32tm /config /manualpeerlist:<your-time-server>,0x8 /syncfromflags:manual /update; w32tm /resync"},
		{places()["macos"], "timed", "systemsetup -setusingnetworktime on"},
	}
	for _, c := range cases {
		if got := typedLines(SyncOn(c.place, service(c.name))); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	controller := service("w32time")
	controller.Steps = "up to 48 h, larger is refused"
	if got := AllowLarge(at("CORP.EXAMPLE", 0), controller); len(got) != 6 || !strings.HasSuffix(got[4].Line, "/d 172800 /f") {
		t.Errorf("a domain controller: %s", typedLines(got))
	}
	own := service("w32time")
	own.Settings = map[string]string{"MaxNegPhaseCorrection": "3600"}
	if got := AllowLarge(at("", 1), own); len(got) != 6 || !strings.HasSuffix(got[4].Line, "/d 3600 /f") || !strings.HasSuffix(got[1].Undo, "/d 3600 /f") {
		t.Errorf("a limit of its own: %s", typedLines(got))
	}
	far := at("", 1)
	far.Offset = diagnostics.OffsetOf(-20 * time.Hour)
	far.Services = []timeservice.Service{own}
	if got := typedLines(NameServers(far, own)); !strings.Contains(got, "/d 3600 /f") {
		t.Errorf("a limit of its own, and other servers: %s", got)
	}
}

// TestOlderSystemd: what an older systemd does not know is not typed.
func TestOlderSystemd(t *testing.T) {
	cases := []struct{ os, shows string }{
		{"linux/amd64 Debian GNU/Linux 8 (jessie)", "timedatectl status"},
		{"linux/amd64 Debian GNU/Linux 9 (stretch)", "timedatectl status"},
		{"linux/amd64 Ubuntu 18.04.6 LTS", "timedatectl status"},
		{"linux/amd64 Debian GNU/Linux 12 (bookworm)", "timedatectl timesync-status"},
		{"linux/amd64 Ubuntu 24.04 LTS", "timedatectl timesync-status"},
		{"linux/amd64", "timedatectl timesync-status"},
	}
	for _, c := range cases {
		p := Place{OS: c.os}
		if got := p.shows(service("systemd-timesyncd")); got != c.shows {
			t.Errorf("%s: %s, want %s", c.os, got, c.shows)
		}
		joined := typedLines(Start(p, timeservice.Service{Name: "systemd-timesyncd"}))
		if old := strings.Contains(c.os, "jessie"); strings.Contains(joined, "--now") == old {
			t.Errorf("%s: %s", c.os, joined)
		}
	}
}

func TestStepAfterPause(t *testing.T) {
	always, tinker := service("chronyd"), service("ntpd")
	always.Steps, tinker.Steps = "always", "always"
	cases := []struct {
		service timeservice.Service
		want    string
	}{
		{service("chronyd"), "chronyc makestep; (in /etc/chrony.conf, in place of the line that begins with makestep, write: makestep 1 -1); systemctl restart chronyd"},
		{always, "chronyc makestep"},
		{service("systemd-timesyncd"), "systemctl restart systemd-timesyncd"},
		{service("ntpd"), "systemctl restart ntpd; (in /etc/ntp.conf, as the first line, write: tinker panic 0); systemctl restart ntpd"},
		{tinker, "systemctl restart ntpd"},
	}
	for _, c := range cases {
		if got := typedLines(StepAfterPause(places()["rhel9"], c.service)); got != c.want {
			t.Errorf("%s: %s, want %s", c.service.Name, got, c.want)
		}
	}
}

func TestGuestSyncOff(t *testing.T) {
	got := GuestSyncOff(places()["rhel9"], []string{"vmware-tools", "hyperv", "virtualbox", "parallels", "xen"})
	if len(got) != 5 || got[0].Line != "vmware-toolbox-cmd timesync disable" || got[0].Undo != "vmware-toolbox-cmd timesync enable" {
		t.Fatalf("%s", typedLines(got))
	}
	for _, other := range got[1:] {
		if !other.ByHand || !strings.Contains(other.Why.String(), "ask whoever runs them") {
			t.Errorf("%s is typed in the machine itself", other.Line)
		}
	}
	inside := GuestSyncOff(places()["windows"], []string{"hyperv"})
	if !strings.Contains(inside[0].Line, `VMICTimeProvider /v Enabled /t REG_DWORD /d 0 /f`) {
		t.Errorf("Windows in Hyper-V: %s", inside[0].Line)
	}
}

func TestWithoutNTS(t *testing.T) {
	for name, words := range map[string]string{"chronyd": "nocerttimecheck 1", "ntpsec": "noval"} {
		got := WithoutNTS(places()["debian12"], service(name))
		if len(got) != 4 || !strings.Contains(got[0].Line, words) || !strings.Contains(got[2].Line, "when the clock is right") || !strings.Contains(got[2].Line, words) {
			t.Errorf("%s: %s", name, typedLines(got))
		}
	}
	if got := WithoutNTS(places()["debian12"], service("systemd-timesyncd")); got != nil {
		t.Errorf("a service without NTS: %s", typedLines(got))
	}
}

func TestRTCAndZoneAndSeeding(t *testing.T) {
	wrong := diagnostics.OffsetOf(2 * time.Hour)
	at := func(name, service string) Place {
		p := places()[name]
		p.Offset = wrong
		p.Services = []timeservice.Service{{Name: service, Running: true, Enabled: "enabled"}}
		return p
	}
	right := at("debian12", "chronyd")
	right.Offset = diagnostics.Offset{}
	cases := []struct {
		name string
		got  []Command
		want []string // the beginning of each line
	}{
		{"the clock first", RTCInUTC(at("debian12", "chronyd")), []string{"chronyc makestep", "timedatectl set-local-rtc 0", "(only if Windows"}},
		{"a right clock", RTCInUTC(right), []string{"timedatectl set-local-rtc 0", "(only if Windows"}},
		{"without systemd", RTCInUTC(at("centos6", "ntpd")), []string{"service ntpd restart", "(in /etc/adjtime", "(only if Windows"}},
		{"the zone first", ZoneFirst(at("debian12", "chronyd")), []string{"timedatectl set-timezone <Area/City>", "chronyc makestep", "(restart AEM"}},
		{"RHEL 6", ZoneFirst(at("centos6", "ntpd")), []string{"ln -sf /usr/share/zoneinfo/<Area/City> /etc/localtime", "(in /etc/sysconfig/clock", "service ntpd restart", "(restart AEM"}},
		{"Alpine", ZoneFirst(at("alpine", "chronyd")), []string{"setup-timezone -z <Area/City>", "chronyc makestep", "(restart AEM"}},
		{"macOS", ZoneFirst(at("macos", "timed")), []string{"systemsetup -settimezone <Area/City>", "sntp -sS ", "systemsetup -setusingnetworktime on", "(restart AEM"}},
		{"Windows", ZoneFirst(at("windows", "w32time")), []string{"tzutil /s ", "w32tm /resync", "(restart AEM"}},
		{"seeding", SeedingOff(at("windows", "w32time")), []string{`reg add HKLM\SYSTEM\CurrentControlSet\Services\W32Time\Config /v UtilizeSslTimeData /t REG_DWORD /d 0 /f`, "w32tm /config /update", "w32tm /resync"}},
	}
	for _, c := range cases {
		if len(c.got) != len(c.want) {
			t.Errorf("%s: %s", c.name, typedLines(c.got))
			continue
		}
		for i, line := range c.want {
			if !strings.HasPrefix(c.got[i].Line, line) {
				t.Errorf("%s: %q, want %q", c.name, c.got[i].Line, line)
			}
		}
	}
	if undo := ZoneFirst(at("debian12", "chronyd"))[0].Undo; undo != "timedatectl set-timezone Europe/Vienna" {
		t.Errorf("the zone is taken back with %q", undo)
	}
	if len(cases) != 9 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestTyped(t *testing.T) {
	step := asRoot(say0, "chronyc", "makestep")
	free := Command{Argv: []string{"chronyc", "tracking"}, Line: "chronyc tracking"}
	cases := []struct {
		command Command
		machine machine.Machine
		want    string
	}{
		{step, machine.Machine{Root: true, Sudo: machine.SudoMember}, "chronyc makestep"},
		{step, machine.Machine{Sudo: machine.SudoMember}, "sudo chronyc makestep"},
		{step, machine.Machine{Sudo: machine.SudoInstalled}, "sudo chronyc makestep"},
		{step, machine.Machine{}, "chronyc makestep   # an administrator (root) has to type this"},
		{step, machine.Machine{Init: "windows"}, `chronyc makestep   (in a window that was opened with "Run as administrator")`},
		{step, machine.Machine{Init: "windows", Root: true}, "chronyc makestep"},
		{free, machine.Machine{}, "chronyc tracking"},
		{byHand(say0, "edit it"), machine.Machine{Sudo: machine.SudoMember}, "(edit it)"},
	}
	for _, c := range cases {
		if got := Typed(c.command, c.machine); got != c.want {
			t.Errorf("%s on %+v: %q, want %q", c.command.Line, c.machine, got, c.want)
		}
	}
	if len(cases) != 8 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestForeignNames: a unit's name comes from outside and must not become a command.
func TestForeignNames(t *testing.T) {
	for _, unit := range []string{"x; rm -rf /", "--root=/x", "a b", "$(id)", "x\nreboot"} {
		p, daemon := places()["debian12"], service("systemd-timesyncd")
		daemon.Unit = unit
		for _, command := range append(Start(p, daemon), SetNow(p, daemon)...) {
			if strings.Contains(command.Line, unit) && unit != "" || strings.Contains(command.Undo, unit) {
				t.Errorf("%q became %q", unit, command.Line)
			}
		}
	}
	p := places()["debian12"]
	p.Zone = "UTC; reboot"
	if undo := ZoneFirst(p)[0].Undo; strings.Contains(undo, "reboot") {
		t.Errorf("a zone became %q", undo)
	}
}
