package lab

import (
	"context"
	"net"
	"strconv"
	"strings"
	"sync"
)

// Memory is a transport without sockets, for testing/synctest: reads and writes
// block in a way that a bubble sees, and deadlines follow the bubble's time.
func Memory() Transport {
	return &memory{listeners: map[string]*memoryListener{}, ports: map[string]*packetConn{}}
}

type memory struct {
	mu        sync.Mutex
	listeners map[string]*memoryListener // by TCP address
	ports     map[string]*packetConn     // by UDP address
	ephemeral int
}

// backlog is how many connections wait to be accepted.
const backlog = 128

func (m *memory) Listen(at string) (net.Listener, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.listeners[at] != nil {
		return nil, inUse("tcp", at)
	}
	l := &memoryListener{
		network: m, at: address{"tcp", at},
		waiting: make(chan net.Conn, backlog), closed: make(chan struct{}),
	}
	m.listeners[at] = l
	return l, nil
}

func (m *memory) ListenPacket(at string) (net.PacketConn, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ports[at] != nil {
		return nil, inUse("udp", at)
	}
	return m.open(at, ""), nil
}

func (m *memory) Dial(ctx context.Context, network, to string) (net.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, dialError(network, to, err)
	}
	m.mu.Lock()
	from := m.freePort()
	if strings.HasPrefix(network, "udp") {
		defer m.mu.Unlock()
		return m.open(from, to), nil
	}
	listener := m.listeners[to]
	m.mu.Unlock()
	if listener == nil {
		return nil, refused(network, to)
	}
	near, far := newPipe(address{"tcp", from}, address{"tcp", to})
	select {
	case listener.waiting <- far:
		select {
		case <-listener.closed: // it closed just now, and may not see this one
			_ = far.Close()
		default:
		}
		return near, nil
	case <-listener.closed:
		return nil, refused(network, to)
	case <-ctx.Done():
		return nil, dialError(network, to, ctx.Err())
	}
}

// open registers a UDP port; m.mu is held.
func (m *memory) open(at, peer string) *packetConn {
	p := newPacketConn(m, at, peer)
	m.ports[at] = p
	return p
}

// freePort returns an address for the client's end; m.mu is held.
func (m *memory) freePort() string {
	m.ephemeral++
	return net.JoinHostPort(clientHost, strconv.Itoa(30000+m.ephemeral))
}

func (m *memory) port(at string) *packetConn {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ports[at]
}

func (m *memory) forgetPort(at string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.ports, at)
}

// memoryListener hands out the far ends of dialled connections.
type memoryListener struct {
	network *memory
	at      address
	waiting chan net.Conn
	once    sync.Once
	closed  chan struct{}
}

func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case <-l.closed:
		return nil, net.ErrClosed
	default:
	}
	select {
	case conn := <-l.waiting:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close also ends the connections that nobody accepted.
func (l *memoryListener) Close() error {
	l.once.Do(func() {
		l.network.mu.Lock()
		delete(l.network.listeners, l.at.text)
		l.network.mu.Unlock()
		close(l.closed)
		for {
			select {
			case conn := <-l.waiting:
				_ = conn.Close()
			default:
				return
			}
		}
	})
	return nil
}

func (l *memoryListener) Addr() net.Addr { return l.at }
