package chart

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// SVG draws the chart as an element of a page. Words in it are escaped.
func (c Chart) SVG() string {
	if len(c.Parts) > maxParts {
		c.Parts = c.Parts[len(c.Parts)-maxParts:]
	}
	d := &drawing{chart: c, scale: scaleOf(c), slots: slots(c.Parts)}
	d.put(`<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 %s %s" role="img" aria-labelledby="chart-title chart-words">`, number(width), number(height))
	d.put(`<title id="chart-title">%s</title><desc id="chart-words">%s</desc>`, words(c.Title), words(c.Describe))
	d.ground()
	for i, part := range c.Parts {
		d.part(part, d.slots[i])
	}
	d.put("</svg>")
	return d.out.String()
}

type drawing struct {
	chart Chart
	scale scale
	slots []slot
	out   strings.Builder
}

// put writes markup. Arguments are numbers or words that are escaped already.
func (d *drawing) put(markup string, args ...any) { fmt.Fprintf(&d.out, markup, args...) }

func (d *drawing) text(class string, x, y float64, anchor, text string) {
	if text != "" {
		d.put(`<text class="%s" x="%s" y="%s" text-anchor="%s">%s</text>`, class, number(x), number(y), anchor, words(text))
	}
}

func (d *drawing) line(class string, x1, y1, x2, y2 float64) {
	d.put(`<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`, class, number(x1), number(y1), number(x2), number(y2))
}

// ground is what lies under the skew: the band of the tolerance, and the ticks.
func (d *drawing) ground() {
	tolerance := d.scale.unit * linearShare
	top, bottom := d.scale.y(tolerance), d.scale.y(-tolerance)
	d.put(`<rect class="band" x="%s" y="%s" width="%s" height="%s"/>`, number(fieldLeft), number(top), number(fieldRight-fieldLeft), number(bottom-top))
	for _, tick := range d.scale.ticks(tolerance) {
		class := "grid"
		if tick == 0 {
			class = "zero"
		}
		y := d.scale.y(tick)
		d.line(class, fieldLeft, y, fieldRight, y)
		d.text("tick", fieldLeft-6, y+4, "end", d.chart.Tick(tick))
	}
	d.line("axis", fieldLeft, fieldTop, fieldLeft, fieldBottom)
	for i, slot := range d.slots {
		d.line("axis", slot.left, fieldBottom, slot.right, fieldBottom)
		if i > 0 {
			middle := (d.slots[i-1].right + slot.left) / 2
			d.line("break", middle, fieldTop, middle, fieldBottom+6)
		}
	}
}

func (d *drawing) part(part Part, in slot) {
	d.below(part, in)
	for i, mark := range part.Marks {
		x := in.x(mark.At)
		d.line("mark", x, fieldTop, x, fieldBottom)
		if i == 0 { // more would lie on one another; each is told in the text
			anchor, beside := "start", x+4
			if x > (fieldLeft+fieldRight)/2 {
				anchor, beside = "end", x-4
			}
			d.text("name", beside, fieldTop-8, anchor, mark.Label)
		}
	}
	for _, line := range part.Lines {
		d.skew(line, in)
	}
	points := thinned(part.Points, in)
	for _, kind := range []Kind{Unused, Service, Used} { // what counts lies on top
		for _, point := range points {
			if point.Kind == kind {
				d.point(point, in)
			}
		}
	}
	for _, line := range part.Lines {
		if samples := columns(line.Samples, in); len(samples) > 0 {
			d.label(line.Label, samples, in)
		}
	}
}

// below names the time under the field: of one part its round moments, of several
// the beginning of each.
func (d *drawing) below(part Part, in slot) {
	const under, lower = fieldBottom + 16, fieldBottom + 33
	if len(d.slots) == 1 && in.length > 0 {
		for _, at := range moments(in.length) {
			d.line("axis", in.x(at), fieldBottom, in.x(at), fieldBottom+4)
			d.text("tick", in.x(at), under, "middle", d.chart.Span(at))
		}
		d.text("tick", (in.left+in.right)/2, lower, "middle", part.Name)
		return
	}
	d.text("tick", (in.left+in.right)/2, under, "middle", part.Name)
}

// point is an answer, with the bar of its uncertainty. Each kind has a shape.
func (d *drawing) point(point Point, in slot) {
	x, y := in.x(point.At), d.scale.y(point.Skew)
	if point.Uncertainty > 0 {
		d.line("bar "+string(point.Kind), x, d.scale.y(point.Skew+point.Uncertainty), x, d.scale.y(point.Skew-point.Uncertainty))
	}
	switch point.Kind {
	case Used:
		d.put(`<circle class="used" cx="%s" cy="%s" r="3.5"/>`, number(x), number(y))
	case Service:
		d.put(`<path class="service" d="M%s %sl5 5l-5 5l-5 -5z"/>`, number(x), number(y-5))
	default:
		d.put(`<circle class="unused" cx="%s" cy="%s" r="3.5"/>`, number(x), number(y))
	}
}

// skew is a line with the band of its bounds under it.
func (d *drawing) skew(line Line, in slot) {
	samples := columns(line.Samples, in)
	if len(samples) == 0 {
		return
	}
	var upper, lower, path strings.Builder
	for i, sample := range samples {
		sign := "L"
		if i == 0 {
			sign = "M"
		}
		x := number(in.x(sample.At))
		fmt.Fprintf(&path, "%s%s %s", sign, x, number(d.scale.y(sample.Skew)))
		fmt.Fprintf(&upper, "%s%s %s", sign, x, number(d.scale.y(sample.Most)))
	}
	for i := len(samples) - 1; i >= 0; i-- {
		fmt.Fprintf(&lower, "L%s %s", number(in.x(samples[i].At)), number(d.scale.y(samples[i].Least)))
	}
	d.put(`<path class="spread" d="%s%sz"/>`, upper.String(), lower.String())
	d.put(`<path class="skew" d="%s"/>`, path.String())
}

// label says a line's skew in words: over its beginning or, of a line that begins
// late, over its end; under it where there is no room above.
func (d *drawing) label(text string, samples []Sample, in slot) {
	first, last := samples[0], samples[len(samples)-1]
	anchor, x, y := "start", in.x(first.At), d.scale.y(first.Skew)
	const longest = 180 // of a label, about
	if x > fieldLeft+(fieldRight-fieldLeft)/6 && in.x(last.At) > fieldLeft+longest {
		anchor, x, y = "end", in.x(last.At), d.scale.y(last.Skew)
	}
	above := y - 9
	if above < fieldTop+8 {
		above = y + 19
	}
	d.text("value", x, above, anchor, text)
}

// number writes a coordinate, which is finite, to a tenth.
func number(value float64) string {
	text := fmt.Sprintf("%.1f", bounded(value))
	return strings.TrimSuffix(text, ".0")
}

// words escapes text and leaves out what no XML document may hold (XML 1.0, 2.2).
func words(text string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0xFFFE || r == 0xFFFF || r > 0x10FFFF || r >= 0xD800 && r <= 0xDFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD")))
}

// columns thins samples to one for each unit of width.
func columns(samples []Sample, in slot) []Sample {
	var out []Sample
	last := math.Inf(-1)
	for i, sample := range samples {
		x := math.Floor(in.x(sample.At))
		if len(out) > 0 && x == last && i < len(samples)-1 {
			kept := &out[len(out)-1]
			kept.Skew, kept.Least, kept.Most = sample.Skew, min(kept.Least, sample.Least), max(kept.Most, sample.Most)
			continue
		}
		out, last = append(out, sample), x
	}
	return out
}

// thinned leaves out points that would lie on one another.
func thinned(points []Point, in slot) []Point {
	const apart = 5
	type place struct {
		kind Kind
		x, y float64
	}
	seen := map[place]bool{}
	var out []Point
	for _, point := range points {
		at := place{point.Kind, math.Floor(in.x(point.At) / apart), math.Round(math.Copysign(math.Log10(1+math.Abs(bounded(point.Skew))*1000), point.Skew) * 5)}
		if !seen[at] {
			seen[at] = true
			out = append(out, point)
		}
	}
	return out
}
