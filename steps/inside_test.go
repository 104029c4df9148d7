package steps

import (
	"context"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"unskew/diagnostics"
)

// insideBecause is the setting that the tests keep packets inside with.
const insideBecause = "public = false in /etc/unskew/config.toml:4"

// counted is a lab's network that counts its connections. Names that have an
// inside address lead there; the rest of the lab is given public ones.
type counted struct {
	diagnostics.Network
	inner   map[string]string // name to inside address
	dialled atomic.Int32
}

func (c *counted) LookupHost(ctx context.Context, host string) ([]string, error) {
	if address, known := c.inner[host]; known {
		return []string{address}, nil
	}
	if _, err := c.Network.LookupHost(ctx, host); err != nil {
		return nil, err
	}
	return []string{"203.0.113.5"}, nil
}

func (c *counted) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	c.dialled.Add(1)
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	for name, inner := range c.inner {
		if inner == host {
			found, err := c.Network.LookupHost(ctx, name)
			if err != nil {
				return nil, err
			}
			return c.Network.DialContext(ctx, network, net.JoinHostPort(found[0], port))
		}
	}
	return c.Network.DialContext(ctx, network, address)
}

// keepInside keeps a world's packets inside, and counts them.
func (w *labWorld) keepInside(inner map[string]string) *counted {
	network := &counted{Network: w.world.Network, inner: inner}
	w.world.Network = diagnostics.Inside{Network: network, Because: insideBecause}
	w.settings.KeptInside = insideBecause
	return network
}

// TestKeptInsideAsksNobody: where every server is outside no packet is sent, the
// result is unknown, and it is said why.
func TestKeptInsideAsksNobody(t *testing.T) {
	for name, servers := range map[string][]string{
		"nobody named": nil, "a name": {"time-a.example"}, "an address": {"203.0.113.5"}, "none": {None},
	} {
		bubble(t, name, func(t *testing.T) {
			world := startLab(t, scenarioOf(t, "brand-portal"))
			network := world.keepInside(nil)
			world.settings.NTP = servers
			if len(servers) > 0 {
				world.settings.HTTPS = []string{"https://www.north.example/"}
			}
			s := finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
			a := Assess(s)
			if sent := network.dialled.Load(); sent != 0 || world.assertions() != 0 {
				t.Errorf("%d connections, %d assertions", sent, world.assertions())
			}
			if a.Verdict.Code != Inconclusive || ExitStatus(a) != 3 {
				t.Errorf("verdict %s, status %d", a.Verdict.Code, ExitStatus(a))
			}
			if none := finding(a, "reference.none"); none == nil || !strings.Contains(none.Detail.String(), insideBecause) {
				t.Errorf("it is not said why: %+v", none)
			}
			if finding(a, "ntp.blocked") != nil {
				t.Error("NTP is called blocked, although nobody was asked")
			}
			for _, reading := range a.Offset.Readings {
				if reading.Reason == diagnostics.ReasonDNS {
					continue // of the lab: the host's own server has no name any more
				}
				if !reading.Withheld || reading.Reason != diagnostics.ReasonUnreachable || !strings.Contains(reading.Detail, "not asked: "+insideBecause) {
					t.Errorf("%s: %s, %q", reading.Server, reading.Reason, reading.Detail)
				}
			}
			attempts := s.AllAttempts()
			if len(attempts) != 1 || !strings.Contains(attempts[0].Why, "not asked: "+insideBecause) || attempts[0].Outcome != "skipped" {
				t.Errorf("attempts: %+v", attempts)
			}
		})
	}
}

// TestWithheldIsNotSilent: of a server that was not asked it is not known whether
// it answers.
func TestWithheldIsNotSilent(t *testing.T) {
	withheld := func(r *diagnostics.Reading) {
		silent(r)
		r.Reason, r.Withheld = diagnostics.ReasonUnreachable, true
	}
	for _, code := range []string{"timeservice.no-answer", "ntp.blocked"} {
		asked := made(0, Settings{Tolerance: DefaultTolerance}).reading("own.example", 0, own, silent).reading("named.example", 0, named, silent).session
		if finding(Assess(asked), code) == nil {
			t.Errorf("%s is not found where both were asked", code)
		}
		kept := made(0, Settings{Tolerance: DefaultTolerance, KeptInside: insideBecause}).reading("own.example", 0, own, withheld).reading("named.example", 0, named, withheld).session
		if finding(Assess(kept), code) != nil {
			t.Errorf("%s, although nobody was asked", code)
		}
	}
}

// TestKeptInsideMeasures: a server inside is asked as ever, beside one that is
// not, and being named it vouches for itself.
func TestKeptInsideMeasures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		world := startLab(t, scenarioOf(t, "brand-portal"))
		world.keepInside(map[string]string{"time-a.example": "10.0.0.5"})
		world.settings.NTP = []string{"time-a.example", "time-b.example"}
		world.settings.HTTPS = []string{None}
		world.settings.NoExchange = true
		a := Assess(finished(t, NewEngine(world.world, world.settings, false, NoKeeper{})))
		if a.Verdict.Code != ClockWrong || !a.Offset.Independent {
			t.Errorf("verdict %s (%s)", a.Verdict.Code, a.Verdict.Title)
		}
		used := map[string]bool{}
		for _, reading := range a.Offset.Readings {
			used[reading.Server] = reading.Used
		}
		if len(used) != 2 || !used["time-a.example"] || used["time-b.example"] {
			t.Errorf("used: %v", used)
		}
	})
}

// TestKeptInsideAnnouncesNoPublicServer: the person is not asked for what is not
// to be had, and told why where nothing came of it.
func TestKeptInsideAnnouncesNoPublicServer(t *testing.T) {
	settings := Settings{Tolerance: DefaultTolerance}
	if ntpAsk(made(0, settings).session) == nil {
		t.Fatal("without the setting the question is asked")
	}
	settings.KeptInside = insideBecause
	s := made(0, settings).observe(StepNTP, Observation{Nothing: "no time server to ask"}).
		add(Entry{Kind: Ended, Step: StepNTP}).session
	if q := ntpAsk(s); q != nil {
		t.Errorf("asked: %s", q.Prompt)
	}
	var said []string
	for _, text := range ntpShow(s, Assess(s)).About {
		said = append(said, text.String())
	}
	text := strings.Join(said, " ")
	if !strings.Contains(text, insideBecause) || !strings.Contains(text, "--ntp") {
		t.Error(text)
	}
	for _, server := range PublicNTP() {
		if strings.Contains(text, server.Name) {
			t.Errorf("%s is announced", server.Name)
		}
	}
}
