package report

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps"
	"unskew/steps/say"
)

// exchangeSection tells every request that was sent, and what came back.
func exchangeSection(c content) section {
	proofs := c.now.Exchange
	if !hasExchange(proofs) {
		return section{}
	}
	blocks := []steps.Block{steps.Facts{Rows: proofRows(c)}}
	number := 0
	for _, attempt := range c.session.AllAttempts() {
		number++
		blocks = append(blocks, steps.Prose{Tone: steps.Strong, Lines: []say.Text{say.T("Request %s, %s", say.Number(number), stampWords(attempt.Stamp))}})
		blocks = append(blocks, steps.Facts{Rows: attemptRows(attempt)})
	}
	if unsent := unsentRows(proofs); len(unsent) > 0 {
		blocks = append(blocks, steps.Prose{Tone: steps.Strong, Lines: []say.Text{say.T("Not sent")}}, steps.Facts{Rows: unsent})
	}
	return section{Title: say.T("The token exchange"), Blocks: blocks}
}

func proofRows(c content) []steps.Fact {
	proofs := c.now.Exchange
	rows := []steps.Fact{
		{Label: say.T("kind"), Value: shown(proofs.Title), Note: shown(proofs.Profile)},
		{Label: say.T("endpoint"), Value: shown(withoutUser(proofs.Endpoint))},
		{Label: say.T("asked by"), Value: byWords(proofs.By)},
	}
	if proofs.Lifetime > 0 {
		rows = append(rows, steps.Fact{Label: say.T("lifetime"), Value: say.Verbatim(steps.Span(proofs.Lifetime)), Note: say.T("of an assertion")})
	}
	if proofs.ServerOffset != nil {
		rows = append(rows, steps.Fact{Label: say.T("by the service's clock"), Value: say.T("this machine is %s", skew(*proofs.ServerOffset)), Note: serverNote(c)})
	}
	if proofs.Margin != nil {
		rows = append(rows, steps.Fact{Label: say.T("room when behind"), Value: marginWords(*proofs.Margin, say.T("behind"))})
	}
	if proofs.MarginAhead != nil {
		rows = append(rows, steps.Fact{Label: say.T("room when ahead"), Value: marginWords(*proofs.MarginAhead, say.T("ahead"))})
	}
	if empty(rows[0].Value) {
		rows[0].Value, rows[0].Note = rows[0].Note, say.Text{}
	}
	return filled(rows)
}

// serverNote says how exactly the service's clock is known: its answers carry
// whole seconds.
func serverNote(c content) say.Text {
	if _, uncertainty, ok := serverClock(c.session); ok {
		return say.Verbatim(steps.PlusMinus(uncertainty))
	}
	return say.Text{}
}

func byWords(by string) say.Text {
	if by == "aem" {
		return say.T("AEM itself")
	}
	return say.T("this program")
}

// marginWords says how much further the clock may be wrong in a direction.
func marginWords(margin diagnostics.Offset, direction say.Text) say.Text {
	size := steps.Span(margin.Abs())
	if margin.Behind() || margin == (diagnostics.Offset{}) {
		return say.T("a fresh assertion is accepted, up to %s further %s", size, direction)
	}
	return say.T("a fresh assertion is refused: the clock is %s too far %s", size, direction)
}

// unstamped is the stamp of a request that carried no assertion: it only read
// the endpoint's clock.
const unstamped exchange.Stamp = ""

func stampWords(stamp exchange.Stamp) say.Text {
	switch stamp {
	case exchange.StampOSClock:
		return say.T("stamped with this machine's time")
	case exchange.StampReference:
		return say.T("stamped with the true time")
	case exchange.StampServer:
		return say.T("stamped with the service's own time")
	}
	return say.T("which only read the service's clock: no assertion was sent")
}

func outcomeWords(attempt exchange.Attempt) say.Text {
	switch attempt.Outcome {
	case exchange.Accepted:
		return say.T("accepted")
	case exchange.Refused:
		return say.T("refused")
	case exchange.Failed:
		return say.T("no answer of the service's")
	}
	return say.T("not sent")
}

func attemptRows(attempt exchange.Attempt) []steps.Fact {
	rows := []steps.Fact{
		{Label: say.T("outcome"), Value: outcomeWords(attempt), Note: classNote(attempt)},
		{Label: say.T("answer"), Value: answerWords(attempt)},
		{Label: say.T("reason"), Value: steps.Reason(attempt.Why)},
		{Label: say.T("sent"), Value: utc(attempt.At.Wall), Note: say.T("by this machine's clock")},
		{Label: say.T("valid from"), Value: utc(attempt.Stamped)},
		{Label: say.T("valid until"), Value: utc(attempt.Expires)},
		{Label: say.T("service's clock"), Value: utc(attempt.AtServer)},
	}
	rows = append(rows, requestIDRows(attempt)...)
	rows = append(rows, wayRows(attempt)...)
	if attempt.TLSTime {
		rows = append(rows, steps.Fact{
			Label: say.T("certificate"), Value: say.T("its dates do not hold at this machine's time"), Note: verifiedNote(attempt.VerifiedAt),
		})
	}
	return filled(rows)
}

// requestIDRows are what the operator of the service finds a request by, each with
// the header that named it.
func requestIDRows(attempt exchange.Attempt) []steps.Fact {
	if len(attempt.RequestIDs) == 0 {
		return []steps.Fact{{Label: say.T("request id"), Value: shown(attempt.RequestID)}}
	}
	var rows []steps.Fact
	for _, id := range attempt.RequestIDs {
		rows = append(rows, steps.Fact{Label: say.T("request id"), Value: shown(id.Value), Note: shown(id.Name)})
	}
	return rows
}

// wayRows are the address that a request went to, through which proxy, and who vouches
// for the certificate there.
func wayRows(attempt exchange.Attempt) []steps.Fact {
	way := say.T("direct")
	if attempt.Via != "" {
		way = say.T("through the proxy %s", attempt.Via)
	}
	rows := []steps.Fact{{Label: say.T("address"), Value: shown(attempt.Address), Note: way}}
	if attempt.Address == "" {
		rows[0].Value, rows[0].Note = shown(attempt.Via), say.T("a proxy")
	}
	if attempt.Address == "" && attempt.Via == "" {
		rows = nil
	}
	if attempt.Issuer != "" {
		rows = append(rows, steps.Fact{Label: say.T("certificate by"), Value: shown(attempt.Issuer)})
	}
	return rows
}

func classNote(attempt exchange.Attempt) say.Text {
	if string(attempt.Class) == attempt.Outcome {
		return say.Text{}
	}
	return shown(string(attempt.Class))
}

func verifiedNote(at time.Time) say.Text {
	if at.IsZero() {
		return say.Text{}
	}
	return say.T("checked at %s", utc(at))
}

// answerWords is the answer as the service gave it: "400 invalid_grant: JWT has expired".
func answerWords(attempt exchange.Attempt) say.Text {
	text := ""
	if attempt.HTTPStatus > 0 {
		text = say.Number(attempt.HTTPStatus)
	}
	if attempt.Error != "" {
		text = joined(text, " ", attempt.Error)
	}
	if attempt.Description != "" {
		text = joined(text, ": ", attempt.Description)
	}
	return shown(text)
}

func joined(left, separator, right string) string {
	if left == "" {
		return right
	}
	return left + separator + right
}

// attemptCell is an attempt in a few words.
func attemptCell(attempt *exchange.Attempt) say.Text {
	switch {
	case attempt == nil:
		return say.T("not sent")
	case empty(classNote(*attempt)):
		return outcomeWords(*attempt)
	}
	return say.T("%s (%s)", outcomeWords(*attempt), classNote(*attempt))
}

func unsentRows(proofs steps.Proofs) []steps.Fact {
	var rows []steps.Fact
	for _, one := range []struct {
		attempt *exchange.Attempt
		stamp   exchange.Stamp
		why     string
	}{
		{proofs.OSClock, exchange.StampOSClock, proofs.WhyNoOSClock},
		{proofs.Reference, exchange.StampReference, proofs.WhyNoReference},
		{proofs.Server, exchange.StampServer, proofs.WhyNoServer},
	} {
		if one.attempt == nil && one.why != "" {
			rows = append(rows, steps.Fact{Label: stampWords(one.stamp), Value: steps.Reason(one.why)})
		}
	}
	return rows
}

// messageSection tells what a pasted message said.
func messageSection(c content) section {
	transcript := c.session.Transcript()
	if transcript == nil {
		return section{}
	}
	rows := []steps.Fact{
		{Label: say.T("recognised as"), Value: shown(string(transcript.Class))},
		{Label: say.T("error"), Value: shown(transcript.Error)},
		{Label: say.T("in its words"), Value: shown(transcript.Description)},
		{Label: say.T("first error line"), Value: shown(transcript.FirstError)},
		{Label: say.T("agent"), Value: shown(transcript.Agent)},
		{Label: say.T("machine's clock"), Value: shown(transcript.LocalStamp), Note: say.T("local time; the line names no zone")},
		{Label: say.T("server's clock"), Value: utc(transcript.ServerDate)},
		{Label: say.T("lines"), Value: say.Verbatim(say.Number(transcript.Lines))},
	}
	return section{Title: say.T("The message that was pasted"), Blocks: []steps.Block{steps.Facts{Rows: filled(rows)}}}
}
