package steps

import (
	"math"
	"time"

	"unskew/diagnostics"
)

const (
	// watchEvery is how often the OS clock is looked at, with no packet sent.
	watchEvery = 250 * time.Millisecond
	// jumpAtLeast is the least sudden change that counts as one: more than any
	// slewing does between two looks (chrony: up to 100,000 ppm, 25 ms), and
	// more than a preempted process tears two readings apart.
	jumpAtLeast = 100 * time.Millisecond
	// slewAtLeast, in ppm, is what no crystal does by itself; ntpd slews at 500.
	slewAtLeast = 400.0
	// slewOverNoise is how far a trend has to stand out of the scatter of the
	// looks: some systems' wall clocks tick in steps of 15.6 ms.
	slewOverNoise = 6
	// slewWindow is the span over which the rate is taken.
	slewWindow = 2 * time.Second
)

// motion is what the watcher sees at one look.
type motion string

const (
	steady  motion = "steady"
	jumped  motion = "jumped"
	slewing motion = "slewing"
	slewed  motion = "slewed" // slewing has just ended, or has come far
)

// watcher follows the offset of the OS clock against raw time. It needs no
// reference: it sees wall minus raw change.
type watcher struct {
	looks   []look
	base    diagnostics.Instant // where the epoch began
	slewing bool
	rate    float64 // ppm; positive: the OS clock gains on true time
}

type look struct {
	raw  time.Duration
	gain time.Duration // wall minus raw, against the base
}

// restart begins anew from an instant: after a move, nothing before counts.
func (w *watcher) restart(at diagnostics.Instant) {
	*w = watcher{base: at, looks: []look{{raw: at.Raw}}}
}

// gain is how far the OS clock has run ahead of raw time since the base.
func (w *watcher) gain(at diagnostics.Instant) (time.Duration, bool) {
	moved, err := diagnostics.Between(at.Wall, w.base.Wall.Add(at.Raw-w.base.Raw))
	return moved.Duration(), err == nil
}

// see takes a look at the clock.
func (w *watcher) see(at diagnostics.Instant) motion {
	if len(w.looks) == 0 {
		w.restart(at)
		return steady
	}
	gain, ok := w.gain(at)
	last := w.looks[len(w.looks)-1]
	if !ok || (gain-last.gain).Abs() > jumpAtLeast+time.Duration(0.12*float64(at.Raw-last.raw)) {
		return jumped
	}
	w.looks = append(w.looks, look{raw: at.Raw, gain: gain})
	for len(w.looks) > 2 && at.Raw-w.looks[1].raw >= slewWindow {
		w.looks = w.looks[1:]
	}
	first := w.looks[0]
	span := at.Raw - first.raw
	if span < slewWindow {
		return steady
	}
	rate, noise := trend(w.looks)
	w.rate = rate * 1e6
	was := w.slewing
	w.slewing = math.Abs(w.rate) > slewAtLeast && math.Abs(rate)*float64(span) > slewOverNoise*noise
	switch {
	case w.slewing:
		return slewing
	case was:
		return slewed
	}
	return steady
}

// trend fits a line through the looks: its slope, and the root mean square of
// what is left, in nanoseconds.
func trend(looks []look) (slope, noise float64) {
	count := float64(len(looks))
	var meanX, meanY float64
	for _, at := range looks {
		meanX += float64(at.raw-looks[0].raw) / count
		meanY += float64(at.gain-looks[0].gain) / count
	}
	var square, product float64
	for _, at := range looks {
		x, y := float64(at.raw-looks[0].raw)-meanX, float64(at.gain-looks[0].gain)-meanY
		square += x * x
		product += x * y
	}
	if square == 0 {
		return 0, 0
	}
	slope = product / square
	for _, at := range looks {
		rest := float64(at.gain-looks[0].gain) - meanY - slope*(float64(at.raw-looks[0].raw)-meanX)
		noise += rest * rest / count
	}
	return slope, math.Sqrt(noise)
}
