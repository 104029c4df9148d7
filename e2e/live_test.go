//go:build e2e && linux

package e2e

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	// independent is where a server that no service follows answers.
	independent = "127.0.0.99:1123"
	// liveLimit is how long a daemon may take to come into a state.
	liveLimit = 25 * time.Second
)

// expectation is what a check must say of a host with time services.
type expectation struct {
	services []hostService
	status   int
	verdict  string
	offset   float64  // in seconds
	findings []string // all of them that concern time services or keeping the clock
	says     []string // parts of these findings' details
}

// start starts a daemon in the room, and checks that it cannot set the clock.
func (r *room) start(name string, args ...string) *server {
	r.t.Helper()
	checkCannotSetClock(r.t, "self")
	s := startServer(r.t, "", name, args...)
	go func() { _, _ = io.Copy(s.said, s.stdout) }() // until it is gone
	select {
	case <-s.gone: // some end at once, and are meant to
	default:
		checkCannotSetClock(r.t, strconv.Itoa(s.pid))
	}
	return s
}

// check runs a check against an independent server that is wrong by shift, and
// compares what it says, to root and to nobody.
func (r *room) check(shift time.Duration, want expectation) {
	r.t.Helper()
	timeServer(r.t, independent, shift)
	for _, nobody := range []bool{false, true} {
		got := invocation{
			args: []string{"check", "--format", "json", "--ntp", independent, "--https", "none"}, env: []string{"HOME=/nonexistent"}, nobody: nobody,
		}.run(r.t)
		report := got.record(r.t)
		checkStatus(r.t, got, want.status)
		report.checkVerdict(r.t, want.verdict, "measured")
		// The program's own measurement decides, not a service's word.
		checkOffset(r.t, report.Offset.Seconds, report.Offset.Uncertainty, want.offset, closely)
		if one := report.reading(r.t, independent); one.Outcome != "measured" || !one.Used {
			r.t.Errorf("the independent server was not used: %+v", one)
		}
		if services, wanted := inWords(report.Host.Services), inWords(want.services); !slices.Equal(services, wanted) {
			r.t.Errorf("the services are\n%s\nwant\n%s", strings.Join(services, "\n"), strings.Join(wanted, "\n"))
		}
		report.checkKeeping(r.t, want)
		if r.t.Failed() {
			r.t.Fatalf("to nobody: %t. It said:\n%s", nobody, got.stdout)
		}
	}
}

// checkKeeping compares all findings that are about what keeps the clock: a
// cause that is not there must not be named.
func (r record) checkKeeping(t *testing.T, want expectation) {
	t.Helper()
	var codes, details []string
	for _, finding := range r.Findings {
		topic, _, _ := strings.Cut(finding.Code, ".")
		// Whether the kernel takes its clock for kept is this machine's affair,
		// and told unless one service follows a server, or none runs.
		keeping := topic == "keeping" && len(want.services) == 1 && !followsNobody(want.services[0])
		if topic == "timeservice" || topic == "host" || keeping {
			codes = append(codes, finding.Code)
			details = append(details, finding.Detail)
		}
	}
	slices.Sort(codes)
	wanted := slices.Sorted(slices.Values(want.findings))
	if !slices.Equal(codes, wanted) {
		t.Errorf("the findings about keeping the clock are %v, want %v", codes, wanted)
	}
	for _, words := range want.says {
		if !strings.Contains(strings.Join(details, "\n"), words) {
			t.Errorf("%q is not said in %q", words, details)
		}
	}
}

// inWords writes down services; a correction to the second.
func inWords(services []hostService) []string {
	var lines []string
	for _, s := range services {
		correction := "unknown"
		if s.Correction != nil {
			correction = strconv.Itoa(int(math.Round(*s.Correction)))
		}
		s.Correction = nil
		lines = append(lines, fmt.Sprintf("%+v corrects %s", s, correction))
	}
	return lines
}

// followsNobody reports whether a service runs for nothing.
func followsNobody(s hostService) bool { return s.Running && s.Selected == "" }
