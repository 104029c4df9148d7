package ntp

import (
	"slices"
	"testing"
	"time"

	"unskew/diagnostics"
)

const (
	ms = time.Millisecond
	at = 90 * time.Minute // the common raw time
)

// says is a measured NTP reading that is off by some time.
func says(name string, off, uncertainty time.Duration) diagnostics.Reading {
	return diagnostics.Reading{
		Source: diagnostics.SourceNTP, Server: name, Outcome: diagnostics.Measured,
		Anchor: diagnostics.Anchor{True: truth.Add(off), Raw: at, Uncertainty: uncertainty},
	}
}

func with(r diagnostics.Reading, change func(*diagnostics.Reading)) diagnostics.Reading {
	change(&r)
	return r
}

func date(name string, off time.Duration) diagnostics.Reading {
	return with(says(name, off, 505*ms), func(r *diagnostics.Reading) { r.Source = diagnostics.SourceHTTPS })
}

func follows(r diagnostics.Reading) diagnostics.Reading {
	return with(r, func(r *diagnostics.Reading) { r.OwnSource = true })
}

func vouched(r diagnostics.Reading) diagnostics.Reading {
	return with(r, func(r *diagnostics.Reading) { r.Vouched = true })
}

func operated(by string, r diagnostics.Reading) diagnostics.Reading {
	return with(r, func(r *diagnostics.Reading) { r.Operator = by })
}

func via(proxy string, r diagnostics.Reading) diagnostics.Reading {
	return with(r, func(r *diagnostics.Reading) { r.Via = proxy })
}

func failed(name string) diagnostics.Reading {
	return diagnostics.Reading{Source: diagnostics.SourceNTP, Server: name, Outcome: diagnostics.Failed, Reason: diagnostics.ReasonTimeout}
}

func TestSelect(t *testing.T) {
	const (
		ft  = diagnostics.UnusedFalseticker
		far = diagnostics.UnusedTooDistant
		src = diagnostics.UnusedOwnSource
	)
	year := 365 * 24 * time.Hour
	watch := with(says("watch", 20*time.Second, time.Minute), func(r *diagnostics.Reading) { r.Source = diagnostics.SourcePerson })
	type readings = []diagnostics.Reading
	type why = []diagnostics.Unused
	cases := []struct {
		name      string
		readings  readings
		found     bool
		off       time.Duration // of the anchor
		within    time.Duration // uncertainty at most
		why       why
		witnesses int
		agreeing  int
		source    diagnostics.Source
		circular  bool
		upstream  bool
	}{
		{"nothing", nil, false, 0, 0, nil, 0, 0, "", false, false},
		{"only silence", readings{failed("a"), failed("b")}, false, 0, 0, why{"", ""}, 0, 0, "", false, false},
		{"a lone server counts", readings{says("a", 3*ms, ms)}, true, 3 * ms, ms, why{""}, 1, 1, "ntp", false, false},
		{"a lone Date counts", readings{date("a", 0)}, true, 0, 505 * ms, why{""}, 1, 1, "https", false, false},
		{"a watch counts", readings{watch}, true, 20 * time.Second, time.Minute, why{""}, 1, 1, "person", false, false},
		{
			"two good, one liar, one silent",
			readings{says("a", ms, 5*ms), says("liar", time.Hour, ms), failed("silent"), says("b", -ms, 5*ms)},
			true, 0, 4 * ms,
			why{"", ft, "", ""},
			2, 2, "ntp", false, false,
		},
		{"two that disagree", readings{says("a", 0, ms), says("b", time.Hour, ms)}, false, 0, 0, why{"", ""}, 0, 0, "", false, false},
		{
			"a Date decides between two",
			readings{says("a", 0, ms), says("b", time.Hour, ms), date("c", 200*ms)},
			true, 0, ms,
			why{"", ft, ""},
			2, 2, "ntp", false, false,
		},
		{
			"the person's server decides between two",
			readings{says("a", 0, ms), vouched(says("b", time.Hour, ms))},
			true, time.Hour, ms,
			why{ft, ""},
			1, 1, "ntp", false, false,
		},
		{"two vouched that disagree", readings{vouched(says("a", 0, ms)), vouched(says("b", time.Hour, ms))}, false, 0, 0, why{"", ""}, 0, 0, "", false, false},
		{
			"a majority outvotes the person's server",
			readings{says("a", 0, ms), vouched(says("b", time.Hour, ms)), says("c", 0, ms)},
			true, 0, ms,
			why{"", ft, ""},
			2, 2, "ntp", false, false,
		},
		{
			"own source decides between two",
			readings{says("a", 0, ms), says("b", time.Hour, ms), follows(says("own", 0, ms))},
			true, 0, ms,
			why{"", ft, ""},
			2, 2, "ntp", false, false,
		},
		{
			"own sources are one voice",
			readings{says("a", 0, ms), follows(says("o1", time.Hour, ms)), follows(says("o2", time.Hour, ms)), follows(says("o3", time.Hour, ms))},
			true, 0, ms,
			why{"", src, src, src},
			1, 1, "ntp", false, true,
		},
		{
			"own source alone is circular",
			readings{follows(says("o1", 0, ms)), follows(says("o2", 0, ms)), failed("public")},
			true, 0, ms,
			why{"", "", ""},
			1, 2, "ntp", true, false,
		},
		{"own sources that disagree", readings{follows(says("o1", 0, ms)), follows(says("o2", time.Hour, ms))}, false, 0, 0, why{"", ""}, 0, 0, "", false, false},
		{
			"one own source of three is off",
			readings{follows(says("o1", 0, ms)), follows(says("o2", time.Hour, ms)), follows(says("o3", 0, ms)), says("a", 0, ms)},
			true, 0, ms,
			why{"", ft, "", ""},
			2, 3, "ntp", false, false,
		},
		{
			"a Date shows that own source is wrong",
			readings{follows(says("own", -48*time.Hour, ms)), date("a", 0)},
			true, 0, 505 * ms,
			why{src, ""},
			1, 1, "https", false, true,
		},
		{
			"a Date agrees with own source",
			readings{follows(says("own", 10*ms, ms)), date("a", 0)},
			true, 10 * ms, ms,
			why{"", ""},
			2, 2, "ntp", false, false,
		},
		{
			"own source that the administrator vouches for",
			readings{vouched(follows(says("own", 0, ms)))},
			true, 0, ms,
			why{""},
			1, 1, "ntp", false, false,
		},
		{
			"own source under another name",
			readings{follows(operated("Big", says("own", 0, ms))), operated("big", says("time.big", 0, ms))},
			true, 0, ms,
			why{"", ""},
			1, 2, "ntp", true, false,
		},
		{
			"one operator is one voice",
			readings{operated("Big", says("t1", time.Hour, ms)), operated("Big", says("t2", time.Hour, ms)), operated("Big", says("t3", time.Hour, ms)), says("a", 0, ms), says("b", 0, ms)},
			true, 0, ms,
			why{ft, ft, ft, "", ""},
			2, 2, "ntp", false, false,
		},
		{
			"one proxy is one voice",
			readings{via("p:3128", date("w1", time.Hour)), via("p:3128", date("w2", time.Hour)), via("p:3128", date("w3", time.Hour)), says("a", 0, ms), says("b", 0, ms)},
			true, 0, ms,
			why{ft, ft, ft, "", ""},
			2, 2, "ntp", false, false,
		},
		{
			"Dates vote and do not drag",
			readings{says("a", 0, ms), date("w1", 400*ms), date("w2", 450*ms), date("w3", 300*ms)},
			true, 0, ms,
			why{"", "", "", ""},
			4, 4, "ntp", false, false,
		},
		{
			"Dates intersect",
			readings{date("w1", 400*ms), date("w2", -400*ms), date("w3", 0)},
			true, 0, 106 * ms,
			why{"", "", ""},
			3, 3, "https", false, false,
		},
		{
			"Dates outvote a server",
			readings{says("a", time.Hour, ms), date("w1", 0), date("w2", 0)},
			true, 0, 505 * ms,
			why{ft, "", ""},
			2, 2, "https", false, false,
		},
		{"too distant", readings{says("a", 0, ms), says("far", 0, 1600*ms)}, true, 0, ms, why{"", far}, 1, 1, "ntp", false, false},
		{
			"1900, 2036 and 2172",
			readings{says("a", 0, ms), says("1900", -127*year, ms), says("2036", 9*year, ms), says("b", ms, ms), says("2172", 146*year, ms), says("c", 0, ms), says("d", 0, ms)},
			true, ms / 2, ms,
			why{"", ft, ft, "", ft, "", ""},
			4, 4, "ntp", false, false,
		},
		{"the endpoint never takes part", readings{with(date("e", 0), func(r *diagnostics.Reading) { r.Endpoint = true })}, false, 0, 0, why{""}, 0, 0, "", false, false},
	}
	ran := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ran++
			got := Select(c.readings, at)
			if got.Found != c.found || !slices.Equal(got.Why, c.why) && len(c.why) > 0 {
				t.Fatalf("found %v, why %q; want %v, %q", got.Found, got.Why, c.found, c.why)
			}
			if got.Circular != c.circular || got.UpstreamWrong != c.upstream || got.Source != c.source {
				t.Errorf("circular %v, upstream wrong %v, source %q", got.Circular, got.UpstreamWrong, got.Source)
			}
			if got.Witnesses != c.witnesses || got.Agreeing != c.agreeing {
				t.Errorf("%d witnesses, %d agreeing; want %d, %d", got.Witnesses, got.Agreeing, c.witnesses, c.agreeing)
			}
			if !c.found {
				return
			}
			if e := got.Anchor.True.Sub(truth.Add(c.off)).Abs(); e > time.Microsecond {
				t.Errorf("anchor %v off", got.Anchor.True.Sub(truth))
			}
			if u := got.Anchor.Uncertainty; u <= 0 || u > c.within {
				t.Errorf("uncertainty %v, want at most %v", u, c.within)
			}
			for i, used := range got.Used {
				if used && (got.Why[i] != "" || got.Readings[i].Outcome != diagnostics.Measured) {
					t.Errorf("reading %d is used and %q", i, got.Why[i])
				}
			}
		})
	}
	if ran != 28 {
		t.Errorf("%d cases ran, want 28", ran)
	}
}

func TestSelectSaysWhatOwnSourceSays(t *testing.T) {
	c := Select([]diagnostics.Reading{follows(says("own", time.Hour, ms)), says("a", 0, ms), says("b", 0, ms)}, at)
	if c.OwnSource == nil || c.OwnSource.True.Sub(truth) != time.Hour || c.Asked != 3 {
		t.Errorf("own source %v, asked %d", c.OwnSource, c.Asked)
	}
	if c := Select([]diagnostics.Reading{says("a", 0, ms)}, at); c.OwnSource != nil {
		t.Errorf("own source %v without one", c.OwnSource)
	}
}

func TestSelectCountsIndependentWitnesses(t *testing.T) {
	watch := with(says("watch", 0, time.Minute), func(r *diagnostics.Reading) { r.Source = diagnostics.SourcePerson })
	cases := []struct {
		readings    []diagnostics.Reading
		independent int
	}{
		{[]diagnostics.Reading{follows(says("own", 0, ms))}, 0},
		{[]diagnostics.Reading{follows(says("own", 0, ms)), watch}, 0},
		{[]diagnostics.Reading{follows(says("own", 0, ms)), date("a", 0)}, 1},
		{[]diagnostics.Reading{vouched(follows(says("own", 0, ms)))}, 1},
		{[]diagnostics.Reading{operated("Big", says("a", 0, ms)), operated("Big", date("b", 0)), says("c", 0, ms), says("liar", time.Hour, ms)}, 2},
	}
	for i, c := range cases {
		if got := Select(c.readings, at); got.Independent != c.independent {
			t.Errorf("case %d: %d independent witnesses, want %d", i, got.Independent, c.independent)
		}
	}
	if len(cases) != 5 {
		t.Error("too few cases")
	}
}

// A wide NTP reading whose middle the Dates contradict does not set the time.
func TestSelectLetsDatesOverruleAWideServer(t *testing.T) {
	c := Select([]diagnostics.Reading{says("wide", 1300*ms, 1400*ms), date("w1", 0), date("w2", 0)}, at)
	if off := c.Anchor.True.Sub(truth); !c.Found || !c.Used[0] || off.Abs() > 505*ms {
		t.Errorf("used %v, %v off", c.Used, off)
	}
}

func TestSelectSaysWhatHalfOfTheOwnSourcesSay(t *testing.T) {
	c := Select([]diagnostics.Reading{follows(says("o1", 0, ms)), follows(says("o2", time.Hour, ms)), says("a", 0, ms)}, at)
	if !c.UpstreamWrong || c.OwnSource == nil || c.OwnSource.True.Sub(truth) != time.Hour {
		t.Errorf("upstream wrong %v, own source %v", c.UpstreamWrong, c.OwnSource)
	}
}

func TestSelectAgesReadings(t *testing.T) {
	old := says("a", 0, ms)
	c := Select([]diagnostics.Reading{old}, at+100*time.Second)
	if want := 11 * ms; c.Anchor.Uncertainty.Round(ms) != want || c.Anchor.Raw != at+100*time.Second {
		t.Errorf("uncertainty %v after 100 s, want %v", c.Anchor.Uncertainty, want)
	}
}

func TestSmearsOnlyNearALeapSecond(t *testing.T) {
	leap := time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)
	cases := []struct {
		name string
		when time.Time
		want diagnostics.Unused
	}{
		{"time.google.com", leap.Add(-time.Hour), diagnostics.UnusedSmeared},
		{"TIME.google.com.:123", leap.Add(11 * time.Hour), diagnostics.UnusedSmeared},
		{"169.254.169.123", leap, diagnostics.UnusedSmeared},
		{"time.google.com", leap.Add(25 * time.Hour), ""},
		{"ntp.example", leap, ""},
	}
	for _, c := range cases {
		here := func(name string) diagnostics.Reading {
			return with(says(name, 0, time.Second), func(r *diagnostics.Reading) { r.Anchor.True = c.when })
		}
		if got := Select([]diagnostics.Reading{here(c.name), here("plain")}, at); got.Why[0] != c.want || !got.Found {
			t.Errorf("%s at %v: %q, want %q", c.name, c.when, got.Why[0], c.want)
		}
		if alone := Select([]diagnostics.Reading{here(c.name)}, at); !alone.Found {
			t.Errorf("%s alone is not used", c.name)
		}
	}
	if len(cases) != 5 {
		t.Error("too few cases")
	}
	web := with(date("time.google.com", 0), func(r *diagnostics.Reading) { r.Anchor.True = leap })
	if smeared(web, leap) {
		t.Error("a Date is held for a smeared NTP answer")
	}
}

// TestSelectNeverBelievesAMinority tries every way of five witnesses to be right
// or wrong by different amounts.
func TestSelectNeverBelievesAMinority(t *testing.T) {
	const witnesses = 5
	ran := 0
	for liars := range 1 << witnesses {
		readings, wrong := make([]diagnostics.Reading, witnesses), 0
		for i := range witnesses {
			off := time.Duration(0)
			if liars>>i&1 == 1 {
				wrong++
				off = time.Duration(i+1) * time.Hour
			}
			readings[i] = says(string(rune('a'+i)), off, time.Duration(i+1)*ms)
		}
		c := Select(readings, at)
		if c.Found != (2*(witnesses-wrong) > witnesses) {
			t.Errorf("%d liars of %d: found %v", wrong, witnesses, c.Found)
		}
		if c.Found && c.Anchor.True.Sub(truth).Abs() > ms {
			t.Errorf("%d liars of %d: %v off", wrong, witnesses, c.Anchor.True.Sub(truth))
		}
		ran++
	}
	if ran != 32 {
		t.Errorf("%d worlds, want 32", ran)
	}
}
