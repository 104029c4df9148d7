package diagnostics

import "time"

// Source is what kind of clock a reading was taken from.
type Source string

// The sources of a reading.
const (
	SourceNTP    Source = "ntp"
	SourceHTTPS  Source = "https"
	SourceLog    Source = "log"
	SourcePerson Source = "person"
)

// Outcome says whether something was measured.
type Outcome string

// The outcomes of a reading.
const (
	Measured Outcome = "measured"
	Failed   Outcome = "failed"
	Skipped  Outcome = "skipped"
)

// Reason names why a reading failed.
type Reason string

// The reasons of a failed reading. Those from TLS on are of HTTPS only.
const (
	ReasonTimeout        Reason = "timeout"
	ReasonRefused        Reason = "refused"
	ReasonDNS            Reason = "dns"
	ReasonUnreachable    Reason = "unreachable"
	ReasonUnsynchronised Reason = "unsynchronised"
	ReasonKissOfDeath    Reason = "kiss-of-death"
	ReasonInvalid        Reason = "invalid"
	ReasonTLS            Reason = "tls"
	ReasonTLSInspected   Reason = "tls-inspected"
	ReasonProxyAuth      Reason = "proxy-auth"
	ReasonProxyBlocked   Reason = "proxy-blocked"
	ReasonNoDate         Reason = "no-date"
	ReasonStale          Reason = "stale"
	ReasonNotHTTP        Reason = "not-http"
)

// Unused names why a measured reading takes no part in the reference.
type Unused string

// Why a measured reading is not used.
const (
	UnusedFalseticker Unused = "falseticker"
	UnusedTooDistant  Unused = "too-distant"
	UnusedSmeared     Unused = "smeared"
	UnusedSuperseded  Unused = "superseded"
	UnusedOwnSource   Unused = "own-source"
)

// Reading is what one server said of the time, or why it said nothing.
type Reading struct {
	Source   Source `json:"source"`
	Server   string `json:"server"`             // as named by the person
	Address  string `json:"address,omitempty"`  // the one address that was asked
	Operator string `json:"operator,omitempty"` // servers of one operator are one witness

	OwnSource bool   `json:"own_source,omitempty"` // the host is configured to follow it
	Vouched   bool   `json:"vouched,omitempty"`    // named by the person or administrator
	Endpoint  bool   `json:"endpoint,omitempty"`   // the token endpoint: never a witness
	Via       string `json:"via,omitempty"`        // the proxy, host:port
	Inspected bool   `json:"inspected,omitempty"`  // the TLS chain ends in no public root
	// Issuer is what the verified TLS chain ends in or, where it ends in no public
	// root, who signed the last certificate that came. Empty without TLS.
	Issuer string `json:"issuer,omitempty"`
	// Withheld says that nothing was sent to it, because it is not inside: see
	// OutsideError. Its Reason is then unreachable, and Detail names the setting.
	Withheld bool `json:"withheld,omitempty"`
	// Unreferenced says that the certificate could only be checked against the
	// very Date that it vouches for: alone, such a reading proves nothing.
	Unreferenced bool `json:"unreferenced,omitempty"`

	Outcome  Outcome `json:"outcome"`
	Reason   Reason  `json:"reason,omitempty"`
	KissCode string  `json:"kiss_code,omitempty"`
	Detail   string  `json:"detail,omitempty"` // cleaned words of the failure or the issuer

	// Anchor is the measurement itself; it is valid when Outcome is Measured.
	Anchor  Anchor        `json:"anchor,omitzero"`
	At      Instant       `json:"at,omitzero"` // both clocks when the anchor's sample was taken
	RTT     time.Duration `json:"rtt,omitempty"`
	Stratum int           `json:"stratum,omitempty"`
	Samples int           `json:"samples,omitempty"` // accepted ones
}

// Offset returns the server's time minus the OS clock when it was measured.
func (r Reading) Offset() (Offset, error) { return r.Anchor.Offset(r.At) }
