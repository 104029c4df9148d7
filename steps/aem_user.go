package steps

import (
	"strings"
	"sync"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
	"unskew/steps/say"
)

// AEMUser is who AEMs are asked as, for as long as the program runs. Neither name nor
// password stands in a record: the answers to the questions for them say only that
// they were given, and a session that is taken up again asks anew.
type AEMUser struct {
	mu       sync.Mutex
	name     string
	password diagnostics.Secret
}

// NewAEMUser holds a user that is known already.
func NewAEMUser(name string, password diagnostics.Secret) *AEMUser {
	return &AEMUser{name: name, password: password}
}

// Known reports whether there is a user and a password.
func (u *AEMUser) Known() bool {
	name, password := u.get()
	return name != "" && !password.IsZero()
}

func (u *AEMUser) get() (string, diagnostics.Secret) {
	if u == nil {
		return "", diagnostics.Secret{}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.name, u.password
}

func (u *AEMUser) setName(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.name, u.password = name, diagnostics.Secret{}
}

func (u *AEMUser) setPassword(password diagnostics.Secret) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.password = password
}

// The questions for AEM's user, and what the record says of an answer that is not
// empty.
const (
	askAEMUser     = "aem-user"
	askAEMPassword = "aem-password"

	userGiven = "given"
)

// login is how far the questions for AEM's user have come since the program was last
// started, on one page.
type login struct {
	named, known, without bool
	turnedAway            bool // AEM did not take what it was given
}

func loginOf(s Session, step StepID) login {
	given := map[string]string{}
	var order []string
	now := login{known: s.Settings().AEMUser}
	for _, entry := range sinceQuit(s) {
		switch {
		case entry.Agents != nil && entry.Agents.Outcome == author.Credentials && s.Start().Attended:
			clear(given)
			order, now = nil, login{turnedAway: true}
		case entry.Step != step:
		case entry.Kind == Answered && entry.Answer.Question != QuestionNext:
			given[entry.Answer.Question] = entry.Answer.Value
			order = append(order, entry.Answer.Question)
		case entry.Kind == Reopened && entry.Reopen == ReopenAsk && len(order) > 0:
			delete(given, order[len(order)-1])
			order = order[:len(order)-1]
		}
	}
	name, named := given[askAEMUser]
	password, answered := given[askAEMPassword]
	now.named = name == userGiven
	now.known = now.known || answered && password == userGiven
	now.without = named && name == "" || answered && password == ""
	return now
}

// sinceQuit are the entries since the session was last left or taken up: what was typed
// before is in no memory any more.
func sinceQuit(s Session) []Entry {
	entries := s.Entries()
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Kind == Quit || entries[i].Kind == Started && i > 0 {
			return entries[i+1:]
		}
	}
	return entries
}

// userKnown reports whether there is somebody to ask AEMs as.
func userKnown(s Session) bool {
	return loginOf(s, StepToken).known || loginOf(s, StepConfirm).known
}

// sinceUser keeps of some last entries those after a user was given: what AEM said to
// another one does not count.
func sinceUser(entries []Entry) []Entry {
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Kind == Answered && entries[i].Answer.Question == askAEMPassword && entries[i].Answer.Value == userGiven {
			return entries[i+1:]
		}
	}
	return entries
}

// userAsk asks for AEM's user, then for the password. An empty answer goes on without.
func userAsk(s Session, step StepID) *Question {
	now := loginOf(s, step)
	if userKnown(s) || now.without || !couldTest(s) {
		return nil
	}
	if now.named {
		return &Question{
			ID: askAEMPassword, Kind: EnterSecret, Optional: true,
			Prompt: say.T("Password of that user (empty: go on without)"),
			Help:   []say.Text{say.T("It is kept in memory until this program ends, and is never shown or saved. It is sent to AEM alone.")},
		}
	}
	question := &Question{
		ID: askAEMUser, Kind: EnterLine, Optional: true,
		Prompt: say.T("AEM user who may test the agents (empty: go on without)"),
		Help: []say.Text{
			say.T("AEM is asked as this user to run Test Connection on its agents, at %s. Nothing in AEM is changed.", origins(s.aems())),
		},
	}
	if now.turnedAway {
		question.Help = append([]say.Text{say.T("AEM wants a user and a password, and did not take what it got. Try again.")}, question.Help...)
	}
	for _, address := range s.aems() {
		if strings.HasPrefix(address, "http:") && !isLoopback(address) {
			question.Help = append(question.Help, say.T("The address begins with http: the password crosses the network unprotected."))
			break
		}
	}
	return question
}

func origins(addresses []string) string {
	var names []string
	for _, address := range addresses {
		names = append(names, author.Origin(address))
	}
	return strings.Join(names, ", ")
}

// answerUser takes the name of AEM's user, and tells why it cannot.
func (e *Engine) answerUser(name string) say.Text {
	if strings.Contains(name, ":") {
		return say.T("A user's name cannot hold a colon. Enter the name alone; the password is asked for next.")
	}
	e.world.AEMUser.setName(name)
	return say.Text{}
}
