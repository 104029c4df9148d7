//go:build e2e && linux

package e2e

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// quick has chronyd ask often enough for a test.
const quick = " iburst minpoll -4 maxpoll -4\n"

// chronydState is chronyd in one state.
type chronydState struct {
	name    string
	sources string // of its configuration
	servers map[string]time.Duration
	states  []string // of its sources, as "chronyc sources" has them; nil: it does not run
	shift   time.Duration
	want    expectation

	notAtBoot bool
}

func chronydStates() []chronydState {
	const followed, other, third = "127.0.0.11", "127.0.0.12", "127.0.0.13"
	is := func(enabled string, sources ...hostSource) []hostService {
		return []hostService{chronydWith(enabled, 0, sources...)}
	}
	return []chronydState{
		{
			name: "no sources", states: []string{},
			want: expectation{
				services: is("enabled"), status: 1, verdict: "healthy",
				findings: []string{"timeservice.nothing-selected"}, says: []string{"no time server configured"},
			},
		},
		{
			name: "a silent source", sources: "server " + followed + quick, states: []string{"?"},
			want: expectation{
				services: is("enabled", source(followed, "unreachable")), status: 1, verdict: "healthy",
				findings: []string{"timeservice.nothing-selected"}, says: []string{followed + " (none of the last eight requests got an answer"},
			},
		},
		{
			name: "a selected source", sources: "server " + followed + quick, states: []string{"*"},
			servers: map[string]time.Duration{followed: 0},
			want:    expectation{services: is("enabled", source(followed, "selected")), verdict: "healthy"},
		},
		{
			name: "a liar among three", states: []string{"*", "-", "x"},
			sources: "server " + followed + " prefer" + quick + "server " + other + quick + "server " + third + quick,
			servers: map[string]time.Duration{followed: 0, other: 0, third: time.Hour},
			want: expectation{
				services: is("enabled", source(followed, "selected"), source(other, "candidate"), source(third, "falseticker")), verdict: "healthy",
			},
		},
		{
			name: "two that contradict each other", sources: "server " + followed + quick + "server " + other + quick, states: []string{"x", "x"},
			servers: map[string]time.Duration{followed: time.Hour, other: -time.Hour},
			want: expectation{
				services: is("enabled", source(followed, "falseticker"), source(other, "falseticker")), status: 1, verdict: "healthy",
				findings: []string{"timeservice.nothing-selected"},
				says:     []string{followed + " (it disagrees", other + " (it disagrees"},
			},
		},
		{
			name: "it knows that the clock is wrong", sources: "server " + followed + quick, states: []string{"*"},
			servers: map[string]time.Duration{followed: 10 * time.Minute}, shift: 10 * time.Minute,
			want: expectation{
				services: []hostService{chronydWith("enabled", 600, source(followed, "selected"))}, status: 2, verdict: "clock-wrong", offset: 600,
				findings: []string{"timeservice.only-slews"},
			},
		},
		{
			name: "a name that nobody knows", sources: "server ntp.invalid" + quick, states: []string{},
			want: expectation{
				services: is("enabled", hostSource{Name: "ntp.invalid", State: "unreachable"}), status: 1, verdict: "healthy",
				findings: []string{"timeservice.nothing-selected"}, says: []string{"ntp.invalid (its name has no address"},
			},
		},
		{
			name: "not started at boot", sources: "server " + followed + quick, states: []string{"*"}, notAtBoot: true,
			servers: map[string]time.Duration{followed: 0},
			want: expectation{
				services: is("disabled", source(followed, "selected")), status: 1, verdict: "healthy",
				findings: []string{"timeservice.disabled"},
			},
		},
		{
			name: "stopped", sources: "server " + followed + quick, servers: map[string]time.Duration{followed: 0},
			want: expectation{
				services: []hostService{{Name: "chronyd", Unit: "chrony.service", Enabled: "enabled", Steps: debianSteps}}, status: 1, verdict: "healthy",
				findings: []string{"timeservice.stopped"},
			},
		},
	}
}

// debianSteps is "makestep 1 3", which Debian's configuration has.
const debianSteps = "first 3 updates only"

// chronydWith is chronyd, running, with sources in the order of its configuration.
func chronydWith(enabled string, correction float64, sources ...hostSource) hostService {
	s := hostService{Name: "chronyd", Unit: "chrony.service", Enabled: enabled, Running: true, Steps: debianSteps}
	return s.following(correction, sources)
}

// following completes a service by what follows from its sources.
func (s hostService) following(correction float64, sources []hostSource) hostService {
	s.Sources = sources
	for _, one := range sources {
		if one.Selected {
			s.Selected, s.Stratum, s.Correction = one.Address, 2, &correction
		}
	}
	return s
}

// source is one that is configured by its address.
func source(address, state string) hostSource {
	return hostSource{Name: address, Address: address, State: state, Selected: state == "selected"}
}

// TestLiveChronyd has the program find chronyd, as Debian installs it, in each
// of its states.
func TestLiveChronyd(t *testing.T) {
	states := chronydStates()
	if len(states) != 9 {
		t.Errorf("%d states are tried", len(states))
	}
	for _, c := range states {
		t.Run(c.name, func(t *testing.T) {
			inRoom(t, func(r *room) {
				r.installChronyd(c.sources)
				if !c.notAtBoot {
					r.enable("chrony.service")
				}
				for address, shift := range c.servers {
					timeServer(t, address+":123", shift)
				}
				if c.states != nil {
					r.chronyd(c.states, c.want.offset)
				}
				r.check(c.shift, c.want)
			})
		})
	}
}

func (r *room) installChronyd(sources string) {
	r.t.Helper()
	r.install("chrony")
	if err := os.RemoveAll("/etc/chrony/sources.d"); err != nil { // newer ones have theirs there
		r.t.Fatal(err)
	}
	r.user("_chrony", 990, "/run/chrony", "/var/lib/chrony", "/var/log/chrony")
	if err := os.Chmod("/run/chrony", 0o700); err != nil { // it insists
		r.t.Fatal(err)
	}
	r.write("/etc/chrony/chrony.conf", withSources(r.t, readText(r.t, "/usr/share/chrony/chrony.conf"), sources))
}

// chronyd starts it and waits until its sources are in these states, and it wants
// to correct the clock by so much.
func (r *room) chronyd(states []string, correction float64) {
	r.t.Helper()
	s := r.start("/usr/sbin/chronyd", "-x", "-d")
	s.await(r.t, liveLimit, func() error {
		return errors.Join(chronySources(r.t, states), chronyCorrects(r.t, correction))
	})
}

// withSources puts sources in the place of those that a distribution's
// configuration comes with.
func withSources(t *testing.T, config, sources string) string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(config) {
		if !strings.HasPrefix(line, "pool ") {
			lines = append(lines, line)
		}
	}
	if len(lines) < 3 {
		t.Fatalf("this is no configuration of a distribution:\n%s", config)
	}
	return strings.Join(lines, "") + sources
}

// chronySources asks chronyd with its own tool whether its sources are in these
// states.
func chronySources(t *testing.T, want []string) error {
	t.Helper()
	rows, err := chronyc(t, "sources")
	states := []string{}
	for _, row := range rows {
		if len(row) > 1 {
			states = append(states, row[1])
		}
	}
	if err != nil || !slices.Equal(states, want) {
		return fmt.Errorf("its sources are in the states %q, want %q (%v)", states, want, err)
	}
	return nil
}

// chronyCorrects asks it whether it wants to correct the clock by so much; it
// does not know at once.
func chronyCorrects(t *testing.T, want float64) error {
	t.Helper()
	rows, err := chronyc(t, "tracking")
	if err != nil || len(rows) != 1 || len(rows[0]) < 5 {
		return fmt.Errorf("chronyc tracking says %q (%v)", rows, err)
	}
	correction, err := strconv.ParseFloat(rows[0][4], 64)
	if err != nil || math.Abs(correction-want) > 1 {
		return fmt.Errorf("it corrects by %s s, want %g (%v)", rows[0][4], want, err)
	}
	return nil
}

// chronyc returns what chronyd's own tool says.
func chronyc(t *testing.T, command string) ([][]string, error) {
	t.Helper()
	said, err := exec.CommandContext(t.Context(), "/usr/bin/chronyc", "-h", "127.0.0.1", "-n", "-c", command).Output()
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(bytes.NewReader(said))
	reader.FieldsPerRecord = -1
	return reader.ReadAll()
}
