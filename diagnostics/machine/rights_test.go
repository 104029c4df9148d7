package machine

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"
)

func TestInit(t *testing.T) {
	cases := []struct {
		name  string
		files fstest.MapFS
		want  string
	}{
		{"systemd", fstest.MapFS{"run/systemd/system": folder(), "proc/1/comm": text("systemd\n")}, "systemd"},
		{"a container of an image with systemd", fstest.MapFS{"usr/lib/systemd/systemd": text(""), "proc/1/comm": text("java\n")}, ""},
		{"OpenRC", fstest.MapFS{"run/openrc/softlevel": text("default"), "proc/1/comm": text("init\n"), "etc/init.d/x": text("")}, "openrc"},
		{"RHEL 6", fstest.MapFS{"proc/1/comm": text("init\n"), "etc/rc.d/init.d/ntpd": text("")}, "sysvinit"},
		{"an init without scripts", fstest.MapFS{"proc/1/comm": text("init\n")}, ""},
		{"nothing", fstest.MapFS{}, ""},
	}
	for _, c := range cases {
		got, err := hostOf(c.files, nil).init()
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
	if len(cases) != 6 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestSudo(t *testing.T) {
	groups := text("root:x:0:\nwheel:x:10:anna\nusers:x:100:\nbad line\nsudo:x:none:\n")
	installed := func(more fstest.MapFS) fstest.MapFS {
		files := fstest.MapFS{"usr/bin/sudo": text("")}
		for name, file := range more {
			files[name] = file
		}
		return files
	}
	cases := []struct {
		name    string
		files   fstest.MapFS
		mine    []int
		refused error
		want    string
		unknown bool
	}{
		{"none", fstest.MapFS{"etc/group": groups}, []int{10}, nil, "", false},
		{"in wheel", installed(fstest.MapFS{"etc/group": groups}), []int{1000, 10}, nil, SudoMember, false},
		{"in no such group", installed(fstest.MapFS{"etc/group": groups}), []int{1000, 100}, nil, SudoInstalled, false},
		{"Debian", installed(fstest.MapFS{"etc/group": text("sudo:x:27:anna,bert\n")}), []int{27}, nil, SudoMember, false},
		{"an old Ubuntu", installed(fstest.MapFS{"etc/group": text("admin:x:112:anna\n")}), []int{112}, nil, SudoMember, false},
		{"a group whose name only begins so", installed(fstest.MapFS{"etc/group": text("wheelers:x:5:\n")}), []int{5}, nil, SudoInstalled, false},
		{"no list of groups", installed(nil), []int{10}, nil, SudoInstalled, true},
		{"groups refused", installed(fstest.MapFS{"etc/group": groups}), nil, errors.New("no"), SudoInstalled, true},
		{"no new privileges", installed(fstest.MapFS{"etc/group": groups, "proc/self/status": text("NoNewPrivs:\t1\n")}), []int{10}, nil, "", true},
		{"new privileges", installed(fstest.MapFS{"etc/group": groups, "proc/self/status": text("NoNewPrivs:\t0\n")}), []int{10}, nil, SudoMember, false},
	}
	for _, c := range cases {
		host := hostOf(c.files, nil)
		host.Groups = func() ([]int, error) { return c.mine, c.refused }
		host.Run = func(_ context.Context, argv ...string) ([]byte, error) {
			t.Errorf("%s: %q was run", c.name, argv)
			return nil, nil
		}
		got, err := host.sudo()
		if got != c.want || (err != nil) != c.unknown {
			t.Errorf("%s: %q, %v; want %q, unknown %v", c.name, got, err, c.want, c.unknown)
		}
	}
	if len(cases) != 10 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestSetsTime(t *testing.T) {
	const (
		all    = "000001ffffffffff"
		docker = "00000000a80425fb" // the set of Docker's containers
		none   = "0000000000000000"
		ntpd   = "0000000002000000" // CAP_SYS_TIME alone
	)
	status := func(effective, bounding string) *fstest.MapFile {
		return text("Name:\tunskew\nCapInh:\t" + none + "\nCapEff:\t" + effective + "\nCapBnd:\t" + bounding + "\nSeccomp:\t0\n")
	}
	yes, no := true, false
	cases := []struct {
		name       string
		files      fstest.MapFS
		mine, root *bool
	}{
		{"root", fstest.MapFS{"proc/self/status": status(all, all), "proc/self/ns/user": link("user:[4026531837]")}, &yes, &yes},
		{"a user", fstest.MapFS{"proc/self/status": status(none, all)}, &no, &yes},
		{"root in Docker", fstest.MapFS{"proc/self/status": status(docker, docker)}, &no, &no},
		{"a container that may", fstest.MapFS{"proc/self/status": status(ntpd, ntpd)}, &yes, &yes},
		{"root of a user namespace", fstest.MapFS{"proc/self/status": status(all, all), "proc/self/ns/user": link("user:[4026532281]")}, &no, &no},
		{"an odd set", fstest.MapFS{"proc/self/status": status("all of them", "+25")}, nil, nil},
		{"no set", fstest.MapFS{"proc/self/status": text("Name:\tunskew\n")}, nil, nil},
		{"no status", fstest.MapFS{}, nil, nil},
	}
	same := func(a, b *bool) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	for _, c := range cases {
		got := readOf(t, hostOf(c.files, nil))
		if !same(got.SetsTime, c.mine) || !same(got.RootSetsTime, c.root) {
			t.Errorf("%s: %v and %v, unknown %v", c.name, got.SetsTime, got.RootSetsTime, got.Unknown)
		}
		if (got.Unknown["sets_time"] != "") != (c.mine == nil) {
			t.Errorf("%s: unknown %v", c.name, got.Unknown)
		}
	}
	if len(cases) != 8 {
		t.Errorf("%d cases", len(cases))
	}
}
