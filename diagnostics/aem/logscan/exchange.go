package logscan

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
)

// Exchange is what a log says of one token exchange or Test Connection, or of
// several in a row of the same agent that came to the same.
type Exchange struct {
	File  string         `json:"file"`
	Agent string         `json:"agent,omitempty"`
	Class exchange.Class `json:"class"`
	// Token: it is known of the token step what it came to. Without it the class is
	// of the agent's own request, which other faults than a token's may fail.
	Token       bool   `json:"token"`
	Error       string `json:"error,omitempty"`
	Description string `json:"error_description,omitempty"`
	FirstError  string `json:"first_error,omitempty"`
	Status      int    `json:"http_status,omitempty"`

	// First and Last are the log's stamps of the first and the last.
	First, Last Stamp
	Count       int `json:"count"`
	// Date is the answer's own, of the last; zero where the log has none. Stamp is the
	// log's stamp beside it, and Took the time from the exchange's first line to it.
	Date  time.Time     `json:"date,omitzero"`
	Stamp Stamp         `json:"stamp,omitzero"`
	Took  time.Duration `json:"took,omitempty"`
	// FirstDate is the Date of the first.
	FirstDate time.Time `json:"first_date,omitzero"`

	place  int64 // in its file
	family string
}

// Accepted reports whether a token came, or the test passed.
func (e Exchange) Accepted() bool { return e.Class == exchange.ClassAccepted }

// Measured reports whether both clocks are known.
func (e Exchange) Measured() bool { return !e.Date.IsZero() && e.Stamp.Known() && !e.Stamp.Either }

// Raw is the answer's Date minus the log's stamp read as UTC, or as the moment
// that it is where it names its zone. Add a zone's offset from UTC (east is
// positive) to get the offset of the OS clock.
func (e Exchange) Raw() (diagnostics.Offset, bool) {
	if !e.Measured() {
		return diagnostics.Offset{}, false
	}
	raw, err := diagnostics.Between(e.Date, e.Stamp.moment())
	return raw, err == nil
}

// moment is the stamp's time where it is zoned, else its wall time read as UTC.
func (s Stamp) moment() time.Time { return s.Wall.Add(-s.East) }

// resolution is that of a Date, and of the stamps of the Test Connection page.
const resolution = time.Second

// Uncertainty is how far the offset may be off: the Date was cut to its second, and
// was set at some time between the exchange's first line and the one beside it.
func (e Exchange) Uncertainty() time.Duration { return resolution + max(0, e.Took) }
