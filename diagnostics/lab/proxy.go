package lab

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// proxyHandler is an HTTP proxy that only tunnels (CONNECT), with a clock of its
// own.
type proxyHandler struct {
	Proxy
	now   func() time.Time
	dial  func(ctx context.Context, to string) (net.Conn, error)
	ends  context.Context // tunnels outlive the request that opened them
	tasks *sync.WaitGroup
}

func (p *proxyHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	pass(r.Context(), time.Duration(p.Forth+p.Back))
	stamp(w, p.now())
	host, _, err := net.SplitHostPort(r.Host)
	switch {
	case r.Method != http.MethodConnect || err != nil:
		w.WriteHeader(http.StatusMethodNotAllowed)
	case !p.allowed(r):
		w.Header().Set("Proxy-Authenticate", `Basic realm="proxy"`)
		w.WriteHeader(http.StatusProxyAuthRequired)
	case slices.Contains(p.Blocks, host):
		w.WriteHeader(http.StatusForbidden)
	default:
		p.connect(w, r)
	}
}

func (p *proxyHandler) allowed(r *http.Request) bool {
	if p.User == "" {
		return true
	}
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte(p.User+":"+p.Password))
	return subtle.ConstantTimeCompare([]byte(r.Header.Get("Proxy-Authorization")), []byte(want)) == 1
}

func (p *proxyHandler) connect(w http.ResponseWriter, r *http.Request) {
	target, err := p.dial(r.Context(), r.Host)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	taker, ok := w.(http.Hijacker)
	if !ok {
		_ = target.Close()
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	// A hijacked connection is no longer counted by the server.
	p.tasks.Add(1)
	defer p.tasks.Done()
	client, buffered, err := taker.Hijack()
	if err != nil {
		_ = target.Close()
		return
	}
	_, err = fmt.Fprintf(client, "HTTP/1.1 200 Connection established\r\nDate: %s\r\n\r\n", p.now().UTC().Format(http.TimeFormat))
	if err != nil {
		_, _ = client.Close(), target.Close()
		return
	}
	p.tunnel(client, buffered, target)
}

// tunnel copies both ways until either side, or the world, ends.
func (p *proxyHandler) tunnel(client net.Conn, early io.Reader, target net.Conn) {
	ctx, cancel := context.WithCancel(p.ends)
	p.tasks.Go(func() {
		<-ctx.Done()
		_, _ = client.Close(), target.Close()
	})
	p.tasks.Go(func() {
		defer cancel()
		_, _ = io.Copy(target, early)
	})
	p.tasks.Go(func() {
		defer cancel()
		_, _ = io.Copy(client, target)
	})
}
