package report

import (
	"fmt"
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

const phoneSchema = "unskew.phone/1"

// phoneJSON is what a phone code stands for. Known is false for one that was never
// given; Near are then those that it may have been.
type phoneJSON struct {
	Schema   string `json:"schema"`
	Known    bool   `json:"known"`
	Phone    word   `json:"phone"`
	Code     word   `json:"code,omitempty"`
	Cause    bool   `json:"cause,omitempty"`
	Retired  bool   `json:"retired,omitempty"`
	Means    word   `json:"means,omitempty"`
	Told     word   `json:"told,omitempty"`
	Mend     word   `json:"mend,omitempty"`
	Explains []word `json:"explains,omitempty"`
	Near     []word `json:"near,omitempty"`
}

// Phone writes what a finding's phone code, given as its digits, stands for.
func Phone(digits string, f Format, p say.Printer) ([]byte, error) {
	found, known := steps.DescribePhone(digits)
	switch {
	case f == JSON:
		return encoded(phoneOf(digits, found, known))
	case f != Text && f != Markdown:
		return nil, fmt.Errorf("unknown format %q: choose %s", string(f), Choices(PlainFormats()))
	}
	doc := misheardDocument(digits)
	if known {
		doc = describedDocument(found)
	}
	if f == Markdown {
		return asMarkdown(doc, p), nil
	}
	return asText(doc, p), nil
}

func phoneOf(digits string, found steps.Described, known bool) phoneJSON {
	out := phoneJSON{Schema: phoneSchema, Known: known, Phone: word(digits)}
	if !known {
		out.Near = words(steps.NearPhones(digits))
		return out
	}
	out.Code, out.Cause, out.Retired = word(found.Code), found.Cause, found.Retired
	out.Means, out.Told, out.Mend = word(found.Means.String()), word(found.Told.String()), word(found.Mend.String())
	out.Explains = words(found.Explains)
	return out
}

// describedDocument tells a finding as it is known before anything is measured.
func describedDocument(found steps.Described) document {
	facts := []steps.Fact{
		{Label: say.T("phone code"), Value: say.Verbatim(steps.Spoken(found.Phone))},
		{Label: say.T("code in the report"), Value: say.Verbatim(found.Code)},
	}
	if found.Retired {
		return document{Title: say.T("This finding is no longer made; an older version of this program made it."), Intro: []steps.Block{steps.Facts{Rows: facts}}}
	}
	if found.Cause {
		facts = append(facts, steps.Fact{Label: say.T("kind"), Value: say.T("a reason why the clock is wrong, or will be wrong again")})
	}
	facts = append(facts, steps.Fact{Label: say.T("leads to"), Value: say.Verbatim(strings.Join(found.Explains, ", "))})
	return document{
		Title: found.Means,
		Intro: []steps.Block{steps.Facts{Rows: filled(facts)}},
		Sections: []section{
			{Title: say.T("How it is told"), Blocks: []steps.Block{prose(found.Told)}},
			{Title: say.T("What mends it"), Blocks: []steps.Block{prose(found.Mend)}},
			{Title: say.T("For this machine"), Blocks: []steps.Block{prose(
				say.T("This holds for every machine. The commands for one machine stand in its own report and change request."),
			)}},
		},
	}
}

// misheardDocument tells that a code was never given, and what it may have been.
func misheardDocument(digits string) document {
	doc := document{
		Title: say.T("No finding has the phone code %s. Have it read out again, digit by digit.", steps.Spoken(digits)),
	}
	var rows []steps.Row
	for _, near := range steps.NearPhones(digits) {
		if found, known := steps.DescribePhone(near); known {
			rows = append(rows, steps.Row{Cells: []say.Text{say.Verbatim(steps.Spoken(near)), found.Means}})
		}
	}
	if len(rows) > 0 {
		doc.Intro = []steps.Block{
			prose(say.T("It may have been one of these, with a digit misheard or two of them swapped:")),
			steps.Table{Head: []say.Text{say.T("phone code"), say.T("what it means")}, Rows: rows},
		}
	}
	return doc
}
