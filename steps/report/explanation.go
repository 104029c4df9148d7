package report

import (
	"fmt"
	"strings"

	"unskew/diagnostics/refusal"
	"unskew/steps"
	"unskew/steps/say"
)

// PlainFormats lists the formats of what is no session, the default first.
func PlainFormats() []Format { return []Format{Text, JSON, Markdown} }

// Explanation writes what a pasted text means. Of the text itself it has only the
// piece that decided.
func Explanation(e refusal.Explanation, f Format, p say.Printer) ([]byte, error) {
	switch f {
	case Text:
		return asText(explanationDocument(e), p), nil
	case Markdown:
		return asMarkdown(explanationDocument(e), p), nil
	case JSON:
		return encoded(explanationOf(e))
	}
	return nil, fmt.Errorf("unknown format %q: choose %s", string(f), Choices(PlainFormats()))
}

func explanationDocument(e refusal.Explanation) document {
	if !e.Known {
		return unknownDocument(e)
	}
	doc := document{Title: steps.RefusalClock(e.Row.Clock)}
	facts := []steps.Fact{{Label: say.T("it says"), Value: shown(e.Quote)}}
	if e.Status != 0 {
		facts = append(facts, steps.Fact{Label: say.T("status"), Value: say.T("HTTP %s", say.Number(e.Status))})
	}
	if e.ByClass {
		facts = append(facts, steps.Fact{Label: say.T("known by"), Value: say.T("the kind of its words; these very words are not in the catalogue")})
	} else {
		facts = append(facts,
			steps.Fact{Label: say.T("said by"), Value: say.T(e.Row.Vendor)},
			steps.Fact{Label: say.T("about"), Value: say.T(e.Row.Context)})
	}
	facts = append(facts, steps.Fact{Label: say.T("class"), Value: shown(string(e.Row.Class))})
	doc.Intro = append([]steps.Block{steps.Facts{Rows: filled(facts)}}, cutBlocks(e)...)
	doc.Sections = []section{
		clocksIn(e),
		{Title: say.T("Cause"), Blocks: []steps.Block{prose(say.T(e.Row.Cause))}},
		{Title: say.T("What to do"), Blocks: remedyBlocks(e.Row)},
		{Title: say.T("How this is known"), Blocks: []steps.Block{steps.Facts{Rows: []steps.Fact{
			{Label: say.T("source"), Value: sourceOf(e)},
			{Label: say.T("certainty"), Value: rowCertainty(e.Row.Certainty)},
			{Label: say.T("row"), Value: shown(e.Row.ID)},
		}}}},
	}
	doc.Sections = withBlocks(doc.Sections)
	return doc
}

// sourceOf is where a row is from. What it says of its words, where they are known by
// their kind alone, is said above already.
func sourceOf(e refusal.Explanation) say.Text {
	source := e.Row.Source
	if e.ByClass {
		source, _, _ = strings.Cut(source, ";")
	}
	return shown(source)
}

func rowCertainty(certainty refusal.Certainty) say.Text {
	switch certainty {
	case refusal.High:
		return say.T("high")
	case refusal.Medium:
		return say.T("medium")
	}
	return say.T("low")
}

// clocksIn is what the times in the text say, and where they contradict its words.
func clocksIn(e refusal.Explanation) section {
	part := section{Title: say.T("The clocks in this text")}
	words, leaning := clockWords(e)
	if !words.IsZero() {
		part.Blocks = append(part.Blocks, prose(words))
	}
	if against := steps.RefusalContradiction(needed(e), leaning); !against.IsZero() {
		part.Blocks = append(part.Blocks, prose(against))
	}
	return part
}

// needed is what a clock would have to be for such an answer.
func needed(e refusal.Explanation) refusal.Clock {
	if !e.Known {
		return refusal.Open
	}
	return e.Row.Clock
}

// clockWords prefers the answer's own times to the stamps of a log, which have no
// zone.
func clockWords(e refusal.Explanation) (say.Text, steps.Leaning) {
	if words, leaning := steps.RefusalSkew(e.Times); !words.IsZero() {
		return words, leaning
	}
	if !e.Times.Server.IsZero() {
		return say.T("The server's own clock showed %s then. Compare it with the stamp of the log line.", utc(e.Times.Server)), steps.LeansNowhere
	}
	if e.Transcript == nil {
		return say.Text{}, steps.LeansNowhere
	}
	return steps.TranscriptSkew(e.Transcript)
}

func remedyBlocks(row refusal.Row) []steps.Block {
	blocks := []steps.Block{prose(say.T(row.Remedy))}
	for i, step := range row.Steps {
		blocks = append(blocks, prose(say.T("%s. %s", say.Number(i+1), say.T(step))))
	}
	return blocks
}

// unknownDocument says honestly that nothing is known, and what would help.
func unknownDocument(e refusal.Explanation) document {
	doc := document{Title: say.T("These words are not known. Whether a clock is the cause cannot be said from them.")}
	if e.Quote != "" {
		doc.Intro = []steps.Block{steps.Facts{Rows: []steps.Fact{{Label: say.T("it says"), Value: shown(e.Quote)}}}}
	} else {
		doc.Intro = []steps.Block{prose(say.T("No error that this program can read was found in the text."))}
	}
	doc.Intro = append(doc.Intro, cutBlocks(e)...)
	doc.Sections = withBlocks([]section{
		clocksIn(e),
		{Title: say.T("What would help"), Blocks: []steps.Block{steps.Prose{Lines: unknownHelp()}}},
	})
	return doc
}

// cutBlocks says that a text was too long to be read whole.
func cutBlocks(e refusal.Explanation) []steps.Block {
	if !e.Cut {
		return nil
	}
	return []steps.Block{prose(say.T("Only the beginning of the text was read: it is too long. Give the part around the error."))}
}

func unknownHelp() []say.Text {
	return []say.Text{
		say.T("Give the whole answer of the service: its status, its header (the line Date above all) and its body."),
		say.T("Of a log or stack trace give everything from the first error line to the last line that begins with Caused by."),
		say.T("Of AEM give the whole output of Test Connection."),
		say.T("A token or assertion itself (it begins with eyJ) is read by: unskew token FILE."),
		say.T("To learn whether the clock is right, whatever the words mean: run unskew on that machine."),
	}
}

func prose(lines ...say.Text) steps.Prose { return steps.Prose{Lines: lines} }

// withBlocks leaves out the sections that have nothing to say.
func withBlocks(sections []section) []section {
	var kept []section
	for _, part := range sections {
		if len(part.Blocks) > 0 {
			kept = append(kept, part)
		}
	}
	return kept
}
