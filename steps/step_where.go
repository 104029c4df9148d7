package steps

import (
	"cmp"
	"slices"

	"unskew/steps/say"
)

// Questions of the first page, and the answers to the first of them.
const (
	askWhere   = "where"
	askAddress = "address"
	askMessage = "message"

	WhereHere       = "here"
	WhereAEM        = "aem"
	WhereElsewhere  = "elsewhere"
	WhereMessage    = "message"
	WherePractising = "practising"
)

// whereStep asks where the person is: measuring the wrong machine is one of the
// two worst ways to be wrong.
func whereStep() Step {
	return Step{
		ID:    StepWhere,
		Title: say.T("Where"),
		Skip:  func(Session) (string, bool) { return "", false },
		Ask:   whereAsk,
		Work:  func(Session) Work { return Work{} },
		Show:  whereShow,
		Silent: func(s Session) bool {
			return where(s) != WhereMessage
		},
		Help: []say.Text{
			say.T("The clock that matters is the one of the machine whose request was refused. For a replication agent that is the machine on which AEM runs, not your own computer."),
			say.T("If you are not sure, ask: on which machine was the message logged? Log in there and start this program there."),
		},
	}
}

// where returns where the person said to be; here, until it is said.
func where(s Session) string {
	if value, answered := s.Value(StepWhere, askWhere); answered {
		return value
	}
	return WhereHere
}

func whereAsk(s Session) *Question {
	value, answered := s.Value(StepWhere, askWhere)
	if !answered {
		return whereQuestion(s)
	}
	if value == WhereAEM && awayAddress(s) == "" {
		return awayQuestion(s)
	}
	if _, told := s.Value(StepWhere, askAddress); value == WhereElsewhere && !told {
		return &Question{
			ID: askAddress, Kind: EnterLine,
			Prompt: say.T("Name or address of that machine"),
			Help: []say.Text{
				say.T("This program can only read the clock of the machine it runs on. It will note the name, and remind you to run it there."),
			},
		}
	}
	if s.Transcript() == nil && value == WhereMessage {
		return &Question{
			ID: askMessage, Kind: EnterText,
			Prompt: say.T("Paste the message, or the whole output of Test Connection"),
			Help: []say.Text{
				say.T("Passwords, tokens and keys in it are removed before anything is kept."),
			},
		}
	}
	return nil
}

func whereQuestion(s Session) *Question {
	start := s.Start()
	here := say.T("On the machine where AEM (or the failing service) runs: %s", start.Host)
	if start.Simulated != "" {
		here = say.T("On the simulated machine: %s", start.Host)
	}
	options := []Option{
		{Value: WhereHere, Label: here, Note: hereNote(s)},
		{Value: WhereAEM, Label: say.T("AEM runs on another machine"), Note: say.T("its clock is read from here, by its own answers")},
		{Value: WhereElsewhere, Label: say.T("Another service, on another machine"), Note: say.T("its clock cannot be read from here")},
		{Value: WhereMessage, Label: say.T("I only have the message"), Note: say.T("paste it; nothing is measured")},
	}
	if s.Settings().Kiosk { // an address is not asked for there
		options = slices.DeleteFunc(options, func(o Option) bool { return o.Value == WhereAEM })
	}
	if start.Simulated == "" {
		options = append(options, Option{
			Value: WherePractising, Label: say.T("I am practising"), Note: say.T("a simulated host with a wrong clock"),
		})
	}
	likely := WhereHere
	if len(s.Settings().AEM) > 0 && aemAbsent(s) {
		likely = WhereAEM
	}
	return &Question{
		ID: askWhere, Kind: Choose, Default: likely, Options: options,
		Prompt: say.T("Where are you?"),
	}
}

func whereShow(s Session, a Assessment) Page {
	page := Page{
		Step: StepWhere, Title: say.T("Before the first step"),
		About: []say.Text{
			say.T("A service was refused with \"JWT has expired\" or the like. That can happen when the clock of its machine is wrong."),
			say.T("Four steps find out whether a wrong clock is the cause on this machine, prove it, and prove the fix. Nothing is changed unless you are asked first. Help is always under the key ?."),
		},
	}
	if start := s.Start(); start.Simulated != "" {
		page.About[0] = say.T("This is a simulated machine, for practice (%s). Everything is as on a real one, except that nothing leaves this computer.", start.Simulated)
	}
	transcript := s.Transcript()
	if where(s) != WhereMessage || transcript == nil {
		return page
	}
	meaning := meaningOf(transcript.Class)
	page.Title = say.T("What the message says")
	page.About = []say.Text{say.T("The message says: %s", meaning.title)}
	if skew, _ := messageSkewWords(transcript); !skew.IsZero() {
		page.About = append(page.About, skew)
	}
	page.About = append(page.About, say.T("Press Enter: the next page says what to do."))
	var rows []Fact
	if transcript.Class != "" {
		rows = append(rows, Fact{Label: say.T("recognised as"), Value: say.Verbatim(string(transcript.Class)), Tone: Strong})
	}
	if transcript.Error != "" {
		rows = append(rows, Fact{Label: say.T("error"), Value: say.Verbatim(transcript.Error)})
	}
	if said := cmp.Or(transcript.Description, transcript.FirstError); said != "" && said != transcript.Error {
		rows = append(rows, Fact{Label: say.T("in its words"), Value: say.Verbatim(said)})
	}
	if transcript.Agent != "" {
		rows = append(rows, Fact{Label: say.T("agent"), Value: say.Verbatim(transcript.Agent)})
	}
	if !transcript.ServerDate.IsZero() && transcript.LocalStamp != "" {
		rows = append(rows,
			Fact{Label: say.T("the machine's clock said"), Value: say.Verbatim(transcript.LocalStamp), Note: say.T("its local time, zone unknown")},
			Fact{Label: say.T("the server's clock said"), Value: say.Verbatim(stamp(transcript.ServerDate)), Note: say.T("in the same answer")})
	}
	page.Blocks = []Block{Facts{Rows: rows}}
	return page
}
