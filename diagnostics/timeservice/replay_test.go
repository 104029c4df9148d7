package timeservice

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"net"
	"os"
	"strings"
	"testing"
)

// exchange is a request, or a message of D-Bus, and what came back.
type exchange struct {
	request []byte
	answers [][]byte
}

// exchanges reads a capture: "> request" and "< answer" in hexadecimal, a line
// each, and "# comment".
func exchanges(t testing.TB, file string) []exchange {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var found []exchange
	for line := range strings.Lines(string(data)) {
		kind, digits, _ := strings.Cut(strings.TrimSpace(line), " ")
		if kind == "#" {
			continue
		}
		raw, err := hex.DecodeString(digits)
		switch {
		case err != nil || (kind == "<" && len(found) == 0):
			t.Fatalf("%s: %.20s is no line of a capture: %v", file, line, err)
		case kind == ">":
			found = append(found, exchange{request: raw})
		case kind == "<":
			last := &found[len(found)-1]
			last.answers = append(last.answers, raw)
		}
	}
	return found
}

// protocol is where a datagram's sequence number stands.
type protocol struct{ request, answer, size int }

var errNotRecorded = errors.New("nobody recorded this request")

// replay answers requests as a real service answered them.
type replay struct {
	net.Conn // nil: what is not replaced is not used
	protocol
	recorded []exchange
	waiting  [][]byte
	asked    int
}

func (r *replay) Write(request []byte) (int, error) {
	sequence := request[r.request : r.request+r.size]
	for _, e := range r.recorded {
		same := bytes.Clone(e.request)
		copy(same[r.request:], sequence)
		if !bytes.Equal(same, request) {
			continue
		}
		r.asked++
		for _, answer := range e.answers {
			patched := bytes.Clone(answer)
			copy(patched[r.answer:], sequence)
			r.waiting = append(r.waiting, patched)
		}
		return len(request), nil
	}
	return 0, errNotRecorded
}

func (r *replay) Read(into []byte) (int, error) {
	if len(r.waiting) == 0 {
		return 0, errNotRecorded
	}
	n := copy(into, r.waiting[0])
	r.waiting = r.waiting[1:]
	return n, nil
}

func (r *replay) Close() error { return nil }

func (r *replay) dial(context.Context) (net.Conn, error) { return r, nil }

func replayCmdmon(t testing.TB, file string) *replay {
	return &replay{protocol: protocol{cmdmonSequence, cmdmonEchoed, 4}, recorded: exchanges(t, file)}
}

func replayMode6(t testing.TB, file string) *replay {
	return &replay{protocol: protocol{mode6Sequence, mode6Sequence, 2}, recorded: exchanges(t, file)}
}
