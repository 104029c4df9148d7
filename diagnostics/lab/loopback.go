package lab

import (
	"context"
	"net"
	"strings"
	"sync"
)

// Loopback is a transport of real sockets on 127.0.0.1 with ports that the
// system chooses; it knows which lab address stands for which of them.
func Loopback() Transport {
	return &loopback{real: map[string]string{}}
}

type loopback struct {
	mu     sync.Mutex
	real   map[string]string // "udp 192.0.2.1:123" to "127.0.0.1:41234"
	closed *net.UDPConn      // holds a port on which nobody hears; see closedPort
}

const anyPort = "127.0.0.1:0"

func (l *loopback) Listen(at string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp4", anyPort)
	if err != nil {
		return nil, err
	}
	if !l.register("tcp", at, listener.Addr()) {
		_ = listener.Close()
		return nil, inUse("tcp", at)
	}
	return registeredListener{listener, func() { l.forget("tcp", at) }}, nil
}

func (l *loopback) ListenPacket(at string) (net.PacketConn, error) {
	conn, err := (&net.ListenConfig{}).ListenPacket(context.Background(), "udp4", anyPort)
	if err != nil {
		return nil, err
	}
	if !l.register("udp", at, conn.LocalAddr()) {
		_ = conn.Close()
		return nil, inUse("udp", at)
	}
	return registeredPacketConn{conn, func() { l.forget("udp", at) }}, nil
}

func (l *loopback) Dial(ctx context.Context, network, to string) (net.Conn, error) {
	network = strings.TrimRight(network, "46")
	l.mu.Lock()
	at, found := l.real[network+" "+to]
	l.mu.Unlock()
	if !found {
		if network != "udp" {
			return nil, refused(network, to)
		}
		var err error
		if at, err = l.closedPort(); err != nil {
			return nil, err
		}
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, network+"4", at)
	if err != nil || network == "udp" {
		return conn, err
	}
	_, port, _ := net.SplitHostPort(conn.LocalAddr().String())
	return elsewhere{conn, address{network, net.JoinHostPort(clientHost, port)}, address{network, to}}, nil
}

// elsewhere is a connection that begins and ends where the world says: by the real
// addresses every server would run on the simulated machine.
type elsewhere struct {
	net.Conn
	local, remote address
}

func (e elsewhere) LocalAddr() net.Addr  { return e.local }
func (e elsewhere) RemoteAddr() net.Addr { return e.remote }

// closedPort returns a UDP port of this machine that refuses packets. It is the
// local port of a socket that is connected elsewhere (to the discard port; it
// never sends): the kernel gives it packets of that peer only, answers others
// with "port unreachable", and lends the port to nobody else.
func (l *loopback) closedPort() (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed == nil {
		conn, err := net.DialUDP("udp4", nil, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9})
		if err != nil {
			return "", err
		}
		l.closed = conn
	}
	return l.closed.LocalAddr().String(), nil
}

func (l *loopback) register(network, at string, real net.Addr) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, taken := l.real[network+" "+at]; taken {
		return false
	}
	l.real[network+" "+at] = real.String()
	return true
}

// forget also closes the closed port when the last listener is gone.
func (l *loopback) forget(network, at string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.real, network+" "+at)
	if len(l.real) == 0 && l.closed != nil {
		_ = l.closed.Close()
		l.closed = nil
	}
}

type registeredListener struct {
	net.Listener
	forget func()
}

func (r registeredListener) Close() error {
	r.forget()
	return r.Listener.Close()
}

type registeredPacketConn struct {
	net.PacketConn
	forget func()
}

func (r registeredPacketConn) Close() error {
	r.forget()
	return r.PacketConn.Close()
}
