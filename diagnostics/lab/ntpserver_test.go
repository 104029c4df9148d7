package lab

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/beevik/ntp"
)

func TestNTPKinds(t *testing.T) {
	kinds := []struct {
		name, keys string
		check      func(a ntpAnswer, err error) string
	}{
		{"right", "", func(a ntpAnswer, err error) string {
			return unless(err == nil && a.size == 48 && a.mode == 4 && a.version == 4 && a.leap == 0 && a.stratum == 2 &&
				a.origin == cookie && a.updated < a.received && a.received <= a.sent, "%+v %v", a, err)
		}},
		{"stratum 1", "stratum = 1", func(a ntpAnswer, err error) string {
			return unless(err == nil && a.stratum == 1 && a.reference == "GPS\x00", "%+v %v", a, err)
		}},
		{"silent", `behaviour = "silent"`, func(_ ntpAnswer, err error) string {
			return unless(errors.Is(err, os.ErrDeadlineExceeded), "%v", err)
		}},
		{"refused", `behaviour = "refused"`, func(_ ntpAnswer, err error) string {
			return unless(errors.Is(err, syscall.ECONNREFUSED), "%v", err)
		}},
		{"unsynchronised", `behaviour = "unsynchronised"`, func(a ntpAnswer, err error) string {
			return unless(err == nil && a.leap == 3 && a.stratum == 0 && a.reference == "\x00\x00\x00\x00" && a.updated == 0 && a.origin == cookie, "%+v %v", a, err)
		}},
		{"kiss", "behaviour = \"kiss\"\ncode = \"DENY\"", func(a ntpAnswer, err error) string {
			return unless(err == nil && a.stratum == 0 && a.reference == "DENY" && a.origin == cookie, "%+v %v", a, err)
		}},
		{"garbage", `behaviour = "garbage"`, func(a ntpAnswer, err error) string {
			return unless(err == nil && a.size == 48 && a.mode != 4 && a.origin != cookie, "%+v %v", a, err)
		}},
		{"short", `behaviour = "short"`, func(a ntpAnswer, err error) string {
			return unless(err == nil && a.size == 20, "%+v %v", a, err)
		}},
		{"no name", `behaviour = "dns-fail"`, func(_ ntpAnswer, err error) string {
			var dns *net.DNSError
			return unless(errors.As(err, &dns) && dns.IsNotFound, "%v", err)
		}},
	}
	ran := 0
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, transport Transport) {
				l := world(t, transport, "[[ntp]]\nname = \"time.example\"\n"+k.keys+"\n")
				if wrong := k.check(askNTP(t.Context(), l, "time.example:123", 150*time.Millisecond)); wrong != "" {
					t.Error(wrong)
				}
				ran++
			})
		})
	}
	if ran != 2*9 {
		t.Errorf("%d kinds ran, want 18", ran)
	}
}

func unless(ok bool, format string, values ...any) string {
	if ok {
		return ""
	}
	return fmt.Sprintf(format, values...)
}

func TestRateAfter(t *testing.T) {
	onBoth(t, func(t *testing.T, transport Transport) {
		l := world(t, transport, "[[ntp]]\nname = \"time.example\"\nrate_after = 2\n")
		for i, want := range []int{2, 2, 0, 0} {
			a, err := askNTP(t.Context(), l, "time.example:123", time.Second)
			if err != nil || a.stratum != want {
				t.Errorf("answer %d: %+v, %v; want stratum %d", i+1, a, err, want)
			}
			if want == 0 && a.reference != "RATE" {
				t.Errorf("answer %d: code %q", i+1, a.reference)
			}
		}
	})
}

// TestDelays: what a client computes from the stamps must be the scenario's own
// numbers, exactly, in the bubble's time.
func TestDelays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := world(t, Memory(), "[[ntp]]\nname = \"time.example\"\nforth = \"200ms\"\nback = \"20ms\"\nbehind = \"1h\"\n")
		sent := l.Now()
		a, err := askNTP(t.Context(), l, "time.example:123", time.Second)
		got := l.Now()
		if err != nil {
			t.Fatal(err)
		}
		near(t, "forth", fromNTP(a.received, sent).Sub(sent), 200*time.Millisecond-time.Hour)
		near(t, "back", got.Sub(fromNTP(a.sent, got)), 20*time.Millisecond+time.Hour)
	})
}

func near(t *testing.T, what string, got, want time.Duration) {
	t.Helper()
	if (got - want).Abs() > 2*time.Nanosecond {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// TestLibraryAgrees lets an independent implementation read the packets.
func TestLibraryAgrees(t *testing.T) {
	ran := 0
	for _, year := range []int{1990, 2026, 2040, 2060} {
		onBoth(t, func(t *testing.T, transport Transport) {
			text := strings.Replace(minimal, "2026-01-01", fmt.Sprintf("%d-03-01", year), 1)
			sc, err := Decode("era", text+"[[ntp]]\nname = \"time.example\"\nforth = \"2ms\"\nback = \"2ms\"\n")
			if err != nil {
				t.Fatal(err)
			}
			l := begin(t, transport, sc)
			r, err := ntp.QueryWithOptions("time.example:123", ntp.QueryOptions{
				Timeout: time.Second, GetSystemTime: l.Clock().Wall,
				Dialer: func(_, to string) (net.Conn, error) { return l.Network().DialContext(context.Background(), "udp", to) },
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Validate(); err != nil {
				t.Error(err)
			}
			if r.ClockOffset.Abs() > 20*time.Millisecond || r.RTT < 4*time.Millisecond-time.Microsecond || r.Time.Year() != year {
				t.Errorf("offset %v, round trip %v, time %v", r.ClockOffset, r.RTT, r.Time)
			}
			if r.RootDelay.Round(time.Millisecond) != 8*time.Millisecond || r.RootDispersion.Round(time.Millisecond) != time.Millisecond {
				t.Errorf("root delay %v, dispersion %v", r.RootDelay, r.RootDispersion)
			}
			ran++
		})
	}
	if ran != 8 {
		t.Errorf("%d ran, want 8", ran)
	}
}

// TestTimestamp compares with exact arithmetic, in eras before, within and after
// the present one.
func TestTimestamp(t *testing.T) {
	cases := []string{
		"0001-01-01T00:00:00.5Z", "1899-12-31T23:59:59.999999999Z", "1900-01-01T00:00:00Z", "1970-01-01T00:00:00Z",
		"2026-11-23T09:14:30.123456789Z", "2036-02-07T06:28:15.999999999Z", "2036-02-07T06:28:16Z", "2040-06-15T10:20:30.25Z",
		"2172-03-15T12:56:31Z", "9999-12-31T23:59:59.999999999Z",
	}
	for _, text := range cases {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		exact := new(big.Int).Mul(big.NewInt(at.Unix()+2208988800), big.NewInt(1e9))
		exact.Add(exact, big.NewInt(int64(at.Nanosecond())))
		exact.Lsh(exact, 32).Add(exact, big.NewInt(5e8)).Div(exact, big.NewInt(1e9)) // Div rounds down: floored
		want := exact.Mod(exact, new(big.Int).Lsh(big.NewInt(1), 64)).Uint64()
		if got := timestamp(at); got != want {
			t.Errorf("%s: %x, want %x", text, got, want)
		}
	}
	if len(cases) != 10 {
		t.Errorf("%d cases, want 10", len(cases))
	}
	if timestamp(time.Time{}) != 0 {
		t.Error("the zero time is not the zero timestamp")
	}
	if got := timestamp(time.Date(2036, 2, 7, 6, 28, 17, 0, time.UTC)); got != 1<<32 {
		t.Errorf("a second into era 1: %x", got)
	}
}

func TestShortFormat(t *testing.T) {
	for _, c := range []struct {
		d    time.Duration
		want uint32
	}{{0, 0}, {-time.Second, 0}, {time.Second, 1 << 16}, {time.Nanosecond, 1}, {time.Second + 1, 1<<16 + 1}, {100 * time.Hour, 1<<32 - 1}} {
		if got := short(c.d); got != c.want {
			t.Errorf("%v: %#x, want %#x", c.d, got, c.want)
		}
	}
}

// FuzzNTPServer: any packet comes in. The server must not fall, answers valid
// requests only, and answers the next valid one whatever came before.
func FuzzNTPServer(f *testing.F) {
	f.Add(clientPacket())
	f.Add([]byte{})
	f.Add(make([]byte, 48))
	f.Add(append(clientPacket(), 1, 2, 3))
	f.Add(append(clientPacket(), 1, 2, 3, 4))
	f.Add(append(clientPacket(), make([]byte, longest)...))
	for _, first := range []byte{3<<3 | 3, 2<<3 | 3, 5<<3 | 3, 4<<3 | 4, 4<<3 | 1, 0xff} {
		data := clientPacket()
		data[0] = first
		f.Add(data)
	}
	sc, err := Decode("fuzz", minimal+"[[ntp]]\nname = \"time.example\"\n")
	if err != nil {
		f.Fatal(err)
	}
	l, err := Start(sc, Memory())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = l.Close() })
	f.Fuzz(func(t *testing.T, data []byte) {
		conn, err := l.Network().DialContext(t.Context(), "udp", "time.example:123")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
		valid := len(data) >= 48 && len(data)%4 == 0 && data[0]&7 == 3 && (data[0]>>3&7 == 3 || data[0]>>3&7 == 4)
		want := [][]byte{clientPacket()}
		if valid && len(data) <= longest {
			want = append([][]byte{data}, want...)
		}
		if _, err := conn.Write(data); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Write(clientPacket()); err != nil {
			t.Fatal(err)
		}
		buffer := make([]byte, 512)
		for i, sent := range want {
			n, err := conn.Read(buffer)
			if err != nil {
				t.Fatalf("answer %d of %d: %v", i+1, len(want), err)
			}
			a := readAnswer(buffer[:n])
			if a.size != 48 || a.mode != 4 || a.version != int(sent[0]>>3&7) || string(buffer[24:32]) != string(sent[40:48]) {
				t.Fatalf("answer %d: %+v to %x", i+1, a, sent)
			}
		}
	})
}
