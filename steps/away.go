package steps

import (
	"net/url"
	"slices"
	"strings"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
	"unskew/steps/say"
)

// askAway asks for the address of an AEM on another machine.
const askAway = "--aem"

// awayAddress is the address of the AEM whose clock a person wants judged from here;
// "" where that is not so, or not said yet.
func awayAddress(s Session) string {
	if where(s) != WhereAEM {
		return ""
	}
	address, _ := s.Value(StepWhere, askAway)
	target, err := author.ParseURL(address)
	if err != nil {
		return "" // no answer yet, or a record that was edited
	}
	return target.String()
}

// aems are the addresses of the AEMs of a session: the one that the person named, those
// of the settings, and the one on this machine that is to make its own test.
func (s Session) aems() []string {
	list := slices.Clone(s.Settings().AEM)
	if away := awayAddress(s); away != "" {
		list = slices.DeleteFunc(list, func(address string) bool { return address == away })
		return append([]string{away}, list...)
	}
	if found := foundAddress(s); len(list) == 0 && found != "" {
		if profile, _ := s.Value(StepToken, askProfile); profile == profileAEM {
			return []string{found}
		}
	}
	return list
}

// foundAddress is the address of the AEM that was found on this machine, an author
// first; "" where none was, or its port is not known.
func foundAddress(s Session) string {
	found := s.AEM()
	if found == nil || where(s) != WhereHere {
		return ""
	}
	port := 0
	for _, instance := range found.List {
		if instance.Port > 0 && (port == 0 || instance.Author()) {
			port = instance.Port
		}
	}
	if port == 0 {
		return ""
	}
	return "http://localhost:" + say.Number(port)
}

func awayQuestion(s Session) *Question {
	question := &Question{
		ID: askAway, Kind: EnterLine, Default: "http://",
		Prompt: say.T("Address of that AEM, such as http://HOST:4502"),
		Help: []say.Text{
			say.T("The author itself, as you open it in a browser; a dispatcher has a clock of its own. No user is needed."),
		},
	}
	if named := s.Settings().AEM; len(named) > 0 {
		question.Default = named[0]
	}
	return question
}

// vetAway tells why an address cannot be taken.
func vetAway(value string) say.Text {
	target, err := author.ParseURL(strings.TrimSpace(value))
	switch {
	case err == nil && target.Hostname() != "" && !strings.ContainsAny(target.Host, " \t"):
		return say.Text{}
	case hasUser(value):
		return say.T("Leave user and password out of the address. They are asked for later, where they are needed.")
	}
	return say.T("That is no address of AEM. Write it as http://HOST:4502 or https://HOST, without anything behind it.")
}

func hasUser(value string) bool {
	target, err := url.Parse(value)
	return err == nil && target.User != nil
}

// unreadAway is the verdict where the clock of an AEM elsewhere was not read, or where
// there is nothing to compare it with.
func unreadAway(address string, now epoch, verdict Verdict) Verdict {
	sights := sightsOf(now.entries)
	read := slices.ContainsFunc(sights, func(sight author.Sight) bool { return sight.Reading.Outcome == diagnostics.Measured })
	if read || len(sights) == 0 {
		if verdict.Code != Inconclusive { // of before the last move
			verdict.Title = say.T("AEM on %s, by its own Date: %s", author.Origin(address), verdict.Title)
		}
		return verdict
	}
	return Verdict{
		Inconclusive, NoProof, Unsure,
		say.T("The clock of AEM on %s could not be read: %s.", author.Origin(sights[0].URL), reasonWords(sights[0].Reading)),
		say.T("Check the address, whether AEM runs, and whether this machine can reach it. Else run this program on AEM's own machine."),
	}
}

// unreadAgain names the AEMs whose clocks were read before the last move and were not
// since.
func unreadAgain(s Session, history []epoch) []string {
	if !remotePatient(s) {
		return nil
	}
	read := map[string]bool{}
	for _, sight := range sightsOf(history[len(history)-1].entries) {
		read[sight.URL] = sight.Reading.Outcome == diagnostics.Measured
	}
	var missing []string
	for _, earlier := range history[:len(history)-1] {
		for _, sight := range sightsOf(earlier.entries) {
			host := author.Origin(sight.URL)
			if sight.Reading.Outcome == diagnostics.Measured && !read[sight.URL] && !slices.Contains(missing, host) {
				missing = append(missing, host)
			}
		}
	}
	return missing
}
