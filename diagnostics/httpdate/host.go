package httpdate

import (
	"crypto/x509"
	"net/http"
	"net/url"
	"time"

	"unskew/diagnostics"
)

// Host is a web server whose Date is read.
type Host struct {
	// Name is how the person knows it.
	Name string
	// URL is https://host[:port][/path].
	URL string
	// Plain: the URL may also begin with http://, and is then asked directly. Such a
	// Date vouches for nothing: it is for a clock that is itself under suspicion.
	Plain bool
	// Operator runs it, where known; hosts of one operator are one witness.
	Operator string
	// Vouched: the person or the administrator named it.
	Vouched bool
	// Endpoint: it is the token endpoint, which never vouches for itself.
	Endpoint bool
}

// Client asks web servers for their Date.
type Client struct {
	Network diagnostics.Network
	Clock   diagnostics.Clock
	// Roots are the certificates that chains may end in; nil: the system's.
	Roots *x509.CertPool
	// Proxy names the HTTP proxy for a request, as http.Transport's does.
	// Nil, or a nil URL: direct.
	Proxy func(*http.Request) (*url.URL, error)
	// Reference returns true time now where the session has one from elsewhere.
	// Nil or false: none yet.
	Reference func() (time.Time, bool)
	// Built is a lower bound of true time, such as the date of the release.
	Built time.Time
}

// Result is what one host said.
type Result struct {
	Reading diagnostics.Reading
	// TLSTime: the host's certificates fail at the OS clock's time, and only
	// because of their dates. The reading was taken over a chain that is valid
	// at the reference or, where there is none (Unreferenced), at the Date that
	// came.
	TLSTime bool
	// Unreferenced: no reference backed the verification. Such readings count
	// only where three operators agree, and no credential may follow them.
	Unreferenced bool
	// Header is that of the first answer, Status its status; nil: none came.
	Header http.Header
	Status int
	// Same: the connection began and ended at one address, so the server runs on
	// this machine, or something on it passes the connection on.
	Same bool
	// ProxyClock is the proxy's own clock, from its answer to CONNECT; nil where
	// there is none. It is never a witness.
	ProxyClock *diagnostics.Reading
}
