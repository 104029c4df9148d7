package hostclock

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// zoneFile builds a file of RFC 8536 (version 1) with one offset and no changes.
func zoneFile(abbreviation string, east time.Duration) string {
	var out bytes.Buffer
	out.WriteString("TZif")
	out.Write(make([]byte, 16)) // version 1, reserved
	for _, count := range []uint32{0, 0, 0, 0, 1, uint32(len(abbreviation) + 1)} {
		_ = binary.Write(&out, binary.BigEndian, count)
	}
	_ = binary.Write(&out, binary.BigEndian, int32(east/time.Second))
	out.Write([]byte{0, 0})
	out.WriteString(abbreviation + "\x00")
	return out.String()
}

func text(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content)} }

func link(target string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink}
}

func environment(values map[string]string) lookup {
	return func(name string) (string, bool) {
		value, set := values[name]
		return value, set
	}
}

func TestZone(t *testing.T) {
	const folder = "usr/share/zoneinfo/"
	base := fstest.MapFS{
		folder + "Test/East":  text(zoneFile("TEA", 8*time.Hour)),
		folder + "Test/West":  text(zoneFile("TWE", -5*time.Hour)),
		folder + "Test/Again": text(zoneFile("TEA", 8*time.Hour)),
		folder + "Broken":     text("no zone file"),
	}
	cases := []struct {
		name  string
		files fstest.MapFS
		tz    string // "-" is: not set
		zone  string // "" is: not known
		east  time.Duration
		rules bool   // a location is found
		doubt string // a part of the error
	}{
		{"link", fstest.MapFS{"etc/localtime": link("../" + folder + "Test/East")}, "-", "Test/East", 8 * time.Hour, true, ""},
		{"link to nowhere", fstest.MapFS{"etc/localtime": link("../" + folder + "Test/Gone")}, "-", "UTC", 0, true, "it should be Test/Gone"},
		{"copy with a name", fstest.MapFS{"etc/localtime": base[folder+"Test/West"], "etc/timezone": text("Test/West\n")}, "-", "Test/West", -5 * time.Hour, true, ""},
		{"copy without", fstest.MapFS{"etc/localtime": base[folder+"Test/West"]}, "-", "", -5 * time.Hour, true, ""},
		{"sysconfig", fstest.MapFS{"etc/localtime": base[folder+"Test/East"], "etc/sysconfig/clock": text("# c\nZONE=\"Test/East\"\nUTC=true\n")}, "-", "Test/East", 8 * time.Hour, true, ""},
		{"two names, one zone", fstest.MapFS{"etc/localtime": link("../" + folder + "Test/East"), "etc/timezone": text("Test/Again\n")}, "-", "Test/East", 8 * time.Hour, true, ""},
		{"two zones", fstest.MapFS{"etc/localtime": link("../" + folder + "Test/East"), "etc/timezone": text("Test/West\n")}, "-", "Test/East", 8 * time.Hour, true, "/etc/localtime says Test/East, /etc/timezone says Test/West"},
		{"strange name", fstest.MapFS{"etc/localtime": base[folder+"Test/East"], "etc/timezone": text("../../etc/shadow\n")}, "-", "", 8 * time.Hour, true, ""},
		{"broken file", fstest.MapFS{"etc/localtime": link("../" + folder + "Broken")}, "-", "Broken", 0, false, "no time zone file"},
		{"only a name", fstest.MapFS{"etc/timezone": text("Test/West\n")}, "-", "UTC", 0, true, "it should be Test/West"},
		{"nothing", fstest.MapFS{}, "-", "", 0, false, "not exist"},
		{"TZ", fstest.MapFS{"etc/localtime": link("../" + folder + "Test/East")}, "Test/West", "Test/West", -5 * time.Hour, true, ""},
		{"TZ with a colon", fstest.MapFS{}, ":Test/West", "Test/West", -5 * time.Hour, true, ""},
		{"TZ as a path", fstest.MapFS{}, "/" + folder + "Test/West", "Test/West", -5 * time.Hour, true, ""},
		{"TZ empty", fstest.MapFS{"etc/localtime": link("../" + folder + "Test/East")}, "", "UTC", 0, true, ""},
		{"TZ in POSIX's way", fstest.MapFS{}, "<+08>-8", "<+08>-8", 0, false, "no name of a time zone"},
		{"TZ unknown", fstest.MapFS{}, "No/Where", "No/Where", 0, false, "rules of the zone No/Where are not there"},
		{"TZ with escapes", fstest.MapFS{}, "\x1b[2JX", "[2JX", 0, false, "no name"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			root := fstest.MapFS{}
			for _, files := range []fstest.MapFS{base, c.files} {
				for name, file := range files {
					root[name] = file
				}
			}
			env := environment(map[string]string{"TZ": c.tz})
			if c.tz == "-" {
				env = environment(nil)
			}
			zone, location, err := zoneOf(root, env)
			if zone != c.zone || (location != nil) != c.rules {
				t.Errorf("zone %q, location %v, want %q and %v (%v)", zone, location, c.zone, c.rules, err)
			}
			if location != nil {
				if _, east := time.Unix(0, 0).In(location).Zone(); east != int(c.east/time.Second) {
					t.Errorf("%d s east, want %v", east, c.east)
				}
			}
			if message := errorText(err); c.doubt == "" && err != nil || !strings.Contains(message, c.doubt) {
				t.Errorf("doubt %q, want %q", message, c.doubt)
			}
		})
	}
}

func TestAfterZoneinfo(t *testing.T) {
	for path, want := range map[string]string{
		"/usr/share/zoneinfo/Europe/Vienna":           "Europe/Vienna",
		"../usr/share/zoneinfo/Etc/GMT+5":             "Etc/GMT+5",
		"/var/db/timezone/zoneinfo/America/Sao_Paulo": "America/Sao_Paulo",
		"/usr/share/zoneinfo/posix/UTC":               "UTC",
		"/usr/share/zoneinfo/right/Asia/Tokyo":        "Asia/Tokyo",
		"/usr/share/zoneinfo/":                        "",
		"/usr/share/zoneinfo/../../../etc/shadow":     "",
		"/etc/zone": "",
		"":          "",
	} {
		if got := afterZoneinfo(path); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func FuzzZone(f *testing.F) {
	f.Add("Europe/Vienna", "Europe/Vienna\n", "/usr/share/zoneinfo/Europe/Vienna", zoneFile("A", time.Hour))
	f.Add(":x", "\x00", "zoneinfo/../..", "TZif")
	f.Add("-", "", "../../../zoneinfo/posix/", "")
	f.Fuzz(func(t *testing.T, tz, timezone, target, rules string) {
		root := fstest.MapFS{"etc/timezone": text(timezone), "etc/localtime": link(target), "usr/share/zoneinfo/X": text(rules)}
		env := environment(map[string]string{"TZ": tz})
		if tz == "-" {
			env = environment(nil)
		}
		name, location, _ := zoneOf(root, env)
		if location != nil {
			_, _ = time.Unix(0, 0).In(location).Zone() // must not panic
		}
		if strings.ContainsAny(name, "\x00\n\x1b") {
			t.Errorf("foreign characters in %q", name)
		}
	})
}
