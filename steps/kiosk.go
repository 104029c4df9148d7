package steps

import "slices"

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
