package chart

import (
	"math"
)

// The picture, in its own units. On a narrow screen it is shrunk to less than
// that, so letters are large; what is left of the field belongs to the words.
const (
	width  = 480.0
	height = 300.0

	fieldLeft   = 108.0
	fieldRight  = width - 10
	fieldTop    = 26.0
	fieldBottom = height - 40
)

// farthest bounds a skew, in seconds: more than the age of anything that counts
// time. It keeps arithmetic finite.
const farthest = 1e12

// scale turns skews into heights.
type scale struct {
	unit           float64 // up to about here it is linear
	lowest, extent float64
}

// bend is the symmetric logarithm: linear near zero, and of the same sign.
func (s scale) bend(skew float64) float64 {
	return math.Copysign(math.Log10(1+math.Abs(bounded(skew))/s.unit), skew)
}

// y is the height of a skew in the picture.
func (s scale) y(skew float64) float64 {
	return fieldBottom - (s.bend(skew)-s.lowest)/s.extent*(fieldBottom-fieldTop)
}

func bounded(value float64) float64 {
	switch {
	case math.IsNaN(value):
		return 0
	case value > farthest:
		return farthest
	case value < -farthest:
		return -farthest
	}
	return value
}

// linearShare is which part of the tolerance is drawn linearly.
const linearShare = 100

// scaleOf holds the tolerance on both sides of zero, and all that is drawn.
func scaleOf(c Chart) scale {
	tolerance := math.Abs(bounded(c.Tolerance))
	if tolerance == 0 {
		tolerance = 1
	}
	s := scale{unit: tolerance / linearShare}
	least, most := -tolerance, tolerance
	hold := func(values ...float64) {
		for _, value := range values {
			least, most = min(least, bounded(value)), max(most, bounded(value))
		}
	}
	for _, part := range c.Parts {
		for _, point := range part.Points {
			hold(point.Skew-point.Uncertainty, point.Skew+point.Uncertainty)
		}
		for _, line := range part.Lines {
			for _, sample := range line.Samples {
				hold(sample.Skew, sample.Least, sample.Most)
			}
		}
	}
	const air = 0.6 // so that nothing lies on the frame
	s.lowest = s.bend(least) - air
	s.extent = s.bend(most) + air - s.lowest
	return s
}

// ticks are the skews that get a name: zero and the tolerance first, then round
// ones outward, as far as they do not crowd one another.
func (s scale) ticks(tolerance float64) []float64 {
	const day = 86400
	named := []float64{0, tolerance, -tolerance}
	for _, size := range []float64{day, 60, 3600, 10 * day, 365 * day, 36500 * day, 3650 * day, 600, 10, 1, 0.1, 0.01, 0.001} {
		named = append(named, size, -size)
	}
	const apart = 19
	var kept []float64
	for _, tick := range named {
		y := s.y(tick)
		crowded := y < fieldTop+4 || y > fieldBottom-2
		for _, other := range kept {
			crowded = crowded || math.Abs(s.y(other)-y) < apart
		}
		if !crowded {
			kept = append(kept, tick)
		}
	}
	return kept
}

// slot is where a part lies in the picture.
type slot struct {
	left, right float64
	length      float64
}

// x is the place of a moment of the part.
func (s slot) x(at float64) float64 {
	if s.length <= 0 {
		return (s.left + s.right) / 2
	}
	return s.left + min(1, max(0, bounded(at)/s.length))*(s.right-s.left)
}

// slots shares the width out: by length, but none less than can be seen.
func slots(parts []Part) []slot {
	const between = 16.0
	room := fieldRight - fieldLeft - between*float64(len(parts)-1)
	least := room / float64(3*len(parts))
	total := 0.0
	for _, part := range parts {
		total += max(0, bounded(part.Length))
	}
	var out []slot
	left := fieldLeft
	for _, part := range parts {
		length := max(0, bounded(part.Length))
		share := 1 / float64(len(parts))
		if total > 0 {
			share = length / total
		}
		wide := least + share*(room-least*float64(len(parts)))
		out = append(out, slot{left: left, right: left + wide, length: length})
		left += wide + between
	}
	return out
}

// moments are round times within a length, few enough to be named beneath.
func moments(length float64) []float64 {
	const most = 5
	for _, step := range []float64{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 2 * 86400, 7 * 86400, 30 * 86400} {
		if length/step > most {
			continue
		}
		var out []float64
		for at := 0.0; at <= length; at += step {
			out = append(out, at)
		}
		return out
	}
	return []float64{0}
}
