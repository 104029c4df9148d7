package steps

import (
	"context"
	"crypto/x509"
	"net/http"
	"net/url"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/process"
	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/httpdate"
	"unskew/diagnostics/machine"
	"unskew/diagnostics/ntp"
	"unskew/diagnostics/timeservice"
	"unskew/steps/execute"
)

// World is what the steps measure in: the real host, wired by the command, or
// the lab. It has no behaviour of its own.
type World struct {
	Clock   diagnostics.Clock
	Network diagnostics.Network
	Roots   *x509.CertPool // nil: the system's
	Proxy   func(*http.Request) (*url.URL, error)

	Host       func(context.Context) hostclock.State
	Configured func() []timeservice.Server
	// Refclocks are the hardware clocks that the host is configured to follow.
	Refclocks func() []timeservice.Refclock
	// Services reads the time services and their state.
	Services func(context.Context) []timeservice.Service

	// Machine reads what remedies and causes have to know of the machine.
	Machine func(context.Context) machine.Machine

	// Log reads the logs that the person named, or those of the AEMs that were found
	// here; it returns nil where there are none.
	Log func(context.Context, process.Found) *LogEvidence

	// PublicNTP and PublicHTTPS are asked where the settings name no server.
	PublicNTP   []ntp.Server
	PublicHTTPS []httpdate.Host

	// AEM finds the AEMs that run on the host; nil: nobody looks.
	AEM func(context.Context) process.Found
	// AEMUser is who AEMs are asked as. The engine makes one that is nobody where
	// there is none.
	AEMUser *AEMUser

	Files Files
	// Passphrase opens encrypted keys among them. The engine makes one that is
	// empty where there is none.
	Passphrase *Passphrase

	Tool      string    // version of the program
	Released  time.Time // the lower bound for "now"
	Simulated string    // name of the lab's scenario
	// Fix applies the remedy in the simulated host; nil on a real one.
	Fix func() (command string)
	// Executor runs a shown remedy on a real host, after a typed yes; nil: that
	// was not allowed.
	Executor execute.Executor
}

// Files reads the files that a person names.
type Files interface {
	ReadFile(name string) ([]byte, error)
	// Complete lists the names that begin with the given one.
	Complete(prefix string) []string
}
