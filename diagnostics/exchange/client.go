package exchange

import (
	"context"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"unskew/diagnostics"
)

// defaultTimeout of one request, where Client.Timeout is 0.
const defaultTimeout = 10 * time.Second

// Client sends token requests.
type Client struct {
	Network diagnostics.Network
	Clock   diagnostics.Clock
	Roots   *x509.CertPool // nil: the platform's
	// Proxy returns the proxy for a request, nil for none; a nil Proxy goes
	// direct. A password within the URL it returns is treated as a secret.
	Proxy   func(*http.Request) (*url.URL, error)
	Timeout time.Duration // of one request, 0 for ten seconds
}

// Try sends one assertion stamped now. The dates of the server's certificates
// are verified at verifyAt: the OS clock's time for the os-clock stamp, the
// reference's for the others.
//
// It never fails otherwise than in the Attempt, and sends nothing where something
// is missing (Skipped).
func (c *Client) Try(ctx context.Context, r Request, stamp Stamp, now, verifyAt time.Time) Attempt {
	attempt := Attempt{Stamp: stamp, Outcome: Skipped, At: diagnostics.Now(c.Clock)}
	if missing := r.Missing(); len(missing) > 0 {
		attempt.Why = "still needed: " + strings.Join(missing, ", ")
		return attempt
	}
	target, err := r.Target()
	if err != nil {
		attempt.Why = err.Error()
		return attempt
	}
	var assertion diagnostics.Secret
	if !r.Profile.TimeFree {
		attempt.Stamped = now.UTC().Round(0)
		if assertion, attempt.Expires, err = r.mint(target, now); err != nil {
			attempt.Why = err.Error()
			return attempt
		}
	}
	body := r.form(assertion).Encode()
	s := c.newSend(http.MethodPost, target, verifyAt)
	s.body = body
	s.secrets = []string{body, assertion.Reveal(), r.Credential.ClientSecret.Reveal()}
	s.secrets = append(s.secrets, strings.Split(assertion.Reveal(), ".")...)
	response := s.do(ctx, &attempt)
	if response == nil {
		return attempt
	}
	r.judge(&attempt, *response, s.scrubber())
	return attempt
}

// Ask sends no assertion and no credential. It reads the endpoint's clock from
// the answer to one HEAD request and looks at nothing else of it: the outcome is
// Skipped where the endpoint answered, Failed where it did not.
func (c *Client) Ask(ctx context.Context, endpoint string, verifyAt time.Time) Attempt {
	attempt := Attempt{Outcome: Skipped, At: diagnostics.Now(c.Clock)}
	target, err := parseEndpoint(endpoint)
	if err != nil {
		attempt.Why = err.Error()
		return attempt
	}
	s := c.newSend(http.MethodHead, target, verifyAt)
	response := s.do(ctx, &attempt)
	switch {
	case response == nil:
	case response.Status == http.StatusProxyAuthRequired:
		attempt.Outcome, attempt.Class, attempt.Why = Failed, ClassProxyAuth, "the proxy asks for a user and a password"
		attempt.AtServer, attempt.Server = time.Time{}, nil
	case attempt.Server == nil:
		attempt.Outcome, attempt.Class, attempt.Why = Failed, ClassNotAnOAuthAnswer, "the endpoint's answer holds no usable Date"
	default:
		attempt.Why = "no assertion was sent: only the endpoint's clock was read"
	}
	return attempt
}

// judge reads an answer into the attempt.
func (r Request) judge(attempt *Attempt, answer Answer, scrub scrubber) {
	answer.Profile, answer.Date = r.Profile.ID, attempt.AtServer
	class, how := classify(answer)
	if attempt.Server != nil && !attempt.Stamped.IsZero() {
		ahead := attempt.Stamped.Sub(attempt.Server.True)
		class = refine(class, how, ahead, attempt.Server.Uncertainty)
	}
	attempt.Class, attempt.Outcome = class, outcome(class)
	attempt.Error = scrub.keep(answer.Error, 80)
	attempt.Description = scrub.keep(answer.Description, 300)
	attempt.RequestID = requestID(answer.Header, scrub)
	switch class {
	case ClassAccepted:
		attempt.Error, attempt.Description = "", ""
		attempt.TokenExpiresIn = tokenLifetime(answer.Expires, r.Profile.Milliseconds)
	case ClassProxyAuth:
		attempt.Why = "the proxy asks for a user and a password"
		attempt.AtServer, attempt.Server = time.Time{}, nil // the proxy's clock
	case ClassNotAnOAuthAnswer:
		attempt.Why = answer.strange(scrub)
	}
}

// outcome of an answer's class.
func outcome(class Class) string {
	switch {
	case class == ClassAccepted:
		return Accepted
	case class.Reached():
		return Refused
	}
	return Failed
}

// strange says what came instead of an OAuth answer.
func (a Answer) strange(scrub scrubber) string {
	switch {
	case a.Status >= 300 && a.Status < 400:
		where := "elsewhere"
		// The host alone: the rest may hold a session or the request itself.
		if to, err := url.Parse(a.Header.Get("Location")); err == nil && to.Host != "" {
			where = "to " + scrub.keep(to.Hostname(), 100)
		}
		return "the endpoint redirects " + where + ", and a credential follows no redirect: check the token URL"
	case a.HTML:
		return "a web page came back: a sign-in page or a captive portal, or the token URL is wrong"
	case a.Status == http.StatusNotFound, a.Status == http.StatusMethodNotAllowed, a.Status == http.StatusGone:
		return "nothing takes token requests at this path: check the token URL"
	}
	return "what came back is no answer of an authorization server: check the token URL"
}

// requestID returns what the operator of the endpoint finds the request by.
func requestID(header http.Header, scrub scrubber) string {
	for _, name := range []string{"X-Request-Id", "X-Debug-Id", "Request-Id", "X-Amzn-Requestid", "Cf-Ray", "X-Correlation-Id", "Traceparent"} {
		if id := scrub.keep(header.Get(name), 128); id != "" {
			return id
		}
	}
	return ""
}

// cancelled reports whether the caller gave up, rather than time running out.
func cancelled(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }
