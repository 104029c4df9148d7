package timeservice

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/facebook/time/ntp/chrony"
	"github.com/godbus/dbus/v5"

	"unskew/diagnostics"
)

// scripted answers every request with the same datagrams, their sequence
// numbers set right.
type scripted struct {
	net.Conn
	protocol
	answers [][]byte
	request []byte
	next    int
}

func (s *scripted) Write(request []byte) (int, error) {
	s.request, s.next = bytes.Clone(request), 0
	return len(request), nil
}

func (s *scripted) Read(into []byte) (int, error) {
	if s.next == len(s.answers) {
		return 0, errNotRecorded
	}
	answer := bytes.Clone(s.answers[s.next])
	s.next++
	if len(answer) >= s.answer+s.size {
		copy(answer[s.answer:], s.request[s.protocol.request:s.protocol.request+s.size])
	}
	return copy(into, answer), nil
}

func (s *scripted) Close() error { return nil }

func (s *scripted) dial(context.Context) (net.Conn, error) { return s, nil }

// checkKept: whatever was said, what is kept is bounded and fit to be shown.
func checkKept(t testing.TB, s Service) {
	t.Helper()
	if len(s.Sources) > mostSources {
		t.Errorf("%d sources", len(s.Sources))
	}
	kept := []string{s.Name, s.Unit, s.Selected, s.Steps, s.Enabled, s.Active, s.Failed, s.Panics, s.Sync, s.Trouble}
	for name, value := range s.Settings {
		if diagnostics.Clean(name+value, 2*mostLine) != name+value {
			t.Errorf("%q=%q is not fit to be shown", name, value)
		}
	}
	for _, source := range s.Sources {
		kept = append(kept, source.Name, source.Address, source.State, source.Why)
		if source.State == "" {
			t.Error("a source without a state")
		}
	}
	for field, why := range s.Unknown {
		kept = append(kept, field, why)
	}
	for _, text := range kept {
		if diagnostics.Clean(text, 300) != text || !utf8.ValidString(text) {
			t.Errorf("%q is not fit to be shown", text)
		}
	}
	if s.Stratum < 0 || s.Stratum > 16 {
		t.Errorf("stratum %d", s.Stratum)
	}
}

func seeds(f *testing.F, pattern string) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, file := range files {
		for _, e := range exchanges(f, file) {
			for _, answer := range e.answers {
				f.Add(answer)
			}
		}
	}
}

func FuzzCmdmon(f *testing.F) {
	seeds(f, "testdata/cmdmon/*.exchange")
	f.Fuzz(func(t *testing.T, answer []byte) {
		conn := &scripted{protocol: protocol{cmdmonSequence, cmdmonEchoed, 4}, answers: [][]byte{answer}}
		s := Service{Name: chronydName}
		askChrony(t.Context(), conn.dial, &s)
		// The same bytes as what is said of a source.
		talk := &chronyTalk{ctx: t.Context(), conn: &datagrams{Conn: conn, belongs: func(_, answer []byte) bool { return len(answer) >= cmdmonHead }}}
		talk.client.Connection = talk
		if reply, why := talk.ask(chrony.NewSourceDataPacket(0)); why == "" {
			if data, ok := reply.(*chrony.ReplySourceData); ok {
				s.Sources = append(s.Sources, chronySourceOf(data.SourceData))
			}
		}
		checkKept(t, s)
	})
}

func FuzzMode6(f *testing.F) {
	seeds(f, "testdata/mode6/*.exchange")
	f.Fuzz(func(t *testing.T, answer []byte) {
		conn := &scripted{protocol: protocol{mode6Sequence, mode6Sequence, 2}, answers: [][]byte{answer}}
		s := Service{Name: ntpdName}
		askNTP(t.Context(), conn.dial, &s)
		checkKept(t, s)
	})
}

func FuzzVariables(f *testing.F) {
	for _, seed := range []string{`a=1, b="x, y", c`, `="`, `version="ntpd ntpsec-1.2.2", offset=0.1`, "a=\x1b[31m,\xff=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found := parseVariables(text)
		if len(found) > mostVariables {
			t.Errorf("%d variables", len(found))
		}
		for name, value := range found {
			if name == "" || diagnostics.Clean(name, 64) != name || diagnostics.Clean(value, 254) != value {
				t.Errorf("%q=%q is not fit to be kept", name, value)
			}
		}
	})
}

func FuzzTimesync(f *testing.F) {
	for _, file := range []string{"selected", "unreachable", "fallback", "gone"} {
		for _, raw := range recordedCalls(f, "testdata/bus/"+file+".calls") {
			f.Add(raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) < 16 || binary.LittleEndian.Uint32(raw[4:]) > 1<<16 || binary.LittleEndian.Uint32(raw[12:]) > 1<<16 {
			return // the reader of messages is not ours: it takes room for what is announced
		}
		message, err := dbus.DecodeMessage(bytes.NewReader(raw))
		if err != nil {
			return
		}
		var values map[string]dbus.Variant
		if dbus.Store(message.Body, &values) != nil {
			return
		}
		var talk timesync
		talk.take(values)
		s := Service{Name: timesyncdName, Running: true}
		talk.timesyncd(&s)
		checkKept(t, s)
	})
}

func FuzzMakestep(f *testing.F) {
	for _, seed := range []string{"1 3", "0.1 -1", "1.0 0", "1 1", "x 3", "1", "NaN 2", "-1 2", "1 99999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words, err := makestepWords(strings.Fields(line))
		if (words == "") != (err != nil) || diagnostics.Clean(words, 80) != words {
			t.Errorf("%q: %q, %v", line, words, err)
		}
	})
}

func TestMakestep(t *testing.T) {
	cases := map[string]string{
		"1 3": "first 3 updates only", "1 1": "first update only", "0.1 -1": "always", "1.0 0": "never",
		"1": "", "": "", "x 3": "", "1 x": "", "NaN 1": "", "-1 3": "", "1 3 5": "",
	}
	for line, want := range cases {
		if got, err := makestepWords(strings.Fields(line)); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v, want %q", line, got, err, want)
		}
	}
}

func TestVariables(t *testing.T) {
	cases := map[string]map[string]string{
		"":                                   {},
		`a=1,b=2`:                            {"a": "1", "b": "2"},
		"a=1, \r\nb = 2":                     {"a": "1", "b": "2"},
		`version="a, b=c", stratum=3`:        {"version": "a, b=c", "stratum": "3"},
		`flag, =5, x=`:                       {"x": ""},
		"a=\x1b[2Jx":                         {"a": "[2Jx"},
		strings.Repeat("a=1,", 1000) + "b=2": {"a": "1", "b": "2"},
	}
	for text, want := range cases {
		if got := parseVariables(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestOptions: an option's letter stands behind one hyphen, maybe with others;
// a value is no option.
func TestOptions(t *testing.T) {
	cases := map[string]bool{
		"-g": true, "-Ng": true, "-n -g -x": true, "": false, "-N": false, "g": false, "--g": false,
		"-c/etc/gps.conf": false, "-u ntpg": false, "-": false,
	}
	for line, want := range cases {
		if got := hasOption(strings.Fields(line), 'g'); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

// TestStrangers: datagrams that answer another request are passed over, and not
// without end.
func TestStrangers(t *testing.T) {
	recorded := replayCmdmon(t, "testdata/cmdmon/selected.exchange").recorded
	late := bytes.Clone(recorded[0].answers[0])
	late[cmdmonEchoed] ^= 0xff
	talk := &datagrams{
		Conn:    &scripted{answers: [][]byte{late, {}, {6}, late, recorded[0].answers[0]}},
		belongs: cmdmonBelongs, request: recorded[0].request,
	}
	into := make([]byte, 1024)
	if n, err := talk.Read(into); err != nil || !bytes.Equal(into[:n], recorded[0].answers[0]) || talk.read != 5 {
		t.Errorf("%d bytes after %d datagrams: %v", n, talk.read, err)
	}
	flood := make([][]byte, mostDatagrams+1)
	talk = &datagrams{Conn: &scripted{answers: flood}, belongs: cmdmonBelongs, request: recorded[0].request}
	if _, err := talk.Read(into); !errors.Is(err, errTooMany) {
		t.Errorf("a flood: %v", err)
	}
}

// TestRefusals: a closed port, and what chronyd tells to root only.
func TestRefusals(t *testing.T) {
	s := Service{Name: chronydName}
	askChrony(t.Context(), func(context.Context) (net.Conn, error) {
		return nil, fmt.Errorf("dial: %w", diagnostics.RefusedErrors()[0])
	}, &s)
	if s.Unknown["sources"] != "its command port is closed" || s.Unknown["correction"] == "" {
		t.Errorf("closed: %q", s.Unknown)
	}
	talk := replayCmdmon(t, "testdata/cmdmon/many.exchange")
	names := 0
	for i, e := range talk.recorded {
		const nameRequest = 65 // REQ_NTP_SOURCE_NAME of candm.h
		if e.request[cmdmonCommand+1] != nameRequest {
			continue
		}
		names++
		refusal := bytes.Clone(e.answers[0][:cmdmonHead])
		refusal[cmdmonStatus+1] = cmdmonUnauthorised
		talk.recorded[i].answers = [][]byte{refusal}
	}
	s = Service{Name: chronydName}
	askChrony(t.Context(), talk.dial, &s)
	if names != 9 || s.Unknown["names"] != "chronyd tells it to root only" || len(s.Sources) != 9 || s.Selected != "127.0.0.2" {
		t.Errorf("%d names, %q follows %q, %d sources", names, s.Unknown, s.Selected, len(s.Sources))
	}
	asked := talk.asked
	if want := 1 + 1 + 9 + 1; asked != want {
		t.Errorf("%d requests, want %d: after one refusal no name is asked for", asked, want)
	}
}

// TestTracking: figures that cannot be.
func TestTracking(t *testing.T) {
	for _, seconds := range []float64{math.NaN(), math.Inf(1), -1e12} {
		s := Service{}
		takeTracking(&s, chrony.Tracking{Stratum: 2, CurrentCorrection: seconds})
		if s.Correction != nil || s.Unknown["correction"] == "" || s.Stratum != 2 {
			t.Errorf("%v: %+v", seconds, s)
		}
	}
}
