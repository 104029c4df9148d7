package lab

import (
	"crypto/rsa"
	"errors"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// verifier judges assertions as an authorization server does: RFC 7523, section
// 3, by the server's own clock.
type verifier struct {
	Token
	key func() (*rsa.PublicKey, error) // the registered one
	now func() time.Time

	mu   sync.Mutex
	used map[string]bool // jti of what was accepted
}

// judge tells whether an assertion is taken.
func (v *verifier) judge(assertion string) refusal {
	if v.TimeFirst {
		claims := jwt.MapClaims{}
		if _, _, err := jwt.NewParser().ParseUnverified(assertion, claims); err != nil {
			return malformed
		}
		if why := v.times(claims); why != accepted {
			return why
		}
	}
	claims, why := v.verify(assertion)
	if why != accepted {
		return why
	}
	for _, check := range []func(jwt.MapClaims) refusal{v.times, v.parties, v.scopes, v.once} {
		if why := check(claims); why != accepted {
			return why
		}
	}
	return accepted
}

// verify checks the signature, and nothing else.
func (v *verifier) verify(assertion string) (jwt.MapClaims, refusal) {
	claims := jwt.MapClaims{}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithoutClaimsValidation(), jwt.WithStrictDecoding())
	_, err := parser.ParseWithClaims(assertion, claims, func(*jwt.Token) (any, error) { return v.key() })
	switch {
	case err == nil:
		return claims, accepted
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return nil, signature
	}
	return nil, malformed
}

// times checks exp, nbf and, where this server does, iat and the lifetime.
func (v *verifier) times(claims jwt.MapClaims) refusal {
	options := []jwt.ParserOption{
		jwt.WithTimeFunc(v.now), jwt.WithLeeway(time.Duration(v.Leeway)), jwt.WithExpirationRequired(),
	}
	if v.ChecksAhead {
		options = append(options, jwt.WithIssuedAt())
	}
	err := jwt.NewValidator(options...).Validate(claims)
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return expired
	case errors.Is(err, jwt.ErrTokenNotValidYet), errors.Is(err, jwt.ErrTokenUsedBeforeIssued):
		return notYetValid
	case err != nil:
		return malformed
	}
	end, err := claims.GetExpirationTime()
	if err != nil || end == nil {
		return malformed
	}
	if v.MaxLifetime > 0 && end.Sub(v.now()) > time.Duration(v.MaxLifetime+v.Leeway) {
		return tooLong
	}
	return accepted
}

// parties checks who made the assertion, for whom, and for what server. GitHub's
// has neither audience nor subject; a Google service account that acts for itself
// has no subject.
func (v *verifier) parties(claims jwt.MapClaims) refusal {
	to, badTo := claims.GetAudience()
	by, badBy := claims.GetIssuer()
	of, badOf := claims.GetSubject()
	issuer, subject := v.Issuer, v.Subject
	if v.Profile == "private-key-jwt" {
		issuer, subject = v.ClientID, v.ClientID
	}
	switch {
	case badTo != nil || badBy != nil || badOf != nil:
		return malformed
	case v.Profile == "github-app":
		if by != v.Issuer && by != v.ClientID {
			return party
		}
		return accepted
	case !slices.Contains(to, v.Audience):
		return audience
	case by != issuer || of != subject:
		return party
	}
	return accepted
}

// scopes checks what is asked for within the assertion.
func (v *verifier) scopes(claims jwt.MapClaims) refusal {
	switch v.Profile {
	case "ims-jwt":
		return v.metascopes(claims)
	case "google-sa":
		if asked, _ := claims["scope"].(string); asked == "" || !within(asked, v.Scope) {
			return scope
		}
	}
	return accepted
}

// metascopes checks the boolean claims of an IMS assertion: one per metascope,
// https://<host>/s/<metascope>.
func (v *verifier) metascopes(claims jwt.MapClaims) refusal {
	base := "https://" + hostOf(v.URL) + "/s/"
	granted := strings.Split(strings.ReplaceAll(v.Scope, " ", ""), ",")
	asked := 0
	for name, value := range claims {
		asking, is := strings.CutPrefix(name, base)
		if !is {
			continue
		}
		if yes, _ := value.(bool); !yes || !slices.Contains(granted, asking) {
			return metascope
		}
		asked++
	}
	if asked == 0 {
		return metascope
	}
	return accepted
}

// once refuses an assertion that was accepted before, where it has a jti. OpenID
// Connect Core 1.0, section 9, wants one in a client's assertion.
func (v *verifier) once(claims jwt.MapClaims) refusal {
	id, _ := claims["jti"].(string)
	switch {
	case id == "" && v.Profile == "private-key-jwt":
		return noID
	case id == "":
		return accepted
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.used[id] {
		return replayed
	}
	v.used[id] = true
	return accepted
}

// hostOf is the host of a URL with its port, as it stands in it.
func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Host
}
