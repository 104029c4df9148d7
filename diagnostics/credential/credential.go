package credential

import (
	"crypto"
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
	Issuer       string             `json:"issuer,omitempty"`  // the organisation, "…@AdobeOrg"
	Subject      string             `json:"subject,omitempty"` // the technical account
	// Scopes holds metascopes (of an assertion) or scopes (of a form), without
	// the URL that metascopes are written with in a claim.
	Scopes []string `json:"scopes,omitempty"`
	// IMSHost is a bare host name, "ims-na1.adobelogin.com".
	IMSHost string `json:"ims_host,omitempty"`
	// TokenURL is the token endpoint, where the file names it.
	TokenURL string `json:"token_url,omitempty"`
	// KeyID is what the service knows the key by (RFC 7515 section 4.1.4).
	KeyID string `json:"key_id,omitempty"`
	// Key signs assertions (RS256). It is a Key where this package read it, nil
	// where the file holds none.
	Key crypto.Signer `json:"key,omitempty"`
	// Certificate is the one beside the key, nil where no file holds one.
	Certificate *Certificate `json:"certificate,omitempty"`
	// CertificateExpires is when the certificate that the service knows the key
	// by runs out; zero: unknown.
	CertificateExpires time.Time `json:"certificate_expires,omitzero"`
}

// ReadFile reads a whole file, as os.ReadFile does.
type ReadFile func(name string) ([]byte, error)
