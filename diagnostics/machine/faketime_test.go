package machine

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const (
	bent  = "7f1a2000-7f1a5000 r-xp 00000000 08:01 131 /usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1\n"
	plain = "7f1a2000-7f1a5000 r-xp 00000000 08:01 130 /usr/lib/x86_64-linux-gnu/libc.so.6\n"
)

func TestFaketime(t *testing.T) {
	first := fstest.MapFS{"proc/1/comm": text("systemd\n"), "proc/1/maps": text(plain)}
	cases := []struct {
		name   string
		files  fstest.MapFS
		hidden []string
		want   []string
	}{
		{"none", fstest.MapFS{"proc/9/comm": text("java\n"), "proc/9/maps": text(plain), "proc/9/environ": text("HOME=/\x00")}, nil, nil},
		{"mapped", fstest.MapFS{"proc/812/comm": text("java\n"), "proc/812/maps": text(plain + bent)}, nil, []string{"process 812 (java)"}},
		{"in the environment", fstest.MapFS{"proc/812/comm": text("java\n"), "proc/812/environ": text("HOME=/\x00LD_PRELOAD=/usr/lib/faketime/libfaketimeMT.so.1\x00FAKETIME=-2d\x00")}, nil, []string{"process 812 (java)"}},
		{"in the environment of a program that takes no notice", fstest.MapFS{"proc/812/comm": text("unskew\n"), "proc/812/maps": text(plain), "proc/812/environ": text("LD_PRELOAD=libfaketime.so.1\x00")}, nil, nil},
		{"for all", fstest.MapFS{"etc/ld.so.preload": text("/usr/lib/libx.so\n/usr/lib/faketime/libfaketime.so.1\n")}, nil, []string{"/etc/ld.so.preload"}},
		{"turned off", fstest.MapFS{"etc/ld.so.preload": text("# /usr/lib/faketime/libfaketime.so.1\n")}, nil, nil},
		{"datefudge", fstest.MapFS{"proc/7/comm": text("x\n"), "proc/7/maps": text(strings.ReplaceAll(bent, "faketime/libfaketime.so.1", "datefudge/datefudge.so"))}, nil, []string{"process 7 (x)"}},
		{"a name with an escape sequence", fstest.MapFS{"proc/7/comm": text("a\x1b[31mb\n"), "proc/7/maps": text(bent)}, nil, []string{"process 7 (a [31mb)"}},
		{"in order", fstest.MapFS{"proc/12/comm": text("b\n"), "proc/12/maps": text(bent), "proc/9/comm": text("a\n"), "proc/9/maps": text(bent)}, nil, []string{"process 9 (a)", "process 12 (b)"}},
		{"another user's", fstest.MapFS{"proc/9/comm": text("java\n"), "proc/9/maps": text(bent), "proc/9/environ": text("")}, []string{"proc/9/maps", "proc/9/environ"}, nil},
	}
	for _, c := range cases {
		root := denied{fstest.MapFS{}, map[string]bool{}}
		for _, files := range []fstest.MapFS{first, c.files} {
			for name, file := range files {
				root.MapFS[name] = file
			}
		}
		for _, name := range c.hidden {
			root.names[name] = true
		}
		host := hostOf(nil, nil)
		host.Root = root
		got := readOf(t, host)
		if !slices.Equal(got.Faketime, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got.Faketime, c.want)
		}
		if (got.Unknown["faketime"] != "") != (c.hidden != nil) {
			t.Errorf("%s: unknown %q", c.name, got.Unknown["faketime"])
		}
	}
	if len(cases) != 10 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestFaketimeKeepsNoSecret: the environment of a process holds passwords.
func TestFaketimeKeepsNoSecret(t *testing.T) {
	got := readOf(t, hostOf(fstest.MapFS{
		"proc/1/comm":    text("java\n"),
		"proc/1/environ": text("DB_PASSWORD=hunter2\x00LD_PRELOAD=/opt/hunter2/libfaketime.so.1\x00FAKETIME=hunter2\x00"),
	}, nil))
	if len(got.Faketime) != 1 {
		t.Fatalf("found %q", got.Faketime)
	}
	data, err := json.Marshal(got)
	if err != nil || strings.Contains(string(data), "hunter2") {
		t.Errorf("%s, %v", data, err)
	}
}

// TestFaketimeBounds: a fork bomb under libfaketime is no endless list.
func TestFaketimeBounds(t *testing.T) {
	files := fstest.MapFS{}
	for pid := range 200 {
		files["proc/"+strconv.Itoa(pid+1)+"/maps"] = text(bent)
	}
	got := readOf(t, hostOf(files, nil))
	if len(got.Faketime) != mostFound || got.Unknown["faketime"] == "" {
		t.Errorf("%d found, unknown %q", len(got.Faketime), got.Unknown["faketime"])
	}
	delete(files, "proc/1/maps")
	for name := range files {
		files[name] = text(plain)
	}
	if got := readOf(t, hostOf(files, nil)); got.Unknown["faketime"] != "the processes of other users are hidden" {
		t.Errorf("unknown %q", got.Unknown["faketime"])
	}
}
