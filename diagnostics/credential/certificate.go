package credential

// Certificate is what is told of the certificate beside a key: nothing secret.
type Certificate struct {
	// SHA1 is the fingerprint that consoles show, 40 hex digits in lower case.
	SHA1 string `json:"sha1"`
	// Match says whether the certificate belongs to the private key.
	Match Match `json:"match,omitempty"`
}

// Match is whether a certificate and a private key belong together.
type Match string

// The answers; empty where there is no key to compare with.
const (
	Matches    Match = "yes"
	Mismatches Match = "no"
)
