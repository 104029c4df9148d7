package lab

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// TestPipeHoldsWhatWasSent: writing does not wait for a reader, reading goes on
// after the writer has closed.
func TestPipeHoldsWhatWasSent(t *testing.T) {
	near, far := newPipe(address{"tcp", "a"}, address{"tcp", "b"})
	sent := bytes.Repeat([]byte("0123456789abcdef"), window/16)
	if n, err := near.Write(sent); n != len(sent) || err != nil {
		t.Fatal(n, err)
	}
	_ = near.Close()
	got, err := io.ReadAll(far)
	if err != nil || !bytes.Equal(got, sent) {
		t.Errorf("%d bytes of %d, %v", len(got), len(sent), err)
	}
	if _, err := far.Write([]byte("x")); !errors.Is(err, syscall.EPIPE) {
		t.Errorf("to one who has gone: %v", err)
	}
	if _, err := near.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
		t.Errorf("own end closed: %v", err)
	}
}

func TestPipeDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := newPipe(address{"tcp", "a"}, address{"tcp", "b"})
		start := time.Now()
		_ = near.SetReadDeadline(start.Add(time.Minute))
		_, err := near.Read(make([]byte, 1))
		var timeout net.Error
		if !errors.As(err, &timeout) || !timeout.Timeout() || time.Since(start) != time.Minute {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if _, err := far.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
		if _, err := near.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("a deadline that has passed: %v", err)
		}
		_ = near.SetReadDeadline(time.Time{})
		if n, err := near.Read(make([]byte, 1)); n != 1 || err != nil {
			t.Errorf("without one: %d, %v", n, err)
		}
		_ = near.SetWriteDeadline(time.Now().Add(time.Second))
		if n, err := near.Write(make([]byte, window+1)); n != window || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("a full window: %d, %v", n, err)
		}
	})
}

// TestPipeCloseWakes: readers and writers that wait end when either side closes.
func TestPipeCloseWakes(t *testing.T) {
	for _, closer := range []string{"own", "other"} {
		synctest.Test(t, func(t *testing.T) {
			near, far := newPipe(address{"tcp", "a"}, address{"tcp", "b"})
			results := make(chan error, 2)
			go func() {
				_, err := near.Read(make([]byte, 1))
				results <- err
			}()
			go func() {
				_, err := near.Write(make([]byte, 2*window))
				results <- err
			}()
			synctest.Wait()
			if closer == "own" {
				_ = near.Close()
			} else {
				_ = far.Close()
			}
			for range 2 {
				if err := <-results; err == nil {
					t.Errorf("%s end closed: no error", closer)
				}
			}
		})
	}
}

func TestPacketDeadlineAndClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := Memory()
		server, err := m.ListenPacket("192.0.2.1:123")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.ListenPacket("192.0.2.1:123"); !errors.Is(err, syscall.EADDRINUSE) {
			t.Errorf("a port that is taken: %v", err)
		}
		conn, err := m.Dial(t.Context(), "udp", "192.0.2.1:123")
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_ = conn.SetDeadline(start.Add(5 * time.Second))
		if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) != 5*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		_ = conn.SetDeadline(time.Time{})
		ended := make(chan error)
		go func() {
			_, err := conn.Read(make([]byte, 1))
			ended <- err
		}()
		synctest.Wait()
		_ = conn.Close()
		if err := <-ended; !errors.Is(err, net.ErrClosed) {
			t.Errorf("closed: %v", err)
		}
		if err := conn.Close(); err == nil {
			t.Error("closed twice without an error")
		}
		_ = server.Close()
	})
}

// TestPacketsAreLost: a port holds only so many, and hears only its peer.
func TestPacketsAreLost(t *testing.T) {
	m := Memory()
	server, err := m.ListenPacket("192.0.2.1:123")
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := m.ListenPacket("192.0.2.2:123")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := m.Dial(t.Context(), "udp", "192.0.2.1:123")
	if err != nil {
		t.Fatal(err)
	}
	for range queueLimit + 50 {
		if _, err := conn.Write([]byte("ask")); err != nil {
			t.Fatal(err)
		}
	}
	buffer := make([]byte, 8)
	_ = server.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	got := 0
	for {
		_, from, err := server.ReadFrom(buffer)
		if err != nil {
			break
		}
		got++
		_, _ = stranger.WriteTo([]byte("lie"), from)
	}
	if got != queueLimit {
		t.Errorf("%d packets came, want %d", got, queueLimit)
	}
	_ = conn.SetDeadline(time.Now().Add(20 * time.Millisecond))
	if n, err := conn.Read(buffer); err == nil {
		t.Errorf("heard a stranger: %q", buffer[:n])
	}
}

func TestListenerClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := Memory()
		listener, err := m.Listen("192.0.2.1:443")
		if err != nil {
			t.Fatal(err)
		}
		waiting, err := m.Dial(t.Context(), "tcp", "192.0.2.1:443")
		if err != nil {
			t.Fatal(err)
		}
		_ = listener.Close()
		_ = listener.Close()
		if _, err := waiting.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("a connection that nobody accepted: %v", err)
		}
		if _, err := listener.Accept(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("accept: %v", err)
		}
		if _, err := m.Dial(t.Context(), "tcp", "192.0.2.1:443"); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("dial: %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := m.Dial(ctx, "udp", "192.0.2.1:123"); !errors.Is(err, context.Canceled) {
			t.Errorf("dial after the end: %v", err)
		}
	})
}
