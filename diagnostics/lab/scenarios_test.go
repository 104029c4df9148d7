package lab

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestScenarios(t *testing.T) {
	all, err := Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 24 {
		t.Fatalf("%d scenarios, want at least 24", len(all))
	}
	if all[0].Name != "brand-portal" {
		t.Errorf("the first is %s, want brand-portal", all[0].Name)
	}
	names := make([]string, 0, len(all))
	verdicts := []string{"healthy", "clock-wrong", "clock-caused", "clock-and-other", "other-cause", "inconclusive"}
	seen := map[string]bool{}
	for _, sc := range all {
		names = append(names, sc.Name)
		e := sc.Expect
		seen[e.Verdict] = true
		if !slices.Contains(verdicts, e.Verdict) {
			t.Errorf("%s: no such verdict %q", sc.Name, e.Verdict)
		}
		if e.Verdict != "healthy" && e.Exit == 0 {
			t.Errorf("%s: %s cannot end with 0", sc.Name, e.Verdict)
		}
		tried := sc.Server != nil && (sc.Server.Credential != "none" || sc.AEM != nil || sc.Log != nil)
		if tried != (e.Class != "") {
			t.Errorf("%s: class %q, and a credential: %v", sc.Name, e.Class, tried)
		}
		if strings.Contains(sc.Title, "\n") || len(sc.Title) > 60 {
			t.Errorf("%s: the title is no short line: %q", sc.Name, sc.Title)
		}
		for _, code := range e.Findings {
			if slices.Contains(e.Absent, code) {
				t.Errorf("%s: %s is to be there and not to be there", sc.Name, code)
			}
		}
	}
	if !slices.IsSorted(names[1:]) {
		t.Errorf("not by name: %v", names)
	}
	if len(seen) != len(verdicts) {
		t.Errorf("verdicts %v, want a world for each of %v", seen, verdicts)
	}
}

func TestBrandPortal(t *testing.T) {
	sc, err := Find("")
	if err != nil {
		t.Fatal(err)
	}
	wall := sc.True.Add(-sc.Host.behind())
	if got := wall.Format(time.RFC3339); got != "2017-02-28T18:39:51Z" {
		t.Errorf("the OS clock starts at %s", got)
	}
	if sc.Server.Lifetime != Span(5*time.Minute) || sc.Server.Audience != "https://legacy-oauth.example/oauth/token" {
		t.Errorf("server: %+v", sc.Server)
	}
}

func TestFindNamesTheKnownOnes(t *testing.T) {
	_, err := Find("nirvana")
	if err == nil {
		t.Fatal("found a scenario that is not there")
	}
	for _, part := range []string{"nirvana", "brand-portal", "years-behind"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not name %s", err, part)
		}
	}
}

// minimal is the least that a scenario file can be.
const minimal = `
title = "t"
about = "a"
true_time = 2026-01-01T00:00:00Z
[host]
name = "h"
[expect]
verdict = "healthy"
proof = "none"
certainty = "unknown"
`

func TestDecodeRefuses(t *testing.T) {
	if _, err := Decode("minimal", minimal); err != nil {
		t.Fatalf("the minimal scenario: %v", err)
	}
	cases := map[string]struct{ text, want string }{
		"unknown key":        {minimal + "verdct = \"x\"\n", "verdct"},
		"unknown table key":  {minimal + "[[ntp]]\nname = \"a.example\"\nbehavior = \"ok\"\n", "ntp.behavior"},
		"unknown behaviour":  {minimal + "[[ntp]]\nname = \"a.example\"\nbehaviour = \"sulking\"\n", "sulking"},
		"kiss without code":  {minimal + "[[ntp]]\nname = \"a.example\"\nbehaviour = \"kiss\"\n", "four letters"},
		"not TOML":           {"title = ", "scenario"},
		"nothing":            {"", "missing"},
		"two addresses":      {minimal + "[[https]]\nurl = \"https://a.example/\"\n[[https]]\nurl = \"https://a.example/\"\n", "two addresses"},
		"no address":         {minimal + "[[ntp]]\nname = \"a.example\"\naddress = \"nowhere\"\n", "no IP address"},
		"bad span":           {minimal + "[[ntp]]\nname = \"a.example\"\nbehind = \"soon\"\n", "soon"},
		"no scheme":          {minimal + "[[https]]\nurl = \"a.example\"\n", "a.example"},
		"slew without rate":  {minimal + "after_fix = \"fixed\"\n[fix]\nhow = \"slew\"\n", "rate_ppm"},
		"fix without result": {minimal + "[fix]\nhow = \"step\"\n", "after_fix"},
		"profile":            {minimal + "[server]\ntoken_url = \"https://a.example/t\"\nprofile = \"x\"\ndialect = \"ims\"\nlifetime = \"5m\"\n", "profile"},
		"no lifetime":        {minimal + "[server]\ntoken_url = \"https://a.example/t\"\nprofile = \"ims-jwt\"\ndialect = \"ims\"\n", "lifetime"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Decode("bad", c.text)
			if err == nil {
				t.Fatal("taken")
			}
			if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "scenario bad") {
				t.Errorf("%q does not name %q and the scenario", err, c.want)
			}
		})
	}
	if len(cases) != 14 {
		t.Errorf("%d cases ran, want 14", len(cases))
	}
}

func TestSpan(t *testing.T) {
	cases := []struct {
		text string
		want time.Duration
	}{
		{"2d 9h 49m 14s", 208154 * time.Second},
		{"2d", 48 * time.Hour},
		{"1d1ms", 24*time.Hour + time.Millisecond},
		{"90s", 90 * time.Second},
		{"400us", 400 * time.Microsecond},
		{"-8h", -8 * time.Hour},
		{"0.5d", 12 * time.Hour},
		{"", 0},
	}
	for _, c := range cases {
		var s Span
		if err := s.UnmarshalText([]byte(c.text)); err != nil || time.Duration(s) != c.want {
			t.Errorf("%q: %v, %v; want %v", c.text, time.Duration(s), err, c.want)
		}
	}
	for _, bad := range []string{"d", "2 days", "xd", "5", "2d 3", "99999999d"} {
		var s Span
		if err := s.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was taken as %v", bad, time.Duration(s))
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(minimal)
	text, err := files.ReadFile("scenarios/brand-portal.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Fuzz(func(t *testing.T, text string) {
		sc, err := Decode("fuzz", text)
		if err == nil && (sc.Title == "" || sc.Expect.Verdict == "") {
			t.Errorf("taken without title or verdict: %q", text)
		}
	})
}
