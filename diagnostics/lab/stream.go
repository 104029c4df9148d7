package lab

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// window is how much a stream holds before its writer must wait. It must hold
// more than a TLS flight: with net.Pipe, which holds nothing, two ends that both
// send an alert wait for each other for ever.
const window = 256 << 10

// stream is one direction of an in-memory connection.
type stream struct {
	mu      sync.Mutex
	change  *sync.Cond
	held    []byte
	ended   bool // the writer is done: EOF after what is held
	dropped bool // the reader is gone
	read    deadline
	write   deadline
}

func newStream() *stream {
	s := &stream{}
	s.change = sync.NewCond(&s.mu)
	return s
}

func (s *stream) pull(into []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.dropped:
			return 0, net.ErrClosed
		case s.read.passed:
			return 0, os.ErrDeadlineExceeded
		case len(into) == 0:
			return 0, nil
		case len(s.held) > 0:
			n := copy(into, s.held)
			s.held = s.held[n:]
			s.change.Broadcast()
			return n, nil
		case s.ended:
			return 0, io.EOF
		}
		s.change.Wait()
	}
}

func (s *stream) push(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sent := 0
	for {
		switch {
		case s.ended:
			return sent, net.ErrClosed
		case s.write.passed:
			return sent, os.ErrDeadlineExceeded
		case s.dropped:
			return sent, os.NewSyscallError("write", syscall.EPIPE)
		case sent == len(data):
			return sent, nil
		}
		if room := window - len(s.held); room > 0 {
			n := min(room, len(data)-sent)
			s.held = append(s.held, data[sent:sent+n]...)
			sent += n
			s.change.Broadcast()
			continue
		}
		s.change.Wait()
	}
}

// end is the writer's close.
func (s *stream) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.write.stop()
	s.change.Broadcast()
}

// drop is the reader's close.
func (s *stream) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropped = true
	s.read.stop()
	s.change.Broadcast()
}

// pipe is one end of an in-memory TCP connection.
type pipe struct {
	in, out       *stream
	local, remote address
}

func newPipe(from, to address) (near, far *pipe) {
	forth, back := newStream(), newStream()
	return &pipe{in: back, out: forth, local: from, remote: to},
		&pipe{in: forth, out: back, local: to, remote: from}
}

func (p *pipe) Read(into []byte) (int, error) {
	n, err := p.in.pull(into)
	return n, p.failed("read", err)
}

func (p *pipe) Write(data []byte) (int, error) {
	n, err := p.out.push(data)
	return n, p.failed("write", err)
}

func (p *pipe) failed(op string, err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	return &net.OpError{Op: op, Net: "tcp", Source: p.local, Addr: p.remote, Err: err}
}

func (p *pipe) Close() error {
	p.out.end()
	p.in.drop()
	return nil
}

// CloseWrite says that no more will be sent, as of a TCP connection.
func (p *pipe) CloseWrite() error {
	p.out.end()
	return nil
}

func (p *pipe) LocalAddr() net.Addr  { return p.local }
func (p *pipe) RemoteAddr() net.Addr { return p.remote }

func (p *pipe) SetReadDeadline(t time.Time) error {
	p.in.read.set(p.in.change, t)
	return nil
}

func (p *pipe) SetWriteDeadline(t time.Time) error {
	p.out.write.set(p.out.change, t)
	return nil
}

func (p *pipe) SetDeadline(t time.Time) error {
	_ = p.SetReadDeadline(t)
	return p.SetWriteDeadline(t)
}
