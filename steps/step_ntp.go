package steps

import (
	"fmt"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/steps/say"
)

// ntpStep compares the OS clock with servers that know the time.
func ntpStep() Step {
	return Step{
		ID:     StepNTP,
		Title:  say.T("NTP"),
		Skip:   skipWithoutHost,
		Ask:    ntpAsk,
		Work:   ntpWork,
		Show:   ntpShow,
		Silent: func(Session) bool { return false },
		Help: []say.Text{
			say.T("NTP is how computers ask each other for the time. It uses UDP port 123, which many company networks block."),
			say.T("Where it is blocked, the date that web servers send with every answer is used instead. It is good to about half a second."),
			say.T("Several servers of different operators are asked, so that one wrong server cannot mislead you. One that disagrees with the majority is marked as a false one (falseticker)."),
		},
	}
}

func ntpAsk(s Session) *Question {
	settings := s.Settings()
	if s.Start().Simulated != "" || settings.KeptInside != "" || (len(settings.NTP) > 0 && len(settings.HTTPS) > 0) {
		return nil
	}
	if _, answered := s.Value(StepNTP, askPublic); answered {
		return nil
	}
	var names []string
	if len(settings.NTP) == 0 {
		for _, server := range PublicNTP() {
			names = append(names, server.Name)
		}
	}
	if len(settings.HTTPS) == 0 {
		for _, host := range PublicHTTPS() {
			names = append(names, host.Name)
		}
	}
	return &Question{
		ID: askPublic, Kind: Choose, Default: PublicYes,
		Prompt: say.T("May public servers be asked for the time?"),
		Help: []say.Text{
			say.T("They would be: %s.", strings.Join(names, ", ")),
			say.T("They learn this machine's public address and nothing else. Without them only the servers that this machine is set up to follow are asked, and a wrong one of those could not be found out."),
		},
		Options: []Option{
			{Value: PublicYes, Label: say.T("Yes, ask them")},
			{Value: PublicNo, Label: say.T("No, only this machine's own time servers")},
		},
	}
}

func ntpWork(s Session) Work {
	entries := epochOnly(s, since(s, StepNTP))
	switch {
	case !doneIn(entries, taskServers):
		return Work{Task: measureTask()}
	case len(s.aems()) > 0 && !doneIn(entries, taskSights):
		return Work{Task: sightsTask()}
	}
	return Work{}
}

func ntpShow(s Session, a Assessment) Page {
	page := Page{
		Step: StepNTP, Number: 2, Title: say.T("What is the true time?"),
		About: []say.Text{say.T("Asking time servers, several at once. Each is listed with its answer, or with the reason why there is none.")},
	}
	judged := a.Offset
	if len(judged.Readings) == 0 && !statusOf(s, StepNTP).ended {
		return page
	}
	page.About = ntpStory(s, a)
	said := []string{"clock.behind", "clock.ahead", "clock.unclear", "reference.circular", "reference.none"}
	if upstream := finding(a, "timeservice.upstream-wrong"); upstream != nil {
		// Above the table: it must not be scrolled out of sight.
		page.About = append(page.About, upstream.Title, upstream.Detail)
		said = append(said, upstream.Code)
	}
	if len(judged.Readings) > 0 {
		page.Blocks = append(page.Blocks, readingsTable(judged))
	}
	page.Blocks = append(page.Blocks, SightBlocks(s, judged)...)
	if notes := findingNotes(a, StepNTP, said...); len(notes) > 0 {
		page.Blocks = append(page.Blocks, Prose{Lines: notes})
	}
	if clock := proxyClockOf(s); clock != nil {
		page.Blocks = append(page.Blocks, Facts{Rows: []Fact{{
			Label: say.T("the proxy's own clock"), Value: offsetWords(*clock),
			Note: say.T("%s; it takes no part", clock.Server),
		}}})
	}
	if statusOf(s, StepNTP).ended {
		page.About = append(page.About, afterNTP(s))
	}
	return page
}

// ntpStory says what the answers of the servers come to.
func ntpStory(s Session, a Assessment) []say.Text {
	judged := a.Offset
	switch {
	case awayAddress(s) != "" && len(judged.Readings) > 0:
		about := awayNTP(s, judged)
		if none := finding(a, "reference.none"); none != nil && !consensusOf(s).Found {
			about = append(about, none.Detail)
		}
		return about
	case !judged.Known && len(judged.Readings) == 0:
		about := []say.Text{
			say.T("No time server was asked, so it is not known whether this machine's clock is right. That is not the same as right."),
			say.T("Start again with --ntp and the name of a time server, or with --https and a web server, or with --now and the time by your watch."),
		}
		if inside := insideAdvice(s); !inside.IsZero() {
			about[1] = inside
		}
		return about
	case !judged.Known:
		about := []say.Text{
			say.T("No server gave a time that can be trusted, so it is not known whether this machine's clock is right. That is not the same as right."),
		}
		if none := finding(a, "reference.none"); none != nil {
			about = append(about, none.Detail)
		}
		return about
	case judged.Relation == Beyond:
		return []say.Text{say.T("This machine's clock is wrong: it is %s.", judged.Words)}
	case judged.Relation == Within && !judged.Circular:
		return []say.Text{say.T("This machine's clock is right: at most %s off.", Span(judged.Uncertainty+judged.Offset.Abs()))}
	case judged.Circular:
		return []say.Text{say.T("This machine agrees with the servers that it follows anyway. If they are wrong, it is wrong with them: nobody independent answered.")}
	}
	return []say.Text{say.T("The measurement is too coarse to say whether this machine's clock is right: it is %s, %s.", judged.Words, PlusMinus(judged.Uncertainty))}
}

// afterNTP says what comes next. Without an assertion only the service's clock is read.
func afterNTP(s Session) say.Text {
	if s.Settings().NoExchange {
		return say.T("Press Enter: the next step reads the token service's own clock, where its address is known.")
	}
	return say.T("Press Enter: the next step tests the token exchange itself.")
}

// insideAdvice says why public servers are not asked, and what to do instead,
// where packets are kept inside.
func insideAdvice(s Session) say.Text {
	kept := s.Settings().KeptInside
	if kept == "" {
		return say.Text{}
	}
	return say.T("Public servers are not asked here (%s). Name a time server inside your network with --ntp, or give the time by your watch with --now.", kept)
}

// readingsTable is the table of servers, with a named outcome each.
func readingsTable(judged Judged) Table {
	table := Table{Head: []say.Text{say.T("server"), say.T("this clock is"), say.T("outcome"), say.T("by"), say.T("round trip"), say.T("stratum")}}
	for _, reading := range judged.Readings {
		row := Row{Cells: []say.Text{say.Verbatim(reading.Server), judged.patient.offsetWords(reading.Reading), outcomeWords(reading), say.Verbatim(strings.ToUpper(string(reading.Source)))}}
		if reading.Outcome == diagnostics.Measured {
			row.Cells = append(row.Cells, say.Verbatim(Span(reading.RTT)))
			if reading.Stratum > 0 {
				row.Cells = append(row.Cells, say.Verbatim(fmt.Sprint(reading.Stratum)))
			}
			if !reading.Used && !reading.Endpoint {
				row.Tone = Caution
			}
		} else {
			row.Tone = Faint
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// offsetWords says what a reading makes of the OS clock.
func offsetWords(reading diagnostics.Reading) say.Text {
	if reading.Outcome != diagnostics.Measured {
		return say.Verbatim("-")
	}
	offset, err := reading.Offset()
	if err != nil {
		return say.T("too far off to compare")
	}
	if reading.Source != diagnostics.SourceNTP && offset.Abs() < time.Second {
		return say.T("right, %s", PlusMinus(reading.Anchor.Uncertainty))
	}
	return Skew(offset)
}
