package steps

import (
	"context"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/lab"
)

// wiretap is a network that notes who is called when, and can go silent.
type wiretap struct {
	diagnostics.Network
	mu     sync.Mutex
	calls  []call
	silent map[string]bool // host names from which nothing comes back any more
}

type call struct {
	network, host string
	at            time.Time
}

func (w *wiretap) LookupHost(ctx context.Context, host string) ([]string, error) {
	w.note("name", host)
	return w.Network.LookupHost(ctx, host)
}

func (w *wiretap) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, _ := net.SplitHostPort(address)
	w.note(network, host)
	if w.isSilent(host) {
		address = "192.0.2.99:9"
		if network == "tcp" {
			<-ctx.Done()
			return nil, ctx.Err()
		}
	}
	return w.Network.DialContext(ctx, network, address)
}

func (w *wiretap) note(network, host string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls = append(w.calls, call{network, host, time.Now()})
}

func (w *wiretap) isSilent(host string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.silent[host] {
		return true
	}
	// NTP servers are called by their address.
	for name := range w.silent {
		found, _ := w.Network.LookupHost(context.Background(), name)
		if len(found) > 0 && found[0] == host {
			return true
		}
	}
	return false
}

func (w *wiretap) silence(hosts ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.silent = map[string]bool{}
	for _, host := range hosts {
		w.silent[host] = true
	}
}

// since returns the calls from a moment on; network "" means any.
func (w *wiretap) since(moment time.Time, network string) []call {
	w.mu.Lock()
	defer w.mu.Unlock()
	var found []call
	for _, c := range w.calls {
		if !c.at.Before(moment) && (network == "" || c.network == network) {
			found = append(found, c)
		}
	}
	return found
}

// tapped sits down in a world whose network is listened to.
func tapped(t *testing.T, name string, change func(*lab.Scenario)) (*desk, *wiretap) {
	t.Helper()
	tap := &wiretap{}
	d := sit(t, name, NoKeeper{}, func(w *labWorld) {
		if change != nil {
			restart(t, w, change)
		}
		tap.Network = w.world.Network
		w.world.Network = tap
	})
	return d, tap
}

// gaps returns the longest time between measured readings since a moment.
func longestGap(s Session, since time.Duration) (longest time.Duration, count int) {
	last := since
	for _, entry := range s.Entries() {
		if entry.Reading != nil && entry.Reading.Outcome == diagnostics.Measured && entry.At.Raw > since {
			longest, last = max(longest, entry.At.Raw-last), entry.At.Raw
			count++
		}
	}
	return max(longest, s.Last().At.Raw-last), count
}

// TestPolls: an idle wizard asks one server each 64 s, in turn, and no more.
func TestPolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, tap := tapped(t, "healthy", nil)
		d.to(StepConfirm)
		idle, raw := time.Now(), d.world.Clock.Raw()
		time.Sleep(15 * time.Minute)
		longest, count := longestGap(d.engine.Session(), raw)
		if longest > pollEvery+3*time.Second || pollEvery != 64*time.Second {
			t.Errorf("%v between two polls", longest)
		}
		if calls := tap.since(idle, ""); len(calls) > 3*count || count > 16 {
			t.Errorf("%d polls with %d calls in a quarter of an hour", count, len(calls))
		}
		asked := map[string]int{}
		for _, entry := range d.engine.Session().Entries() {
			if entry.Reading != nil && entry.At.Raw > raw {
				asked[entry.Reading.Server]++
			}
		}
		if len(asked) < 3 {
			t.Errorf("only these are asked: %v", asked)
		}
		if live := d.engine.Look().Live; live.Relation != Within || live.Uncertainty > 100*time.Millisecond {
			t.Errorf("%s, ±%v", live.Relation, live.Uncertainty)
		}
	})
}

// TestPollOfASilentServer: one server falls silent later on. It is not hammered,
// and the others are asked.
func TestPollOfASilentServer(t *testing.T) {
	for _, names := range [][]string{{"time-a.example"}, {"time-a.example", "time-b.example", "ntp.corp.example"}} {
		bubble(t, names[len(names)-1], func(t *testing.T) {
			d, tap := tapped(t, "healthy", nil)
			d.to(StepConfirm)
			time.Sleep(2 * time.Minute)
			tap.silence(names...)
			idle, raw := time.Now(), d.world.Clock.Raw()
			time.Sleep(15 * time.Minute)
			if calls := tap.since(idle, "udp"); len(calls) > 30 {
				t.Errorf("%d packets in a quarter of an hour", len(calls))
			}
			if longest, count := longestGap(d.engine.Session(), raw); longest > 5*time.Minute || count < 5 {
				t.Errorf("%v without a measurement, %d in a quarter of an hour", longest, count)
			}
		})
	}
}

// TestPollOfABusyServer: a server that says RATE is asked less, not more.
func TestPollOfABusyServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, tap := tapped(t, "healthy", func(sc *lab.Scenario) {
			for i := range sc.NTP {
				sc.NTP[i].RateAfter = 4
			}
		})
		d.to(StepConfirm)
		idle := time.Now()
		time.Sleep(15 * time.Minute)
		if calls := tap.since(idle, "udp"); len(calls) > 30 {
			t.Errorf("%d packets in a quarter of an hour", len(calls))
		}
	})
}

// TestNothingIsAskedOfNobody: with all servers turned off, a clock that moves
// makes nobody measure for ever.
func TestNothingIsAskedOfNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keep := &tired{after: 300}
		d := sit(t, "brand-portal", keep, func(w *labWorld) {
			w.settings.NTP, w.settings.HTTPS = []string{None}, []string{None}
		})
		keep.stop = d.cancel
		d.to(StepOSTime)
		d.lab.Fix()
		time.Sleep(2 * time.Second)
		d.do(ActNext, "")
		d.shown(StepNTP)
		d.do(ActNext, "")
		time.Sleep(20 * time.Second)
		if count := len(d.engine.Session().Entries()); count > 60 {
			t.Errorf("%d entries", count)
		}
	})
}

// tired is a keeper that ends a session which runs away.
type tired struct {
	NoKeeper
	after int
	stop  func()
}

func (k *tired) Append(entry Entry) error {
	if entry.N == k.after {
		k.stop()
	}
	return nil
}
