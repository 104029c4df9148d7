package exchange

import "time"

// Profile is how one kind of authorization server wants to be asked. It is
// plain data; each one is a literal in a file of its own.
type Profile struct {
	ID    string // as in --profile
	Title string // for people

	Grant          string // grant_type, "" where the form has none
	AssertionField string // the form field that carries the assertion, "" for none
	// ClientAssertion: the assertion stands for the client's secret, and
	// client_assertion_type says so (RFC 7523 section 2.2).
	ClientAssertion bool
	// Bearer: there is no form. The assertion itself is the bearer token of a GET
	// (RFC 6750 section 2.1), and no token comes back.
	Bearer bool

	// Algorithm is what the assertion is signed with where no other is named; "" for
	// the one that fits the key.
	Algorithm string

	// DefaultEndpoint is the URL that is asked where none is named; "" where there
	// is no such one.
	DefaultEndpoint string
	// DefaultPath is the token endpoint's path on the IMS host; "" where the
	// endpoint must be named.
	DefaultPath string

	// ClientIssues: iss is the client id where nothing else is said.
	ClientIssues bool
	// Subject says which sub the assertion carries.
	Subject Subject
	// NoAudience: the assertion carries no aud.
	NoAudience bool
	// Unique: the assertion carries a fresh jti.
	Unique bool
	// IssuedAt: the assertion carries iat, IssuedBack before its stamp.
	IssuedAt   bool
	IssuedBack time.Duration
	// NotBefore: the assertion carries nbf.
	NotBefore bool
	// MaxLifetime is the longest that the service takes; 0: not known.
	MaxLifetime time.Duration

	// Metascopes: the assertion carries one boolean claim per metascope, and its
	// audience is the client's URL on the IMS host.
	Metascopes bool
	// SecretInForm: the form carries client_secret.
	SecretInForm bool
	// ScopeInForm: the form carries scope, its words joined by ScopeSeparator.
	ScopeInForm    bool
	ScopeSeparator string
	// ScopeInClaim: the assertion carries scope, its words joined by blanks.
	ScopeInClaim bool
	// DefaultScope is asked for where no other is named.
	DefaultScope string
	// AsksScope, AsksKeyID: many servers of this kind want one, and others none.
	AsksScope, AsksKeyID bool
	// Milliseconds: expires_in counts milliseconds.
	Milliseconds bool

	// TimeFree: the request carries no time, so skew cannot cause its refusal.
	TimeFree bool
	// ChecksAhead: the endpoint is known to check iat or nbf, so a clock that is
	// ahead by more than its leeway is refused.
	ChecksAhead bool
}

// Subject says which sub an assertion carries.
type Subject int

// The kinds of sub.
const (
	SubjectNeeded   Subject = iota // one that has to be named
	SubjectClient                  // the client id, where no other is named
	SubjectOptional                // none, where none is named
	SubjectNever
)

// Assertion reports whether the request carries one.
func (p Profile) Assertion() bool { return p.AssertionField != "" || p.Bearer }

// KnowsEndpoint reports whether the endpoint need not be named.
func (p Profile) KnowsEndpoint() bool { return p.DefaultEndpoint != "" || p.DefaultPath != "" }

// Profiles lists the profiles of this version; the first is the default.
func Profiles() []Profile {
	return []Profile{imsJWT(), jwtBearer(), imsOAuth(), privateKeyJWT(), googleSA(), gitHubApp()}
}

// Find returns the profile of that id.
func Find(id string) (Profile, bool) {
	for _, profile := range Profiles() {
		if profile.ID == id {
			return profile, true
		}
	}
	return Profile{}, false
}
