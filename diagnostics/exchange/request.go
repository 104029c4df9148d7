package exchange

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"unskew/diagnostics/credential"
)

const (
	// defaultIMSHost is Adobe's production host, the only documented one.
	defaultIMSHost = "ims-na1.adobelogin.com"
	// defaultLifetime of an assertion: what Adobe's own clients choose.
	defaultLifetime = 5 * time.Minute
)

// Request is everything that one token request is made from. Fields that are
// set win over what the credential says.
type Request struct {
	Profile    Profile
	Endpoint   string // the token URL; "" for the profile's own
	Credential credential.Credential

	Issuer, Subject, Audience, ClientID, Scope string

	Lifetime time.Duration // of the assertion; 0 for five minutes

	Algorithm string // one of Algorithms; "" for the profile's
	KeyID     string // the header's kid; "" for the credential's, if it says one
	// Claims and Fields are added to the assertion and to the form, each written
	// as NAME=VALUE (ParseClaim, ParseField).
	Claims, Fields []string
}

// Missing names the flags that are still needed to send the request, in the
// order in which a person would look for them.
func (r Request) Missing() []string {
	p := r.Profile
	var missing []string
	need := func(ok bool, flag string) {
		if !ok {
			missing = append(missing, flag)
		}
	}
	need(r.Endpoint != "" || p.KnowsEndpoint(), "--token-url")
	if p.SecretInForm && r.Credential.Kind == "" {
		// The file will say most of the rest.
		return append(missing, "--credentials")
	}
	if p.SecretInForm {
		// A secret never stands in a flag: only a file brings it.
		need(!r.Credential.ClientSecret.IsZero(), "--credentials")
	}
	need(r.clientID() != "" || !p.SecretInForm && !p.ClientAssertion, "--client-id")
	if p.Assertion() {
		need(r.issuer() != "" || p.ClientAssertion, "--issuer")
		need(r.subject() != "" || p.Subject != SubjectNeeded, "--subject")
		need(r.Credential.Key != nil, "--key")
	}
	if p.Metascopes || p.TimeFree {
		need(len(r.scopes()) > 0, "--scope")
	}
	return missing
}

// Helpful names the flags that nothing says yet and that some servers of this
// kind want.
func (r Request) Helpful() []string {
	var flags []string
	if r.Profile.AsksScope && len(r.scopes()) == 0 {
		flags = append(flags, "--scope")
	}
	if r.Profile.AsksKeyID && r.keyID() == "" && r.thumbprint() == "" {
		flags = append(flags, "--kid")
	}
	return flags
}

// Check refuses a request that cannot be made or would be refused whatever the
// time is. Its errors name the flag, and quote no value.
func (r Request) Check() error {
	p := r.Profile
	switch {
	case p.MaxLifetime > 0 && r.lifetime() > p.MaxLifetime:
		return fmt.Errorf("--lifetime: the profile %s takes %d minutes at most: shorten it", p.ID, p.MaxLifetime/time.Minute)
	case len(r.Claims) > 0 && !p.Assertion():
		return fmt.Errorf("--claim: the profile %s sends no assertion: leave the flag out", p.ID)
	case len(r.Fields) > 0 && p.Bearer:
		return fmt.Errorf("--field: the profile %s sends no form: leave the flag out", p.ID)
	}
	for _, text := range r.Claims {
		if _, _, err := ParseClaim(text); err != nil {
			return fmt.Errorf("--claim: %w", err)
		}
	}
	for _, text := range r.Fields {
		if _, _, err := ParseField(text); err != nil {
			return fmt.Errorf("--field: %w", err)
		}
	}
	return r.CheckKey()
}

// CheckKey refuses a key that does not fit the algorithm, where both are needed.
func (r Request) CheckKey() error {
	if !r.Profile.Assertion() || r.Credential.Key == nil {
		return nil
	}
	if _, err := algorithmFor(r.algorithm(), r.Credential.Key); err != nil {
		return fmt.Errorf("--alg: %w", err)
	}
	return nil
}

// Target returns the token endpoint. It is https, or http on loopback, because
// the request carries a secret; the errors say so.
func (r Request) Target() (*url.URL, error) {
	endpoint := first(r.Endpoint, r.tokenURL(), r.Profile.DefaultEndpoint)
	if endpoint == "" {
		if r.Profile.DefaultPath == "" {
			return nil, errors.New("no token endpoint is known: name it with --token-url")
		}
		endpoint = "https://" + r.imsHost("") + r.Profile.DefaultPath
	}
	return parseEndpoint(endpoint)
}

// parseEndpoint checks a token URL.
func parseEndpoint(endpoint string) (*url.URL, error) {
	// The parser's own error quotes the URL, and a URL may hold a password.
	target, err := url.Parse(strings.TrimSpace(endpoint))
	switch {
	case err != nil || target.Hostname() == "" || target.Opaque != "":
		return nil, errors.New("the token URL is not a URL: write it as https://host/path")
	case target.User != nil:
		return nil, errors.New("the token URL holds a user name or password: leave them out")
	case holdsSecret(target.Query()):
		return nil, errors.New("the token URL holds what looks like a secret in its query: leave it out, a file brings it")
	case target.Scheme == "https", target.Scheme == "http" && isLoopback(target.Hostname()):
		target.Fragment, target.RawFragment = "", ""
		return target, nil
	}
	return nil, errors.New("the token URL must begin with https://, because the request carries a secret (http only for this machine itself)")
}

// holdsSecret reports whether a query names what must never stand in a URL: it
// would be kept and reported with it.
func holdsSecret(query url.Values) bool {
	for name := range query {
		name = strings.ToLower(name)
		for _, word := range []string{"secret", "token", "assertion", "password", "passwd", "key"} {
			if strings.Contains(name, word) {
				return true
			}
		}
	}
	return false
}

// isLoopback reports whether a host is this machine by its name alone, without
// asking a resolver: 127.0.0.0/8, ::1, and "localhost" (RFC 6761 section 6.3).
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return ""
}

func (r Request) algorithm() string { return first(r.Algorithm, r.Profile.Algorithm) }
func (r Request) clientID() string  { return first(r.ClientID, r.Credential.ClientID) }

func (r Request) issuer() string {
	if r.Profile.ClientIssues {
		return first(r.Issuer, r.Credential.Issuer, r.clientID())
	}
	return first(r.Issuer, r.Credential.Issuer)
}

func (r Request) subject() string {
	switch r.Profile.Subject {
	case SubjectClient:
		return first(r.Subject, r.clientID())
	case SubjectOptional: // what a file calls the account is its issuer
		return first(r.Subject)
	case SubjectNever:
		return ""
	}
	return first(r.Subject, r.Credential.Subject)
}

// imsHost is the host that IMS's claims name: the credential's, else the
// endpoint's, else the production host.
func (r Request) imsHost(endpointHost string) string {
	return first(r.Credential.IMSHost, endpointHost, defaultIMSHost)
}

// scopes returns the scopes, or metascopes, one each.
func (r Request) scopes() []string {
	if strings.TrimSpace(r.Scope) != "" {
		return strings.FieldsFunc(r.Scope, func(c rune) bool { return c == ',' || c == ' ' })
	}
	if len(r.Credential.Scopes) == 0 && r.Profile.DefaultScope != "" {
		return []string{r.Profile.DefaultScope}
	}
	return r.Credential.Scopes
}

// lifetime returns how long the assertion is to be valid.
func (r Request) lifetime() time.Duration {
	if r.Lifetime <= 0 {
		return defaultLifetime
	}
	return r.Lifetime
}
