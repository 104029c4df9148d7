package timeservice

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/godbus/dbus/v5"
)

func text(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content)} }

func link(target string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
}

// process adds a process to a host.
func process(root fstest.MapFS, pid, name, words, status string) fstest.MapFS {
	root["proc/"+pid+"/comm"] = text(name + "\n")
	root["proc/"+pid+"/cmdline"] = text(strings.ReplaceAll(words, " ", "\x00") + "\x00")
	root["proc/"+pid+"/status"] = text("Name:\t" + name + "\nState:\tS (sleeping)\n" + status)
	return root
}

const unitText = "[Service]\nType=forking\n[Install]\nWantedBy=multi-user.target\n"

// chronyHost is Debian 12 with chrony.
func chronyHost() fstest.MapFS {
	return process(process(fstest.MapFS{
		"usr/sbin/chronyd":                                          text("program"),
		"lib/systemd/system/chrony.service":                         text(unitText),
		"etc/systemd/system/chronyd.service":                        link("/lib/systemd/system/chrony.service"),
		"etc/systemd/system/multi-user.target.wants/chrony.service": link("/lib/systemd/system/chrony.service"),
		"etc/chrony/chrony.conf":                                    text("pool time.example iburst\nmakestep 1 3\n"),
	}, "1", "systemd", "/sbin/init", ""), "812", "chronyd", "/usr/sbin/chronyd -F 1", "NSpid:\t812\n")
}

// shown is a service as the files tell it, in a line.
func shown(services []Service) string {
	var lines []string
	for _, s := range services {
		lines = append(lines, fmt.Sprintf("%s %s installed=%v running=%v %s/%s pid=%d steps=%q",
			s.Name, s.Unit, s.Installed, s.Running, s.Enabled, s.Active, s.PID, s.Steps))
	}
	return strings.Join(lines, "\n")
}

// TestOnDisk reads hosts without a bus and with silent ports.
func TestOnDisk(t *testing.T) {
	init := func() fstest.MapFS { return process(fstest.MapFS{}, "1", "init", "/sbin/init", "") }
	with := func(root fstest.MapFS, more fstest.MapFS) fstest.MapFS {
		for name, file := range more {
			root[name] = file
		}
		return root
	}
	cases := []struct {
		name, want string
		root       fstest.MapFS
	}{
		{"nothing", "", init()},
		{"chrony of Debian", `chronyd chrony.service installed=true running=true enabled/ pid=812 steps="first 3 updates only"`, chronyHost()},
		{
			"chrony masked", `chronyd chrony.service installed=true running=true masked/ pid=812 steps="first 3 updates only"`,
			with(chronyHost(), fstest.MapFS{"etc/systemd/system/chronyd.service": link("/dev/null")}),
		},
		{
			"chrony of Red Hat, stopped", `chronyd chronyd.service installed=true running=false disabled/ pid=0 steps="always"`,
			with(init(), fstest.MapFS{
				"usr/sbin/chronyd": text("x"), "usr/lib/systemd/system/chronyd.service": text(unitText),
				"etc/chrony.conf": text("makestep 1.0 -1\n"),
			}),
		},
		{
			"NTPsec of Debian", `ntpsec ntpsec.service installed=true running=true disabled/ pid=77 steps="up to 1000 s, once more at the start"`,
			process(with(init(), fstest.MapFS{
				"usr/sbin/ntpd": text("x"), "usr/bin/ntpmon": text("x"), "usr/lib/systemd/system/ntpsec.service": text(unitText),
			}), "77", "ntpd", "/usr/sbin/ntpd -p /run/ntpd.pid -c /etc/ntpsec/ntp.conf -g -N -u ntpsec:ntpsec", ""),
		},
		{
			"ntpd of CentOS 6", `ntpd  installed=true running=true enabled/ pid=90 steps="always"`,
			process(with(init(), fstest.MapFS{
				"usr/sbin/ntpd": text("x"), "etc/init.d/ntpd": text("#!/bin/sh\n"), "etc/rc3.d/S58ntpd": link("../init.d/ntpd"),
				"etc/ntp.conf": text("tinker panic 0\nserver time.example\n"),
			}), "90", "ntpd", "ntpd -u ntp:ntp -p /var/run/ntpd.pid -g", ""),
		},
		{
			"OpenNTPD", `openntpd openntpd.service installed=true running=true disabled/ pid=60 steps="never"`,
			process(process(with(init(), fstest.MapFS{
				"usr/sbin/ntpd": text("x"), "usr/sbin/ntpctl": text("x"), "lib/systemd/system/openntpd.service": text(unitText),
			}), "61", "ntpd", "ntpd: ntp engine", ""), "60", "ntpd", "/usr/sbin/ntpd -f /etc/openntpd/ntpd.conf", ""),
		},
		{
			"timesyncd beside VMware tools",
			"systemd-timesyncd systemd-timesyncd.service installed=true running=true enabled/ pid=300 steps=\"always\"\n" +
				`vmware-tools open-vm-tools.service installed=true running=true static/ pid=20 steps=""`,
			process(process(with(init(), fstest.MapFS{
				"usr/lib/systemd/systemd-timesyncd": text("x"), "usr/lib/systemd/system/systemd-timesyncd.service": text(unitText),
				"etc/systemd/system/sysinit.target.wants/systemd-timesyncd.service": link("x"),
				"usr/bin/vmtoolsd": text("x"), "lib/systemd/system/open-vm-tools.service": text("[Service]\n"),
			}), "300", "systemd-timesyn", "x", ""), "20", "vmtoolsd", "x", ""),
		},
		{"chronyd in a container", "", process(init(), "900", "chronyd", "chronyd", "NSpid:\t900\t1\n")},
		{
			"a dead chronyd", "",
			with(init(), fstest.MapFS{"proc/9/comm": text("chronyd\n"), "proc/9/status": text("State:\tZ (zombie)\n")}),
		},
		{"chronyd without its package", `chronyd  installed=false running=true / pid=901 steps=""`, process(init(), "901", "chronyd", "chronyd", "")},
	}
	for _, c := range cases {
		if got := shown(Services(t.Context(), Host{Root: c.root})); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", c.name, got, c.want)
		}
	}
	if len(cases) != 11 {
		t.Errorf("%d hosts", len(cases))
	}
}

func TestHiddenProcesses(t *testing.T) {
	root := fstest.MapFS{"usr/sbin/chronyd": text("x"), "proc/4000/comm": text("bash\n")}
	got := Services(t.Context(), Host{Root: root})
	if len(got) != 1 || got[0].Running || !strings.Contains(got[0].Unknown["running"], "hidden") ||
		got[0].Unknown["active"] != "there is no system bus" {
		t.Errorf("%+v", got)
	}
}

// systemdSays is a stand-in for systemd with the signatures of
// org.freedesktop.systemd1(5): from documentation, unproved.
func systemdSays(state, active string, pid uint32) answer {
	return func(call *dbus.Message) ([]any, string) {
		const manager = "org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager."
		const unit = "/org/freedesktop/systemd1/unit/chrony_2eservice"
		const get = "org.freedesktop.systemd1 " + unit + " org.freedesktop.DBus.Properties.Get "
		switch callText(call) {
		case manager + "GetUnitFileState chrony.service":
			return []any{state}, ""
		case manager + "GetUnit chrony.service":
			if active == "" {
				return []any{"Unit chrony.service not loaded."}, "org.freedesktop.systemd1.NoSuchUnit"
			}
			return []any{dbus.ObjectPath(unit)}, ""
		case get + "org.freedesktop.systemd1.Unit ActiveState":
			return []any{dbus.MakeVariant(active)}, ""
		case get + "org.freedesktop.systemd1.Service MainPID":
			return []any{dbus.MakeVariant(pid)}, ""
		case get + "org.freedesktop.systemd1.Service Result":
			if active == "failed" {
				return []any{dbus.MakeVariant("exit-code\x1b")}, ""
			}
			return []any{dbus.MakeVariant("success")}, ""
		case get + "org.freedesktop.systemd1.Service ExecMainStatus":
			return []any{dbus.MakeVariant(int32(255))}, ""
		}
		return []any{"no"}, "org.freedesktop.DBus.Error.ServiceUnknown"
	}
}

func TestSystemd(t *testing.T) {
	cases := []struct {
		state, active string
		pid           uint32
		hidden        bool
		want          string
	}{
		{"enabled", "active", 812, false, "running=true enabled/active pid=812"},
		{"enabled", "active", 813, true, "running=true enabled/active pid=813"},
		{"disabled", "", 0, true, "running=false disabled/inactive pid=0"},
		{"masked", "failed", 0, true, "running=false masked/failed pid=0"},
		{"\x1b[31menabled", "inactive", 0, true, "running=false [31menabled/inactive pid=0"},
	}
	for _, c := range cases {
		root := chronyHost()
		if c.hidden {
			delete(root, "proc/1/comm")
			delete(root, "proc/812/comm")
		}
		bus := stand(t, nil, systemdSays(c.state, c.active, c.pid))
		services := Services(t.Context(), Host{Root: root, SystemBus: bus})
		got := shown(services)
		if !strings.Contains(got, c.want) || strings.Contains(got, "\n") {
			t.Errorf("%s %s: %s, want %s", c.state, c.active, got, c.want)
		}
		wantEnd := Service{}
		if c.active == "failed" {
			wantEnd.Failed, wantEnd.ExitStatus = "exit-code", 255
		}
		if s := services[0]; s.Failed != wantEnd.Failed || s.ExitStatus != wantEnd.ExitStatus {
			t.Errorf("%s %s: ended with %q %d", c.state, c.active, s.Failed, s.ExitStatus)
		}
	}
}

// TestSilence: nobody answers, neither the bus nor chronyd, and the caller may
// leave before that. Nothing stays behind: synctest waits for every goroutine.
func TestSilence(t *testing.T) {
	for _, leave := range []time.Duration{time.Hour, 100 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			silent := func(context.Context) (net.Conn, error) {
				client, server := net.Pipe()
				go func() {
					for buffer := make([]byte, 1024); ; {
						if _, err := server.Read(buffer); err != nil {
							return
						}
					}
				}()
				return client, nil
			}
			ctx, cancel := context.WithTimeout(t.Context(), leave)
			defer cancel()
			start := time.Now()
			got := Services(ctx, Host{Root: chronyHost(), SystemBus: silent, Chrony: silent})
			if took := time.Since(start); took > min(leave, patience) {
				t.Errorf("took %v", took)
			}
			if len(got) != 1 || got[0].Unknown["sources"] != "it did not answer in time" || got[0].Unknown["active"] == "" {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestNoHost(t *testing.T) {
	if got := Services(t.Context(), Host{}); got != nil {
		t.Errorf("%+v", got)
	}
}

// TestWhole is one host through every way at once: files, systemd and chronyd.
func TestWhole(t *testing.T) {
	host := Host{
		Root: chronyHost(), Chrony: replayCmdmon(t, "testdata/cmdmon/behind.exchange").dial,
		SystemBus: stand(t, nil, systemdSays("enabled", "active", 812)),
	}
	got := Services(t.Context(), host)
	if len(got) != 1 || got[0].Correction == nil || *got[0].Correction != 600*time.Second ||
		got[0].Selected != "127.0.0.3" || got[0].Active != "active" || len(got[0].Unknown) != 0 {
		t.Errorf("%+v", got)
	}
}
