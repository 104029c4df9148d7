package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// TestZoneKey goes round the zones with z: the same instants, in whose time is said.
func TestZoneKey(t *testing.T) {
	cases := []struct {
		name       string
		zone, your *time.Location
		presses    int
		want       []string
		without    string
	}{
		{"UTC at first", time.FixedZone("CET", 3600), time.FixedZone("Asia/Tokyo", 9*3600), 0, []string{"2017-02-28 18:39:51 UTC", "2017-03-03 04:29:05 UTC"}, "time zone"},
		{"the machine's", time.FixedZone("CET", 3600), time.FixedZone("Asia/Tokyo", 9*3600), 1, []string{"2017-02-28 19:39:51 +01:00", "2017-03-03 05:29:05 +01:00", "this machine's time zone"}, "UTC"},
		{"yours", time.FixedZone("CET", 3600), time.FixedZone("Asia/Tokyo", 9*3600), 2, []string{"2017-03-01 03:39:51 +09:00", "2017-03-03 13:29:05 +09:00", "your time zone Asia/Tokyo"}, "UTC"},
		{"round", time.FixedZone("CET", 3600), time.FixedZone("Asia/Tokyo", 9*3600), 3, []string{"2017-02-28 18:39:51 UTC"}, "time zone"},
		{"a machine in UTC", time.UTC, time.FixedZone("Asia/Tokyo", 9*3600), 1, []string{"2017-03-01 03:39:51 +09:00"}, "UTC"},
		{"nothing else is known", nil, nil, 1, []string{"2017-02-28 18:39:51 UTC"}, "time zone"},
	}
	ran := 0
	for _, c := range cases {
		view := proofPage()
		view.Live.Zone, view.Live.Viewer = c.zone, c.your
		m := screen(newFake(view), options(), 80, 24)
		for range c.presses {
			m = press(m, "z")
		}
		text := ansi.Strip(strings.Join(m.head(), "\n"))
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", c.name, want, text)
			}
		}
		if strings.Contains(text, c.without) {
			t.Errorf("%s: %q in\n%s", c.name, c.without, text)
		}
		ran++
	}
	if ran != 6 {
		t.Errorf("%d cases", ran)
	}
}

// TestZoneOnASmallScreen: another zone than UTC is always named.
func TestZoneOnASmallScreen(t *testing.T) {
	view := proofPage()
	view.Live.Zone = time.FixedZone("CST", 8*3600)
	ran := 0
	for _, columns := range []int{20, 30, 40, 59} {
		m := press(screen(newFake(view), options(), columns, 12), "z")
		if line := ansi.Strip(m.shortClocks()); columns >= 30 && !strings.Contains(line, "+08:00") || ansi.StringWidth(line) > columns {
			t.Errorf("at %d columns: %q", columns, line)
		}
		ran++
	}
	if ran != 4 {
		t.Errorf("%d sizes", ran)
	}
}
