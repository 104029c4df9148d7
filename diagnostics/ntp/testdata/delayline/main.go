// Delayline is what docs/performance.md is measured against: NTP servers of
// known offset behind paths of known delay, and a web server that stamps its
// Date freshly. All of it in user space, so it needs no privilege beyond that of
// opening port 123; give other ports where that is not to be had.
//
//	go run ./diagnostics/ntp/testdata/delayline \
//	    127.0.0.11:123,offset=90s,rtt=100ms 127.0.0.12:123,fault=silent \
//	    https://127.0.0.1:8443,offset=437.123s,roots=roots.pem
//
// The certificate of the web server is for 127.0.0.1; roots is the file to write
// it to, for --ca-file.
//
// It answers until it is interrupted, and refuses to listen anywhere but on
// loopback. offset is the server's clock minus this host's; rtt is split evenly;
// forth and back set the two ways apart; jitter is the mean of an exponential
// delay added each way.
package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strings"
	"time"
)

// server is one server as the command line names it.
type server struct {
	address     string
	web         string // "", "http" or "https"
	offset      time.Duration
	forth, back time.Duration
	jitter      time.Duration
	fault       string // "", "silent", "unsynchronised" or "kiss"
	roots       string // file for the web server's certificate
}

func main() {
	if len(os.Args) < 2 {
		fail(errors.New("name servers, such as 127.0.0.11:123,offset=90s,rtt=100ms"))
	}
	for _, text := range os.Args[1:] {
		s, err := parse(text)
		if err == nil {
			err = s.start()
		}
		if err != nil {
			fail(fmt.Errorf("%s: %w", text, err))
		}
	}
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	<-interrupted
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "delayline:", err)
	os.Exit(1)
}

func (s server) start() error {
	if s.web != "" {
		return s.serveDates()
	}
	conn, err := net.ListenPacket("udp", s.address)
	if err != nil {
		return err
	}
	go s.serveTime(conn)
	return nil
}

// parse reads ADDRESS,name=value,...
func parse(text string) (server, error) {
	fields := strings.Split(text, ",")
	s := server{address: fields[0]}
	if scheme, rest, found := strings.Cut(s.address, "://"); found {
		s.web, s.address = scheme, rest
	}
	if s.web != "" && s.web != "http" && s.web != "https" {
		return s, fmt.Errorf("%q is not http or https", s.web)
	}
	host, _, err := net.SplitHostPort(s.address)
	if err != nil {
		return s, err
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return s, errors.New("only loopback addresses are served")
	}
	for _, field := range fields[1:] {
		name, value, _ := strings.Cut(field, "=")
		if err := s.set(name, value); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s *server) set(name, value string) error {
	switch name {
	case "fault":
		if value != "silent" && value != "unsynchronised" && value != "kiss" {
			return fmt.Errorf("%q is not silent, unsynchronised or kiss", value)
		}
		s.fault = value
		return nil
	case "roots":
		s.roots = value
		return nil
	}
	span, err := time.ParseDuration(value)
	if err != nil {
		return err
	}
	switch name {
	case "offset":
		s.offset = span
	case "rtt":
		s.forth, s.back = span/2, span/2
	case "forth":
		s.forth = span
	case "back":
		s.back = span
	case "jitter":
		s.jitter = span
	default:
		return fmt.Errorf("%q is not offset, rtt, forth, back, jitter, fault or roots", name)
	}
	return nil
}
