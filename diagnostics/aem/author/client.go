package author

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
)

const (
	// testTimeout is more than an agent's own time-outs, which are 10 s each for
	// connecting and for the answer, and twice that with the token request.
	testTimeout = 60 * time.Second
	listTimeout = 10 * time.Second
	maxPage     = 1 << 20
	userAgent   = "unskew"
)

// Client asks one AEM after the other. It is not changed by being used.
type Client struct {
	Network diagnostics.Network
	Clock   diagnostics.Clock
	Roots   *x509.CertPool // nil: the system's
	// Proxy names the proxy for a request over TLS; nil: direct.
	Proxy func(*http.Request) (*url.URL, error)
	// Reference returns true time now where the session has one. Certificates are
	// then verified at it, else at the OS clock's time.
	Reference func() (time.Time, bool)
	// Built is a lower bound of true time, such as the date of the release.
	Built time.Time

	User     string
	Password diagnostics.Secret
}

// Known reports whether there is a user to ask with.
func (c *Client) Known() bool { return c.User != "" && !c.Password.IsZero() }

// ParseURL checks an AEM's address: http or https, a host, a context path where
// there is one, no user, no query. The error says how to write it.
func ParseURL(text string) (*url.URL, error) {
	target, err := url.Parse(text)
	switch {
	case err != nil || target.Scheme != "http" && target.Scheme != "https" || target.Hostname() == "":
		return nil, errors.New("write it as http://HOST:4502 or https://HOST")
	case target.User != nil:
		return nil, errors.New("a user and a password do not belong into an address: put them into UNSKEW_AEM_USER and UNSKEW_AEM_PASSWORD")
	case target.RawQuery != "" || target.Fragment != "":
		return nil, errors.New("give the address alone, such as http://HOST:4502, without ? and #")
	}
	target.Path = strings.TrimRight(target.Path, "/")
	return target, nil
}

// answer is what came of one request.
type answer struct {
	status     int
	header     http.Header
	body       string
	asked, got diagnostics.Instant
}

// get asks for a path below an AEM's address, with user and password.
func (c *Client) get(ctx context.Context, base *url.URL, path string, limit time.Duration) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	target := *base
	target.Path += path
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return answer{}, errors.New("the address cannot be asked")
	}
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set("Accept", "*/*")
	request.SetBasicAuth(c.User, c.Password.Reveal())
	transport := c.transport()
	defer transport.CloseIdleConnections()
	got := answer{asked: diagnostics.Now(c.Clock)}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return got, err
	}
	defer response.Body.Close()
	// The header came while the test was still running or after it: the page's Date
	// lies between the two readings of the clock.
	body, err := io.ReadAll(io.LimitReader(response.Body, maxPage))
	got.got = diagnostics.Now(c.Clock)
	got.status, got.header, got.body = response.StatusCode, response.Header, string(body)
	if err != nil && len(body) == 0 {
		return got, err
	}
	return got, nil
}

// transport is made for one request. RoundTrip follows no redirect.
func (c *Client) transport() *http.Transport {
	return &http.Transport{
		DialContext: c.Network.DialContext, DisableKeepAlives: true,
		MaxResponseHeaderBytes: 64 << 10,
		Proxy: func(request *http.Request) (*url.URL, error) {
			if c.Proxy == nil || request.URL.Scheme != "https" {
				return nil, nil
			}
			return c.Proxy(request)
		},
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: c.Roots, NextProtos: []string{"http/1.1"}, Time: c.verifyAt},
	}
}

func (c *Client) verifyAt() time.Time {
	if c.Reference != nil {
		if now, known := c.Reference(); known {
			return now
		}
	}
	return c.Clock.Wall()
}

// unreached names why no answer came, in our words: a foreign error may hold the
// URL, or more.
func unreached(err error) string {
	var lookup *net.DNSError
	var outside diagnostics.OutsideError
	var verify *tls.CertificateVerificationError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &outside):
		return diagnostics.Clean(outside.Error(), 200)
	case errors.As(err, &lookup):
		return "its name is not found"
	case diagnostics.IsRefused(err):
		return "nothing listens at that port"
	case diagnostics.IsUnreachable(err):
		return "there is no way to it"
	case errors.As(err, &verify):
		return "its certificate is not trusted here; give its root with --ca-file"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	case errors.Is(err, context.Canceled):
		return "given up before an answer came"
	}
	return "the connection ended without an answer"
}

// keep makes text from outside fit to be kept: without the password, whatever a
// server does with it, without what has the shape of a secret, cleaned and cut.
func (c *Client) keep(text string, limit int) string {
	password := c.Password.Reveal()
	for _, secret := range []string{password, base64.StdEncoding.EncodeToString(fmt.Append(nil, c.User, ":", password))} {
		if password != "" {
			text = strings.ReplaceAll(text, secret, diagnostics.Redacted)
		}
	}
	return diagnostics.Clean(exchange.RemoveSecrets(text), limit)
}
