package steps

import (
	"errors"
	"sync"

	"unskew/diagnostics"
	"unskew/diagnostics/credential"
	"unskew/steps/say"
)

// Passphrase is what opens an encrypted key, for as long as the program runs. It
// stands in no record: the answer to the question for it says only that one was
// given, and a session that is taken up again asks anew.
type Passphrase struct {
	mu     sync.Mutex
	secret diagnostics.Secret
}

// NewPassphrase holds a passphrase that is known already.
func NewPassphrase(secret diagnostics.Secret) *Passphrase { return &Passphrase{secret: secret} }

// Secret returns the passphrase; the zero Secret where none is known.
func (p *Passphrase) Secret() diagnostics.Secret {
	if p == nil {
		return diagnostics.Secret{}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.secret
}

func (p *Passphrase) set(secret diagnostics.Secret) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.secret = secret
}

// The question for the passphrase, and what the record says of its answer.
const (
	askPassphrase = "passphrase"

	passphraseGiven = "given"
	passphraseNone  = ""
)

// maxPassphrase bounds a passphrase, in bytes: keytool and OpenSSL take 1024.
const maxPassphrase = 1024

// passphraseAsk asks for the passphrase where the newest request could not be
// made without, and the answer has not been tried yet.
func passphraseAsk(s Session, step StepID, entries []Entry) *Question {
	target := targetIn(entries)
	if target == nil || !target.Locked || answeredSince(entries, step) {
		return nil
	}
	return &Question{
		ID: askPassphrase, Kind: EnterSecret, Optional: true,
		Prompt: say.T("Passphrase of the key (empty: go on without it)"),
		Help: []say.Text{
			say.Verbatim(target.Problem),
			say.T("It is kept in memory until this program ends, and is never shown, saved or sent."),
		},
	}
}

// withoutPassphrase reports whether the person said that there is none at hand.
func withoutPassphrase(s Session) bool {
	if s.Settings().Kiosk {
		return true // the administrator's key, and so the administrator's passphrase
	}
	value, answered := s.Value(StepToken, askPassphrase)
	return answered && value == passphraseNone
}

// answerSecret takes a password as it is, and a passphrase if it opens the file. The record learns only
// whether one was given.
func (e *Engine) answerSecret(step StepID, question *Question, value string) {
	given := passphraseNone
	switch {
	case value == "":
	case question.ID == askAEMPassword:
		if len(value) > maxPassphrase {
			e.refuse(say.T("That is too long for a password."))
			return
		}
		e.world.AEMUser.setPassword(diagnostics.NewSecret(value))
		given = userGiven
	default:
		if problem := e.tryPassphrase(value); !problem.IsZero() {
			e.refuse(problem)
			return
		}
		e.world.Passphrase.set(diagnostics.NewSecret(value))
		given = passphraseGiven
	}
	e.record(Entry{Kind: Answered, Step: step, Answer: &Answer{Question: question.ID, Value: given}})
}

// tryPassphrase tells why a passphrase cannot be taken.
func (e *Engine) tryPassphrase(value string) say.Text {
	if len(value) > maxPassphrase {
		return say.T("That is too long for a passphrase.")
	}
	world := e.world
	world.Passphrase = NewPassphrase(diagnostics.NewSecret(value))
	_, err := requestOf(e.Session(), world)
	if isLocked(err) {
		return say.T("That passphrase does not open the file. Try again, and mind capital letters and the keyboard's language.")
	}
	return say.Text{}
}

// isLocked reports whether an error is that a file needs another passphrase.
func isLocked(err error) bool {
	var locked *credential.Locked
	return errors.As(err, &locked)
}
