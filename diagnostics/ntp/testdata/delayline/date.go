package main

import (
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"time"
)

// serveDates answers every request with a Date of that instant, not one that is
// kept for a while.
func (s server) serveDates() error {
	listener, err := net.Listen("tcp", s.address)
	if err != nil {
		return err
	}
	web := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		now := s.wait(time.Now(), s.forth).Add(s.offset)
		w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
		s.wait(time.Now(), s.back)
	}))
	_ = web.Listener.Close()
	web.Listener = listener
	if s.web == "http" {
		web.Start()
		return nil
	}
	web.StartTLS()
	if s.roots == "" {
		return nil
	}
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})
	return os.WriteFile(s.roots, certificate, 0o600)
}
