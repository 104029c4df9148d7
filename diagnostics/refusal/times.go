package refusal

import "time"

// Times are the clocks that an error text holds beside one another.
type Times struct {
	Server  time.Time // the time of the server that refused
	Request time.Time // the same moment by the machine that asked
	From    time.Time // the assertion's nbf, zero where it has none
	Until   time.Time // the assertion's exp
	// Local: Server is not told; Request is this machine's own time, and it lies
	// before From or after Until, which are the dates of a certificate.
	Local bool
}

// Skew is what Times say of the clock of the machine that asked.
type Skew struct {
	Behind bool          // else ahead
	By     time.Duration // more than zero
	// Exact: both clocks were in the text. Otherwise By is the least it can be, if
	// the assertion was made just before it was sent.
	Exact bool
	// Likely is By plus the time from nbf to the refusal, where the assertion says
	// when it began; zero where it does not.
	Likely time.Duration
}

// Skew says how far the asking machine's clock was off, by the server's own words;
// false where they do not say.
func (t Times) Skew() (Skew, bool) {
	switch {
	case t.Local && !t.From.IsZero() && t.Request.Before(t.From):
		return Skew{Behind: true, By: t.From.Sub(t.Request)}, true
	case t.Local && !t.Until.IsZero() && t.Request.After(t.Until):
		return Skew{By: t.Request.Sub(t.Until)}, true
	case t.Server.IsZero() || t.Local:
		return Skew{}, false
	case !t.Request.IsZero() && !t.Request.Equal(t.Server):
		return Skew{Behind: t.Request.Before(t.Server), By: t.Server.Sub(t.Request).Abs(), Exact: true}, true
	case !t.Until.IsZero() && t.Server.After(t.Until):
		skew := Skew{Behind: true, By: t.Server.Sub(t.Until)}
		if !t.From.IsZero() && t.From.Unix() > 0 {
			skew.Likely = t.Server.Sub(t.From)
		}
		return skew, true
	case !t.From.IsZero() && t.Server.Before(t.From):
		return Skew{By: t.From.Sub(t.Server)}, true
	}
	return Skew{}, false
}

// Signed is By with RFC 5905's sign: positive is behind.
func (s Skew) Signed() time.Duration {
	if s.Behind {
		return s.By
	}
	return -s.By
}

// Known reports whether the text held a time at all.
func (t Times) Known() bool { return t != Times{} }
