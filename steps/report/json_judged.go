package report

import (
	"net/url"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/steps"
)

func stepsOf(results []steps.StepResult) []stepJSON {
	out := []stepJSON{}
	for _, result := range results {
		if result.Outcome == "" {
			result.Outcome = steps.StepUnknown
		}
		out = append(out, stepJSON{ID: word(result.ID), Outcome: word(result.Outcome), Findings: words(result.Findings), Why: word(result.Why)})
	}
	return out
}

func findingsOf(findings []steps.Finding) []findingJSON {
	out := []findingJSON{}
	for _, finding := range findings {
		one := findingJSON{
			Code: word(finding.Code), Severity: word(finding.Severity),
			Title: word(finding.Title.String()), Detail: word(finding.Detail.String()),
			BecauseOf: words(finding.BecauseOf), Cause: finding.Cause, Phone: word(finding.Phone()), Remedy: []remedyJSON{},
		}
		for _, remedy := range finding.Remedy {
			told := remedyJSON{
				Command: word(remedy.Line), NeedsRoot: remedy.NeedsRoot, Why: word(remedy.Why.String()), Undo: word(remedy.Undo),
				ByHand: remedy.ByHand, Either: remedy.Either, Moves: remedy.Moves, Takes: word(remedy.Takes.String()), Check: word(remedy.Check),
			}
			if len(remedy.Argv) > 0 {
				told.Argv = words(remedy.Argv)
			}
			one.Remedy = append(one.Remedy, told)
		}
		out = append(out, one)
	}
	return out
}

func lastingOf(keeping steps.Keeping) *lastingJSON {
	if keeping.State == "" {
		return nil
	}
	out := &lastingJSON{State: word(keeping.State)}
	for _, why := range keeping.Why {
		out.Why = append(out.Why, word(why.String()))
	}
	return out
}

func verdictOf(verdict steps.Verdict) verdictJSON {
	return verdictJSON{
		Code: word(verdict.Code), Proof: word(verdict.Proof), Certainty: word(verdict.Certainty),
		Title: word(verdict.Title.String()), Next: word(verdict.Next.String()),
	}
}

// transcriptOf tells what a pasted message said, without repeating it.
func transcriptOf(s steps.Session) *transcriptJSON {
	transcript := s.Transcript()
	if transcript == nil {
		return nil
	}
	return &transcriptJSON{
		Class: word(transcript.Class), Error: word(transcript.Error), Description: word(transcript.Description),
		FirstError: word(transcript.FirstError), Passed: transcript.Passed, Refused: transcript.Refused,
		HTTPStatus: transcript.Status, ServerDate: moment(transcript.ServerDate), LocalStamp: word(transcript.LocalStamp),
		Agent: word(transcript.Agent), Lines: transcript.Lines,
	}
}

func settingsOf(start steps.Start) settingsJSON {
	settings := start.Settings
	out := settingsJSON{
		ViewerZone: word(settings.ViewerZone),
		Profile:    word(settings.Profile), TokenURL: word(withoutUser(settings.TokenURL)), NoExchange: settings.NoExchange,
		Lifetime: settings.Lifetime.Seconds(), Tolerance: settings.Tolerance.Seconds(), Attended: start.Attended,
	}
	for _, server := range settings.NTP {
		out.NTP = append(out.NTP, word(withoutUser(server)))
	}
	for _, server := range settings.HTTPS {
		out.HTTPS = append(out.HTTPS, word(withoutUser(server)))
	}
	return out
}

// seconds writes a duration as JSON seconds, exactly.
func seconds(d time.Duration) *diagnostics.Offset {
	offset := diagnostics.OffsetOf(d)
	return &offset
}

// moment is nil for a time that is not known.
func moment(t time.Time) *stampJSON {
	if t.IsZero() {
		return nil
	}
	stamp := stampJSON(t)
	return &stamp
}

// known is nil for a text that is not known.
func known(text string) *word {
	if text == "" {
		return nil
	}
	out := word(text)
	return &out
}

func words(texts []string) []word {
	out := []word{}
	for _, text := range texts {
		out = append(out, word(text))
	}
	return out
}

// withoutUser takes a user name and password out of a URL that a person gave.
func withoutUser(text string) string {
	target, err := url.Parse(text)
	switch {
	case err == nil && target.User == nil:
		return text
	case err == nil:
		target.User = nil
		return target.String()
	}
	// What does not parse is cut by hand, since it may still hold a password.
	scheme, rest, found := strings.Cut(text, "://")
	if !found {
		return text
	}
	return scheme + "://" + rest[strings.LastIndex(rest, "@")+1:]
}
