package lab

import (
	"context"
	"crypto/x509"
	"fmt"
	"net/url"
	"sync"
	"time"

	"unskew/diagnostics"
)

// Lab is a running world.
type Lab struct {
	scenario Scenario
	clock    clock
	course   *course
	network  *network
	public   *authority         // its root is in Roots
	company  *authority         // of a TLS-inspecting proxy; in nobody's roots
	endpoint *endpoint          // nil: none
	password diagnostics.Secret // of the user of its AEMs
	files    map[string][]byte

	ctx   context.Context // ends with Close
	end   context.CancelFunc
	tasks sync.WaitGroup
	open  []interface{ Close() error }

	mu    sync.Mutex
	fixed bool
}

// Start builds the world of a scenario on a transport and lets its time run.
func Start(sc Scenario, t Transport) (*Lab, error) {
	sites, err := sc.sites()
	if err != nil {
		return nil, fmt.Errorf("scenario %s: %w", sc.Name, err)
	}
	ctx, end := context.WithCancel(context.Background())
	l := &Lab{
		scenario: sc, ctx: ctx, end: end,
		course: newCourse(leg{behind: sc.Host.behind(), drift: sc.Host.Drift / 1e6}),
	}
	l.clock = clock{start: sc.True, watch: newStopwatch(), course: l.course}
	l.network = newNetwork(t, sc.Network, sites, ctx.Done())
	if err := l.build(t); err != nil {
		_ = l.Close()
		return nil, fmt.Errorf("scenario %s: %w", sc.Name, err)
	}
	return l, nil
}

// Close ends the world: every server, connection and goroutine of it.
func (l *Lab) Close() error {
	l.end()
	for _, c := range l.open {
		_ = c.Close() // HTTP servers have closed theirs already
	}
	l.tasks.Wait()
	return nil
}

// Scenario is the one that runs.
func (l *Lab) Scenario() Scenario { return l.scenario }

// Now is true time.
func (l *Lab) Now() time.Time { return l.clock.now() }

// Built is when this program was released, in this world's time: a lower bound
// of true time that a program may know.
func (l *Lab) Built() time.Time { return l.scenario.Built.UTC() }

// Clock is the simulated host's clock.
func (l *Lab) Clock() diagnostics.Clock { return l.clock }

// Network is the simulated host's way out.
func (l *Lab) Network() diagnostics.Network { return l.network }

// Roots holds the authority that this world's programs trust.
func (l *Lab) Roots() *x509.CertPool { return l.public.pool() }

// Proxy is the proxy that the host is told to use, with its password where it
// has one; nil: none.
func (l *Lab) Proxy() *url.URL {
	p := l.scenario.Proxy
	if p == nil {
		return nil
	}
	u, err := url.Parse(p.URL)
	if err != nil {
		return nil
	}
	if p.User != "" {
		u.User = url.UserPassword(p.User, p.Password)
	}
	return u
}

// Files are the simulated host's files, by name.
func (l *Lab) Files() map[string][]byte {
	copied := map[string][]byte{}
	for name, data := range l.files {
		copied[name] = append([]byte(nil), data...)
	}
	return copied
}

// Exchange is how the host's service asks for a token; zero where the world has
// no token endpoint.
func (l *Lab) Exchange() Exchange {
	if l.scenario.Server == nil {
		return Exchange{}
	}
	return l.scenario.Server.exchange()
}

// Seen lists what the authorization server received.
func (l *Lab) Seen() []Request {
	if l.endpoint == nil {
		return nil
	}
	return l.endpoint.requests()
}
