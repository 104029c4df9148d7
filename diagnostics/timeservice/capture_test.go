//go:build capture

package timeservice

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"os"
	"testing"

	"github.com/godbus/dbus/v5"
)

// Captures are made with a service that really runs (chronyd -x, ntpd without
// the capability to set the clock):
//
//	go test -tags capture -run TestCapture ./diagnostics/timeservice \
//	    -cmdmon 127.0.0.1:11323 -into testdata/cmdmon/selected.exchange
var (
	captureCmdmon = flag.String("cmdmon", "", "address of chronyd's command port")
	captureMode6  = flag.String("mode6", "", "address of ntpd")
	captureBus    = flag.String("bus", "", "socket of a bus with systemd-timesyncd")
	captureInto   = flag.String("into", "", "the file to write")
	captureNote   = flag.String("note", "", "what runs there, and in which state")
)

// recorder writes down what passes through a connection.
type recorder struct {
	net.Conn
	lines *[]string
}

func (r recorder) Write(data []byte) (int, error) {
	*r.lines = append(*r.lines, "> "+hex.EncodeToString(data))
	return r.Conn.Write(data)
}

func (r recorder) Read(data []byte) (int, error) {
	n, err := r.Conn.Read(data)
	if err == nil {
		*r.lines = append(*r.lines, "< "+hex.EncodeToString(data[:n]))
	}
	return n, err
}

func TestCapture(t *testing.T) {
	if *captureInto == "" {
		t.Fatal("say -into which file")
	}
	lines := []string{"# " + *captureNote}
	record := func(address string) func(context.Context) (net.Conn, error) {
		return func(ctx context.Context) (net.Conn, error) {
			conn, err := new(net.Dialer).DialContext(ctx, "udp", address)
			return recorder{conn, &lines}, err
		}
	}
	s := Service{Name: chronydName, Running: true}
	switch {
	case *captureBus != "":
		s.Name = timesyncdName
		lines = append(lines, captureTimesync(t, &s)...)
	case *captureCmdmon != "":
		askChrony(t.Context(), record(*captureCmdmon), &s)
	default:
		s.Name = ntpdName
		askNTP(t.Context(), record(*captureMode6), &s)
	}
	text := ""
	for _, line := range lines {
		text += line + "\n"
	}
	if err := os.WriteFile(*captureInto, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	shown, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%s\n", shown)
}

// tap keeps what passes through a connection.
type tap struct {
	net.Conn
	sent, received bytes.Buffer
}

func (p *tap) Write(data []byte) (int, error) {
	p.sent.Write(data)
	return p.Conn.Write(data)
}

func (p *tap) Read(data []byte) (int, error) {
	n, err := p.Conn.Read(data)
	p.received.Write(data[:n])
	return n, err
}

// captureTimesync asks systemd-timesyncd on a real bus and returns the calls
// and their replies.
func captureTimesync(t *testing.T, s *Service) []string {
	conn, err := net.Dial("unix", *captureBus)
	if err != nil {
		t.Fatal(err)
	}
	passed := &tap{Conn: conn}
	b, err := openBus(t.Context(), func(context.Context) (net.Conn, error) { return passed, nil })
	if err != nil {
		t.Fatal(err)
	}
	var talk timesync
	talk.read(b)
	talk.timesyncd(s)
	b.close()
	_, sent, _ := bytes.Cut(passed.sent.Bytes(), []byte("BEGIN\r\n"))
	received := passed.received.Bytes()
	for end := bytes.Index(received, []byte("\r\n")); end >= 0 && end < 100; end = bytes.Index(received, []byte("\r\n")) {
		received = received[end+2:]
	}
	replies := map[uint32]string{}
	for in := bytes.NewReader(received); in.Len() > 0; {
		before := len(received) - in.Len()
		m, err := dbus.DecodeMessage(in)
		if err != nil {
			t.Fatal(err)
		}
		if serial, ok := m.Headers[dbus.FieldReplySerial].Value().(uint32); ok {
			replies[serial] = hex.EncodeToString(received[before : len(received)-in.Len()])
		}
	}
	var lines []string
	for in := bytes.NewReader(sent); in.Len() > 0; {
		m, err := dbus.DecodeMessage(in)
		if err != nil {
			t.Fatal(err)
		}
		if m.Headers[dbus.FieldMember].Value() != "Hello" {
			lines = append(lines, "> "+callText(m), "< "+replies[m.Serial()])
		}
	}
	return lines
}
