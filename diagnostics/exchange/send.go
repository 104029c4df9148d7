package exchange

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"strings"
	"sync"
	"time"

	"unskew/diagnostics"
)

const (
	maxBody    = 64 << 10 // of an answer, also after decompression
	maxHeaders = 64 << 10
)

// send is one request on one connection of its own.
type send struct {
	client   *Client
	method   string
	target   *url.URL
	verifyAt time.Time
	body     string
	bearer   diagnostics.Secret // sent as the Authorization header; zero: none is
	secrets  []string

	proxy *url.URL

	mu       sync.Mutex // the transport reports from goroutines of its own
	address  string
	sentAt   diagnostics.Instant
	answered time.Duration // raw time of the answer's first byte, 0 before it
	interim  bool          // an informational answer came first
}

func (c *Client) newSend(method string, target *url.URL, verifyAt time.Time) *send {
	return &send{client: c, method: method, target: target, verifyAt: verifyAt}
}

// scrubber knows the secrets of this request, the proxy's password included.
func (s *send) scrubber() scrubber {
	secrets := s.secrets
	if s.proxy != nil && s.proxy.User != nil {
		password, _ := s.proxy.User.Password()
		secrets = append(secrets, password)
	}
	return newScrubber(secrets...)
}

// do sends the request and reads the answer. It fills the attempt with all that
// belongs to the connection; without an answer it returns nil and the attempt is
// Failed, or Skipped where the caller gave up.
func (s *send) do(ctx context.Context, attempt *Attempt) *Answer {
	timeout := s.client.Timeout
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	bounded, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if s.target.Scheme == "https" {
		attempt.VerifiedAt = s.verifyAt.UTC().Round(0)
	}
	request, err := s.request(bounded)
	if attempt.withhold(err) {
		return nil
	}
	if err != nil {
		attempt.Outcome, attempt.Class = Failed, ClassProxyBlocked
		attempt.Why = "the proxy's address cannot be used: check --proxy and HTTPS_PROXY"
		return nil
	}
	attempt.Via = s.via()
	transport := s.transport(bounded)
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(request)
	s.headersRead()
	var body []byte
	if err == nil {
		body, err = readBody(response)
	}
	if bounded.Err() != nil {
		// The end of time cuts a line or a body off; what is left is no answer.
		err = bounded.Err()
	}
	s.connection(attempt)
	if err != nil {
		s.fail(ctx, bounded, err, attempt)
		return nil
	}
	s.clock(response, attempt)
	attempt.HTTPStatus = response.StatusCode
	answer := readAnswer(response.StatusCode, response.Header, body)
	return &answer
}

// request builds the request and finds its proxy.
func (s *send) request(ctx context.Context) (*http.Request, error) {
	ctx = httptrace.WithClientTrace(ctx, s.trace())
	request, err := http.NewRequestWithContext(ctx, s.method, s.target.String(), strings.NewReader(s.body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "unskew")
	request.Header.Set("Cache-Control", "no-cache")
	if !s.bearer.IsZero() {
		request.Header.Set("Authorization", "Bearer "+s.bearer.Reveal())
	}
	if s.body != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else {
		request.Body, request.GetBody = nil, nil
	}
	// Plain http is only for this machine itself: a proxy would see the secrets.
	if s.client.Proxy != nil && request.URL.Scheme == "https" {
		s.proxy, err = s.client.Proxy(request)
	}
	return request, err
}

// trace notes when the request goes out and when its answer begins. The
// connection stands before the first byte of the request is written, so the
// server cannot have stamped its answer earlier.
func (s *send) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) {
			now := diagnostics.Now(s.client.Clock)
			s.mu.Lock()
			defer s.mu.Unlock()
			s.sentAt = now
		},
		GotFirstResponseByte: func() {
			raw := s.client.Clock.Raw()
			s.mu.Lock()
			defer s.mu.Unlock()
			s.answered = raw
		},
		Got1xxResponse: func(int, textproto.MIMEHeader) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.interim = true
			return nil
		},
	}
}

// headersRead notes when the answer's headers were read. Behind informational
// answers (1xx), whose first byte comes long before the Date, that is the only
// time known to be after it.
func (s *send) headersRead() {
	raw := s.client.Clock.Raw()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.interim {
		s.answered = raw
	}
}

// transport is made for one request: no connection is kept, nothing is
// decompressed unbounded, HTTP/1.1 only, and TLS verified in full at verifyAt.
func (s *send) transport(ctx context.Context) *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyURL(s.proxy),
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxHeaders,
		TLSClientConfig: &tls.Config{
			MinVersion: tls.VersionTLS12,
			RootCAs:    s.client.Roots,
			Time:       func() time.Time { return s.verifyAt },
		},
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, response *http.Response) error {
			if response.StatusCode != http.StatusOK {
				return connectError{response.StatusCode}
			}
			return nil
		},
		// The transport lets a dial outlive its request, in the hope of another
		// one. Here both end together, with the handshake that may follow.
		DialContext: func(_ context.Context, network, address string) (net.Conn, error) {
			connection, err := s.client.Network.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			context.AfterFunc(ctx, func() { _ = connection.Close() })
			s.mu.Lock()
			defer s.mu.Unlock()
			if remote := connection.RemoteAddr(); remote != nil {
				s.address = remote.String()
			}
			return connection, nil
		},
	}
}

// via names the proxy by host and port, never with its user.
func (s *send) via() string {
	if s.proxy == nil {
		return ""
	}
	port := s.proxy.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[s.proxy.Scheme]
	}
	if port == "" {
		port = "80"
	}
	return diagnostics.Clean(net.JoinHostPort(s.proxy.Hostname(), port), 120)
}

// connection notes what is known of the connection, with or without an answer.
func (s *send) connection(attempt *Attempt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	attempt.Address = diagnostics.Clean(s.address, 120)
	if !s.sentAt.Wall.IsZero() {
		attempt.At = s.sentAt
		if s.answered > s.sentAt.Raw {
			attempt.RTT = s.answered - s.sentAt.Raw
		}
	}
}

// clock reads the server's clock and what the TLS chain ends in.
func (s *send) clock(response *http.Response, attempt *Attempt) {
	if state := response.TLS; state != nil && len(state.VerifiedChains) > 0 {
		chain := state.VerifiedChains[0]
		attempt.Issuer = issuerName(chain[len(chain)-1])
		attempt.datesFailed(datesFail(chain, attempt.At.Wall))
	}
	date, err := http.ParseTime(response.Header.Get("Date"))
	// An answer with an age was stamped when a cache took it in.
	if age := response.Header.Get("Age"); err != nil || (age != "" && age != "0") {
		return
	}
	attempt.AtServer = date.UTC()
	// Date is the second that had begun when the answer was made, somewhere
	// between the two raw times (RFC 9110 section 6.6.1).
	attempt.Server = &diagnostics.Anchor{
		True:        date.UTC().Add(time.Second / 2),
		Raw:         attempt.At.Raw + attempt.RTT/2,
		Uncertainty: time.Second/2 + attempt.RTT/2,
	}
}

// fail fills the attempt with why no answer came.
func (s *send) fail(ctx, bounded context.Context, err error, attempt *Attempt) {
	if cancelled(ctx) {
		attempt.Outcome, attempt.Why = Skipped, "stopped before an answer came"
		return
	}
	if attempt.withhold(err) {
		return
	}
	found := s.client.explain(bounded, err, s.target.Hostname(), attempt.Via, s.verifyAt)
	attempt.Outcome, attempt.Class, attempt.Issuer = Failed, found.class, found.issuer
	attempt.datesFailed(found.outside)
	attempt.Why = s.scrubber().keep(found.why, 300)
}

// readBody reads at most maxBody bytes, unpacked, and leaves the rest unread.
// A body that cannot be unpacked, or ends early, counts as far as it came.
func readBody(response *http.Response) ([]byte, error) {
	defer func() { _ = response.Body.Close() }()
	packed := io.LimitReader(response.Body, maxBody)
	reader := packed
	if strings.EqualFold(response.Header.Get("Content-Encoding"), "gzip") {
		unpacked, err := gzip.NewReader(packed)
		if err != nil {
			return nil, nil
		}
		reader = io.LimitReader(unpacked, maxBody)
	}
	body, err := io.ReadAll(reader)
	var corrupt flate.CorruptInputError
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || errors.As(err, &corrupt) {
		err = nil
	}
	return body, err
}
