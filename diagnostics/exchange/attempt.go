package exchange

import (
	"crypto/x509"
	"errors"
	"time"

	"unskew/diagnostics"
)

// Stamp says after which clock an assertion was stamped.
type Stamp string

// The stamps.
const (
	StampOSClock   Stamp = "os-clock"
	StampReference Stamp = "reference"
	StampServer    Stamp = "server"
)

// The outcomes of an attempt.
const (
	Accepted = "accepted" // a token came back, or the assertion was taken as one
	Refused  = "refused"  // the endpoint answered, and said no
	Failed   = "failed"   // no answer of the endpoint's
	Skipped  = "skipped"  // no assertion was sent
)

// Attempt is what came of one request. It holds no secret, and no text of the
// server's that was not cleaned and scrubbed.
type Attempt struct {
	Stamp       Stamp  `json:"stamp,omitempty"`
	Outcome     string `json:"outcome"`
	HTTPStatus  int    `json:"http_status,omitempty"`
	Error       string `json:"error,omitempty"`
	Description string `json:"error_description,omitempty"`
	Class       Class  `json:"class,omitempty"`
	RequestID   string `json:"request_id,omitempty"`
	// RequestIDs are all that the answer gave to find the request by, at most six;
	// RequestID is the first of them.
	RequestIDs []RequestID `json:"request_ids,omitempty"`

	// AtServer is the Date of the answer, zero where it had none or it came from
	// a cache.
	AtServer time.Time `json:"at_server,omitzero"`
	// Server ties the endpoint's clock to raw time: the middle of Date's second,
	// half a second and half the round trip either way.
	Server *diagnostics.Anchor `json:"server,omitempty"`
	// At is both clocks when the request was sent.
	At diagnostics.Instant `json:"at,omitzero"`

	Stamped time.Time `json:"stamped,omitzero"` // the now that the assertion was made with
	Expires time.Time `json:"expires,omitzero"` // its exp
	// TokenExpiresIn is how long the token that came back stays valid; 0: unknown.
	TokenExpiresIn time.Duration `json:"token_expires_in,omitempty"`

	// NoToken: it was accepted, and by its kind no token came back.
	NoToken bool `json:"no_token,omitempty"`

	// VerifiedAt is the time at which the certificates' dates were checked, zero
	// without TLS.
	VerifiedAt time.Time `json:"verified_at,omitzero"`
	// TLSTime: the certificates' dates do not hold at the OS clock's time (they
	// may hold at VerifiedAt).
	TLSTime bool `json:"tls_time,omitempty"`
	// NotBefore and NotAfter are the dates of that certificate, the server's own or
	// one above it (RFC 5280 section 4.1.2.5); zero where TLSTime is false.
	NotBefore time.Time `json:"not_before,omitzero"`
	NotAfter  time.Time `json:"not_after,omitzero"`

	Via     string        `json:"via,omitempty"`     // the proxy, host:port
	Address string        `json:"address,omitempty"` // the address that was connected to
	Issuer  string        `json:"issuer,omitempty"`  // what the TLS chain ends in
	RTT     time.Duration `json:"rtt,omitempty"`
	Why     string        `json:"why,omitempty"` // of a failure or a skip, in our words
}

// Reached reports whether the endpoint itself judged the request.
func (a Attempt) Reached() bool {
	return (a.Outcome == Accepted || a.Outcome == Refused) && a.Class.Reached()
}

// withhold notes that nothing was sent because it would have left the network
// that packets are to stay in, where that is what an error says.
func (a *Attempt) withhold(err error) bool {
	var outside diagnostics.OutsideError
	if !errors.As(err, &outside) {
		return false
	}
	a.Outcome, a.Class, a.Why = Skipped, "", diagnostics.Clean(outside.Error(), 300)
	return true
}

// datesFailed notes the certificate whose dates do not hold, nil for none.
func (a *Attempt) datesFailed(certificate *x509.Certificate) {
	a.TLSTime = certificate != nil
	if certificate != nil {
		a.NotBefore, a.NotAfter = certificate.NotBefore.UTC(), certificate.NotAfter.UTC()
	}
}
