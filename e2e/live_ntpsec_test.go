//go:build e2e && linux

package e2e

import (
	"encoding/binary"
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"
)

// ntpsecState is NTPsec's ntpd in one state.
type ntpsecState struct {
	name    string
	sources string // of its configuration
	servers map[string]time.Duration
	ready   func() error // nil: it is to end by itself
	shift   time.Duration
	want    expectation
}

func ntpsecStates() []ntpsecState {
	const followed = "192.0.2.11"
	line := "server " + followed + " iburst minpoll 0 maxpoll 3\n"
	is := func(sources ...hostSource) []hostService {
		s := hostService{Name: "ntpsec", Unit: "ntpsec.service", Enabled: "enabled", Running: true, Steps: "up to 1000 s"}
		return []hostService{s.following(0, sources)}
	}
	// It does not tell the name of a source that has none.
	at := func(state string) hostSource {
		return hostSource{Address: followed, State: state, Selected: state == "selected"}
	}
	gone := []hostService{{Name: "ntpsec", Unit: "ntpsec.service", Enabled: "enabled", Active: "failed", Steps: "up to 1000 s"}}
	return []ntpsecState{
		{
			name: "a selected source", sources: line, servers: map[string]time.Duration{followed: 0},
			ready: func() error { return ntpdStatus(true, 1) },
			want:  expectation{services: is(at("selected")), verdict: "healthy"},
		},
		{
			name: "no sources", ready: func() error { return ntpdStatus(false, 0) },
			want: expectation{
				services: is(), status: 1, verdict: "healthy",
				findings: []string{"timeservice.nothing-selected"}, says: []string{"no time server configured"},
			},
		},
		{
			name: "a silent source", sources: line, ready: func() error { return ntpdStatus(false, 1) },
			want: expectation{
				services: is(at("unreachable")), status: 1, verdict: "healthy",
				findings: []string{"timeservice.nothing-selected"}, says: []string{followed + " (none of the last eight requests got an answer"},
			},
		},
		{
			name: "a name that nobody knows", sources: "server ntp.invalid iburst\n", ready: func() error { return ntpdStatus(false, 1) },
			want: expectation{
				services: is(hostSource{Name: "ntp.invalid", State: "unreachable"}), status: 1, verdict: "healthy",
				findings: []string{"timeservice.nothing-selected"}, says: []string{"ntp.invalid (its name has no address"},
			},
		},
		{
			name: "beyond its panic limit", sources: line, servers: map[string]time.Duration{followed: 2 * time.Hour}, shift: 2 * time.Hour,
			want: expectation{
				services: gone, status: 2, verdict: "clock-wrong", offset: 7200,
				findings: []string{"timeservice.gave-up"},
			},
		},
		{
			name: "beyond its panic limit, and wrong", sources: line, servers: map[string]time.Duration{followed: 2 * time.Hour},
			want: expectation{services: gone, status: 1, verdict: "healthy", findings: []string{"timeservice.stopped"}},
		},
	}
}

// TestLiveNTPsec has the program find NTPsec's ntpd, as Debian installs it, in
// each of its states.
func TestLiveNTPsec(t *testing.T) {
	states := ntpsecStates()
	if len(states) != 6 {
		t.Errorf("%d states are tried", len(states))
	}
	for _, c := range states {
		t.Run(c.name, func(t *testing.T) {
			inRoom(t, func(r *room) {
				r.install("ntpsec")
				r.enable("ntpsec.service")
				r.mkdir("/var/lib/ntpsec")
				config := withSources(t, readText(t, "/etc/ntpsec/ntp.conf"), c.sources)
				// One server is enough here.
				r.write("/etc/ntpsec/ntp.conf", strings.ReplaceAll(config, "tos minclock 4 minsane 3", "tos minclock 1 minsane 1"))
				// As it is started here; Debian has it start with -g.
				r.write("/etc/default/ntpsec", "NTPD_OPTS=\n")
				r.neighbours(c.servers)
				s := r.start("/usr/sbin/ntpd", "-n", "-c", "/etc/ntpsec/ntp.conf", "-p", "/run/ntpd.pid")
				if c.ready != nil {
					s.await(t, liveLimit, c.ready)
				} else {
					awaitPanic(t, s)
					r.bus(map[string]unit{"ntpsec.service": {file: "enabled", active: "failed", exit: 1}})
				}
				r.check(c.shift, c.want)
			})
		})
	}
}

// awaitPanic waits until ntpd has given up. All that it leaves is its file with a
// process number that is no longer true, its exit status, and a line in its log.
func awaitPanic(t *testing.T, s *server) {
	t.Helper()
	select {
	case <-s.gone:
	case <-time.After(liveLimit):
		t.Fatalf("it did not give up within %s:\n%s", liveLimit, s.said)
	}
	if !strings.Contains(s.said.String(), "Panic: offset too big") {
		t.Fatalf("it ended for another reason:\n%s", s.said)
	}
	if left := strings.TrimSpace(readText(t, "/run/ntpd.pid")); left != strconv.Itoa(s.pid) {
		t.Errorf("it left the process number %q", left)
	}
}

// ntpdStatus asks ntpd by a control message (RFC 9327, section 2) whether it
// follows a server, and of how many it knows.
func ntpdStatus(follows bool, sources int) error {
	conn, err := net.Dial("udp", "127.0.0.1:123")
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return err
	}
	const head, versionAndMode, readStatus = 12, 2<<3 | 6, 1
	request := [head]byte{versionAndMode, readStatus}
	if _, err := conn.Write(request[:]); err != nil {
		return err
	}
	var answer [512]byte
	n, err := conn.Read(answer[:])
	if err != nil || n < head {
		return fmt.Errorf("it answers with %d bytes (%w)", n, err)
	}
	// The highest two bits are the leap status, of which 3 is "not synchronised"
	// (section 3.1).
	status := binary.BigEndian.Uint16(answer[4:])
	known := int(binary.BigEndian.Uint16(answer[10:])) / 4
	if (status>>14 != 3) != follows || known != sources {
		return fmt.Errorf("its status is %#04x, it knows %d sources", status, known)
	}
	return nil
}
