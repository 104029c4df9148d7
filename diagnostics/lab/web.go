package lab

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// serveHTTP runs an HTTP/1.1 server (with TLS where config is given) until ctx
// ends; every goroutine of it is counted in tasks.
func serveHTTP(ctx context.Context, listener net.Listener, config *tls.Config, handler http.Handler, tasks *sync.WaitGroup) {
	if config != nil {
		listener = tls.NewListener(listener, config)
	}
	server := &http.Server{
		Handler: handler, ErrorLog: log.New(io.Discard, "", 0),
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				tasks.Add(1)
			case http.StateClosed, http.StateHijacked:
				tasks.Done()
			}
		},
	}
	tasks.Go(func() { _ = server.Serve(listener) }) // ends with ErrServerClosed
	tasks.Go(func() {
		<-ctx.Done()
		_ = server.Close()
	})
}

// tlsConfig is a server's: TLS 1.2 at least, HTTP/1.1 only.
func tlsConfig(certificate tls.Certificate, now func() time.Time) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate},
		NextProtos: []string{"http/1.1"}, Time: now,
	}
}

// dateHandler is a web server whose only use is its Date header.
func dateHandler(s HTTPS, now func() time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pass(r.Context(), time.Duration(s.Forth))
		stamp(w, now())
		if s.Behaviour == NoDate {
			w.Header()["Date"] = nil // keeps net/http from adding its own
		}
		if s.Age > 0 {
			w.Header().Set("Age", strconv.Itoa(s.Age))
		}
		pass(r.Context(), time.Duration(s.Back))
		if s.Behaviour == HTML {
			signIn(w)
			return
		}
		w.WriteHeader(s.Status)
	})
}

// stamp sets the Date header by the server's own clock. net/http would take the
// machine's.
func stamp(w http.ResponseWriter, now time.Time) {
	w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
}

// signIn is the page of a network that wants to be signed in to first.
func signIn(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusOK)
	_, _ = io.WriteString(w, "<!doctype html><title>Guest network</title><p>Sign in to go on.</p>")
}

// pass lets a handler's time pass. Where the client or the world ends first, the
// connection ends without an answer (which is what ErrAbortHandler is for).
func pass(ctx context.Context, d time.Duration) {
	if !sleep(ctx, d) {
		panic(http.ErrAbortHandler)
	}
}
