//go:build e2e && linux

package e2e

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// The slow line is what a modem, or a satellite and a bad day, make of a
// connection: 9600 bit/s of eight bits with a start and a stop bit, and 150 ms each
// way. It is this program itself, started by ssh as its ProxyCommand.
const (
	lineTo    = "UNSKEW_E2E_LINE"  // HOST:PORT; set in the line's own process
	lineCount = "UNSKEW_E2E_COUNT" // the file in which it counts

	lineRate  = 960                    // bytes a second, each way
	lineDelay = 150 * time.Millisecond // each way
	lineChunk = 48                     // bytes; 50 ms on the line
)

// slowLine joins standard input and output to the server, and returns the exit
// status.
func slowLine() int {
	conn, err := net.Dial("tcp", os.Getenv(lineTo))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	file, err := os.OpenFile(os.Getenv(lineCount), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ended := make(chan struct{}, 2)
	for i, way := range []struct {
		to   io.Writer
		from io.Reader
	}{{conn, os.Stdin}, {os.Stdout, conn}} {
		go func() {
			delay(way.to, way.from, counter{file, int64(8 * i)})
			ended <- struct{}{}
		}()
	}
	<-ended // either side has hung up
	return 0
}

// counter counts bytes at a place in a file, where another process reads it.
type counter struct {
	file  *os.File
	place int64
}

func (c counter) set(bytes int) {
	var number [8]byte
	binary.LittleEndian.PutUint64(number[:], uint64(bytes))
	_, _ = c.file.WriteAt(number[:], c.place) // a figure is missing then, no byte
}

// delay carries bytes at the line's rate, each as much later.
func delay(to io.Writer, from io.Reader, count counter) {
	type packet struct {
		data []byte
		due  time.Time
	}
	underWay := make(chan packet, 1024)
	arrived := make(chan struct{})
	var broken atomic.Bool
	go func() {
		defer close(arrived)
		for p := range underWay {
			time.Sleep(time.Until(p.due))
			if _, err := to.Write(p.data); err != nil {
				broken.Store(true)
			}
		}
	}()
	sent, free := 0, time.Now()
	for !broken.Load() {
		data := make([]byte, lineChunk)
		n, err := from.Read(data)
		if n > 0 {
			if now := time.Now(); free.Before(now) {
				free = now
			}
			free = free.Add(time.Duration(n) * time.Second / lineRate)
			time.Sleep(time.Until(free))
			sent += n
			count.set(sent)
			underWay <- packet{data[:n], free.Add(lineDelay)}
		}
		if err != nil {
			break
		}
	}
	close(underWay)
	<-arrived
}

// line is a slow line to a host.
type line struct {
	t     testing.TB
	count string // the file in which it counts
}

// overLine is what ssh needs to go over a slow line, and the line.
func (h *sshHost) overLine() (option string, made line) {
	made = line{h.t, filepath.Join(h.t.TempDir(), "count")}
	return fmt.Sprintf("ProxyCommand=env %s=127.0.0.1:%s %s=%s %s", lineTo, h.port, lineCount, made.count, os.Args[0]), made
}

// carried is how many bytes the line has carried up to the host, and down from it.
func (l line) carried() (up, down int) {
	l.t.Helper()
	data, err := os.ReadFile(l.count)
	if err != nil || len(data) != 16 {
		l.t.Fatalf("the line counts %d bytes: %v", len(data), err)
	}
	return int(binary.LittleEndian.Uint64(data)), int(binary.LittleEndian.Uint64(data[8:]))
}
