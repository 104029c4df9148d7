package hostclock

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"unskew/diagnostics"
)

// fixedClock stands still.
type fixedClock struct{ wall time.Time }

func (c fixedClock) Wall() time.Time    { return c.wall }
func (c fixedClock) Raw() time.Duration { return 0 }

func fakeReader(root fs.FS, env map[string]string) reader {
	return reader{
		root: root, env: environment(env),
		clock:    fixedClock{time.Date(2017, 2, 28, 18, 39, 51, 0, time.UTC)},
		hostname: func() (string, error) { return "aem-author-01\x1b[2J", nil },
	}
}

func fakeHost() fstest.MapFS {
	return fstest.MapFS{
		"etc/os-release":                  text("NAME=\"Any\"\nPRETTY_NAME=\"Any Linux 9 (\\\"Nine\\\")\"\n"),
		"etc/localtime":                   text(zoneFile("TWE", -8*time.Hour)),
		"etc/timezone":                    text("Test/West\n"),
		"etc/adjtime":                     text("0.0 0 0.0\n0\nLOCAL\n"),
		"proc/sys/kernel/random/boot_id":  text("0b5e2f2e-0000-4000-8000-000000000001\n"),
		"sys/class/rtc/rtc0/since_epoch":  text("100\n"),
		"sys/class/rtc/rtc1/since_epoch":  text("1488307191\n"),
		"sys/class/rtc/rtc1/hctosys":      text("1\n"),
		"sys/class/dmi/id/sys_vendor":     text("VMware, Inc.\n"),
		".dockerenv":                      text(""),
		"usr/share/zoneinfo/Test/Nothing": text(""),
	}
}

func TestReadEmptyHost(t *testing.T) {
	r := fakeReader(fstest.MapFS{}, nil)
	r.hostname = func() (string, error) { return "", errors.New("no name\nat all") }
	got := r.read(t.Context())
	if got.Unknown["name"] != "no name at all" || got.Unknown["zone"] != "not there" || got.Unknown["rtc"] == "" {
		t.Errorf("unknown: %v", got.Unknown)
	}
	if runtime.GOOS == "linux" && (got.Unknown["os"] != "not there" || got.Unknown["boot_id"] != "not there") {
		t.Errorf("unknown: %v", got.Unknown)
	}
	if got.RTC != nil || got.Container != "" {
		t.Errorf("invented: %+v", got)
	}
	if !strings.HasPrefix(got.OS, runtime.GOOS+"/"+runtime.GOARCH) || got.Zone == "" {
		t.Errorf("OS %q, zone %q", got.OS, got.Zone)
	}
}

// TestReadStops: an ended context leaves nothing read, and each field says so.
func TestReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := fakeReader(fakeHost(), nil)
	r.hostname = func() (string, error) { t.Error("read in spite of it"); return "", nil }
	got := r.read(ctx)
	if len(got.Unknown) != len(r.probes()) {
		t.Errorf("%d of %d fields are told: %v", len(got.Unknown), len(r.probes()), got.Unknown)
	}
}

func TestProbesNameFieldsOfJSON(t *testing.T) {
	rtc := time.Unix(1, 0)
	data, err := json.Marshal(State{
		BootID: "x", Uptime: 1, RTC: &rtc, Kernel: &Kernel{}, Container: "x", VirtualMachine: "x",
	})
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{}
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, p := range (reader{}).probes() {
		if _, found := fields[p.field]; !found || seen[p.field] {
			t.Errorf("the probe %q names no field, or one twice", p.field)
		}
		seen[p.field] = true
	}
	if len(seen) < 9 {
		t.Errorf("only %d probes", len(seen))
	}
}

func TestReadThisHost(t *testing.T) {
	clock := System()
	before := clock.Raw()
	got := Read(t.Context())
	took := clock.Raw() - before
	if got.Name == "" && got.Unknown["name"] == "" || !strings.HasPrefix(got.OS, runtime.GOOS) || got.Zone == "" {
		t.Errorf("%+v", got)
	}
	if got.Uptime <= 0 && got.Unknown["uptime"] == "" || got.Asleep < 0 {
		t.Errorf("uptime %v, asleep %v", got.Uptime, got.Asleep)
	}
	if took > 500*time.Millisecond { // 50 ms is the aim; a loaded machine is slower
		t.Errorf("it took %v", took)
	}
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var again State
	if err := json.Unmarshal(data, &again); err != nil || again.Name != got.Name || len(again.Unknown) != len(got.Unknown) {
		t.Errorf("%v: %s", err, data)
	}
}

func TestSystemClock(t *testing.T) {
	clock := System()
	last := clock.Raw()
	for range 10_000 {
		now := clock.Raw()
		if now < last {
			t.Fatalf("raw ran backwards by %v", last-now)
		}
		last = now
	}
	one := diagnostics.Now(clock)
	time.Sleep(20 * time.Millisecond)
	two := diagnostics.Now(clock)
	raw, wall := two.Raw-one.Raw, two.Wall.Sub(one.Wall)
	if raw < 15*time.Millisecond || raw > 5*time.Second {
		t.Errorf("raw went on by %v in 20 ms", raw)
	}
	// On a host that nobody sets meanwhile the two agree to within a slew.
	if difference := (raw - wall).Abs(); difference > raw/5 {
		t.Errorf("raw %v and wall %v differ by %v", raw, wall, difference)
	}
	if again := System().Raw(); runtime.GOOS == "linux" && again < two.Raw {
		t.Error("a second clock of this process has another start")
	}
	if strings.Contains(clock.Wall().String(), "m=") {
		t.Error("the wall carries a monotonic reading: differences would hide a step")
	}
}

func TestProcessRaw(t *testing.T) {
	raw := processRaw()
	one := raw()
	time.Sleep(time.Millisecond)
	if two := raw(); one < 0 || two <= one {
		t.Errorf("%v, then %v", one, two)
	}
}
