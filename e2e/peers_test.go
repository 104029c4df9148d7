//go:build e2e && unix

package e2e

import (
	"fmt"
	"math"
	"net"
	"testing"
)

const (
	// twoDays is how far the wrong servers are ahead of this machine, in seconds.
	twoDays = 2 * 24 * 3600
	// closely is how well NTP over loopback is expected to agree.
	closely = 0.01
	// faked is how exactly a clock is shifted by libfaketime: it reads the true time
	// twice at its start, and what lies in between, mostly microseconds, is the error
	// of a shifted server for as long as it runs.
	faked = 0.001
)

// checkOffset checks a measured offset, and that its uncertainty is honest.
func checkOffset(t *testing.T, offset, uncertainty *float64, want, within float64) {
	t.Helper()
	switch {
	case offset == nil || uncertainty == nil:
		t.Error("no offset was measured")
	case math.Abs(*offset-want) > within:
		t.Errorf("the offset is %g s, known to %g s; %g s was expected", *offset, *uncertainty, want)
	case math.Abs(*offset-want) > *uncertainty+shifted(want):
		t.Errorf("the offset is %g s, said to be known to %g s, but it is %g s", *offset, *uncertainty, want)
	}
}

// shifted is how far a server that was to be off by so much may be off from that.
func shifted(want float64) float64 {
	if want == 0 {
		return 0 // no libfaketime took part
	}
	return faked
}

func TestChronyd(t *testing.T) {
	cases := []struct {
		name, shift string
		want        float64
		status      []int
		verdict     string
		finding     string
	}{
		// Whether something keeps the clock of this machine decides between 0 and 1.
		{"right", "", 0, []int{0, 1}, "healthy", ""},
		{"two days ahead of this machine", "+2d", twoDays, []int{2}, "clock-wrong", "clock.behind"},
		// Not further: a time before this program was made is not believed.
		{"a minute and a half behind this machine", "-90s", -90, []int{2}, "clock-wrong", "clock.ahead"},
		{"past the turn of the NTP era", "+15y", 15 * 365 * 24 * 3600, []int{2}, "clock-wrong", "clock.behind"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			address := chronyd(t, c.shift, true)
			got := unskew(t, "check", "--format", "json", "--ntp", address, "--https", "none")
			r := got.record(t)
			checkStatus(t, got, c.status...)
			r.checkVerdict(t, c.verdict, "measured")
			checkOffset(t, r.Offset.Seconds, r.Offset.Uncertainty, c.want, closely)
			one := r.reading(t, address)
			if one.Source != "ntp" || one.Outcome != "measured" || !one.Used || one.Stratum == nil || *one.Stratum != 5 {
				t.Errorf("the reading is %+v", one)
			}
			checkOffset(t, one.Offset, one.Uncertainty, c.want, closely)
			if c.finding != "" {
				r.checkFindings(t, []string{c.finding}, nil)
			} else {
				r.checkFindings(t, nil, []string{"clock.behind", "clock.ahead", "reference.none"})
			}
		})
	}
}

// TestSilentNTP names why no time came, for each way in which none does.
func TestSilentNTP(t *testing.T) {
	silent, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	cases := []struct{ name, address, reason string }{
		{"a port that never answers", silent.LocalAddr().String(), "timeout"},
		{"a closed port", "127.0.0.1:" + freePort(t, "udp"), "refused"},
		{"a chronyd without a source", chronyd(t, "", false), "unsynchronised"},
		{"a chronyd long before this program was made", chronyd(t, "-10y", true), "invalid"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := unskew(t, "check", "--format", "json", "--ntp", c.address, "--https", "none")
			checkStatus(t, got, 3)
			r := got.record(t)
			r.checkVerdict(t, "inconclusive", "none")
			r.checkFindings(t, []string{"reference.none"}, []string{"clock.behind", "clock.ahead"})
			one := r.reading(t, c.address)
			if one.Outcome != "failed" || one.Reason != c.reason || one.Used || one.Offset != nil {
				t.Errorf("the reading is %+v; its reason should be %s", one, c.reason)
			}
			if r.Offset.Seconds != nil || r.Offset.Within != nil {
				t.Errorf("nothing was measured, but the offset is %+v", r.Offset)
			}
		})
	}
}

// TestLiarAmongChronyds puts one liar among three honest servers.
func TestLiarAmongChronyds(t *testing.T) {
	honest := []string{chronyd(t, "", true), chronyd(t, "", true), chronyd(t, "", true)}
	liar, lost := chronyd(t, "+1h", true), chronyd(t, "", false)
	args := []string{"check", "--format", "json", "--https", "none", "--ntp", liar, "--ntp", lost}
	for _, address := range honest {
		args = append(args, "--ntp", address)
	}
	got := unskew(t, args...)
	checkStatus(t, got, 0, 1)
	r := got.record(t)
	r.checkVerdict(t, "healthy", "measured")
	checkOffset(t, r.Offset.Seconds, r.Offset.Uncertainty, 0, closely)
	for _, address := range honest {
		if one := r.reading(t, address); !one.Used {
			t.Errorf("an honest server is not used: %+v", one)
		}
	}
	if one := r.reading(t, liar); one.Used || one.WhyUnused != "falseticker" {
		t.Errorf("the liar's reading is %+v", one)
	}
	if one := r.reading(t, lost); one.Reason != "unsynchronised" {
		t.Errorf("the unsynchronised server's reading is %+v", one)
	}
}

func TestDateOfPythonsWebServer(t *testing.T) {
	ca := newAuthority(t)
	certificate, key := ca.issue(t)
	for _, c := range []struct {
		name, shift string
		want        float64
		status      []int
		verdict     string
	}{
		{"right", "", 0, []int{0, 1}, "healthy"},
		{"two days ahead of this machine", "+2d", twoDays, []int{2}, "clock-wrong"},
	} {
		t.Run(c.name, func(t *testing.T) {
			url := fmt.Sprintf("https://127.0.0.1:%s/", python(t, c.shift, "https_server.py", certificate, key, t.TempDir()))
			got := unskew(t, "check", "--format", "json", "--ntp", "none", "--https", url, "--ca-file", ca.file)
			checkStatus(t, got, c.status...)
			r := got.record(t)
			r.checkVerdict(t, c.verdict, "measured")
			one := readingFrom(t, r, "https")
			if one.Outcome != "measured" {
				t.Fatalf("the Date was not read: %+v", one)
			}
			checkOffset(t, one.Offset, one.Uncertainty, c.want, 1.5)
			if *one.Uncertainty < 0.5 {
				t.Errorf("a single Date is said to be good to %g s", *one.Uncertainty)
			}
		})
	}
}

// TestUnknownAuthority: without --ca-file the same server must not be believed.
func TestUnknownAuthority(t *testing.T) {
	certificate, key := newAuthority(t).issue(t)
	url := fmt.Sprintf("https://127.0.0.1:%s/", python(t, "", "https_server.py", certificate, key, t.TempDir()))
	got := unskew(t, "check", "--format", "json", "--ntp", "none", "--https", url)
	checkStatus(t, got, 3)
	if one := readingFrom(t, got.record(t), "https"); one.Outcome != "failed" || one.Reason != "tls-inspected" {
		t.Errorf("the reading is %+v", one)
	}
}

func readingFrom(t *testing.T, r record, source string) reading {
	t.Helper()
	for _, one := range r.Readings {
		if one.Source == source {
			return one
		}
	}
	t.Fatalf("there is no reading of %s in %+v", source, r.Readings)
	return reading{}
}

// checkStatus checks an exit status.
func checkStatus(t testing.TB, got outcome, wanted ...int) {
	t.Helper()
	for _, status := range wanted {
		if got.status == status {
			return
		}
	}
	t.Errorf("the exit status is %d, not %v; it said:\n%s%s", got.status, wanted, got.stdout, got.stderr)
}
