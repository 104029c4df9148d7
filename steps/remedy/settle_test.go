package remedy

import (
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/timeservice"
)

// TestPause: a service that was just started has not measured yet, and a step by
// it would do nothing.
func TestPause(t *testing.T) {
	p := places()["rhel9"]
	never := timeservice.Service{Name: "chronyd", Enabled: "disabled", Steps: "never"}
	cases := []struct {
		commands []Command
		want     []time.Duration
	}{
		{Start(p, never), []time.Duration{10 * time.Second, 0}},
		{makestep(Place{Offset: diagnostics.OffsetOf(time.Hour)}, timeservice.Service{Name: "chronyd", Correction: new(time.Duration)}), []time.Duration{10 * time.Second, 0}},
		{Start(places()["centos6"], timeservice.Service{Name: "ntpd"}), []time.Duration{0, 10 * time.Second}},
	}
	ran := 0
	for _, c := range cases {
		for i, command := range c.commands {
			ran++
			if got := Pause(command); got != c.want[i] {
				t.Errorf("%s: %s, want %s", command.Line, got, c.want[i])
			}
		}
	}
	if ran != 6 {
		t.Errorf("%d commands", ran)
	}
}

// TestMakestepElsewhere: chronyd steps to what it holds to be true. Where that
// is not what this program measured, it is not made to.
func TestMakestepElsewhere(t *testing.T) {
	p := places()["rhel9"]
	p.Offset = diagnostics.OffsetOf(10 * time.Minute)
	for correction, wrong := range map[time.Duration]bool{
		-5 * time.Minute: true, -time.Hour: true, 30 * time.Minute: true, 10 * time.Minute: false, 20 * time.Second: false, -time.Millisecond: false,
	} {
		s := service("chronyd")
		s.Correction, s.Selected = &correction, "ntp.corp.example"
		got := typedLines(SetNow(p, s))
		if strings.Contains(got, "makestep") == wrong || strings.Contains(got, "ntp.corp.example") != wrong {
			t.Errorf("%s: %s", correction, got)
		}
	}
}

// TestWSL: no time service is started where Windows sets the clock; one that
// somebody set up sets it.
func TestWSL(t *testing.T) {
	p := places()["ubuntu"]
	p.VirtualMachine = "WSL"
	p.Services = []timeservice.Service{{Name: "systemd-timesyncd", Enabled: "enabled"}}
	if got := SetByService(p); len(got) != 1 || !got[0].ByHand || !strings.Contains(got[0].Line, "wsl --shutdown") {
		t.Errorf("%s", typedLines(got))
	}
	p.Services = []timeservice.Service{service("chronyd")}
	if got := typedLines(SetByService(p)); got != "chronyc makestep" {
		t.Errorf("with a service of its own: %s", got)
	}
}

// TestLiftedLimit: what has to be put back, also where the rest fails, is left to
// a person.
func TestLiftedLimit(t *testing.T) {
	for _, c := range AllowLarge(places()["windows"], service("w32time"))[:2] {
		if !c.ByPerson {
			t.Errorf("%q is run unseen", c.Line)
		}
	}
}

// TestCloudsOwn: behind a firewall the source of the cloud itself is named, where
// there is one that the service can follow.
func TestCloudsOwn(t *testing.T) {
	p := places()["debian12"]
	member := p
	p.Machine.Cloud, member.Machine.Cloud, member.Machine.Domain = "aws", "aws", "CORP.EXAMPLE"
	const want = "(in /etc/chrony/chrony.conf, add the line: server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4); systemctl restart chrony"
	if got := typedLines(CloudsOwn(p, service("chronyd"))); got != want {
		t.Errorf("%s", got)
	}
	for name, other := range map[string]Place{"no cloud": places()["debian12"], "a member": member} {
		if got := CloudsOwn(other, service("chronyd")); got != nil {
			t.Errorf("%s: %s", name, typedLines(got))
		}
	}
}

// TestStartsTheWantedOne: of several services that do not run, the one that is to
// be started at boot is started, and one that was masked last.
func TestStartsTheWantedOne(t *testing.T) {
	masked, wanted := timeservice.Service{Name: "chronyd", Enabled: "masked"}, timeservice.Service{Name: "systemd-timesyncd", Enabled: "enabled"}
	p := places()["debian12"]
	p.Services = []timeservice.Service{masked, wanted}
	if got := typedLines(SetByService(p)); got != "systemctl enable --now systemd-timesyncd" {
		t.Errorf("%s", got)
	}
	if got := Kept([]timeservice.Service{masked, {Name: "ntpd"}}); got.Name != "ntpd" {
		t.Errorf("%s is started", got.Name)
	}
}
