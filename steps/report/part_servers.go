package report

import (
	"net/url"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
	"unskew/diagnostics/exchange"
	"unskew/steps"
	"unskew/steps/say"
)

// serversSection tells each server with its answer, or why there is none; where
// the clock was moved, also what they said before.
func serversSection(c content) section {
	blocks := serverBlocks(c.now.Offset)
	if c.before != nil {
		if earlier := serverBlocks(c.before.Offset); len(earlier) > 0 {
			blocks = append(append(blocks, steps.Prose{Tone: steps.Strong, Lines: []say.Text{say.T("Before the clock was moved:")}}), earlier...)
		}
	}
	return section{Title: say.T("Who was asked for the time"), Blocks: blocks}
}

func serverBlocks(judged steps.Judged) []steps.Block {
	if len(judged.Readings) == 0 {
		return nil
	}
	table := steps.Table{Head: []say.Text{say.T("server"), say.T("by it, this clock is"), say.T("used"), say.T("remarks")}}
	for _, reading := range judged.Readings {
		table.Rows = append(table.Rows, steps.Row{Cells: []say.Text{
			shown(withoutUser(reading.Server)), readingCell(reading.Reading), yesNo(reading.Used), remarks(reading),
		}})
	}
	lines := []say.Text{say.T("Asked: %s. In agreement: %s. Independent of each other: %s.",
		say.Number(judged.Asked), say.Number(judged.Agreeing), say.Number(judged.Witnesses))}
	if judged.Circular {
		lines = append(lines, say.T("All that agree are servers that this machine follows anyway: if they are wrong, it is wrong with them."))
	}
	return []steps.Block{table, steps.Prose{Lines: lines}}
}

func readingCell(reading diagnostics.Reading) say.Text {
	switch reading.Outcome {
	case diagnostics.Failed:
		return say.T("no time: %s", string(reading.Reason))
	case diagnostics.Skipped:
		return say.T("not asked")
	}
	offset, err := reading.Offset()
	if err != nil {
		return say.T("too far off to compare")
	}
	return say.T("%s, %s", skew(offset), steps.PlusMinus(reading.Anchor.Uncertainty))
}

// remarks joins what else there is to say of a reading.
func remarks(reading steps.JudgedReading) say.Text {
	notes := []say.Text{sourceShort(reading.Source)}
	add := func(when bool, note say.Text) {
		if when {
			notes = append(notes, note)
		}
	}
	add(reading.KissCode != "", say.T("told us to go away (%s)", reading.KissCode))
	add(reading.Why != "", unusedWords(reading.Why))
	add(reading.OwnSource, say.T("this machine follows it"))
	add(reading.Endpoint, say.T("the tested service itself"))
	add(reading.Vouched, say.T("named by the person"))
	add(reading.Stratum > 0, say.T("stratum %s", say.Number(reading.Stratum)))
	add(reading.RTT > 0, say.T("round trip %s", steps.Span(reading.RTT)))
	add(reading.Via != "", say.T("through the proxy %s", reading.Via))
	add(reading.Inspected, say.T("its certificate is a proxy's"))
	add(reading.Detail != "", steps.Reason(reading.Detail))
	return say.Join("; ", notes...)
}

func sourceShort(source diagnostics.Source) say.Text {
	switch source {
	case diagnostics.SourceNTP:
		return say.Verbatim("NTP")
	case diagnostics.SourceHTTPS:
		return say.Verbatim("HTTPS")
	}
	return sourceWords(source)
}

func unusedWords(why diagnostics.Unused) say.Text {
	switch why {
	case diagnostics.UnusedFalseticker:
		return say.T("disagrees with the majority (falseticker)")
	case diagnostics.UnusedTooDistant:
		return say.T("too far from a real clock (too-distant)")
	case diagnostics.UnusedSmeared:
		return say.T("smears a leap second (smeared)")
	case diagnostics.UnusedSuperseded:
		return say.T("measured before the clock moved (superseded)")
	case diagnostics.UnusedOwnSource:
		return say.T("disagrees with independent servers (own-source)")
	}
	return say.Verbatim(string(why))
}

// destination is one place that was sent something, by which way, and who vouches
// for the certificate there.
type destination struct{ name, what, way, issuer string }

// destinationsOf lists what was asked of whom, in the order of the first time, with
// how often.
func destinationsOf(c content) (order []destination, times map[destination]int) {
	times = map[destination]int{}
	note := func(d destination) {
		if times[d] == 0 {
			order = append(order, d)
		}
		times[d]++
	}
	for _, entry := range c.session.Entries() {
		if reading := entry.Reading; reading != nil && reading.Outcome != diagnostics.Skipped &&
			(reading.Source == diagnostics.SourceNTP || reading.Source == diagnostics.SourceHTTPS) {
			what := string(reading.Source)
			switch {
			case reading.Withheld:
				what = "withheld"
			case reading.Reason == diagnostics.ReasonDNS:
				what = "name"
			}
			note(destination{place(withoutUser(reading.Server), reading.Address), what, reading.Via, reading.Issuer})
		}
		if attempt := entry.Attempt; attempt != nil && attempt.Outcome != exchange.Skipped {
			what := "token"
			if attempt.Stamp == unstamped {
				what = "date"
			}
			note(destination{place(endpointHost(c.now.Exchange.Endpoint), attempt.Address), what, attempt.Via, attempt.Issuer})
		}
		if asked, is := aemDestination(entry); is {
			note(asked)
		}
	}
	return order, times
}

// destinationsSection tells what was asked of whom, and through which proxy.
func destinationsSection(c content) section {
	order, times := destinationsOf(c)
	if len(order) == 0 {
		return section{}
	}
	table := steps.Table{Head: []say.Text{say.T("to"), say.T("times"), say.T("what and how")}}
	for _, d := range order {
		table.Rows = append(table.Rows, steps.Row{Cells: []say.Text{shown(d.name), say.Verbatim(say.Number(times[d])), wayWords(d)}})
	}
	return section{Title: say.T("What was sent where"), Blocks: []steps.Block{table}}
}

// destinationsJSONOf is the same for programs.
func destinationsJSONOf(c content) []destinationJSON {
	order, times := destinationsOf(c)
	var out []destinationJSON
	for _, d := range order {
		out = append(out, destinationJSON{To: word(d.name), Times: times[d], What: word(d.what), Via: known(d.way), TLSRoot: word(d.issuer)})
	}
	return out
}

// aemDestination is what an AEM was asked for.
func aemDestination(entry steps.Entry) (destination, bool) {
	switch {
	case entry.AEMClock != nil:
		reading := entry.AEMClock.Reading
		return destination{place(endpointHost(entry.AEMClock.URL), reading.Address), "date", reading.Via, reading.Issuer}, true
	case entry.Agents != nil && entry.Agents.Outcome != author.Cloud:
		return destination{endpointHost(entry.Agents.URL), "agents", "", ""}, true
	case entry.AgentTest != nil && entry.AgentTest.Outcome != author.Disabled:
		return destination{endpointHost(entry.AgentTest.URL), "agent", "", ""}, true
	}
	return destination{}, false
}

// place is a name with the address that it led to.
func place(name, address string) string {
	switch {
	case address == "" || address == name:
		return name
	case name == "":
		return address
	}
	return name + " (" + address + ")"
}

func endpointHost(endpoint string) string {
	target, err := url.Parse(endpoint)
	if err != nil || target.Host == "" {
		return ""
	}
	return target.Host
}

func wayWords(d destination) say.Text {
	what := say.T("a question for the time (NTP)")
	switch d.what {
	case string(diagnostics.SourceHTTPS):
		what = say.T("a request for the date (HTTPS)")
	case "name":
		return say.T("nothing: its name was not found (DNS)")
	case "withheld":
		return say.T("nothing: packets are kept inside")
	case "date":
		what = say.T("a request for the date, without credentials")
	case "agents":
		return say.T("a request for the list of its agents, with user and password")
	case "agent":
		return say.T("a request to test one of its agents, with user and password")
	case "token":
		what = say.T("a token request with an assertion")
	}
	words := say.T("%s, direct", what)
	if d.way != "" {
		words = say.T("%s, through the proxy %s", what, d.way)
	}
	if d.issuer != "" {
		words = say.T("%s; certificate by %s", words, d.issuer)
	}
	return words
}
