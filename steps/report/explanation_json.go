package report

import (
	"bytes"
	"encoding/json"

	"unskew/diagnostics"
	"unskew/diagnostics/refusal"
	"unskew/steps"
	"unskew/steps/say"
)

const explanationSchema = "unskew.explanation/1"

// The JSON of explain. What is not known is null or absent. Clock is behind,
// ahead, either, never or open, and open where nothing is known.
type (
	explanationJSON struct {
		Schema        string        `json:"schema"`
		Known         bool          `json:"known"`
		ByClass       bool          `json:"by_class"`
		ID            word          `json:"id,omitempty"`
		Vendor        word          `json:"vendor,omitempty"`
		Context       word          `json:"context,omitempty"`
		Class         word          `json:"class,omitempty"`
		Clock         word          `json:"clock"`
		Matched       word          `json:"matched,omitempty"`
		Status        int           `json:"http_status,omitempty"`
		Cause         word          `json:"cause,omitempty"`
		Remedy        word          `json:"remedy,omitempty"`
		Steps         []word        `json:"steps,omitempty"`
		Source        word          `json:"source,omitempty"`
		Certainty     word          `json:"certainty,omitempty"`
		Skew          *saidSkewJSON `json:"skew"`
		Clocks        word          `json:"clocks,omitempty"`
		Contradiction word          `json:"contradiction,omitempty"`
		Help          []word        `json:"help,omitempty"`
		Cut           bool          `json:"cut,omitempty"`
	}
	// saidSkewJSON is the skew by the answer's own times. Seconds has RFC 5905's
	// sign: positive is behind. Exact false: it is the least it can be.
	saidSkewJSON struct {
		Seconds       float64  `json:"seconds"`
		Exact         bool     `json:"exact"`
		LikelySeconds *float64 `json:"likely_seconds,omitempty"`
		Words         word     `json:"words"`
	}
)

func explanationOf(e refusal.Explanation) explanationJSON {
	words, leaning := clockWords(e)
	out := explanationJSON{
		Schema: explanationSchema, Known: e.Known, ByClass: e.ByClass, Class: word(e.Class), Clock: word(refusal.Open),
		Matched: word(e.Quote), Status: e.Status, Cut: e.Cut, Skew: saidSkewOf(e.Times), Clocks: word(words.String()),
		Contradiction: word(steps.RefusalContradiction(needed(e), leaning).String()),
	}
	if !e.Known {
		out.Help = wordsOf(unknownHelp())
		return out
	}
	row := e.Row
	out.ID, out.Class, out.Clock = word(row.ID), word(row.Class), word(row.Clock)
	if !e.ByClass {
		out.Vendor, out.Context = word(row.Vendor), word(row.Context)
	}
	out.Cause, out.Remedy, out.Source, out.Certainty = word(row.Cause), word(row.Remedy), word(row.Source), word(row.Certainty)
	for _, step := range row.Steps {
		out.Steps = append(out.Steps, word(step))
	}
	return out
}

func saidSkewOf(times refusal.Times) *saidSkewJSON {
	skew, told := times.Skew()
	if !told {
		return nil
	}
	out := &saidSkewJSON{Seconds: skew.By.Seconds(), Exact: skew.Exact}
	if !skew.Behind {
		out.Seconds = -out.Seconds
	}
	if skew.Likely > 0 {
		likely := skew.Likely.Seconds()
		out.LikelySeconds = &likely
	}
	out.Words = word(steps.Skew(diagnostics.OffsetOf(skew.Signed())).String())
	return out
}

func wordsOf(texts []say.Text) []word {
	var out []word
	for _, text := range texts {
		out = append(out, word(text.String()))
	}
	return out
}

// encoded writes JSON as a person may read it too.
func encoded(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	return out.Bytes(), err
}
