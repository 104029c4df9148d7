package timeservice

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// answer is what a stand-in on the bus says to a call.
type answer func(call *dbus.Message) (body []any, errorName string)

// callText names a call: destination, path, interface.member and arguments.
func callText(m *dbus.Message) string {
	field := func(f dbus.HeaderField) string { return fmt.Sprint(m.Headers[f].Value()) }
	text := field(dbus.FieldDestination) + " " + field(dbus.FieldPath) + " " +
		field(dbus.FieldInterface) + "." + field(dbus.FieldMember)
	for _, argument := range m.Body {
		text += fmt.Sprintf(" %v", argument)
	}
	return text
}

// stand is a bus in memory: it lets everybody in and answers calls, with the
// recorded messages first.
func stand(t testing.TB, recorded map[string][]byte, answers answer) func(context.Context) (net.Conn, error) {
	return func(context.Context) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			serveBus(t, server, recorded, answers)
			_ = server.Close()
		}()
		return client, nil
	}
}

func serveBus(t testing.TB, conn net.Conn, recorded map[string][]byte, answers answer) {
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		reply := ""
		switch line = strings.Trim(line, "\x00\r\n"); {
		case line == "AUTH":
			reply = "REJECTED EXTERNAL\r\n"
		case strings.HasPrefix(line, "AUTH EXTERNAL"):
			reply = "OK 00112233445566778899aabbccddeeff\r\n"
		}
		if line == "BEGIN" {
			break
		}
		if _, err := conn.Write([]byte(reply)); err != nil {
			return
		}
	}
	for {
		call, err := dbus.DecodeMessage(in)
		if err != nil {
			return
		}
		if call.Flags&dbus.FlagNoAutoStart == 0 && call.Headers[dbus.FieldMember].Value() != "Hello" {
			t.Errorf("%s may wake a service", callText(call))
		}
		reply := bytes.Clone(recorded[callText(call)])
		if reply != nil {
			setReplySerial(t, reply, call.Serial())
		} else {
			reply = encodeReply(t, call, nameFor(t, recorded), answers)
		}
		if _, err := conn.Write(reply); err != nil {
			return
		}
	}
}

// encodeReply makes the message that answers a call.
func encodeReply(t testing.TB, call *dbus.Message, name string, answers answer) []byte {
	body, errorName := []any{name}, ""
	if call.Headers[dbus.FieldMember].Value() != "Hello" {
		body, errorName = answers(call)
	}
	reply := &dbus.Message{Type: dbus.TypeMethodReply, Body: body, Headers: map[dbus.HeaderField]dbus.Variant{
		dbus.FieldReplySerial: dbus.MakeVariant(call.Serial()),
		dbus.FieldSender:      dbus.MakeVariant("org.freedesktop.DBus"),
	}}
	if len(body) > 0 {
		reply.Headers[dbus.FieldSignature] = dbus.MakeVariant(dbus.SignatureOf(body...))
	}
	if errorName != "" {
		reply.Type = dbus.TypeError
		reply.Headers[dbus.FieldErrorName] = dbus.MakeVariant(errorName)
	}
	var out bytes.Buffer
	if err := reply.EncodeTo(&out, binary.LittleEndian); err != nil {
		t.Error(err)
		return nil
	}
	return out.Bytes()
}

// nameFor returns the name on the bus that recorded replies are sent to.
func nameFor(t testing.TB, recorded map[string][]byte) string {
	for _, raw := range recorded {
		reply, err := dbus.DecodeMessage(bytes.NewReader(raw))
		if err != nil {
			t.Error(err)
			continue
		}
		name, _ := reply.Headers[dbus.FieldDestination].Value().(string)
		return name
	}
	return ":1.7"
}

// setReplySerial writes the serial of a call into a recorded reply: the header
// field 5, a variant of type u (D-Bus specification, message protocol).
func setReplySerial(t testing.TB, reply []byte, serial uint32) {
	at := bytes.Index(reply, []byte{byte(dbus.FieldReplySerial), 1, 'u', 0})
	if at < 0 {
		t.Error("a recorded message is no reply")
		return
	}
	binary.LittleEndian.PutUint32(reply[at+4:], serial)
}

// recordedCalls reads a capture of the bus: "> call" as callText has it, and
// "< reply" in hexadecimal.
func recordedCalls(t testing.TB, file string) map[string][]byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	recorded := map[string][]byte{}
	call := ""
	for line := range strings.Lines(string(data)) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case ">":
			call = rest
		case "<":
			if recorded[call], err = hex.DecodeString(rest); err != nil {
				t.Fatal(err)
			}
		}
	}
	return recorded
}

// nobodyElse answers nothing: every call should have been recorded.
func nobodyElse(t testing.TB) answer {
	return func(call *dbus.Message) ([]any, string) {
		t.Errorf("nobody recorded %s", callText(call))
		return nil, "org.freedesktop.DBus.Error.ServiceUnknown"
	}
}
