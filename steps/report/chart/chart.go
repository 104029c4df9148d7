// Package chart draws how far a clock was off, over the time of a session, as one
// SVG element for a page.
//
// Its rules:
//
//   - It knows no session: times and skews come in as seconds, words as they are to
//     be read. So it draws the same in every language.
//   - A clock may be days off before it is corrected and milliseconds afterwards, and
//     both must be seen. The scale is symmetric and logarithmic, and linear near zero
//     (a hundredth of the tolerance); its ticks are named in words.
//   - Colours and fonts are the page's, by class names. Shapes differ as well, so
//     that nothing hangs on colour.
//   - Whatever comes in, what goes out is finite, bounded in size and well formed
//     (XML 1.0). A day of samples is thinned to the columns that can be seen.
package chart

// Chart is what is drawn. Skews are the clock minus true time, in seconds: positive
// is ahead, and stands above the middle.
type Chart struct {
	Title    string // names the chart, for those who cannot see it
	Describe string // says what it shows, likewise

	Tolerance float64 // the half-width of the band in which a clock counts as right
	Parts     []Part  // at most maxParts are drawn, the newest

	// Tick names a skew on the scale, such as "1h behind"; Span names a time since
	// the beginning of a part.
	Tick func(skew float64) string
	Span func(seconds float64) string
}

// Part is a stretch of time that was watched. Between two of them nobody did.
type Part struct {
	Name string // under its beginning; empty: none
	// Length is in seconds; 0 for a single moment.
	Length float64
	Lines  []Line
	Points []Point
	Marks  []Mark
}

// Line is the skew over a time in which the clock was not moved.
type Line struct {
	Samples []Sample // in the order of time
	Label   string   // beside its beginning; empty: none
}

// Sample is the skew of a moment, or of the stretch that begins there: its last
// value, and the bounds that it kept within.
type Sample struct{ At, Skew, Least, Most float64 }

// Kind is whose answer a point is.
type Kind string

// The kinds of points. They are the class names too.
const (
	Used    Kind = "used"    // a time server that the reference is made of
	Unused  Kind = "unused"  // one that is not
	Service Kind = "service" // the token service's own clock
)

// Point is one answer: the skew by it, and the half-width of what it may be.
type Point struct {
	At, Skew, Uncertainty float64
	Kind                  Kind
}

// Mark is a moment that has a name.
type Mark struct {
	At    float64
	Label string
}

// maxParts bounds the stretches that are drawn: more would be too narrow to see.
const maxParts = 6

// Empty reports whether there is nothing to draw.
func (c Chart) Empty() bool {
	for _, part := range c.Parts {
		if len(part.Points) > 0 {
			return false
		}
		for _, line := range part.Lines {
			if len(line.Samples) > 0 {
				return false
			}
		}
	}
	return true
}
