package token

import (
	"errors"
	"time"
)

// MaxText bounds what is read. No token is larger.
const MaxText = 1 << 20

// Why a text holds nothing that could be read.
var (
	ErrNoToken   = errors.New("no token was found in it: a JWT begins with eyJ and has two dots; an answer of a token endpoint has access_token")
	ErrEncrypted = errors.New("the token is encrypted (JWE, five parts): only the service that it is for can read its times")
	ErrOpaque    = errors.New("the token is opaque: it has no times inside; only the service that issued it knows them (expires_in of its answer says how long it lasts)")
)

// Token is what a token says of itself.
type Token struct {
	Algorithm string   // alg
	Type      string   // typ
	Key       string   // kid, its beginning
	Issuer    string   // iss
	Subject   string   // sub
	Audience  []string // aud
	Scope     string   // scope or scp
	ID        string   // jti, its beginning

	Expires   Stamp // exp
	Issued    Stamp // iat
	NotBefore Stamp // nbf

	// Access: an access token of Adobe IMS, whose times are created_at and
	// expires_in, in milliseconds and as strings. Issued and Expires hold them.
	Access bool
	Kind   Kind // by what is in it
	Others int  // how many more tokens the text holds
}

// Stamp is a time as a token has it.
type Stamp struct {
	At    time.Time // zero where it is absent or no time
	Shape Shape
}

// Shape says how a time was written.
type Shape string

// The shapes. RFC 7519 section 2 wants a number of seconds since 1970.
const (
	Absent       Shape = ""
	Seconds      Shape = "seconds"
	Milliseconds Shape = "milliseconds" // a number a thousand times too large
	AsText       Shape = "text"         // a string in place of a number
	NoTime       Shape = "none"         // nothing that could be a time
)

// Begins is the later of iat and nbf: before it a service may refuse; zero where
// neither is there.
func (t Token) Begins() time.Time {
	if t.NotBefore.At.After(t.Issued.At) {
		return t.NotBefore.At
	}
	return t.Issued.At
}

// Lifetime is from iat (nbf without it) to exp; zero where one of them is missing.
func (t Token) Lifetime() time.Duration {
	from := t.Issued.At
	if from.IsZero() {
		from = t.NotBefore.At
	}
	if from.IsZero() || t.Expires.At.IsZero() {
		return 0
	}
	return t.Expires.At.Sub(from)
}

// State is what a token is by a clock.
type State string

// The states.
const (
	Valid       State = "valid"
	Expired     State = "expired"
	NotYetValid State = "not-yet-valid"
	Unbounded   State = "unbounded" // it has no exp, and has begun
)

// At says what the token is at a time (RFC 7519 sections 4.1.4 and 4.1.5; iat is
// taken like nbf, as several services do).
func (t Token) At(now time.Time) State {
	switch {
	case !t.Expires.At.IsZero() && !now.Before(t.Expires.At):
		return Expired
	case now.Before(t.Begins()):
		return NotYetValid
	case t.Expires.At.IsZero():
		return Unbounded
	}
	return Valid
}
