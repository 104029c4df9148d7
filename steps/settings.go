package steps

import "time"

// Settings is what flags and configuration say. It holds no secret and is kept
// in the record.
type Settings struct {
	NTP   []string `json:"ntp,omitempty"`   // "none" alone turns NTP off; empty: the defaults
	HTTPS []string `json:"https,omitempty"` // likewise

	Person     *time.Time `json:"person,omitempty"` // --now
	ViewerZone string     `json:"viewer_zone,omitempty"`

	Profile     string        `json:"profile,omitempty"`
	TokenURL    string        `json:"token_url,omitempty"`
	Credentials string        `json:"credentials,omitempty"` // file names
	Key         string        `json:"key,omitempty"`
	Issuer      string        `json:"issuer,omitempty"`
	Subject     string        `json:"subject,omitempty"`
	Audience    string        `json:"audience,omitempty"`
	ClientID    string        `json:"client_id,omitempty"`
	Scope       string        `json:"scope,omitempty"`
	Lifetime    time.Duration `json:"lifetime"`
	NoExchange  bool          `json:"no_exchange,omitempty"`

	Algorithm string   `json:"algorithm,omitempty"` // of the signature; empty: the profile's
	KeyID     string   `json:"key_id,omitempty"`
	Claims    []string `json:"claims,omitempty"` // NAME=VALUE, added to the assertion
	Fields    []string `json:"fields,omitempty"` // NAME=VALUE, added to the form

	AEM     []string `json:"aem,omitempty"`      // addresses of AEM authors
	Agents  []string `json:"agents,omitempty"`   // empty: all of Brand Portal's
	AEMUser bool     `json:"aem_user,omitempty"` // a user and a password were given for them

	// KeptInside is the setting that keeps packets inside, with its place, such as
	// "public = false in /etc/unskew/config.toml:4"; empty where they may go out.
	// No public server is asked then; the world's network sees to the rest.
	KeptInside string `json:"kept_inside,omitempty"`

	// Kiosk: the session is restricted, see kioskQuestions. Credentials and Key are
	// then stand-ins, which only the world's Files can read: the names of the
	// administrator's files stand in no record.
	Kiosk bool `json:"kiosk,omitempty"`

	Tolerance time.Duration `json:"tolerance"`
}

// The defaults of contract: a tolerance of a second, assertions of 5 minutes.
const (
	DefaultTolerance = time.Second
	DefaultLifetime  = 5 * time.Minute
)

// None is the value that turns a kind of server off.
const None = "none"
