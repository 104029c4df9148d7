package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/refusal"
	"unskew/steps/say"
)

// profilePaste: the person makes AEM's own test, and pastes what it says.
const profilePaste = "paste"

// aemAsk asks for whatever lets AEM's own test be the proof: a user to ask AEM as or,
// from whoever has none, what Test Connection says.
func aemAsk(s Session) *Question {
	profile, _ := s.Value(StepToken, askProfile)
	if question := userAsk(s, StepToken); question != nil && profile != profilePaste {
		return question
	}
	if _, answered := s.Value(StepToken, askMessage); answered || userKnown(s) || !couldTest(s) && profile != profilePaste {
		return nil
	}
	return &Question{
		ID: askMessage, Kind: EnterText, Optional: true,
		Prompt: say.T("Press Test Connection in AEM, and paste all it says (empty: go on without)"),
		Help:   pasteHelp(),
	}
}

func pasteHelp() []say.Text {
	return []say.Text{
		say.T("In AEM: Tools, Deployment, Replication, Agents on author; open the agent that failed, and press Test Connection."),
		say.T("Passwords, tokens and keys in it are removed before anything is kept."),
	}
}

// pasteAgainAsk asks for the same test once more, when the clock is right again: what
// passes then is the second half of the proof. A test that failed may be pasted anew.
func pasteAgainAsk(s Session) *Question {
	if len(partsOf(s)) < 2 { // the clock was not moved
		return nil
	}
	history := epochsOf(s)
	now := history[len(history)-1]
	samples, _ := freshSamples(now)
	first := firstPaste(history)
	if first == nil || now.offset.Relation != Within || samples < freshNeeded || pasteSettled(now.entries) {
		return nil
	}
	return &Question{
		ID: askMessage, Kind: EnterText, Optional: true,
		Prompt: say.T("The clock is right. Press Test Connection once more, and paste all it says (empty: go on without)"),
		Help:   append([]say.Text{say.T("The same test on the same agent, %s: if it passes now, the proof is complete.", first.Agent)}, pasteHelp()...),
	}
}

// pasteSettled reports whether the last page needs no other paste: one passed, or the
// person has none.
func pasteSettled(entries []Entry) bool {
	for _, entry := range entries {
		switch {
		case entry.Step != StepConfirm:
		case entry.Transcript != nil && entry.Transcript.Passed:
			return true
		case entry.Kind == Answered && entry.Answer.Question == askMessage:
			return true
		}
	}
	return false
}

// firstPaste is the refusal that was pasted before the clock was corrected, where it is
// the first half of the proof.
func firstPaste(history []epoch) *LogExchange {
	for _, earlier := range history[:len(history)-1] {
		if earlier.byLog && earlier.pasted != nil {
			return earlier.pasted
		}
	}
	return nil
}

// pasteIn is the newest Test Connection that was pasted among entries.
func pasteIn(s Session, entries []Entry) (at diagnostics.Instant, said *LogExchange) {
	for i := len(entries) - 1; i >= 0; i-- {
		entry := entries[i]
		if entry.Transcript == nil || entry.Step != StepToken && entry.Step != StepConfirm {
			continue
		}
		if _, stands := s.Value(entry.Step, askMessage); stands {
			return entry.At, pastedExchange(s, *entry.Transcript)
		}
	}
	return at, nil
}

// pastedExchange is a pasted test as a log tells of it. The zone of its stamps is that
// of the AEM which was found here; else it may be any.
func pastedExchange(s Session, t aem.Transcript) *LogExchange {
	said := &LogExchange{
		Agent: t.Agent, Class: t.Class, HTTPStatus: t.Status, Error: t.Error, Description: t.Description,
		Stamp: t.LocalStamp, Date: t.ServerDate,
	}
	if t.Passed {
		said.Class = exchange.ClassAccepted
	}
	raw, known := messageSkew(&t)
	if !known {
		return said
	}
	least, most := (raw.Duration() + westernmost).Seconds(), (raw.Duration() + easternmost).Seconds()
	if east, told := jvmZone(s); told {
		least = (raw.Duration() + east).Seconds()
		most = least
	}
	said.Least, said.Most = &least, &most
	return said
}

// jvmZone is the zone in which the AEM on this machine writes its stamps, where there
// is but one.
func jvmZone(s Session) (east time.Duration, known bool) {
	found := s.AEM()
	if found == nil || len(found.List) != 1 || remotePatient(s) {
		return 0, false
	}
	return found.List[0].ZoneOffset, found.List[0].ZoneKnown
}

// messageOf reads a pasted text. Who was given one line of a log, or an answer alone,
// has no lines of AEM's, or none with words: what the catalogue knows is taken then.
func messageOf(text string) aem.Transcript {
	transcript := aem.ReadTranscript(text)
	if transcript.Passed || transcript.Class != "" && transcript.Class != exchange.ClassRefusedWithoutWords {
		return transcript
	}
	if found := refusal.Explain(text); found.Known && found.Class != transcript.Class {
		transcript.Class, transcript.Status, transcript.Description = found.Class, found.Status, found.Quote
	}
	return transcript
}

// vetPaste tells why a pasted text is no second test.
func (e *Engine) vetPaste(step StepID, transcript aem.Transcript) say.Text {
	if step == StepWhere {
		return say.Text{}
	}
	if transcript.Class == "" && !transcript.Passed {
		return say.T("No test of a replication agent is seen in this text. Paste all of the page that Test Connection opens.")
	}
	if first := firstPaste(epochsOf(e.Session())); step == StepConfirm && first != nil && transcript.Agent != first.Agent {
		return say.T("This is the test of another agent. Paste that of %s.", first.Agent)
	}
	return say.Text{}
}
