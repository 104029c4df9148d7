package httpdate

import (
	"context"
	"crypto/tls"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
)

const year = 365 * 24 * time.Hour

func TestCertificateDates(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	valid := ca.issue(t, "web.example", -month, month)
	expired := ca.issue(t, "web.example", -12*month, -time.Hour)
	young := ca.issue(t, "web.example", time.Hour, month)
	old := ca.issue(t, "web.example", -24*month, -12*month)
	other := ca.issue(t, "other.example", -month, month)
	stranger := newAuthority(t, "Corp \x1b[31mRoot CA").issue(t, "web.example", -month, month)
	known := func(w *world) func() (time.Time, bool) { return func() (time.Time, bool) { return w.now(), true } }
	none := func(*world) func() (time.Time, bool) { return func() (time.Time, bool) { return time.Time{}, false } }
	cases := []struct {
		name        string
		certificate int
		wall        time.Duration
		reference   func(*world) func() (time.Time, bool)
		reason      diagnostics.Reason
		detail      string
		late, unref bool
	}{
		{"all is well", 0, 0, nil, "", "", false, false},
		{"2d behind", 0, -208154 * time.Second, nil, "", "", false, false},
		{"years behind, no reference", 0, -20 * year, nil, "", "", true, true},
		{"years behind, none yet", 0, -20 * year, none, "", "", true, true},
		{"years behind, reference", 0, -20 * year, known, "", "", true, false},
		{"1970", 0, -57 * year, none, "", "", true, true},
		{"2062", 0, 36 * year, none, "", "", true, true},
		{"years ahead, reference", 0, 20 * year, known, "", "", true, false},
		{"expired, clock right", 1, 0, none, diagnostics.ReasonTLS, "expired", false, false},
		{"expired, clock right, reference", 1, 0, known, diagnostics.ReasonTLS, "expired", false, false},
		{"expired, clock years behind", 1, -20 * year, none, diagnostics.ReasonTLS, "expired", false, false},
		{"not valid yet", 2, 0, none, diagnostics.ReasonTLS, "not yet valid", false, false},
		{"expired before the release", 3, 20 * year, none, diagnostics.ReasonTLS, "expired", false, false},
		{"wrong name", 4, 0, none, diagnostics.ReasonTLS, "other.example", false, false},
		{"wrong name, years behind", 4, -20 * year, none, diagnostics.ReasonTLS, "other.example", false, false},
		{"wrong name, years behind, reference", 4, -20 * year, known, diagnostics.ReasonTLS, "other.example", false, false},
		{"unknown root", 5, 0, none, diagnostics.ReasonTLSInspected, "Corp [31mRoot CA", false, false},
		{"unknown root, years ahead", 5, 20 * year, none, diagnostics.ReasonTLSInspected, "Corp", false, false},
		{"unknown root, years behind, reference", 5, -20 * year, known, diagnostics.ReasonTLSInspected, "Corp", false, false},
	}
	ran := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ran++
			in(t, ca, func(t *testing.T, w *world, s *webServer) {
				w.wall = c.wall
				s.certificate = []tls.Certificate{valid, expired, young, old, other, stranger}[c.certificate]
				client := w.client()
				if c.reference != nil {
					client.Reference = c.reference(w)
				}
				result := client.Measure(context.Background(), web(), false, nil)
				if result.TLSTime != c.late || result.Unreferenced != c.unref {
					t.Errorf("TLS time %v, unreferenced %v", result.TLSTime, result.Unreferenced)
				}
				if c.reason != "" {
					wants(t, result.Reading, c.reason, c.detail)
					if result.Reading.Inspected != (c.reason == diagnostics.ReasonTLSInspected) {
						t.Errorf("inspected %v", result.Reading.Inspected)
					}
					if signed := c.reason == diagnostics.ReasonTLSInspected; signed && !strings.HasPrefix(result.Reading.Issuer, "Corp") {
						t.Errorf("signed by %q", result.Reading.Issuer)
					}
				} else if e := w.miss(t, result.Reading, 0).Abs(); e > leastUncertainty {
					t.Errorf("error %v", e)
				}
				requests := len(s.requests())
				if c.reason != "" && requests > 1 || c.reason == diagnostics.ReasonTLSInspected && requests != 0 {
					t.Errorf("%d requests", requests)
				}
			})
		})
	}
	if ran != 19 {
		t.Errorf("%d cases ran, want 19", ran)
	}
}

// A server that holds an expired certificate and lies about the time must not
// be believed: its Date lies outside the certificate.
func TestDateOutsideTheCertificate(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	ran := 0
	for _, off := range []time.Duration{-20 * year, 20 * year, 2 * month, -2 * month} {
		in(t, ca, func(t *testing.T, w *world, s *webServer) {
			w.wall, s.off = -30*year, off
			result := w.client().Measure(context.Background(), web(), false, nil)
			wants(t, result.Reading, diagnostics.ReasonTLS, "")
			if result.TLSTime || result.Unreferenced {
				t.Errorf("result %+v", result)
			}
			ran++
		})
	}
	if ran != 4 {
		t.Error("too few cases")
	}
}

// An old certificate, perhaps a stolen one, does not come back to life where the
// OS clock and the server's Date both say that it is still its time.
func TestNothingBeforeTheReleaseIsBelieved(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	old := ca.issue(t, "web.example", -24*month, -12*month)
	long := ca.issue(t, "web.example", -24*month, month)
	ran := 0
	for _, certificate := range []tls.Certificate{old, long} {
		in(t, ca, func(t *testing.T, w *world, s *webServer) {
			w.wall, s.off, s.certificate = -30*year, -18*month, certificate
			wants(t, w.client().Measure(context.Background(), web(), false, nil).Reading, diagnostics.ReasonTLS, "")
			if n := len(s.requests()); ran == 0 && n != 0 {
				t.Errorf("%d requests over a chain that cannot be valid", n)
			}
			ran++
		})
	}
	if ran != 2 {
		t.Error("too few cases")
	}
}

func TestNothingIsSentBeforeVerification(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	in(t, ca, func(t *testing.T, w *world, s *webServer) {
		s.certificate = newAuthority(t, "Stranger").issue(t, "web.example", -month, month)
		w.client().Measure(context.Background(), Host{URL: "https://web.example/secret-path"}, true, nil)
		if n := len(s.requests()); n != 0 {
			t.Errorf("%d requests reached a stranger", n)
		}
	})
	// An address instead of a name is verified too.
	in(t, ca, func(t *testing.T, w *world, s *webServer) {
		w.accepts["127.0.0.1:443"] = s.serve
		w.accepts["127.0.0.2:443"] = s.serve
		w.miss(t, w.client().Measure(context.Background(), Host{URL: "https://127.0.0.1"}, false, nil).Reading, 0)
		wants(t, w.client().Measure(context.Background(), Host{URL: "https://127.0.0.2"}, false, nil).Reading, diagnostics.ReasonTLS, "127.0.0.2")
	})
}
