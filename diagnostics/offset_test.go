package diagnostics

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
)

func date(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

// exactly is the difference in nanoseconds, by arithmetic that cannot overflow.
func exactly(a, b time.Time) *big.Int {
	nanos := func(t time.Time) *big.Int {
		sum := new(big.Int).Mul(big.NewInt(t.Unix()), big.NewInt(nanosPerSecond))
		return sum.Add(sum, big.NewInt(int64(t.Nanosecond())))
	}
	return new(big.Int).Sub(nanos(a), nanos(b))
}

func (o Offset) nanos() *big.Int {
	sum := new(big.Int).Mul(big.NewInt(o.sec), big.NewInt(nanosPerSecond))
	return sum.Add(sum, big.NewInt(o.nsec))
}

func TestBetweenAcrossEras(t *testing.T) {
	eras := []time.Time{
		date(1), date(1900), date(1970), date(1970).Add(-1), date(2017).Add(123456789),
		time.Date(2036, 2, 7, 6, 28, 15, 999_999_999, time.UTC), // the last of NTP's era 0
		time.Date(2036, 2, 7, 6, 28, 16, 0, time.UTC),
		time.Date(2038, 1, 19, 3, 14, 8, 1, time.UTC),
		time.Date(2262, 4, 11, 23, 47, 16, 854_775_807, time.UTC), // the last of UnixNano
		date(2263), date(9999), date(-5000),
	}
	pairs := 0
	for _, reference := range eras {
		for _, osClock := range eras {
			pairs++
			got, err := Between(reference, osClock)
			if err != nil {
				t.Errorf("%v - %v: %v", reference, osClock, err)
				continue
			}
			want := exactly(reference, osClock)
			if got.nanos().Cmp(want) != 0 || got.nsec < 0 || got.nsec >= nanosPerSecond {
				t.Errorf("%v - %v: %+v, want %v ns", reference, osClock, got, want)
			}
			if got.Behind() != reference.After(osClock) {
				t.Errorf("%v - %v: behind is %v", reference, osClock, got.Behind())
			}
			checkConversions(t, got, want)
		}
	}
	if pairs != 144 {
		t.Errorf("%d pairs", pairs)
	}
}

func checkConversions(t *testing.T, o Offset, nanos *big.Int) {
	t.Helper()
	inSeconds, _ := new(big.Rat).SetFrac(nanos, big.NewInt(nanosPerSecond)).Float64()
	if difference := math.Abs(o.Seconds() - inSeconds); difference > math.Abs(inSeconds)*1e-15+1e-15 {
		t.Errorf("%v: %v seconds, want %v", o, o.Seconds(), inSeconds)
	}
	duration, size := o.Duration(), o.Abs()
	if nanos.IsInt64() && nanos.Int64() != math.MinInt64 {
		if int64(duration) != nanos.Int64() && !nearLimit(nanos) {
			t.Errorf("%v: %d, want %v", o, duration, nanos)
		}
	} else if want := time.Duration(math.MaxInt64); o.Behind() && duration != want || !o.Behind() && duration != math.MinInt64 {
		t.Errorf("%v: %d is not saturated", o, duration)
	}
	if size < 0 || size != duration && size != -duration && duration != math.MinInt64 {
		t.Errorf("%v: size %d of %d", o, size, duration)
	}
	data, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var again Offset
	if err := json.Unmarshal(data, &again); err != nil || again != o || string(data) != o.String() {
		t.Errorf("%s became %v: %v", data, again, err)
	}
	if value, ok := new(big.Rat).SetString(string(data)); !ok || value.Cmp(new(big.Rat).SetFrac(nanos, big.NewInt(nanosPerSecond))) != 0 {
		t.Errorf("%s is not %v ns", data, nanos)
	}
}

// nearLimit allows Duration to saturate two seconds early.
func nearLimit(nanos *big.Int) bool {
	return new(big.Int).Abs(nanos).Cmp(big.NewInt(math.MaxInt64-2*nanosPerSecond)) > 0
}

func TestBetweenOverflows(t *testing.T) {
	// 1<<63-1 seconds after 1970 is the last second that a time.Time counts.
	const unixToInternal = 62135596800
	far, longAgo := time.Unix(math.MaxInt64-unixToInternal, 999_999_999), time.Unix(math.MinInt64+unixToInternal, 1)
	for name, pair := range map[string][2]time.Time{
		"future minus past": {far, longAgo},
		"past minus future": {longAgo, far},
	} {
		if got, err := Between(pair[0], pair[1]); !errors.Is(err, ErrOffsetRange) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if got, err := Between(far, far); err != nil || got != (Offset{}) {
		t.Errorf("far from itself: %v, %v", got, err)
	}
}

// TestBetweenIgnoresMonotonic: a wall that carries Go's monotonic reading must
// be compared as a wall, or a step of the clock would be invisible.
func TestBetweenIgnoresMonotonic(t *testing.T) {
	now := time.Now()
	got, err := Between(now.Round(0).Add(time.Hour), now)
	if err != nil || got != OffsetOf(time.Hour) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestOffsetOf(t *testing.T) {
	for _, d := range []time.Duration{
		0, 1, -1, time.Second, -time.Second, 1500 * time.Millisecond, -1500 * time.Millisecond,
		math.MaxInt64 - 3*time.Second, math.MinInt64 + 3*time.Second, 208154 * time.Second,
	} {
		if got := OffsetOf(d); got.Duration() != d || got.Abs() != d.Abs() || got.Behind() != (d > 0) {
			t.Errorf("%d: %v, size %d, behind %v", d, got, got.Abs(), got.Behind())
		}
	}
	for _, d := range []time.Duration{math.MaxInt64, math.MinInt64} {
		if got := OffsetOf(d); got.nanos().Cmp(big.NewInt(int64(d))) != 0 || got.Abs() != math.MaxInt64 {
			t.Errorf("%d: %v, size %d", d, got, got.Abs())
		}
	}
}

func TestOffsetSeconds(t *testing.T) {
	for seconds, want := range map[float64]string{
		0: "0.0", 1: "1.0", -1: "-1.0", 0.5: "0.5", -0.5: "-0.5", 208154: "208154.0", -1.25: "-1.25",
		0.9999999999: "1.0", -0.0000000001: "0.0", 1e-9: "0.000000001", 1e15 + 0.5: "1000000000000000.5",
	} {
		got, err := OffsetSeconds(seconds)
		if err != nil || got.String() != want {
			t.Errorf("%v: %v, %v, want %s", seconds, got, err, want)
		}
	}
	for _, seconds := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -1e300} {
		if got, err := OffsetSeconds(seconds); !errors.Is(err, ErrOffsetRange) {
			t.Errorf("%v: %v, %v", seconds, got, err)
		}
	}
}

func TestOffsetJSON(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{"0", "0.0"},
		{"5", "5.0"},
		{"-5", "-5.0"},
		{"0.5", "0.5"},
		{"-0.5", "-0.5"},
		{"-0", "0.0"},
		{"-0.000000001", "-0.000000001"},
		{"-1.000000001", "-1.000000001"},
		{"208154.0", "208154.0"},
		{"1.5e3", "1500.0"},
		{"1E2", "100.0"},
		{"25e-1", "2.5"},
		{"-4e-3", "-0.004"},
		{"1e-9", "0.000000001"},
		{"1e-30", "0.0"},
		{"0.1234567894", "0.123456789"},
		{"9223372036854775807.999999999", "9223372036854775807.999999999"},
		{"-9223372036854775808", "-9223372036854775808.0"},
		{"-9223372036854775807.5", "-9223372036854775807.5"},
	} {
		var o Offset
		if err := json.Unmarshal([]byte(c.in), &o); err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		out, err := json.Marshal(o)
		if err != nil || string(out) != c.out {
			t.Errorf("%s became %s (%v), want %s", c.in, out, err, c.out)
		}
	}
	for _, in := range []string{
		`"5"`, "true", "[1]", "{}", "9223372036854775808", "-9223372036854775809", "1e19", "1e999999999", "-1e400",
	} {
		o := OffsetOf(time.Second)
		if err := json.Unmarshal([]byte(in), &o); err == nil || o != OffsetOf(time.Second) {
			t.Errorf("%s was taken as %v", in, o)
		}
	}
	// What is no JSON can still be handed to UnmarshalJSON itself.
	for _, in := range []string{"", "-", ".", "1.", ".5", "1.-5", "--1", "-+1", "+1", "1.+5", "0x10", "1_000", "1.5.2", "Inf", "NaN", "1e", " 1"} {
		var o Offset
		if err := o.UnmarshalJSON([]byte(in)); err == nil {
			t.Errorf("%q was taken as %v", in, o)
		}
	}
}

// TestOffsetNull: by the custom of encoding/json null changes nothing.
func TestOffsetNull(t *testing.T) {
	o := OffsetOf(time.Second)
	if err := json.Unmarshal([]byte("null"), &o); err != nil || o != OffsetOf(time.Second) {
		t.Errorf("%v, %v", o, err)
	}
	var in struct{ Offset *Offset }
	if err := json.Unmarshal([]byte(`{"Offset":null}`), &in); err != nil || in.Offset != nil {
		t.Errorf("%v, %v", in.Offset, err)
	}
}

func TestOffsetErrorIsShort(t *testing.T) {
	var o Offset
	err := o.UnmarshalJSON([]byte(`"` + strings.Repeat("x", 10_000) + "\x1b[2J" + `"`))
	if err == nil || len(err.Error()) > 200 || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("%v", err)
	}
}

func FuzzOffsetJSON(f *testing.F) {
	for _, seed := range []string{"0", "-0.5", "208154.0", "1e3", "-1e-9", "1.-5", "9223372036854775807.9", "-9223372036854775808.5", "null", "1e999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var o Offset
		if err := o.UnmarshalJSON([]byte(text)); err != nil {
			return
		}
		if text != "null" && !json.Valid([]byte(text)) {
			t.Errorf("%q is no JSON and was taken as %v", text, o)
		}
		if o.nsec < 0 || o.nsec >= nanosPerSecond {
			t.Fatalf("%q became %+v", text, o)
		}
		data, err := json.Marshal(o)
		if err != nil || !json.Valid(data) {
			t.Fatalf("%q became %s: %v", text, data, err)
		}
		var again Offset
		if err := json.Unmarshal(data, &again); err != nil || again != o {
			t.Errorf("%q became %s, then %v: %v", text, data, again, err)
		}
		if value, ok := new(big.Rat).SetString(text); ok && len(text) < 40 {
			got := new(big.Rat).SetFrac(o.nanos(), big.NewInt(nanosPerSecond))
			if off := got.Sub(got, value); off.Abs(off).Cmp(big.NewRat(1, nanosPerSecond)) > 0 {
				t.Errorf("%q became %s", text, data)
			}
		}
	})
}
