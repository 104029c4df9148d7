package steps

import (
	"context"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

// tokenStep makes the proof: the same request with the OS clock's time and, if
// that is refused, with the reference's.
func tokenStep() Step {
	return Step{
		ID:     StepToken,
		Title:  say.T("Token"),
		Skip:   tokenSkip,
		Ask:    tokenAsk,
		Work:   tokenWork,
		Show:   tokenShow,
		Silent: func(Session) bool { return false },
		Help: []say.Text{
			say.T("To get a token, a service sends a small signed note (an assertion, a JWT) that is valid for some minutes by its own clock. If that clock is wrong, the note has expired before it arrives, or is not valid yet."),
			say.T("So the note is sent twice: once with this machine's time, once with the true time. Refused and then accepted proves that the clock is the cause."),
			say.T("The key is read from the file, used to sign, and never shown, kept or sent."),
		},
	}
}

func tokenSkip(s Session) (string, bool) {
	if why, skip := skipWithoutHost(s); skip {
		return why, skip
	}
	settings := s.Settings()
	if testsAEM(s) {
		return "", false
	}
	if settings.Kiosk && settings.Profile == "" && settings.TokenURL == "" {
		return "the administrator has named no token service to test", true
	}
	if !asksExchange(s) && settings.Profile == "" && settings.TokenURL == "" {
		return "no token endpoint was named (--token-url, --profile)", true
	}
	profile, answered := s.Value(StepToken, askProfile)
	return "the person has nothing to test the exchange with", answered && profile == profileNone
}

func endpointQuestion() *Question {
	return &Question{
		ID: askEndpoint, Kind: EnterLine, Default: "https://",
		Prompt: say.T("Address of the token endpoint"),
		Help: []say.Text{
			say.T("The full address to which the service sends its token request. In AEM it stands in the access token provider's configuration."),
			say.T("If nobody can tell it, leave this step out (s): the clock is judged all the same."),
		},
	}
}

func credentialsQuestion() *Question {
	return &Question{
		ID: askCredentials, Kind: EnterPath, Optional: true,
		Prompt: say.T("Credential or key file (empty: none at hand)"),
		Help: []say.Text{
			say.T("The file that the administrator downloaded for this integration: a .json, or a private key (.pem, .key). Tab completes the name."),
			say.T("Without one no request is sent: only the token service's own clock is read."),
		},
	}
}

func tokenAsk(s Session) *Question {
	if !asksExchange(s) {
		return nil
	}
	plan := exchangePlan(s)
	if !plan.known {
		if profile, answered := s.Value(StepToken, askProfile); profile == profileAEM || profile == profilePaste {
			return aemAsk(s)
		} else if answered || s.Settings().TokenURL != "" && s.Settings().NoExchange {
			return nil
		}
		return profileQuestion(couldTest(s) || foundAddress(s) != "" && !s.Settings().NoExchange)
	}
	if plan.endpoint == "" && !plan.profile.KnowsEndpoint() {
		return endpointQuestion()
	}
	if question := gitHubAsk(s, plan); question != nil {
		return question
	}
	if s.Settings().NoExchange {
		return nil
	}
	if testsAEM(s) && !plan.hasFile() {
		return nil // no key is at hand, and AEM makes the test itself
	}
	if _, answered := s.Value(StepToken, askCredentials); !answered && !plan.hasFile() {
		return credentialsQuestion()
	}
	if !plan.hasFile() {
		return aemAsk(s) // nobody has a key here: AEM has
	}
	if question := passphraseAsk(s, StepToken, since(s, StepToken)); question != nil {
		return question
	}
	if target := targetIn(since(s, StepToken)); target != nil && plan.hasFile() {
		for _, name := range target.Missing {
			if _, answered := s.Value(StepToken, name); !answered {
				return needQuestion(plan.profile.ID, name)
			}
		}
		// Who named the profile by a flag has said what there is to say.
		for _, name := range target.Helpful {
			if _, answered := s.Value(StepToken, name); !answered && s.Settings().Profile == "" {
				return helpfulQuestion(name)
			}
		}
	}
	return nil
}

// gitHubAsk asks whose GitHub it is. Who named the profile by a flag has said what there
// is to say.
func gitHubAsk(s Session, plan plan) *Question {
	if _, answered := s.Value(StepToken, askEndpoint); answered || plan.profile.ID != gitHubApp || plan.endpoint != "" || s.Settings().Profile != "" {
		return nil
	}
	return &Question{
		ID: askEndpoint, Kind: EnterLine, Optional: true,
		Prompt: say.T("Address of your own GitHub Enterprise (empty: github.com)"),
		Help:   []say.Text{say.T("As you open it in a browser, such as https://github.example.com. If you use github.com, leave it empty.")},
	}
}

// tokenWork is this program's own exchange first, then AEM's own tests.
func tokenWork(s Session) Work {
	if work := exchangeWork(s); work.Task != nil {
		return work
	}
	return aemWork(s, StepToken)
}

func exchangeWork(s Session) Work {
	plan := exchangePlan(s)
	if !plan.known && plan.endpoint == "" {
		return Work{}
	}
	entries := since(s, StepToken)
	target := targetIn(entries)
	if target == nil || answeredSince(entries, StepToken) {
		return Work{Task: &Task{Name: "prepare", Run: prepare}}
	}
	if len(s.Readings()) == 0 && s.epochStart() > 0 && !doneIn(s.Epoch(), taskServers) {
		return Work{Task: measureTask()}
	}
	if target.Problem != "" {
		return Work{}
	}
	if !target.Credential {
		if len(attemptsOf(entries)) > 0 {
			return Work{}
		}
		return Work{Task: &Task{Name: "endpoint's clock", Run: askEndpointClock}}
	}
	if stamp, send, _ := nextAttempt(s, epochOnly(s, entries)); send {
		return Work{Task: attemptTask(stamp)}
	}
	return Work{}
}

// answeredSince reports whether a question of a step was answered after the
// request was last worked out.
func answeredSince(entries []Entry, step StepID) bool {
	for i := len(entries) - 1; i >= 0 && entries[i].Target == nil; i-- {
		if entries[i].Kind == Answered && entries[i].Step == step {
			return true
		}
	}
	return false
}

// epochOnly keeps of some last entries those of the current epoch.
func epochOnly(s Session, entries []Entry) []Entry {
	if epoch := s.Epoch(); len(epoch) < len(entries) {
		return epoch
	}
	return entries
}

// targetIn returns the newest target among entries.
func targetIn(entries []Entry) *Target {
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Target != nil {
			return entries[i].Target
		}
	}
	return nil
}

// prepare works out the request, without sending anything.
func prepare(_ context.Context, b *Bench) {
	s := b.Session()
	plan := exchangePlan(s)
	target := Target{
		Profile: plan.profile.ID, Title: plan.profile.Title, Endpoint: plan.endpoint,
		Lifetime: plan.lifetime, TimeFree: plan.profile.TimeFree, AheadKnown: plan.profile.ChecksAhead,
		IssuedBack: plan.profile.IssuedBack,
	}
	request, err := requestOf(s, b.World)
	if err == nil {
		err = request.Check()
	}
	if err == nil {
		endpoint, bad := request.Target()
		if err = bad; bad == nil {
			target.Endpoint = endpoint.String()
		}
	}
	if err != nil {
		target.Problem = diagnostics.Clean(err.Error(), 400)
	}
	target.Certificate, target.CertificateExpires = request.Credential.Certificate, request.Credential.CertificateExpires
	if isLocked(err) {
		target.lock(withoutPassphrase(s))
	} else if plan.known {
		target.Missing, target.Helpful = request.Missing(), request.Helpful()
		target.Credential = plan.hasFile() && len(target.Missing) == 0 && !s.Settings().NoExchange && err == nil
	}
	b.Observe(Observation{Target: &target})
}

// lock marks the request as one that waits for a passphrase; where there is none,
// only the endpoint's clock is read.
func (t *Target) lock(without bool) {
	if without {
		t.Problem = ""
		return
	}
	t.Locked = true
}

// attemptTask sends one assertion.
func attemptTask(stamp exchange.Stamp) *Task {
	givenUp := exchange.Attempt{Stamp: stamp, Outcome: exchange.Failed, Class: exchange.ClassOther, Why: "given up before an answer came"}
	return &Task{Name: taskExchange, Abandoned: &Observation{Attempt: &givenUp}, Run: func(ctx context.Context, b *Bench) {
		request, err := requestOf(b.Session(), b.World)
		if isLocked(err) { // taken up again: the passphrase is not in the record
			prepare(ctx, b)
			return
		}
		if err != nil {
			b.Observe(Observation{Attempt: &exchange.Attempt{Stamp: stamp, Outcome: exchange.Skipped, Why: diagnostics.Clean(err.Error(), 400)}})
			return
		}
		stamped, verify := stampedAt(b.Session(), stamp, diagnostics.Now(b.World.Clock))
		attempt := b.Exchange().Try(ctx, request, stamp, stamped, verify)
		b.Observe(Observation{Attempt: &attempt})
	}}
}

// doneIn reports whether a task came to its end among entries.
func doneIn(entries []Entry, task string) bool {
	for _, entry := range entries {
		if entry.Done == task {
			return true
		}
	}
	return false
}

// askEndpointClock reads the endpoint's clock without sending an assertion.
func askEndpointClock(ctx context.Context, b *Bench) {
	verify := b.World.Clock.Wall()
	attempt := b.Exchange().Ask(ctx, targetOf(b.Session()).Endpoint, verify)
	if reference, known := b.reference(); known && attempt.Class == exchange.ClassTLSTime {
		attempt = b.Exchange().Ask(ctx, targetOf(b.Session()).Endpoint, reference)
		attempt.TLSTime = true
	}
	b.Observe(Observation{Attempt: &attempt})
}
