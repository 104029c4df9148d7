package diagnostics

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// ErrOffsetRange says that two times are too far apart to be subtracted.
var ErrOffsetRange = errors.New("the two times are too far apart to compare")

// Offset is reference minus OS clock, with the sign of RFC 5905: positive means
// that the OS clock is behind. It is kept as seconds and nanoseconds because a
// time.Duration wraps after 292 years, which a host in the year 1 exceeds.
// The zero Offset is "no difference". In JSON it is a decimal number of seconds.
type Offset struct {
	sec  int64
	nsec int64 // 0 <= nsec < 1e9
}

const nanosPerSecond = 1_000_000_000

// Between returns reference minus osClock.
// It fails with ErrOffsetRange where the difference does not fit.
func Between(reference, osClock time.Time) (Offset, error) {
	a, b := reference.Unix(), osClock.Unix()
	sec := a - b
	if (a > b) != (sec > 0) && a != b {
		return Offset{}, ErrOffsetRange
	}
	nsec := int64(reference.Nanosecond() - osClock.Nanosecond())
	if nsec < 0 {
		if sec == math.MinInt64 {
			return Offset{}, ErrOffsetRange
		}
		sec, nsec = sec-1, nsec+nanosPerSecond
	}
	return Offset{sec: sec, nsec: nsec}, nil
}

// OffsetOf converts a duration.
func OffsetOf(d time.Duration) Offset {
	o, _ := Between(time.Unix(0, 0).Add(d), time.Unix(0, 0))
	return o
}

// Seconds returns the offset in seconds, to the precision of a float64 (better
// than a microsecond for a century).
func (o Offset) Seconds() float64 {
	return float64(o.sec) + float64(o.nsec)/nanosPerSecond
}

// Duration returns the offset as a duration, saturated at ±292 years.
func (o Offset) Duration() time.Duration {
	const limit = math.MaxInt64/nanosPerSecond - 1
	switch {
	case o.sec > limit:
		return math.MaxInt64
	case o.sec < -limit:
		return math.MinInt64
	}
	return time.Duration(o.sec)*time.Second + time.Duration(o.nsec)
}

// Behind reports whether the OS clock is behind the reference.
func (o Offset) Behind() bool { return o.sec >= 0 && (o.sec > 0 || o.nsec > 0) }

// Abs returns the size of the offset as a duration, saturated at 292 years.
func (o Offset) Abs() time.Duration {
	d := o.Duration()
	if d == math.MinInt64 {
		return math.MaxInt64
	}
	return d.Abs()
}

// String is the exact decimal number of seconds, as in JSON.
func (o Offset) String() string {
	sec, nsec, sign := o.sec, o.nsec, ""
	if sec < 0 {
		sign = "-"
		sec = -sec
		if nsec > 0 {
			sec, nsec = sec-1, nanosPerSecond-nsec
		}
	}
	text := fmt.Sprintf("%s%d.%09d", sign, sec, nsec)
	text = strings.TrimRight(text, "0")
	if strings.HasSuffix(text, ".") {
		text += "0"
	}
	return text
}

// MarshalJSON writes the exact decimal number of seconds.
func (o Offset) MarshalJSON() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalJSON reads a decimal number of seconds.
func (o *Offset) UnmarshalJSON(data []byte) error {
	text := string(data)
	negative := strings.HasPrefix(text, "-")
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return fmt.Errorf("offset %q is not a decimal number of seconds", text)
	}
	fraction = (fraction + "000000000")[:9]
	nsec, err := strconv.ParseInt(fraction, 10, 64)
	if err != nil || nsec < 0 {
		return fmt.Errorf("offset %q is not a decimal number of seconds", text)
	}
	if negative {
		sec = -sec
		if nsec > 0 {
			sec, nsec = sec-1, nanosPerSecond-nsec
		}
	}
	*o = Offset{sec: sec, nsec: nsec}
	return nil
}
