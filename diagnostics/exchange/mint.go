package exchange

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"unskew/diagnostics"
)

// claims returns what the assertion says when it is stamped now. NumericDates
// are whole seconds, rounded down: RFC 7519 section 2 allows fractions, but not
// every server reads them, and a stamp must never be ahead of its clock.
func (r Request) claims(target *url.URL, now time.Time) (jwt.MapClaims, time.Time) {
	expires := time.Unix(now.Add(r.lifetime()).Unix(), 0).UTC()
	claims := jwt.MapClaims{
		"iss": r.issuer(),
		"sub": r.subject(),
		"exp": expires.Unix(),
		"jti": newID(),
	}
	switch {
	case r.Profile.Metascopes:
		base := "https://" + r.imsHost(target.Hostname())
		claims["aud"] = first(r.Audience, base+"/c/"+r.clientID())
		for _, scope := range r.scopes() {
			claims[metascope(base, scope)] = true
		}
	default:
		claims["aud"] = first(r.Audience, target.String())
	}
	if r.Profile.IssuedAt {
		claims["iat"] = now.Unix()
	}
	return claims, expires
}

// metascope returns a metascope's claim. Some files write it as a URL already.
func metascope(base, scope string) string {
	if strings.HasPrefix(scope, "https://") {
		return scope
	}
	return base + "/s/" + scope
}

// newID returns a fresh jti: a random UUID (RFC 9562 version 4), because a
// server may refuse one that it has seen (RFC 7523 section 3, item 7).
func newID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails since Go 1.24
	id[6], id[8] = id[6]&0x0F|0x40, id[8]&0x3F|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// mint signs an assertion with RS256 (RFC 7518 section 3.3). The key signs by
// itself: it stays where it is, behind crypto.Signer.
func (r Request) mint(target *url.URL, now time.Time) (diagnostics.Secret, time.Time, error) {
	claims, expires := r.claims(target, now)
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	text, err := token.SigningString()
	if err != nil {
		return diagnostics.Secret{}, expires, errors.New("the claims cannot be written as JSON: check --issuer, --subject and --audience")
	}
	digest := sha256.Sum256([]byte(text))
	signature, err := r.Credential.Key.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		return diagnostics.Secret{}, expires, errors.New("the key cannot sign: check that it is an RSA key of 2048 bits or more")
	}
	return diagnostics.NewSecret(text + "." + token.EncodeSegment(signature)), expires, nil
}

// form returns the body of the request.
func (r Request) form(assertion diagnostics.Secret) url.Values {
	p, form := r.Profile, url.Values{}
	if p.Grant != "" {
		form.Set("grant_type", p.Grant)
	}
	if p.AssertionField != "" {
		form.Set(p.AssertionField, assertion.Reveal())
	}
	if id := r.clientID(); id != "" {
		form.Set("client_id", id)
	}
	if p.SecretInForm {
		form.Set("client_secret", r.Credential.ClientSecret.Reveal())
	}
	if scopes := r.scopes(); p.ScopeInForm && len(scopes) > 0 {
		form.Set("scope", strings.Join(scopes, p.ScopeSeparator))
	}
	return form
}
