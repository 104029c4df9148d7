package httpdate

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
)

func TestOneRequest(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	walls := []time.Duration{0, -208154 * time.Second, 90 * time.Second}
	offs := []time.Duration{0, 1234567891, -400 * time.Millisecond, -86400 * time.Second}
	ran := 0
	for _, wall := range walls {
		for _, off := range offs {
			in(t, ca, func(t *testing.T, w *world, s *webServer) {
				w.wall, s.off, s.rtt = wall, off, 60*time.Millisecond
				emitted := 0
				result := w.client().Measure(context.Background(), web(), false, func(diagnostics.Reading) { emitted++ })
				r := result.Reading
				if e := w.miss(t, r, off).Abs(); e > r.Anchor.Uncertainty {
					t.Errorf("error %v outside ±%v", e, r.Anchor.Uncertainty)
				}
				if r.Issuer != "Test Root" {
					t.Errorf("its certificate ends in %q", r.Issuer)
				}
				if u := r.Anchor.Uncertainty; u != 530*time.Millisecond || r.RTT != 60*time.Millisecond {
					t.Errorf("uncertainty %v at a round trip of %v, want 530 ms at 60 ms", u, r.RTT)
				}
				if offset, err := r.Offset(); err != nil || (offset.Duration()+wall-off).Abs() > r.Anchor.Uncertainty {
					t.Errorf("offset %v %v, want %v", offset, err, off-wall)
				}
				if emitted != 1 || result.TLSTime || result.Unreferenced || result.ProxyClock != nil || r.Source != diagnostics.SourceHTTPS {
					t.Errorf("%d emitted, result %+v", emitted, result)
				}
				seen := s.requests()
				if len(seen) != 1 || seen[0].Method != "HEAD" || seen[0].Host != "web.example" || seen[0].Header.Get("Authorization") != "" {
					t.Errorf("requests %+v", seen)
				}
				ran++
			})
		}
	}
	if ran != 12 {
		t.Errorf("%d cases, want 12", ran)
	}
}

// TestFindsTheTick: the estimate is good to 2 ms in the median, within twelve
// requests and three seconds, for offsets that are off any grid.
func TestFindsTheTick(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	const trials = 61
	var errors []time.Duration
	most := 0
	for i := range trials {
		off := time.Duration(i)*16_393_443 + 437*time.Second + 1_117
		in(t, ca, func(t *testing.T, w *world, s *webServer) {
			s.off, s.rtt = off, 100*time.Microsecond
			r := w.client().Measure(context.Background(), web(), true, nil).Reading
			took := time.Since(w.began)
			errors = append(errors, w.miss(t, r, off).Abs())
			if took > 3*time.Second {
				t.Errorf("took %v", took)
			}
			most = max(most, len(s.requests()))
			if r.Samples != len(s.requests()) || r.Anchor.Uncertainty != leastUncertainty {
				t.Errorf("%d samples of %d requests, ±%v", r.Samples, len(s.requests()), r.Anchor.Uncertainty)
			}
		})
	}
	slices.Sort(errors)
	if len(errors) != trials || errors[trials/2] > 2*time.Millisecond || most > 12 {
		t.Errorf("median error %v of %d, at most %d requests", errors[trials/2], len(errors), most)
	}
	if worst := errors[trials-1]; worst > 25*time.Millisecond {
		t.Errorf("worst error %v", worst)
	}
	t.Logf("median error %v, worst %v, at most %d requests", errors[trials/2], errors[trials-1], most)
}

func TestFindsTheTickOverASlowPath(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	ran := 0
	for _, rtt := range []time.Duration{30 * time.Millisecond, 100 * time.Millisecond, 300 * time.Millisecond} {
		in(t, ca, func(t *testing.T, w *world, s *webServer) {
			s.rtt = rtt
			r := w.client().Measure(context.Background(), web(), true, nil).Reading
			if e := w.miss(t, r, 0).Abs(); e > rtt {
				t.Errorf("error %v at a round trip of %v", e, rtt)
			}
			if took := time.Since(w.began); took > 3*time.Second+rtt {
				t.Errorf("took %v", took)
			}
			ran++
		})
	}
	if ran != 3 {
		t.Error("too few cases")
	}
}

func TestServersThatAreHardOnAConnection(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	cases := []struct {
		name    string
		answer  func(int, time.Time) string
		hangsUp bool
	}{
		{"hangs up after each answer and says so", headers("200 OK", "Date: NOW", "Connection: close"), false},
		{"hangs up without a word", nil, true},
		{"sends a body all the same", headers("200 OK", "Date: NOW", "Content-Length: 5", "", "hello"), false},
		{"long headers every time", headers("200 OK", "Date: NOW", "X-Long: "+strings.Repeat("a", 30<<10)), false},
	}
	ran := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ran++
			in(t, ca, func(t *testing.T, w *world, s *webServer) {
				s.hangsUp, s.answer = c.hangsUp, c.answer
				r := w.client().Measure(context.Background(), web(), true, nil).Reading
				if e := w.miss(t, r, 0).Abs(); e > 25*time.Millisecond || r.Samples < 10 {
					t.Errorf("error %v after %d samples", e, r.Samples)
				}
				if n := len(s.requests()); n > 12 || n != r.Samples {
					t.Errorf("%d requests, %d samples", n, r.Samples)
				}
			})
		})
	}
	if ran != 4 {
		t.Error("too few cases")
	}
}

func TestWhatCounts(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	long := "X-Long: " + strings.Repeat("a", 70<<10)
	cases := []struct {
		name   string
		answer func(int, time.Time) string
		reason diagnostics.Reason // "": it counts
		detail string
	}{
		{"200", headers("200 OK", "Date: NOW"), "", ""},
		{"204", headers("204 No Content", "Date: NOW"), "", ""},
		{"301", headers("301 Moved Permanently", "Date: NOW", "Location: https://elsewhere.example/"), "", ""},
		{"401", headers("401 Unauthorized", "Date: NOW"), "", ""},
		{"403 of the server itself", headers("403 Forbidden", "Date: NOW"), "", ""},
		{"404", headers("404 Not Found", "Date: NOW", "Content-Type: text/html"), "", ""},
		{"405", headers("405 Method Not Allowed", "Date: NOW"), "", ""},
		{"503", headers("503 Service Unavailable", "Date: NOW"), "", ""},
		{"gzip", headers("200 OK", "Date: NOW", "Content-Encoding: gzip", "Transfer-Encoding: chunked"), "", ""},
		{"a body all the same", headers("200 OK", "Date: NOW", "Content-Length: 5", "", "hello"), "", ""},
		{"early hints", func(n int, now time.Time) string { return "HTTP/1.1 103 Early Hints\r\n\r\n" + good(now) }, "", ""},
		{"age 0", headers("200 OK", "Date: NOW", "Age: 0"), "", ""},
		{"age", headers("200 OK", "Date: NOW", "Age: 17"), diagnostics.ReasonStale, "17 s"},
		{"407", headers("407 Proxy Authentication Required", "Date: NOW"), diagnostics.ReasonProxyAuth, ""},
		{"511", headers("511 Network Authentication Required", "Date: NOW"), diagnostics.ReasonProxyBlocked, ""},
		{"no date", headers("200 OK", "Server: x"), diagnostics.ReasonNoDate, "200"},
		{"no such date", headers("200 OK", "Date: yester\u202eday"), diagnostics.ReasonNoDate, "yester day"},
		{"escape sequences", headers("200 OK", "Date: yesterday\x1b[31m"), diagnostics.ReasonNotHTTP, ""},
		{"giant header", headers("200 OK", long, "Date: NOW"), diagnostics.ReasonInvalid, "64 KiB"},
		{"not http", func(int, time.Time) string { return "220 mail.example ESMTP\r\n" }, diagnostics.ReasonNotHTTP, ""},
		{"endless hints", func(int, time.Time) string { return strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 9) }, diagnostics.ReasonNotHTTP, ""},
		{"closed early", func(int, time.Time) string { return "HTTP/1.1 200 OK\r\nConnection: close\r\n" }, diagnostics.ReasonInvalid, "closed"},
	}
	ran := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ran++
			in(t, ca, func(t *testing.T, w *world, s *webServer) {
				s.answer = c.answer
				r := w.client().Measure(context.Background(), web(), false, nil).Reading
				if c.reason != "" {
					wants(t, r, c.reason, c.detail)
				} else if e := w.miss(t, r, 0).Abs(); e > leastUncertainty {
					t.Errorf("error %v", e)
				}
				if n := len(s.requests()); n != 1 || len(w.dials()) != 1 {
					t.Errorf("%d requests over %v, want 1", n, w.dials())
				}
			})
		})
	}
	if ran != 22 {
		t.Errorf("%d cases ran, want 22", ran)
	}
}

func TestDatesThatDoNotAdvance(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	frozen := headers("200 OK", "Date: "+truth.Format("Mon, 02 Jan 2006 15:04:05")+" GMT")
	minutes := func(n int, now time.Time) string { return good(now.Add(time.Duration(-n) * time.Minute)) }
	second := func(n int, now time.Time) string {
		if n > 1 {
			now = now.Add(-1100 * time.Millisecond)
		}
		return good(now)
	}
	for name, answer := range map[string]func(int, time.Time) string{"frozen": frozen, "minutes back": minutes, "a second back": second} {
		in(t, ca, func(t *testing.T, w *world, s *webServer) {
			s.answer = answer
			r := w.client().Measure(context.Background(), web(), true, nil).Reading
			wants(t, r, diagnostics.ReasonStale, "does not advance")
			if took := time.Since(w.began); took > 3*time.Second {
				t.Errorf("%s took %v", name, took)
			}
		})
	}
}

func TestFrontEndsThatKeepTheHeader(t *testing.T) {
	ca := newAuthority(t, "Test Root")
	// Renewed every so often, some time after the tick: seconds come late, or when
	// they should not.
	cases := []struct{ every, phase time.Duration }{
		{100 * time.Millisecond, 0}, {700 * time.Millisecond, 0}, {time.Second, 300 * time.Millisecond}, {1500 * time.Millisecond, 0},
	}
	for _, c := range cases {
		in(t, ca, func(t *testing.T, w *world, s *webServer) {
			s.answer = func(_ int, now time.Time) string { return good(now.Add(-c.phase).Truncate(c.every).Add(c.phase)) }
			r := w.client().Measure(context.Background(), web(), true, nil).Reading
			if e := w.miss(t, r, 0); e.Abs() > r.Anchor.Uncertainty {
				t.Errorf("renewed every %v: error %v, ±%v", c.every, e, r.Anchor.Uncertainty)
			}
		})
	}
	if len(cases) != 4 {
		t.Error("too few cases")
	}
}
