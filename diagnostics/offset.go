package diagnostics

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
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
	sign, whole, nsec := "", uint64(o.sec), o.nsec
	if o.sec < 0 {
		sign, whole = "-", -uint64(o.sec) // also right for the least int64
		if nsec > 0 {
			whole, nsec = whole-1, nanosPerSecond-nsec
		}
	}
	text := fmt.Sprintf("%s%d.%09d", sign, whole, nsec)
	text = strings.TrimRight(text, "0")
	if strings.HasSuffix(text, ".") {
		text += "0"
	}
	return text
}

// MarshalJSON writes the exact decimal number of seconds.
func (o Offset) MarshalJSON() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalJSON reads any JSON number as seconds, to the nearest nanosecond.
func (o *Offset) UnmarshalJSON(data []byte) error {
	text := string(data)
	if text == "null" {
		return nil // by the custom of encoding/json
	}
	nanos, ok := decimalNanos(text)
	if !ok {
		return fmt.Errorf("offset %q is not a decimal number of seconds", Clean(text, 40))
	}
	sec, nsec := new(big.Int).DivMod(nanos, big.NewInt(nanosPerSecond), new(big.Int))
	if !sec.IsInt64() {
		return ErrOffsetRange
	}
	*o = Offset{sec: sec.Int64(), nsec: nsec.Int64()}
	return nil
}

// decimalNanos reads a JSON number of seconds. The exponent is bounded: a
// hostile one would make the arithmetic exact and endless.
func decimalNanos(text string) (*big.Int, bool) {
	if len(text) > 64 || !json.Valid([]byte(text)) || !strings.ContainsRune("-0123456789", rune(text[0])) {
		return nil, false
	}
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		exponent, err := strconv.Atoi(text[at+1:])
		if err != nil || exponent < -99 || exponent > 99 {
			return nil, false
		}
	}
	seconds, ok := new(big.Rat).SetString(strings.TrimSpace(text))
	if !ok {
		return nil, false
	}
	nanos := seconds.Mul(seconds, big.NewRat(2*nanosPerSecond, 1)) // twice, to round
	half := nanos.Num().Add(nanos.Num(), nanos.Denom())
	return half.Div(half, new(big.Int).Lsh(nanos.Denom(), 1)), true
}

// OffsetSeconds converts a number of seconds, to the nanosecond.
func OffsetSeconds(seconds float64) (Offset, error) {
	whole := math.Floor(seconds)
	if math.IsNaN(seconds) || math.Abs(whole) > 1<<62 {
		return Offset{}, ErrOffsetRange
	}
	nsec := int64(math.Round((seconds - whole) * nanosPerSecond))
	if nsec == nanosPerSecond {
		whole, nsec = whole+1, 0
	}
	return Offset{sec: int64(whole), nsec: nsec}, nil
}
