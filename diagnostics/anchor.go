package diagnostics

import "time"

// MaxDrift is how fast a raw clock may run away from true time: 100 ppm, the
// usual limit for the crystal of a computer that is not broken.
const MaxDrift = 100e-6

// Anchor ties true time to raw time: when the raw clock showed Raw, the true
// time was True, give or take Uncertainty. It is immune to whatever happens to
// the OS clock. Uncertainty is a half-width and is never zero.
type Anchor struct {
	True        time.Time     `json:"true"`
	Raw         time.Duration `json:"raw"`
	Uncertainty time.Duration `json:"uncertainty"`
}

// At returns the true time when the raw clock shows raw.
func (a Anchor) At(raw time.Duration) time.Time { return a.True.Add(raw - a.Raw) }

// UncertaintyAt returns the half-width at raw: it grows by MaxDrift.
func (a Anchor) UncertaintyAt(raw time.Duration) time.Duration {
	return a.Uncertainty + time.Duration(float64((raw-a.Raw).Abs())*MaxDrift)
}

// Offset returns true time minus OS clock at an instant.
func (a Anchor) Offset(i Instant) (Offset, error) { return Between(a.At(i.Raw), i.Wall) }
