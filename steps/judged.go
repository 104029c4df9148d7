package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// Judged is the offset as it is judged at the end of the record.
type Judged struct {
	Known       bool
	Offset      diagnostics.Offset
	Uncertainty time.Duration
	Relation    Relation
	Source      diagnostics.Source
	Witnesses   int
	Agreeing    int
	Asked       int
	Words       say.Text
	Circular    bool // the reference is only what the host follows anyway
	// Independent: a server that the host does not follow, or that somebody
	// vouched for, took part. A watch does not count: it is too coarse.
	Independent bool
	// Away is the host of the AEM whose clock was judged, by its Date; "" is this
	// machine's own clock.
	Away string
	// Reference is true time at the last entry of the record; zero: unknown.
	Reference    time.Time
	ReferenceRaw time.Duration // raw time at that entry
	Readings     []JudgedReading

	patient patient
}

// JudgedReading is a reading and what became of it.
type JudgedReading struct {
	diagnostics.Reading
	Used bool
	Why  diagnostics.Unused
}

// Proofs is the exchange, as far as it was tried, in the current epoch or, where
// that has none, in the one before.
type Proofs struct {
	Profile  string
	Title    string
	Endpoint string
	By       string // "unskew" or "aem"
	Lifetime time.Duration

	// ServerOffset is the endpoint's clock minus the OS clock.
	ServerOffset *diagnostics.Offset
	// Margin is how much further the OS clock may fall behind before a fresh
	// assertion is refused; negative: refused by that much.
	Margin *diagnostics.Offset
	// MarginAhead is the same for a clock that is ahead; nil where the endpoint
	// is not known to check iat or nbf.
	MarginAhead *diagnostics.Offset

	OSClock, Reference, Server *exchange.Attempt
	// Failing are AEM's own tests that ran and did not pass.
	Failing []author.Test
	// Why each was not sent, where it was not.
	WhyNoOSClock, WhyNoReference, WhyNoServer string
}
