package ntp

import (
	"net"
	"strconv"
	"testing"
	"time"
)

func TestNames(t *testing.T) {
	cases := []struct {
		name, host string
		port       uint16
	}{
		{"ntp.example", "ntp.example", 123},
		{"ntp.example:1123", "ntp.example", 1123},
		{"192.0.2.1", "192.0.2.1", 123},
		{"192.0.2.1:99", "192.0.2.1", 99},
		{"2001:db8::1", "2001:db8::1", 123},
		{"[2001:db8::1]", "2001:db8::1", 123},
		{"[2001:db8::1]:99", "2001:db8::1", 99},
		{"fe80::1%eth0", "fe80::1%eth0", 123},
		{"[fe80::1%eth0]:99", "fe80::1%eth0", 99},
		{"zeit.münchen.example", "zeit.münchen.example", 123},
	}
	for _, c := range cases {
		host, port, err := split(c.name)
		if err != nil || host != c.host || port != c.port || CheckName(c.name) != nil {
			t.Errorf("%q: %q %d %v", c.name, host, port, err)
		}
	}
	bad := []string{"", ":", ":123", "a:b", "a:0", "a:65536", "a:-1", "a:1:2", "[a]", "[a]:1", "[192.0.2.1]", "a b", "a\x00b", "http://a", "a/24", "user@a", "[::1", "::1]:1"}
	for _, name := range bad {
		if host, port, err := split(name); err == nil || CheckName(name) == nil {
			t.Errorf("%q was taken for %q %d", name, host, port)
		}
	}
	if len(cases) != 10 || len(bad) != 18 {
		t.Error("too few cases")
	}
}

func TestLocal(t *testing.T) {
	local := []string{"127.0.0.1", "127.9.9.9:1123", "::1", "[::1]:123", "10.0.0.1", "172.31.0.1", "192.168.1.1:123", "169.254.169.123", "fe80::1%eth0", "[fe80::1%eth0]:123", "fd00:ec2::123", "::ffff:10.0.0.1"}
	public := []string{"192.0.2.1", "172.32.0.1", "8.8.8.8:123", "2001:db8::1", "ntp.example", "localhost", "", "0.0.0.0"}
	for _, a := range local {
		if !Local(a) {
			t.Errorf("%s is local", a)
		}
	}
	for _, a := range public {
		if Local(a) {
			t.Errorf("%s is not local", a)
		}
	}
	if len(local)+len(public) != 20 {
		t.Error("too few cases")
	}
}

func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"ntp.example", "a:1", "[::1]:123", "::1", "[fe80::1%e]:1", "a:b:c", "[", "]:"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		host, port, err := split(name)
		if err != nil {
			return
		}
		if host == "" || port == 0 {
			t.Fatalf("%q became %q %d", name, host, port)
		}
		joined := net.JoinHostPort(host, strconv.Itoa(int(port)))
		if again, p, err := split(joined); err != nil || again != host || p != port {
			t.Errorf("%q became %q, which becomes %q %d %v", name, joined, again, p, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	good := answerTo(make([]byte, packetSize), truth)
	f.Add(good)
	f.Add(kiss("RATE")(0, append([]byte(nil), good...)))
	f.Add(good[:47])
	f.Add(append(append([]byte(nil), good...), 1, 2, 3, 4))
	f.Fuzz(func(t *testing.T, packet []byte) {
		h, whole := parse(packet)
		if whole != (len(packet) >= packetSize) {
			t.Fatalf("%d bytes: %v", len(packet), whole)
		}
		if p := h.precisionOf(); p < 0 || p > 16*time.Second {
			t.Errorf("precision %v", p)
		}
		for _, r := range h.kissCode() {
			if r <= ' ' || r > '~' {
				t.Errorf("kiss code %q", h.kissCode())
			}
		}
		if refusal := refusal(h); whole && h.mode == modeServer && (refusal != nil) != h.asleep() {
			t.Errorf("refusal %v of %+v", refusal, h)
		}
	})
}

func TestErasAreResolvedByTheRelease(t *testing.T) {
	ran := 0
	for year := 1960; year < 2094; year++ {
		want := time.Date(year, 6, 1, 12, 0, 0, 5, time.UTC)
		for era := -2; era <= 2; era++ {
			lost := time.Unix(want.Unix()+int64(era)*eraSeconds, 5)
			if got := inEraOf(lost, released); !got.Equal(want) {
				t.Errorf("%v in era %+d became %v", want, era, got)
			}
			ran++
		}
	}
	if ran != 670 {
		t.Errorf("%d cases, want 670", ran)
	}
}
