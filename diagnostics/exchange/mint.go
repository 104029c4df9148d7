package exchange

import (
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
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
	p := r.Profile
	claims := jwt.MapClaims{"iss": r.issuer(), "exp": expires.Unix()}
	if subject := r.subject(); subject != "" {
		claims["sub"] = subject
	}
	if p.Unique {
		claims["jti"] = newID()
	}
	switch {
	case p.Metascopes:
		base := "https://" + r.imsHost(target.Hostname())
		claims["aud"] = first(r.Audience, base+"/c/"+r.clientID())
		for _, scope := range r.scopes() {
			claims[metascope(base, scope)] = true
		}
	case !p.NoAudience:
		claims["aud"] = first(r.Audience, target.String())
	}
	if scopes := r.scopes(); p.ScopeInClaim && len(scopes) > 0 {
		claims["scope"] = strings.Join(scopes, " ")
	}
	if p.IssuedAt {
		claims["iat"] = now.Add(-p.IssuedBack).Unix()
	}
	if p.NotBefore {
		claims["nbf"] = now.Unix()
	}
	for _, text := range r.Claims {
		if name, value, err := ParseClaim(text); err == nil {
			claims[name] = value
		}
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

// mint signs an assertion.
func (r Request) mint(target *url.URL, now time.Time) (diagnostics.Secret, time.Time, error) {
	claims, expires := r.claims(target, now)
	algorithm, err := algorithmFor(r.algorithm(), r.Credential.Key)
	if err != nil {
		return diagnostics.Secret{}, expires, fmt.Errorf("--alg: %w", err)
	}
	token := &jwt.Token{Header: r.header(algorithm), Claims: claims}
	text, err := token.SigningString()
	if err != nil {
		return diagnostics.Secret{}, expires, errors.New("the claims cannot be written as JSON: check --issuer, --subject and --audience")
	}
	signature, err := algorithm.sign(r.Credential.Key, text)
	if err != nil {
		return diagnostics.Secret{}, expires, errors.New("the key cannot sign: check that it is a whole one, an RSA key of 2048 bits or more, or choose another --alg")
	}
	return diagnostics.NewSecret(text + "." + token.EncodeSegment(signature)), expires, nil
}

// header returns the assertion's header (RFC 7515 section 4.1).
func (r Request) header(algorithm algorithm) map[string]any {
	header := map[string]any{"typ": "JWT", "alg": algorithm.name}
	if id := r.keyID(); id != "" {
		header["kid"] = id
	}
	if thumbprint := r.thumbprint(); r.Profile.ClientAssertion && thumbprint != "" {
		header["x5t"] = thumbprint
	}
	return header
}

// assertionType says that client_assertion is a JWT (RFC 7523 section 2.2).
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// form returns the body of the request; none where the profile has no form.
func (r Request) form(assertion diagnostics.Secret) url.Values {
	p, form := r.Profile, url.Values{}
	if p.Grant != "" {
		form.Set("grant_type", p.Grant)
	}
	if p.AssertionField != "" {
		form.Set(p.AssertionField, assertion.Reveal())
	}
	if p.Bearer {
		return form
	}
	if p.ClientAssertion {
		form.Set("client_assertion_type", assertionType)
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
	r.addFields(form)
	return form
}

// addFields puts the person's own fields in. A name that the form has already, such
// as grant_type, takes their values instead; one that is given twice is sent twice.
func (r Request) addFields(form url.Values) {
	own := url.Values{}
	for _, text := range r.Fields {
		if name, value, err := ParseField(text); err == nil {
			own.Add(name, value)
		}
	}
	maps.Copy(form, own)
}
