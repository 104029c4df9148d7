package exchange

// Profile is how one kind of authorization server wants to be asked. It is
// plain data; each one is a literal in a file of its own.
type Profile struct {
	ID    string // as in --profile
	Title string // for people

	Grant          string // grant_type, "" where the form has none
	AssertionField string // the form field that carries the assertion, "" for none

	// DefaultPath is the token endpoint's path on the IMS host; "" where the
	// endpoint must be named.
	DefaultPath string
	// IssuedAt: the assertion carries iat.
	IssuedAt bool
	// Metascopes: the assertion carries one boolean claim per metascope, and its
	// audience is the client's URL on the IMS host.
	Metascopes bool
	// SecretInForm: the form carries client_secret.
	SecretInForm bool
	// ScopeInForm: the form carries scope, its words joined by ScopeSeparator.
	ScopeInForm    bool
	ScopeSeparator string
	// Milliseconds: expires_in counts milliseconds.
	Milliseconds bool

	// TimeFree: the request carries no time, so skew cannot cause its refusal.
	TimeFree bool
	// ChecksAhead: the endpoint is known to check iat or nbf, so a clock that is
	// ahead by more than its leeway is refused.
	ChecksAhead bool
}

// Profiles lists the profiles of this version; the first is the default.
func Profiles() []Profile { return []Profile{imsJWT(), jwtBearer(), imsOAuth()} }

// Find returns the profile of that id.
func Find(id string) (Profile, bool) {
	for _, profile := range Profiles() {
		if profile.ID == id {
			return profile, true
		}
	}
	return Profile{}, false
}
