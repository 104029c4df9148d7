package report

import (
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/hostclock"
	"unskew/steps"
	"unskew/steps/say"
)

// document is a report for people, before it is laid out.
type document struct {
	Banner   say.Text // of a simulated host, first and last
	Title    say.Text // the verdict's
	Tone     steps.Tone
	Intro    []steps.Block
	Sections []section
}

// section is a headed part of a document. One without blocks is left out.
type section struct {
	Title  say.Text
	Blocks []steps.Block
}

// documentOf puts the parts in the order in which a person with a ticket asks
// for them: the answer, the proof, what to do, and then everything else.
func documentOf(c content) document {
	doc := document{Banner: documentBanner(c), Title: titleOf(c), Tone: toneOf(c.now.Verdict), Intro: introOf(c)}
	for _, part := range []section{
		clocksSection(c), zonesSection(c), beforeSection(c), findingsSection(c), dangersSection(c), exchangeSection(c), aemSection(c), messageSection(c), logSection(c), serversSection(c),
		destinationsSection(c), tokensSection(c), stepsSection(c), answersSection(c), hostSection(c), aboutSection(c),
	} {
		if len(part.Blocks) > 0 {
			doc.Sections = append(doc.Sections, part)
		}
	}
	return doc
}

func documentBanner(c content) say.Text {
	scenario := c.session.Start().Simulated
	if scenario == "" {
		return say.Text{}
	}
	return say.T("SIMULATED: scenario %s. Nothing here was measured on a real host.", scenario)
}

func titleOf(c content) say.Text {
	if c.now.Verdict.Title.IsZero() {
		return say.T("No verdict yet")
	}
	return c.now.Verdict.Title
}

// toneOf is how a verdict is meant. Its words say the same.
func toneOf(verdict steps.Verdict) steps.Tone {
	switch verdict.Code {
	case steps.Healthy, steps.Fixed:
		return steps.Good
	case steps.Inconclusive, "":
		return steps.Caution
	}
	return steps.Bad
}

func introOf(c content) []steps.Block {
	verdict := c.now.Verdict
	rows := []steps.Fact{
		{Label: say.T("machine"), Value: say.Verbatim(hostName(c.session)), Note: patientNote(c.session)},
		aemFact(c.session),
		{Label: say.T("verdict"), Value: say.Verbatim(string(verdict.Code))},
		{Label: say.T("proof"), Value: c.now.ProofWords(), Note: say.Verbatim(string(verdict.Proof))},
		{Label: say.T("certainty"), Value: certaintyWords(verdict.Certainty)},
		{Label: say.T("session"), Value: c.session.State().Words()},
		{Label: say.T("next"), Value: verdict.Next},
	}
	for _, cause := range causesFound(c) {
		rows = append(rows, steps.Fact{Label: say.T("cause"), Value: cause.Title, Note: say.Verbatim(cause.Code)})
	}
	rows = append(rows, steps.Fact{Label: say.T("phone code"), Value: phoneWords(c)})
	if keeping := c.now.Keeping; keeping.State != "" {
		rows = append(rows, steps.Fact{Label: say.T("lasting"), Value: lastingWords(keeping.State), Note: say.Join(" ", keeping.Why...)})
	}
	return []steps.Block{steps.Facts{Rows: filled(rows)}}
}

// patientNote says how the clock of the machine was read, where it is another one
// than that on which the program ran.
func patientNote(s steps.Session) say.Text {
	if _, source := s.Patient(); source == "local" {
		return say.Text{}
	}
	return say.T("AEM's clock, by its own Date; measured from %s", s.Start().Host)
}

// aemFact says whether AEM runs on the machine whose clock was measured.
func aemFact(s steps.Session) steps.Fact {
	label := say.T("AEM on it")
	if _, source := s.Patient(); source != "local" {
		return steps.Fact{Label: label, Value: say.T("it answered for itself")}
	}
	host := s.Host()
	if host == nil {
		host = &hostclock.State{Name: hostName(s)}
	}
	rows := steps.FoundRows(s, host)
	if len(rows) == 0 {
		return steps.Fact{Label: label, Value: say.T("not looked for")}
	}
	out := steps.Fact{Label: label, Value: rows[0].Value, Note: rows[0].Note}
	if found := s.AEM(); len(found.List) > 1 {
		out.Note = say.T("one of %s", say.Number(len(found.List)))
	}
	return out
}

// causesFound are the causes that are named now, or were while the clock was wrong.
func causesFound(c content) []steps.Finding {
	found := c.now.Findings
	if c.before != nil && c.now.Offset.Relation != steps.Beyond {
		found = c.before.Findings
	}
	var causes []steps.Finding
	for _, finding := range found {
		if finding.Root() {
			causes = append(causes, finding)
		}
	}
	return causes
}

// phoneWords are the codes that the last page asks to be read out, each with its
// finding.
func phoneWords(c content) say.Text {
	var codes []string
	for _, finding := range steps.PhoneFindings(c.session, c.now) {
		codes = append(codes, steps.Spoken(finding.Phone())+" ("+finding.Code+")")
	}
	return say.Verbatim(strings.Join(codes, ", "))
}

func lastingWords(state steps.Lasting) say.Text {
	switch state {
	case steps.LastsKept:
		return say.T("right, and kept so")
	case steps.LastsRelapse:
		return say.T("right now, and will be wrong again")
	}
	return say.T("right now; whether it stays so is not known")
}

func hostName(s steps.Session) string {
	host, _ := s.Patient()
	return host
}

func certaintyWords(certainty steps.Certainty) say.Text {
	switch certainty {
	case steps.Proved:
		return say.T("proved")
	case steps.Likely:
		return say.T("likely")
	case steps.MeasuredOne:
		return say.T("measured")
	}
	return say.T("not known")
}

// filled leaves out the rows that have nothing to say.
func filled(rows []steps.Fact) []steps.Fact {
	var kept []steps.Fact
	for _, row := range rows {
		if !empty(row.Value) {
			kept = append(kept, row)
		}
	}
	return kept
}

// empty reports whether a text renders as nothing.
func empty(t say.Text) bool {
	if t.Format != "%s" || len(t.Args) != 1 {
		return t.IsZero()
	}
	switch inner := t.Args[0].(type) {
	case string:
		return inner == ""
	case say.Text:
		return empty(inner)
	}
	return false
}

// utc prints a time for people; a time that is not known is empty.
func utc(t time.Time) say.Text {
	if t.IsZero() {
		return say.Text{}
	}
	return say.Verbatim(t.UTC().Format("2006-01-02 15:04:05 UTC"))
}

// shown makes a text of a name or an answer from outside.
func shown(text string) say.Text {
	if text == "" {
		return say.Text{}
	}
	return say.Verbatim(text)
}

// skew says an offset in words.
func skew(offset diagnostics.Offset) say.Text { return steps.Skew(offset) }

func yesNo(yes bool) say.Text {
	if yes {
		return say.T("yes")
	}
	return say.T("no")
}
