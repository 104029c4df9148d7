package steps

import (
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
)

// spans are durations and how they are said, at the boundaries above all.
func spans() map[time.Duration]string {
	const (
		us, ms, s, m, h = time.Microsecond, time.Millisecond, time.Second, time.Minute, time.Hour
		d, y            = 24 * time.Hour, 365 * 24 * time.Hour
	)
	return map[time.Duration]string{
		0: "0.01 ms", 1: "0.01 ms", 9999: "0.01 ms", 10 * us: "0.01 ms", 14 * us: "0.01 ms", 16 * us: "0.02 ms",
		340 * us: "0.34 ms", 500 * us: "0.5 ms", 994 * us: "0.99 ms", 996 * us: "1 ms", ms: "1 ms",
		1240 * us: "1.2 ms", 3 * ms: "3 ms", 9940 * us: "9.9 ms", 9960 * us: "10 ms", 10 * ms: "10 ms",
		10400 * us: "10 ms", 10600 * us: "11 ms", 340 * ms: "340 ms",
		999400 * us: "999 ms", 999499999: "999 ms", 999500 * us: "1 s", 999600 * us: "1 s", s: "1 s",
		1040 * ms: "1 s", 1060 * ms: "1.1 s", 1200 * ms: "1.2 s", 12 * s: "12 s", 30*s + 500*ms: "30.5 s",
		59940 * ms: "59.9 s", 59949 * ms: "59.9 s", 59950 * ms: "1m", 59960 * ms: "1m", m: "1m",
		m + 400*ms: "1m", m + 600*ms: "1m 1s", 61 * s: "1m 1s", 5 * m: "5m", 59*m + 59*s + 400*ms: "59m 59s",
		59*m + 59*s + 600*ms: "1h", h: "1h", h + s: "1h 1s", d - s: "23h 59m 59s", d: "1d",
		208154 * s: "2d 9h 49m 14s", 364*d + 23*h + 59*m + 59*s: "364d 23h 59m 59s", y: "1y", y + s: "1y 1s",
		2*y + 3*d: "2y 3d", 9*y + 2*d + 3*h + 4*m: "9y 2d 3h 4m",
	}
}

func TestSpan(t *testing.T) {
	ran := 0
	for d, want := range spans() {
		ran++
		if got := Span(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
		if got := Span(-d); got != want {
			t.Errorf("%v: %q, want %q", -d, got, want)
		}
		if got := PlusMinus(d); got != "±"+want {
			t.Errorf("%v: %q", d, got)
		}
	}
	if ran != 50 {
		t.Errorf("%d cases, want 50", ran)
	}
}

// TestSpanIsShort: whatever is said fits a line of the panel, in at most four
// units, and names no unit that is zero.
func TestSpanIsShort(t *testing.T) {
	shape := regexp.MustCompile(`^(\d+(\.\d+)? (ms|s)|\d+[ydhms]( \d+[dhms]){0,3})$`)
	ran := 0
	for d := time.Nanosecond; d > 0 && d < math.MaxInt64/3; d = d*3 + 1 {
		for _, near := range []time.Duration{d, 2*d + 1, d - 1} {
			ran++
			if got := Span(near); !shape.MatchString(got) || strings.Contains(got, " 0") {
				t.Errorf("%v is said as %q", near, got)
			}
		}
	}
	year := 365 * 24 * time.Hour
	for _, d := range []time.Duration{year + 25*time.Hour + time.Minute + time.Second, 9*year + 999*time.Hour + 61*time.Second, math.MaxInt64, math.MinInt64} {
		ran++
		if got := Span(d); !shape.MatchString(got) {
			t.Errorf("%v is said as %q", d, got)
		}
	}
	if ran < 100 {
		t.Errorf("only %d cases", ran)
	}
}

func TestSkewIsSaidInWords(t *testing.T) {
	start := time.Date(2017, 3, 3, 4, 29, 5, 0, time.UTC)
	cases := []struct {
		wall time.Time // of the OS clock, at true time start
		want string
	}{
		{start, "exactly right"},
		{start.Add(-208154 * time.Second), "2d 9h 49m 14s behind"},
		{start.Add(208154 * time.Second), "2d 9h 49m 14s ahead"},
		{start.Add(1200 * time.Millisecond), "1.2 s ahead"},
		{start.Add(-1200 * time.Millisecond), "1.2 s behind"},
		{start.Add(-1), "0.01 ms behind"},
		{start.Add(1), "0.01 ms ahead"},
		{start.Add(-999600 * time.Microsecond), "1 s behind"},
		{start.Add(999400 * time.Microsecond), "999 ms ahead"},
		{start.Add(-59960 * time.Millisecond), "1m behind"},
		{time.Date(2016, 3, 3, 4, 29, 5, 0, time.UTC), "1y behind"},
		{time.Date(2062, 3, 3, 4, 29, 5, 0, time.UTC), "45y 11d ahead"},
		{time.Unix(0, 0), "47y 73d 4h 29m behind"},
	}
	ran := 0
	for _, c := range cases {
		ran++
		offset, err := diagnostics.Between(start, c.wall)
		if err != nil {
			t.Fatal(err)
		}
		got := Skew(offset).String()
		if strings.ContainsAny(got, "+-−±") {
			t.Errorf("%v is said with a sign: %q", offset, got)
		}
		if got != c.want {
			t.Errorf("%v: %q, want %q", offset, got, c.want)
		}
	}
	if ran != 13 {
		t.Errorf("%d cases, want 13", ran)
	}
}
