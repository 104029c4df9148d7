package exchange

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics"
)

// Plain http is for this machine itself: a proxy would be handed the secrets.
func TestLoopbackTakesNoProxy(t *testing.T) {
	var proxied atomic.Int32
	serve := func(handler http.HandlerFunc) string {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		server := &http.Server{Handler: handler}
		go func() { _ = server.Serve(listener) }()
		t.Cleanup(func() { _ = server.Close() })
		return listener.Addr().String()
	}
	endpoint := serve(accept)
	proxy := serve(func(w http.ResponseWriter, r *http.Request) { proxied.Add(1); accept(w, r) })
	client := &Client{Network: diagnostics.HostNetwork{}, Clock: skewedClock{start: time.Now()}}
	client.Proxy = func(*http.Request) (*url.URL, error) { return &url.URL{Scheme: "http", Host: proxy}, nil }
	r := request("ims-jwt")
	r.Endpoint = "http://" + endpoint + "/t"
	tried := client.Try(context.Background(), r, StampOSClock, time.Now(), time.Now())
	asked := client.Ask(context.Background(), r.Endpoint, time.Now())
	if tried.Outcome != Accepted || tried.Via != "" || tried.Address != endpoint {
		t.Errorf("tried: %+v", tried)
	}
	if asked.Server == nil || asked.Via != "" || asked.Address != endpoint {
		t.Errorf("asked: %+v", asked)
	}
	if n := proxied.Load(); n != 0 {
		t.Errorf("the proxy saw %d requests", n)
	}
}

// counted counts the connections that are open.
type counted struct {
	diagnostics.Network
	opened, open *atomic.Int32
}

type countedConn struct {
	net.Conn
	closed func()
}

func (c *countedConn) Close() error { c.closed(); return c.Conn.Close() }

func (c counted) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := c.Network.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	c.opened.Add(1)
	c.open.Add(1)
	var once atomic.Bool
	return &countedConn{conn, func() {
		if once.CompareAndSwap(false, true) {
			c.open.Add(-1)
		}
	}}, nil
}

// When Try or Ask returns, the connection is closed and no goroutine is left,
// without any time passing.
func TestNothingIsLeftBehind(t *testing.T) {
	long := func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat(" ", 1<<20)) }
	hang := func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice the end
		<-r.Context().Done()
	}
	cases := []struct {
		name    string
		handler http.HandlerFunc
		change  func(*world)
		opened  int32
	}{
		{"accepted", accept, func(*world) {}, 2},
		{"a long body", long, func(*world) {}, 2},
		{"redirect", page(302, asHTML, "https://login.example/", "x"), func(*world) {}, 2},
		{"silence", hang, func(w *world) { w.client.Timeout = time.Second }, 2},
		{"through a proxy", accept, func(w *world) { w.proxyAt("HTTP/1.1 200 OK\r\n\r\n", true) }, 2},
		{"blocked by a proxy", accept, func(w *world) { w.proxyAt("HTTP/1.1 403 No\r\n\r\n", false) }, 2},
		{"certificate dates", accept, func(w *world) { w.clock.behind = 5 * 365 * day; w.client.Clock = w.clock }, 2},
		{"refused", accept, func(w *world) { w.network.fail[endpointHost+":443"] = refusedConnection() }, 0},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 0, c.handler)
			c.change(w)
			var opened, open atomic.Int32
			w.client.Network = counted{w.network, &opened, &open}
			r := request("ims-jwt") // made here: the first one makes the key
			synctest.Wait()
			before := runtime.NumGoroutine()
			w.client.Try(context.Background(), r, StampOSClock, w.os(), w.os())
			w.client.Ask(context.Background(), tokenURL, w.os())
			returned := time.Now()
			synctest.Wait()
			if open.Load() != 0 || opened.Load() != c.opened {
				t.Errorf("%s: %d of %d connections are open", c.name, open.Load(), opened.Load())
			}
			if after := runtime.NumGoroutine(); after > before {
				stacks := make([]byte, 1<<16)
				t.Errorf("%s: %d goroutines before, %d after\n%s", c.name, before, after, stacks[:runtime.Stack(stacks, true)])
			}
			if time.Now() != returned {
				t.Errorf("%s: time passed", c.name)
			}
		})
	}
	if len(cases) != 8 {
		t.Fatalf("ran %d cases", len(cases))
	}
}
