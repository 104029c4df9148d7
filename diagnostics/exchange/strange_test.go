package exchange

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// page answers with a page of somebody else's clock, an hour ahead.
func page(status int, contentType, location, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
		w.Header().Set("Content-Type", contentType)
		if location != "" {
			w.Header().Set("Location", location)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

const asHTML, asJSON = "text/html; charset=utf-8", "application/json"

// What is no OAuth answer was not stamped by the endpoint: its Date is not kept.
func TestForeignDateIsNotKept(t *testing.T) {
	cases := []struct {
		name    string
		handler http.HandlerFunc
		proxied bool
		class   Class
		kept    bool
	}{
		{"sign-in page", page(200, asHTML, "", "<!doctype html><p>Sign in"), false, ClassNotAnOAuthAnswer, false},
		{"redirect", page(302, asHTML, "https://login.example/", ""), false, ClassNotAnOAuthAnswer, false},
		{"portal", page(511, asHTML, "", "<html>"), false, ClassNotAnOAuthAnswer, false},
		{"block page", page(403, asHTML, "", "<html>Blocked"), false, ClassNotAnOAuthAnswer, false},
		{"empty success", page(200, asJSON, "", "{}"), false, ClassNotAnOAuthAnswer, false},
		{"outage", page(503, asHTML, "", "<html>"), false, ClassServerError, true},
		{"outage, perhaps of a proxy", page(503, asHTML, "", "<html>"), true, ClassServerError, false},
		{"the service's failure through a proxy", page(500, asJSON, "", `{"error":"server_error"}`), true, ClassServerError, true},
		{"refusal", page(400, asJSON, "", `{"error":"invalid_grant"}`), true, ClassRefusedWithoutWords, true},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 0, c.handler)
			if c.proxied {
				w.proxyAt("HTTP/1.1 200 OK\r\n\r\n", true)
			}
			a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
			if a.Class != c.class || (a.Server != nil) != c.kept || a.AtServer.IsZero() == c.kept {
				t.Errorf("%s: %+v", c.name, a)
			}
		})
	}
	if len(cases) != 9 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// A HEAD is answered by a real endpoint in many ways, pages among them; a page
// that says yes, and whatever leads elsewhere, is somebody else's.
func TestAskReadsOnlyTheEndpoint(t *testing.T) {
	cases := []struct {
		name    string
		handler http.HandlerFunc
		proxied bool
		class   Class // "" where the clock is read
		why     string
	}{
		{"not allowed", page(405, asJSON, "", ""), false, "", ""},
		{"not allowed, a page", page(405, asHTML, "", ""), false, "", ""},
		{"not found, a page", page(404, asHTML, "", ""), false, "", ""},
		{"not found, a page through a proxy", page(404, asHTML, "", ""), true, "", ""},
		{"bad request", page(400, asJSON, "", ""), false, "", ""},
		{"unauthorized, a page", page(401, asHTML, "", ""), false, "", ""},
		{"forbidden, a page", page(403, asHTML, "", ""), false, "", ""},
		{"forbidden through a proxy", page(403, asJSON, "", ""), true, "", ""},
		{"success", page(200, asJSON, "", ""), false, "", ""},
		{"to the same host", page(308, asHTML, "https://auth.example/oauth/token/", ""), false, "", ""},
		{"to a path", page(302, asHTML, "/oauth/token/", ""), false, "", ""},
		{"to nowhere", page(302, asHTML, "", ""), false, "", ""},
		{"unavailable, a page", page(503, asHTML, "", ""), false, "", ""},
		{"sign-in page", page(200, asHTML, "", ""), false, ClassNotAnOAuthAnswer, "web page"},
		{"to another host", page(302, asHTML, "https://login.example/?x", ""), false, ClassNotAnOAuthAnswer, "login.example"},
		{"to another host, short", page(302, asJSON, "//login.example/?x", ""), false, ClassNotAnOAuthAnswer, "login.example"},
		{"portal", page(511, asHTML, "", ""), false, ClassNotAnOAuthAnswer, "web page"},
		{"forbidden, a page through a proxy", page(403, asHTML, "", ""), true, ClassProxyBlocked, "proxy"},
		{"bad gateway, a page through a proxy", page(502, asHTML, "", ""), true, ClassProxyBlocked, "proxy"},
		{"password", page(407, asHTML, "", ""), false, ClassProxyAuth, "password"},
	}
	read := 0
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 0, c.handler)
			if c.proxied {
				w.proxyAt("HTTP/1.1 200 OK\r\n\r\n", true)
			}
			a := w.client.Ask(context.Background(), tokenURL, w.reference())
			if c.class == "" {
				read++
				w.checkServerClock(t, a, time.Hour)
				if a.Outcome != Skipped || a.Class != "" || a.AtServer.IsZero() {
					t.Errorf("%s: %+v", c.name, a)
				}
				return
			}
			if a.Outcome != Failed || a.Class != c.class || a.Server != nil || !a.AtServer.IsZero() || !strings.Contains(a.Why, c.why) {
				t.Errorf("%s: %+v", c.name, a)
			}
		})
	}
	if len(cases) != 20 || read != 13 {
		t.Fatalf("ran %d cases, of which %d are read", len(cases), read)
	}
}

// Without the server's clock, "too far in the future" may be a clock ahead.
func TestTooFarWithoutADateIsOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, -time.Hour, http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header()["Date"] = nil
			rw.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(rw, `{"error":"invalid_grant","error_description":"exp is too far in the future"}`)
		}))
		a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
		if a.Class != ClassRefusedWithoutWords || a.Server != nil {
			t.Errorf("got %+v", a)
		}
	})
}
