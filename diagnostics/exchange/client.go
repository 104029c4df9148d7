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
	if err == nil {
		err = r.Check()
	}
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
	if r.Profile.Bearer {
		s.method, s.bearer = http.MethodGet, assertion
	}
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
//
// A token endpoint has every reason to refuse a HEAD, so each status counts, and
// an error page as well: its front end's clock is the endpoint's. A sign-in page,
// a redirect to another host and a block page are somebody else's.
func (c *Client) Ask(ctx context.Context, endpoint string, verifyAt time.Time) Attempt {
	attempt := Attempt{Outcome: Skipped, At: diagnostics.Now(c.Clock)}
	target, err := parseEndpoint(endpoint)
	if err != nil {
		attempt.Why = err.Error()
		return attempt
	}
	s := c.newSend(http.MethodHead, target, verifyAt)
	response := s.do(ctx, &attempt)
	if response == nil {
		return attempt
	}
	if class, why := response.foreign(target, attempt.Via != "", s.scrubber()); class != "" {
		attempt.fail(class, why)
		return attempt
	}
	if attempt.Server == nil {
		attempt.fail(ClassNotAnOAuthAnswer, "the endpoint's answer holds no usable Date")
		return attempt
	}
	attempt.identify(*response, s.scrubber())
	attempt.Why = "no assertion was sent: only the endpoint's clock was read"
	return attempt
}

// fail notes that the answer was not the endpoint's: nor is its Date.
func (a *Attempt) fail(class Class, why string) {
	a.Outcome, a.Class, a.Why = Failed, class, why
	a.AtServer, a.Server = time.Time{}, nil
}

// judge reads an answer into the attempt.
func (r Request) judge(attempt *Attempt, answer Answer, scrub scrubber) {
	answer.Profile, answer.Date = r.Profile.ID, attempt.AtServer
	if r.Profile.Bearer {
		answer.Token = answer.Identity
	}
	class, how := classify(answer)
	switch {
	case attempt.Server != nil && !attempt.Stamped.IsZero():
		ahead := attempt.Stamped.Sub(attempt.Server.True)
		class = refine(class, how, ahead, attempt.Server.Uncertainty)
	case how == tooFar:
		class = ClassRefusedWithoutWords // a long lifetime, or our clock ahead: only the server's could tell
	}
	attempt.Class, attempt.Outcome = class, outcome(class)
	attempt.Error = scrub.keep(answer.Error, 80)
	attempt.Description = scrub.keep(answer.Description, 300)
	attempt.identify(answer, scrub)
	switch class {
	case ClassAccepted:
		attempt.Error, attempt.Description = "", ""
		attempt.NoToken = r.Profile.Bearer
		attempt.TokenExpiresIn = tokenLifetime(answer.Expires, r.Profile.Milliseconds)
	case ClassProxyAuth:
		attempt.fail(class, proxyAsks)
	case ClassNotAnOAuthAnswer:
		attempt.fail(class, answer.strange(scrub))
	case ClassServerError:
		if attempt.Via != "" && answer.maybeProxys() {
			attempt.AtServer, attempt.Server = time.Time{}, nil
		}
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

// cancelled reports whether the caller gave up, rather than time running out.
func cancelled(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }
