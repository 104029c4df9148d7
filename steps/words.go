package steps

import (
	"fmt"
	"math"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/steps/say"
)

// Skew says an offset in words, never by a sign: "2d 9h 49m 14s behind".
func Skew(o diagnostics.Offset) say.Text {
	switch {
	case o == (diagnostics.Offset{}):
		return say.T("exactly right")
	case o.Behind():
		return say.T("%s behind", size(o))
	default:
		return say.T("%s ahead", size(o))
	}
}

// size is an offset without its direction. Beyond what a duration can hold,
// only the years are told.
func size(o diagnostics.Offset) string {
	if seconds := math.Abs(o.Seconds()); seconds > 290*year.Seconds() {
		return fmt.Sprintf("%.0fy", seconds/year.Seconds())
	}
	return Span(o.Abs())
}

// Span says a duration in at most four units, to the precision that matters:
// "2d 9h 49m 14s", "1.2 s", "340 ms".
func Span(d time.Duration) string {
	d = d.Abs()
	switch {
	case d < 10*time.Microsecond:
		return "0.01 ms"
	case d < time.Millisecond:
		return trimmed(float64(d)/float64(time.Millisecond), 2) + " ms"
	case d < 10*time.Millisecond:
		return trimmed(float64(d)/float64(time.Millisecond), 1) + " ms"
	case d < time.Second-500*time.Microsecond:
		return fmt.Sprintf("%d ms", d.Round(time.Millisecond).Milliseconds())
	case d < time.Minute-50*time.Millisecond:
		return trimmed(d.Seconds(), 1) + " s"
	}
	total := int64(d.Round(time.Second) / time.Second)
	units := []struct {
		size int64
		name string
	}{{int64(year / time.Second), "y"}, {86400, "d"}, {3600, "h"}, {60, "m"}, {1, "s"}}
	var parts []string
	for _, unit := range units {
		if n := total / unit.size; n > 0 && len(parts) < 4 {
			parts = append(parts, fmt.Sprintf("%d%s", n, unit.name))
			total %= unit.size
		}
	}
	return strings.Join(parts, " ")
}

// year is one of 365 days.
const year = 365 * 24 * time.Hour

// trimmed prints a number with at most digits decimals and no trailing zeros.
func trimmed(value float64, digits int) string {
	text := fmt.Sprintf("%.*f", digits, value)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// PlusMinus says an uncertainty: "±3 ms".
func PlusMinus(d time.Duration) string { return "±" + Span(d) }
