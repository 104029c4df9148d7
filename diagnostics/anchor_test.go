package diagnostics

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"testing"
	"time"
)

func TestAnchorAt(t *testing.T) {
	a := Anchor{True: time.Date(2036, 2, 7, 6, 28, 15, 0, time.UTC), Raw: 100 * time.Second, Uncertainty: time.Millisecond}
	for elapsed, want := range map[time.Duration]time.Time{
		0:                a.True,
		2 * time.Second:  time.Date(2036, 2, 7, 6, 28, 17, 0, time.UTC), // into era 1
		-2 * time.Second: time.Date(2036, 2, 7, 6, 28, 13, 0, time.UTC),
	} {
		if got := a.At(a.Raw + elapsed); !got.Equal(want) {
			t.Errorf("after %v: %v, want %v", elapsed, got, want)
		}
	}
}

func TestAnchorUncertaintyGrows(t *testing.T) {
	a := Anchor{Raw: time.Hour, Uncertainty: 3 * time.Millisecond}
	for elapsed, want := range map[time.Duration]time.Duration{
		0:                 3 * time.Millisecond,
		64 * time.Second:  9400 * time.Microsecond,
		-64 * time.Second: 9400 * time.Microsecond,
		24 * time.Hour:    8643 * time.Millisecond,
	} {
		if got := a.UncertaintyAt(a.Raw + elapsed); (got - want).Abs() > time.Microsecond {
			t.Errorf("after %v: %v, want %v", elapsed, got, want)
		}
	}
}

// TestAnchorSeesEveryMoveOfTheClock: raw time goes on by ten seconds, and
// whatever happens to the wall is seen, whole.
func TestAnchorSeesEveryMoveOfTheClock(t *testing.T) {
	start := time.Date(2017, 3, 3, 4, 29, 5, 0, time.UTC)
	a := Anchor{True: start, Raw: 5 * time.Second, Uncertainty: time.Millisecond}
	cases := []struct {
		name string
		wall time.Time
		want string
	}{
		{"right", start.Add(10 * time.Second), "0.0"},
		{"behind", start.Add(10*time.Second - 208154*time.Second), "208154.0"},
		{"ahead", start.Add(10*time.Second + 1200*time.Millisecond), "-1.2"},
		{"slewed by 500 ppm", start.Add(10*time.Second + 5*time.Millisecond), "-0.005"},
		{"in 1970", time.Unix(0, 0), "1488515355.0"},
		{"in the year 1", time.Time{}, "63624112155.0"},
		{"in 9999", time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), "-251913785444.0"},
	}
	for _, c := range cases {
		got, err := a.Offset(Instant{Wall: c.wall, Raw: 15 * time.Second})
		if err != nil || got.String() != c.want {
			t.Errorf("%s: %v, %v, want %s", c.name, got, err, c.want)
		}
	}
	if _, err := a.Offset(Instant{Wall: time.Unix(math.MinInt64, 0)}); !errors.Is(err, ErrOffsetRange) {
		t.Errorf("longer ago than can be compared: %v", err)
	}
}

func TestReadingJSON(t *testing.T) {
	at := Instant{Wall: time.Date(2017, 2, 28, 18, 39, 51, 7, time.UTC), Raw: 9 * time.Second}
	reading := Reading{
		Source: SourceNTP, Server: "a.example", Outcome: Measured, Vouched: true,
		Anchor: Anchor{True: at.Wall.Add(208154 * time.Second), Raw: at.Raw, Uncertainty: time.Millisecond},
		At:     at, RTT: 2 * time.Millisecond, Stratum: 2, Samples: 4,
	}
	data, err := json.Marshal(reading)
	if err != nil {
		t.Fatal(err)
	}
	var again Reading
	if err := json.Unmarshal(data, &again); err != nil || !reflect.DeepEqual(reading, again) {
		t.Errorf("%s became %+v: %v", data, again, err)
	}
	if offset, err := again.Offset(); err != nil || offset != OffsetOf(208154*time.Second) {
		t.Errorf("%v, %v", offset, err)
	}
	failed, err := json.Marshal(Reading{Source: SourceHTTPS, Server: "b.example", Outcome: Failed, Reason: ReasonTimeout})
	if want := `{"source":"https","server":"b.example","outcome":"failed","reason":"timeout"}`; err != nil || string(failed) != want {
		t.Errorf("%s, %v, want %s", failed, err, want)
	}
}
