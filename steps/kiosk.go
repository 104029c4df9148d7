package steps

import (
	"regexp"
	"slices"
	"strings"

	"unskew/steps/say"
)

// In a restricted session (Settings.Kiosk) the person chooses, pastes a message and
// says yes to a remedy that the administrator allowed. Nothing else that they type
// goes anywhere: no file is named, no address, no credential. What is not listed
// here is not asked, so a question that is new is refused until it was thought about.
func kioskQuestions() []string {
	return []string{askWhere, askMessage, askPublic, QuestionApply}
}

// permitted reports whether a question may be asked in a session.
func permitted(s Session, question *Question) bool {
	return !s.Settings().Kiosk || slices.Contains(kioskQuestions(), question.ID)
}

// asksExchange reports whether the person is asked what the exchange needs. That of
// a restricted session is as an unattended one: what the administrator named, or none.
func asksExchange(s Session) bool { return s.Start().Attended && !s.Settings().Kiosk }

// notTheirs is said where a sentence speaks of flags: a person in a restricted
// session has no command line to put them on.
func notTheirs() say.Text {
	return say.T("What begins with -- is for the administrator of this login to set.")
}

func speaksOfFlags(text say.Text) bool { return flagWords.MatchString(text.String()) }

var flagWords = regexp.MustCompile(`(^|[ (])--[a-z]`)

// forKiosk says in a restricted session whose move the next one is.
func forKiosk(s Session, verdict Verdict) Verdict {
	if s.Settings().Kiosk && speaksOfFlags(verdict.Next) {
		verdict.Next = say.Join(" ", verdict.Next, notTheirs())
	}
	return verdict
}

// tellKiosk does so for what a page says.
func tellKiosk(page *Page, s Session) {
	if !s.Settings().Kiosk {
		return
	}
	said := slices.Clone(page.About)
	for _, block := range page.Blocks {
		if prose, is := block.(Prose); is {
			said = append(said, prose.Lines...)
		}
	}
	note := notTheirs().String()
	if slices.ContainsFunc(said, speaksOfFlags) && !slices.ContainsFunc(said, func(text say.Text) bool { return strings.Contains(text.String(), note) }) {
		page.About = append(page.About, notTheirs())
	}
}
