package lab

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"time"
)

// build makes the authorities and starts every server.
func (l *Lab) build(t Transport) error {
	var err error
	if l.public, err = newAuthority("Lab Root CA", l.scenario.True); err != nil {
		return err
	}
	if l.company, err = newAuthority("Corp Root CA", l.scenario.True); err != nil {
		return err
	}
	hole, err := t.ListenPacket(l.network.hole)
	if err != nil {
		return err
	}
	l.open = append(l.open, hole)
	l.tasks.Go(func() { swallow(hole) })
	for _, start := range []func(Transport) error{l.startNTP, l.startHTTPS, l.startProxy, l.startEndpoint, l.startAEM} {
		if err := start(t); err != nil {
			return err
		}
	}
	return nil
}

// swallow reads packets and forgets them.
func swallow(conn net.PacketConn) {
	var buffer [64]byte
	for {
		if _, _, err := conn.ReadFrom(buffer[:]); errors.Is(err, net.ErrClosed) {
			return
		}
	}
}

func (l *Lab) startNTP(t Transport) error {
	for i, s := range l.scenario.NTP {
		place := l.site("udp", s.Name, s.Address)
		if !place.listens() {
			continue
		}
		conn, err := t.ListenPacket(place.at())
		if err != nil {
			return err
		}
		l.open = append(l.open, conn)
		server := newNTPServer(s, func() time.Time { return l.serverClock(l.scenario.NTP[i]) }, &l.tasks)
		l.tasks.Go(func() { server.serve(l.ctx, conn) })
	}
	return nil
}

// serverClock is the clock of a time server; the remedy may repair the host's
// own ones.
func (l *Lab) serverClock(s NTP) time.Time {
	if s.Own && l.scenario.Fix.RepairUpstream && l.Fixed() {
		return l.Now()
	}
	return l.Now().Add(-s.behind())
}

func (l *Lab) startHTTPS(t Transport) error {
	for _, s := range l.scenario.HTTPS {
		now := func() time.Time { return l.Now().Add(-s.behind()) }
		if err := l.serveTLS(t, s.URL, s.Address, s.Behaviour, now, dateHandler(s, now)); err != nil {
			return err
		}
	}
	return nil
}

// serveTLS starts a web server with a certificate of the right authority.
func (l *Lab) serveTLS(t Transport, raw, address, behaviour string, now func() time.Time, handler http.Handler) error {
	target, err := hostPort(raw)
	if err != nil {
		return err
	}
	place := l.site("tcp", target, address)
	if !place.listens() {
		return nil
	}
	issuer := l.public
	if behaviour == Inspected {
		issuer = l.company
	}
	certificate, err := issuer.issue(place.host, l.scenario.True)
	if err != nil {
		return err
	}
	return l.serve(t, place, tlsConfig(certificate, now), handler)
}

func (l *Lab) serve(t Transport, place site, config *tls.Config, handler http.Handler) error {
	listener, err := t.Listen(place.at())
	if err != nil {
		return err
	}
	l.open = append(l.open, listener)
	serveHTTP(l.ctx, listener, config, handler, &l.tasks)
	return nil
}

func (l *Lab) startProxy(t Transport) error {
	p := l.scenario.Proxy
	if p == nil {
		return nil
	}
	target, err := hostPort(p.URL)
	if err != nil {
		return err
	}
	place := l.site("tcp", target, p.Address)
	if !place.listens() {
		return nil
	}
	return l.serve(t, place, nil, &proxyHandler{
		Proxy: *p, ends: l.ctx, tasks: &l.tasks,
		now: func() time.Time { return l.Now().Add(-p.behind()) },
		dial: func(ctx context.Context, to string) (net.Conn, error) {
			return l.network.dial(ctx, "tcp", to, Ways{UDP: Open, TCP: Open})
		},
	})
}

func (l *Lab) startEndpoint(t Transport) error {
	s := l.scenario.Server
	if s == nil {
		l.files = map[string][]byte{}
		return nil
	}
	secret := "lab-canary-" + rand.Text()
	var err error
	if l.files, err = s.files(secret, l.scenario.True); err != nil {
		return err
	}
	now := func() time.Time { return l.Now().Add(-s.behind()) }
	l.endpoint = &endpoint{
		Token: *s, now: now, trueNow: l.Now, clientID: s.ClientID, secret: secret,
		verifier: &verifier{Token: *s, key: registeredPublicKey, now: now, used: map[string]bool{}},
	}
	return l.serveTLS(t, s.URL, s.Address, s.Behaviour, now, l.endpoint)
}

func registeredPublicKey() (*rsa.PublicKey, error) {
	key, err := registeredKey()
	if err != nil {
		return nil, err
	}
	return &key.PublicKey, nil
}

// site finds a server's place; scenarios are checked, so it is there.
func (l *Lab) site(network, hostPort, address string) site {
	_, port, _ := net.SplitHostPort(hostPort)
	return l.network.sites[network+" "+net.JoinHostPort(address, port)]
}
