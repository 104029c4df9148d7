package exchange

import (
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"
)

func containsCanary(text string) bool { return strings.Contains(text, "CANARY") }

// searched fails where anything secret is within an attempt, however printed.
func searched(t *testing.T, name string, a Attempt, secrets ...string) {
	t.Helper()
	encoded, err := json.Marshal(a)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, form := range []string{string(encoded), fmt.Sprintf("%v %+v %#v", a, a, a)} {
		for _, secret := range append(secrets, "CANARY", "eyJ") {
			if i := strings.Index(form, secret); i >= 0 {
				t.Errorf("%s: a secret is kept: %q", name, form[max(0, i-80):min(len(form), i+40)])
			}
		}
		if strings.ContainsAny(form, "\x1b\x07\u202e\u200b") {
			t.Errorf("%s: a control character is kept", name)
		}
	}
}

// Servers echo what they were sent, in one spelling or another.
func TestEchoesAreScrubbed(t *testing.T) {
	echoes := map[string]func(body string, form url.Values) string{
		"assertion":     func(_ string, f url.Values) string { return "bad assertion " + f.Get("jwt_token") },
		"signature":     func(_ string, f url.Values) string { return "bad part " + strings.Split(f.Get("jwt_token"), ".")[2] },
		"half":          func(_ string, f url.Values) string { return "bad assertion " + f.Get("jwt_token")[:200] },
		"form":          func(b string, _ url.Values) string { return "bad request " + b },
		"secret":        func(_ string, f url.Values) string { return "wrong " + f.Get("client_secret") },
		"escaped":       func(_ string, f url.Values) string { return "wrong " + url.QueryEscape(f.Get("client_secret")) },
		"lower escapes": func(string, url.Values) string { return "wrong CANARY-secret%2fwith%2bodd%3dchars%26%22quotes%22" },
		"path":          func(_ string, f url.Values) string { return "wrong " + url.PathEscape(f.Get("client_secret")) },
		"html":          func(_ string, f url.Values) string { return "wrong " + html.EscapeString(f.Get("client_secret")) },
		"base64": func(_ string, f url.Values) string {
			return "wrong " + base64.StdEncoding.EncodeToString([]byte(f.Get("client_secret")))
		},
		"base64 pair": func(_ string, f url.Values) string {
			return "wrong " + base64.StdEncoding.EncodeToString([]byte("client-1:"+f.Get("client_secret")))
		},
		"other JSON": func(_ string, f url.Values) string {
			return "wrong " + strings.NewReplacer("/", `\\/`, "&", `\u0026`, "=", `\u003D`, `"`, `\\\"`, "+", `\u002b`).Replace(f.Get("client_secret"))
		},
		"token":  func(string, url.Values) string { return `no: {"access_token":"` + tokenValue + `"}` },
		"header": func(string, url.Values) string { return "Authorization: Bearer " + tokenValue },
		"controls": func(string, url.Values) string {
			return "\x1b]0;owned\x07\x1b[2J\u202eJWT\u200b has expired\r\nSet-Cookie: " + tokenValue
		},
	}
	for name, echo := range echoes {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 0, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				form, _ := url.ParseQuery(string(body))
				text := echo(string(body), form)
				rw.Header().Set("X-Request-Id", form.Get("jwt_token"))
				rw.Header().Set("Content-Type", "application/json")
				rw.WriteHeader(http.StatusBadRequest)
				_ = json.NewEncoder(rw).Encode(map[string]string{"error": "e " + text, "error_description": text})
			}))
			a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
			if a.Outcome != Refused || a.Description == "" {
				t.Errorf("%s: %+v", name, a)
			}
			encoded := base64.StdEncoding.EncodeToString([]byte(secretValue))
			searched(t, name, a, encoded, "with%2bodd%3dchars", "odd=chars", "u002bodd", "Q0FOQVJZ", "Y2xpZW50LTE6")
		})
	}
	if len(echoes) != 15 {
		t.Fatalf("ran %d cases", len(echoes))
	}
}

// hostileBody is one case of TestHostileBodies.
type hostileBody struct {
	name    string
	handler http.HandlerFunc
	class   Class
}

func hostileBodies() []hostileBody {
	zeros := func(w io.Writer, n int) {
		block := []byte(strings.Repeat(" ", 32<<10))
		for sent := 0; sent < n; sent += len(block) {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}
	return []hostileBody{
		{"ten megabytes of blanks, then JSON", func(w http.ResponseWriter, _ *http.Request) {
			zeros(w, 10<<20)
			_, _ = io.WriteString(w, `{"access_token":"`+tokenValue+`"}`)
		}, ClassNotAnOAuthAnswer},
		{"a gzip bomb", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			packed := gzip.NewWriter(w)
			zeros(packed, 50<<20)
			_ = packed.Close()
		}, ClassNotAnOAuthAnswer},
		{"gzip that was not asked for", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.WriteHeader(400)
			packed := gzip.NewWriter(w)
			_, _ = io.WriteString(packed, `{"error":"invalid_grant","error_description":"JWT has expired"}`)
			_ = packed.Close()
		}, ClassExpired},
		{"no gzip at all", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.WriteHeader(400)
			_, _ = io.WriteString(w, "nonsense")
		}, ClassRefusedWithoutWords},
		{"shorter than promised", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.WriteHeader(400)
			_, _ = io.WriteString(w, `{"error":"invalid_grant","error_desc`)
		}, ClassRefusedWithoutWords},
		{"ten megabytes behind the words", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			_, _ = io.WriteString(w, `{"error":"invalid_grant","error_description":"JWT has expired","trace":"`)
			zeros(w, 10<<20)
			_, _ = io.WriteString(w, `"}`)
		}, ClassExpired},
		{"ten megabytes of words", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			_, _ = io.WriteString(w, `{"error":"invalid_grant","error_description":"JWT has expired`)
			zeros(w, 10<<20)
			_, _ = io.WriteString(w, `"}`)
		}, ClassExpired},
		{"a token, and ten megabytes behind it", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"access_token":"`+tokenValue+`","x":[`)
			zeros(w, 10<<20)
			_, _ = io.WriteString(w, `]}`)
		}, ClassAccepted},
		{"deep JSON", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			_, _ = io.WriteString(w, strings.Repeat(`{"error":`, 7000))
		}, ClassRefusedWithoutWords},
		{"a long description", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			_, _ = io.WriteString(w, `{"error":"invalid_grant","error_description":"JWT has expired `+strings.Repeat("x", 60000)+`"}`)
		}, ClassExpired},
		{"invalid UTF-8", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			_, _ = io.WriteString(w, "{\"error\":\"invalid_grant\",\"error_description\":\"\xff\xfe expired\"}")
		}, ClassExpired},
	}
}

// Bodies of any size and shape end within bounds.
func TestHostileBodies(t *testing.T) {
	cases := hostileBodies()
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 0, c.handler)
			a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
			if a.Class != c.class {
				t.Errorf("%s: %+v", c.name, a)
			}
			if utf8.RuneCountInString(a.Description) > 301 || !utf8.ValidString(a.Description) {
				t.Errorf("%s: kept %d bytes", c.name, len(a.Description))
			}
			searched(t, c.name, a)
		})
	}
	if len(cases) != 11 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// Bytes that are no HTTP, or never end, end in time and leave nothing behind:
// the bubble would not let a goroutine stay.
func TestHostileConnections(t *testing.T) {
	drip := func(c net.Conn, text string) {
		for i := 0; ; i++ {
			if _, err := c.Write([]byte{text[i%len(text)]}); err != nil {
				return
			}
			time.Sleep(time.Second)
		}
	}
	cases := []struct {
		name   string
		answer func(net.Conn)
		class  Class
	}{
		{"silence", func(net.Conn) { time.Sleep(4 * time.Second) }, ClassTimeout},
		{"dripping head", func(c net.Conn) { drip(c, "HTTP/1.1 200 OK\r\nX: aaaaaaaaaaaaaaaaaaaaaaa") }, ClassTimeout},
		{"dripping body", func(c net.Conn) {
			_, _ = io.WriteString(c, "HTTP/1.1 400 Bad\r\nContent-Length: 100000\r\n\r\n")
			drip(c, "{ ")
		}, ClassTimeout},
		{"endless informational answers", func(c net.Conn) {
			for {
				if _, err := io.WriteString(c, "HTTP/1.1 100 Continue\r\n\r\n"); err != nil {
					return
				}
				time.Sleep(time.Millisecond)
			}
		}, ClassTimeout},
		{"endless headers", func(c net.Conn) {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n")
			for i := 0; ; i++ {
				if _, err := fmt.Fprintf(c, "X-%d: %s\r\n", i, strings.Repeat("y", 1000)); err != nil {
					return
				}
			}
		}, ClassNotAnOAuthAnswer},
		{"no HTTP", func(c net.Conn) { _, _ = io.WriteString(c, "SSH-2.0-x\r\n\r\n") }, ClassNotAnOAuthAnswer},
		{"nothing", func(net.Conn) {}, ClassRefused},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 0, nil)
			w.serveRaw(t, c.answer)
			w.client.Timeout = 3 * time.Second
			start := time.Now()
			a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
			if a.Class != c.class || a.Outcome != Failed || a.Why == "" {
				t.Errorf("%s: %+v", c.name, a)
			}
			if took := time.Since(start); took > 3*time.Second {
				t.Errorf("%s: took %v", c.name, took)
			}
			searched(t, c.name, a)
			time.Sleep(2 * time.Second) // the server's side notices too
		})
	}
	if len(cases) != 7 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// A redirect is told, and not followed: the form would go with it.
func TestRedirectsAreNotFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests := 0
		w := newWorld(t, 0, http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			requests++
			rw.Header().Set("Location", "https://login.example/?session="+tokenValue)
			rw.WriteHeader(http.StatusTemporaryRedirect)
		}))
		a := w.client.Try(context.Background(), request("ims-jwt"), StampOSClock, w.os(), w.os())
		if requests != 1 || a.Class != ClassNotAnOAuthAnswer || a.Outcome != Failed || !strings.Contains(a.Why, "login.example") {
			t.Errorf("%d requests: %+v", requests, a)
		}
		searched(t, "redirect", a)
	})
}

func TestCancelEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 0, nil)
		w.serveRaw(t, func(net.Conn) { time.Sleep(2 * time.Second) })
		ctx, cancel := context.WithCancel(context.Background())
		start := time.Now()
		time.AfterFunc(time.Second, cancel)
		a := w.client.Try(ctx, request("ims-jwt"), StampOSClock, w.os(), w.os())
		if took := time.Since(start); took != time.Second || a.Outcome != Skipped || a.Why == "" {
			t.Errorf("after %v: %+v", took, a)
		}
		time.Sleep(2 * time.Second) // the server's side ends too
	})
}

func FuzzClassifyAnswer(f *testing.F) {
	f.Add(400, "application/json", `{"error":"invalid_grant","error_description":"JWT has expired"}`)
	f.Add(200, "application/json", `{"access_token":"x","expires_in":"9"}`)
	f.Add(200, "text/html", "<html>")
	f.Add(401, "", "")
	f.Add(500, "text/plain", "eyJhbGciOiJSUzI1NiJ9.e30.x")
	f.Fuzz(func(t *testing.T, status int, contentType, body string) {
		header := http.Header{"Content-Type": {contentType}, "Www-Authenticate": {body}}
		answer := readAnswer(status, header, []byte(body))
		class := Classify(answer)
		if class == "" {
			t.Error("no class")
		}
		if class == ClassAccepted && (status < 200 || status > 299 || !answer.Token) {
			t.Errorf("accepted with status %d", status)
		}
		scrub := newScrubber("CANARY")
		kept := scrub.keep(answer.Description, 300)
		if !utf8.ValidString(kept) || utf8.RuneCountInString(kept) > 301 {
			t.Errorf("kept %q", kept)
		}
		if strings.Contains(kept, "CANARY") {
			t.Errorf("a secret is kept: %q", kept)
		}
		if d := tokenLifetime(answer.Expires, true); d < 0 {
			t.Errorf("a lifetime of %v", d)
		}
	})
}
