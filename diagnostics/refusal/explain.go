package refusal

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"unskew/diagnostics/aem"
	"unskew/diagnostics/exchange"
)

// Explanation is what a pasted text says. It holds no secret of the text, and of
// its words only Quote.
type Explanation struct {
	// Known: a row says what it means. Where it is false, Class may still be
	// refused-without-words or other, or empty where no error was found at all.
	Known bool
	Row   Row
	// ByClass: only the class of the words is known, not these words.
	ByClass bool
	Class   exchange.Class
	Quote   string // the piece that decided, scrubbed and cleaned
	Status  int    // of HTTP; 0: none is in the text

	// Times are the clocks in the text, and Skew what they say.
	Times Times
	// Transcript is what AEM's own lines say, nil where there are none.
	Transcript *aem.Transcript
	Cut        bool // the text was longer than MaxText or MaxLines, and only its beginning was read
}

// Explain says what a text means. It asks nobody.
func Explain(text string) Explanation {
	var out Explanation
	if len(text) > MaxText {
		text, out.Cut = text[:MaxText], true
	}
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), string(utf8.RuneError))
	out.Cut = out.Cut || strings.Count(text, "\n") > MaxLines
	out.Transcript = transcriptOf(text)
	best := out.choose(pieces(text, out.Transcript))
	out.Times = readTimes(text)
	if best == nil {
		return out
	}
	out.Class, out.Status = best.said.Class, best.said.Status
	if row, tier, found := find(best.said); found {
		out.Known, out.Row, out.ByClass = true, row, tier == lastTier
	}
	out.Quote = quote(best.said, out.Row.Match.Words)
	return out
}

// ownLine is a line of AEM's: reading a text as a transcript costs more than
// looking whether it may be one.
var ownLine = regexp.MustCompile(`(?:\d{1,2}[./]\d{1,2}[./]\d{4} |\d{4}-\d{2}-\d{2}[ T])\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})? (?:- |\*[A-Z]+\* )`)

// transcriptOf reads AEM's own lines; nil where there are none.
func transcriptOf(text string) *aem.Transcript {
	if !ownLine.MatchString(text) {
		return nil
	}
	transcript := aem.ReadTranscript(text)
	if transcript.Lines == 0 {
		return nil
	}
	transcript.Text = "" // what was pasted is not kept
	return &transcript
}

// lastTier is that of the rows that know no more than a class.
const lastTier = 2

// wordless is the tier of an answer that refuses and does not say why: better than
// nothing, behind every other class.
const wordless = lastTier + 1

// choose takes the first piece that the catalogue knows best; where AEM's own
// lines have an error, that decides alone.
func (e Explanation) choose(all []piece) *piece {
	var best *piece
	least := wordless + 1
	for i := range all {
		said := all[i].said
		row, tier, found := find(said)
		switch {
		case !found, row.ID == "":
			tier = wordless + 1
		case said.Class == exchange.ClassRefusedWithoutWords && tier > 0:
			tier = wordless
		}
		if tier < least || best == nil && said.Error != "" {
			best, least = &all[i], tier
		}
		if i == 0 && found && e.Transcript != nil && e.Transcript.FirstError != "" && tier <= wordless {
			return best
		}
	}
	return best
}
