package chart

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
)

func named(c Chart) Chart {
	c.Tick = func(skew float64) string { return fmt.Sprintf("skew %g", skew) }
	c.Span = func(seconds float64) string { return fmt.Sprintf("time %g", seconds) }
	return c
}

// read holds a drawing to strict XML and to the picture's bounds, and returns how
// many elements of each name it has.
func read(t *testing.T, drawing string) map[string]int {
	t.Helper()
	count := map[string]int{}
	decoder := xml.NewDecoder(strings.NewReader(drawing))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return count
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, drawing)
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		count[element.Name.Local]++
		for _, attribute := range element.Attr {
			limit := 0.0
			switch attribute.Name.Local {
			case "x", "x1", "x2", "cx", "width":
				limit = width
			case "y", "y1", "y2", "cy", "height":
				limit = height
			default:
				continue
			}
			if value, err := strconv.ParseFloat(attribute.Value, 64); err != nil || value < 0 || value > limit {
				t.Errorf("<%s> has %s=%q, outside the picture", element.Name.Local, attribute.Name.Local, attribute.Value)
			}
		}
	}
}

func TestSVG(t *testing.T) {
	days, point := -208154.0, Point{Skew: -208154, Uncertainty: 0.003, Kind: Used}
	flat := func(from, to, skew float64) Line {
		return Line{Samples: []Sample{{from, skew, skew, skew}, {to, skew, skew, skew}}, Label: "label"}
	}
	cases := []struct {
		name  string
		chart Chart
		want  map[string]int
	}{
		{"one moment", Chart{Tolerance: 1, Parts: []Part{{Name: "now", Points: []Point{point}}}}, map[string]int{"circle": 1, "rect": 1}},
		{"days, then milliseconds", Chart{Tolerance: 1, Parts: []Part{{
			Length: 60, Lines: []Line{flat(0, 40, days), flat(40, 60, 0.002)}, Marks: []Mark{{40, "moved"}},
			Points: []Point{point, {At: 50, Skew: 0.002, Uncertainty: 0.5, Kind: Service}},
		}}}, map[string]int{"path": 5, "circle": 1}},
		{"taken up again", Chart{Tolerance: 1, Parts: []Part{{Length: 5, Lines: []Line{flat(0, 5, -5)}}, {Name: "3d later", Length: 3600, Lines: []Line{flat(0, 3600, 0)}}}}, map[string]int{"path": 4}},
		{"no tolerance", Chart{Parts: []Part{{Length: 1, Points: []Point{{Skew: 0, Kind: Unused}}}}}, map[string]int{"circle": 1}},
		{"many parts", Chart{Tolerance: 1, Parts: make([]Part, 100)}, map[string]int{"rect": 1}},
		{"a year of seconds", Chart{Tolerance: 1, Parts: []Part{{Length: 3e7, Points: []Point{{At: 1e7, Skew: 4e9, Kind: Unused}}}}}, map[string]int{"circle": 1}},
		{"not numbers", Chart{Tolerance: math.Inf(1), Parts: []Part{{
			Length: math.NaN(), Lines: []Line{{Samples: []Sample{{math.NaN(), math.Inf(-1), math.Inf(1), math.NaN()}}}},
			Points: []Point{{math.Inf(1), math.NaN(), math.Inf(1), Used}},
		}}}, map[string]int{"circle": 1}},
	}
	for _, c := range cases {
		got := read(t, named(c.chart).SVG())
		for name, want := range c.want {
			if got[name] != want {
				t.Errorf("%s: %d <%s>, want %d", c.name, got[name], name, want)
			}
		}
	}
	if len(cases) != 7 {
		t.Fatalf("%d charts were drawn, want 7", len(cases))
	}
}

// TestBothScales: days and milliseconds stand apart from zero in one picture, in
// the right order.
func TestBothScales(t *testing.T) {
	s := scaleOf(Chart{Tolerance: 1, Parts: []Part{{Points: []Point{{Skew: -208154}, {Skew: 0.5}}}}})
	skews := []float64{-208154, -3600, -60, -1, -0.1, 0, 0.1, 0.5, 1}
	for i := 1; i < len(skews); i++ {
		if apart := s.y(skews[i-1]) - s.y(skews[i]); apart < 5 {
			t.Errorf("%g and %g are %.1f apart", skews[i-1], skews[i], apart)
		}
	}
	ticks := s.ticks(1)
	if len(ticks) < 6 || ticks[0] != 0 || ticks[1] != 1 || ticks[2] != -1 {
		t.Errorf("the ticks are %v", ticks)
	}
}

// TestThinned: a day of samples is no larger than what can be seen of it, and its
// bounds are kept.
func TestThinned(t *testing.T) {
	part := Part{Length: 86400}
	var samples []Sample
	for at := 0.0; at < 86400; at += 10 {
		samples = append(samples, Sample{At: at, Skew: 0, Least: -0.1, Most: 0.1})
		part.Points = append(part.Points, Point{At: at, Skew: 0.01, Kind: Used})
	}
	samples[4000].Most = 5
	part.Lines = []Line{{Samples: samples}}
	in := slots([]Part{part})[0]
	kept := columns(samples, in)
	most := 0.0
	for _, sample := range kept {
		most = max(most, sample.Most)
	}
	if len(kept) > int(width) || most != 5 {
		t.Errorf("%d samples are left, the most is %g", len(kept), most)
	}
	if drawing := named(Chart{Tolerance: 1, Parts: []Part{part}}).SVG(); len(drawing) > 40_000 {
		t.Errorf("the drawing has %d bytes", len(drawing))
	}
}

func FuzzSVG(f *testing.F) {
	f.Add("</title><script>", 1.0, -208154.0, 60.0, 0.5, 2)
	f.Add("\x00\x0b\uFFFE\xff", math.NaN(), math.Inf(1), -1.0, math.MaxFloat64, 9)
	f.Add("", 0.0, 1e-300, 1e300, -5.0, 0)
	f.Fuzz(func(t *testing.T, text string, tolerance, skew, length, at float64, parts int) {
		part := Part{
			Name: text, Length: length, Points: []Point{{at, skew, tolerance, Used}, {skew, at, length, Service}},
			Lines: []Line{{Label: text, Samples: []Sample{{at, skew, length, tolerance}, {length, at, at, skew}}}}, Marks: []Mark{{at, text}},
		}
		c := Chart{Title: text, Describe: text, Tolerance: tolerance}
		for range 1 + min(8, max(0, parts)) {
			c.Parts = append(c.Parts, part)
		}
		read(t, named(c).SVG())
	})
}
