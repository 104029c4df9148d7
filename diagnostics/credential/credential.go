package credential

import (
	"crypto"
	"crypto/x509"
	"time"

	"unskew/diagnostics"
)

// The kinds of credential.
const (
	KindServiceCredentials = "aem-service-credentials"
	KindDeveloperConsole   = "developer-console-jwt"
	KindPrivateKey         = "private-key"
	KindServerToServer     = "oauth-server-to-server"
	KindGoogle             = "google-service-account"
)

// Credential is what a token request is made from, whatever file it came from.
// What the file does not say is empty.
type Credential struct {
	Kind         string             `json:"kind"`
	ClientID     string             `json:"client_id,omitempty"`
	ClientSecret diagnostics.Secret `json:"client_secret,omitzero"`
	Issuer       string             `json:"issuer,omitempty"`  // the organisation, "…@AdobeOrg"; Google: client_email
	Subject      string             `json:"subject,omitempty"` // the technical account
	// Scopes holds metascopes (of an assertion) or scopes (of a form), without
	// the URL that metascopes are written with in a claim.
	Scopes []string `json:"scopes,omitempty"`
	// IMSHost is a bare host name, "ims-na1.adobelogin.com".
	IMSHost string `json:"ims_host,omitempty"`
	// TokenURL is the token endpoint that the file names; not checked.
	TokenURL string `json:"token_url,omitempty"`
	// KeyID names the key for the assertion's header (kid, RFC 7515 section 4.1.4).
	KeyID string `json:"key_id,omitempty"`
	// Key signs assertions. It is a Key where this package read it, nil where the
	// file holds none. Fits tells which algorithms it is good for.
	Key crypto.Signer `json:"key,omitempty"`
	// Certificate is the one beside the key, nil where no file holds one.
	Certificate *Certificate `json:"certificate,omitempty"`
	// Registered are the certificates that the service knows, as the console
	// listed them when the file was downloaded.
	Registered []Registered `json:"registered,omitempty"`
	// CertificateExpires is when the certificate that the service knows the key
	// by runs out, at the latest; zero: unknown.
	CertificateExpires time.Time `json:"certificate_expires,omitzero"`

	held []*x509.Certificate // while files are read: those beside the key
}

// Registered is one entry of a console's PUBLIC_KEYS_WITH_EXPIRY.
type Registered struct {
	// Fingerprint is 40 hex digits in lower case: very likely the SHA-1 of the
	// certificate, which the console does not document.
	Fingerprint string `json:"fingerprint"`
	// Expires is a day, as the console writes it: the first moment of it in UTC.
	Expires time.Time `json:"expires,omitzero"`
}

// ReadFile reads a whole file, as os.ReadFile does.
type ReadFile func(name string) ([]byte, error)
