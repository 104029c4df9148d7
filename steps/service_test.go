package steps

import (
	"testing"

	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/timeservice"
)

// TestFollowsRow: a machine that follows a clock of its own hardware is not said
// to follow nothing.
func TestFollowsRow(t *testing.T) {
	clock := timeservice.Refclock{Name: "PHC /dev/ptp0", File: "/etc/chrony/chrony.conf", By: "chrony"}
	server := timeservice.Server{Name: "ntp.corp.example", File: "/etc/chrony/chrony.conf", By: "chrony"}
	cases := []struct {
		servers []timeservice.Server
		clocks  []timeservice.Refclock
		want    string
	}{
		{nil, nil, "no time server is configured"},
		{nil, []timeservice.Refclock{clock}, "a hardware clock: PHC /dev/ptp0"},
		{[]timeservice.Server{server}, []timeservice.Refclock{clock}, "ntp.corp.example"},
		{[]timeservice.Server{server, server}, nil, "ntp.corp.example and 1 more"},
	}
	ran := 0
	for _, c := range cases {
		ran++
		s := Session{}.With(Entry{Kind: Started, Start: &Start{}}).
			With(Entry{Kind: Observed, Observation: Observation{Configured: c.servers}}).
			With(Entry{Kind: Observed, Observation: Observation{Services: &Services{Refclocks: c.clocks}}}).
			With(Entry{Kind: Observed, Observation: Observation{Host: &hostclock.State{Name: "a"}}})
		row := configuredRow(s)
		if got := row.Value.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if ran != 4 {
		t.Errorf("%d cases", ran)
	}
}
