package exchange

import (
	"encoding/base64"
	"encoding/hex"

	"unskew/diagnostics/credential"
)

// What a credential file says beyond the claims. All that reads these fields of a
// credential stands here.

// keyID is the name that the service knows the key by.
func (r Request) keyID() string { return first(r.KeyID, r.Credential.KeyID) }

// tokenURL is the endpoint that the credential file names, where this kind of file
// names one.
func (r Request) tokenURL() string { return r.Credential.TokenURL }

// thumbprint is the header's x5t (RFC 7515 section 4.1.7), by which Entra finds the
// certificate; "" where no certificate of this key is at hand.
func (r Request) thumbprint() string {
	certificate := r.Credential.Certificate
	if certificate == nil || certificate.Match == credential.Mismatches {
		return ""
	}
	sum, err := hex.DecodeString(certificate.SHA1)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(sum)
}
