package lab

import (
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// queueLimit is how many datagrams a port holds; further ones are lost, as UDP's are.
const queueLimit = 256

// packetConn is an in-memory UDP port. With a peer it is a connected one: it
// hears that peer only, and Read and Write need no address.
type packetConn struct {
	network *memory
	at      string
	peer    string

	mu      sync.Mutex
	change  *sync.Cond
	queue   []datagram
	closed  bool
	refused bool // the peer's port was closed; told once
	read    deadline
}

type datagram struct {
	from string
	data []byte
}

func newPacketConn(network *memory, at, peer string) *packetConn {
	p := &packetConn{network: network, at: at, peer: peer}
	p.change = sync.NewCond(&p.mu)
	return p
}

// deliver puts a datagram in the queue.
func (p *packetConn) deliver(d datagram) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || len(p.queue) >= queueLimit || (p.peer != "" && p.peer != d.from) {
		return
	}
	p.queue = append(p.queue, d)
	p.change.Broadcast()
}

func (p *packetConn) ReadFrom(into []byte) (int, net.Addr, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		switch {
		case p.closed:
			return 0, nil, p.failed("read", net.ErrClosed)
		case p.read.passed:
			return 0, nil, p.failed("read", os.ErrDeadlineExceeded)
		case p.refused:
			p.refused = false
			return 0, nil, p.failed("read", os.NewSyscallError("read", syscall.ECONNREFUSED))
		case len(p.queue) > 0:
			d := p.queue[0]
			p.queue = p.queue[1:]
			return copy(into, d.data), address{"udp", d.from}, nil
		}
		p.change.Wait()
	}
}

func (p *packetConn) Read(into []byte) (int, error) {
	n, _, err := p.ReadFrom(into)
	return n, err
}

func (p *packetConn) WriteTo(data []byte, to net.Addr) (int, error) {
	p.mu.Lock()
	closed := p.closed
	p.mu.Unlock()
	if closed {
		return 0, p.failed("write", net.ErrClosed)
	}
	target := p.network.port(to.String())
	if target == nil {
		p.mu.Lock()
		p.refused = p.peer != ""
		p.change.Broadcast()
		p.mu.Unlock()
		return len(data), nil
	}
	target.deliver(datagram{from: p.at, data: append([]byte(nil), data...)})
	return len(data), nil
}

func (p *packetConn) Write(data []byte) (int, error) {
	return p.WriteTo(data, address{"udp", p.peer})
}

func (p *packetConn) failed(op string, cause error) error {
	err := &net.OpError{Op: op, Net: "udp", Source: address{"udp", p.at}, Err: cause}
	if p.peer != "" {
		err.Addr = address{"udp", p.peer}
	}
	return err
}

func (p *packetConn) Close() error {
	p.network.forgetPort(p.at)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return p.failed("close", net.ErrClosed)
	}
	p.closed = true
	p.read.stop()
	p.change.Broadcast()
	return nil
}

func (p *packetConn) LocalAddr() net.Addr  { return address{"udp", p.at} }
func (p *packetConn) RemoteAddr() net.Addr { return address{"udp", p.peer} }

func (p *packetConn) SetReadDeadline(t time.Time) error {
	p.read.set(p.change, t)
	return nil
}

// SetWriteDeadline has nothing to do: a write never waits.
func (p *packetConn) SetWriteDeadline(time.Time) error { return nil }
func (p *packetConn) SetDeadline(t time.Time) error    { return p.SetReadDeadline(t) }
