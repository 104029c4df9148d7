package steps

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
)

// maxAssertions bounds how many assertions one session sends. Each accepted one
// leaves a real token behind.
const maxAssertions = 8

// Questions of the token step.
const (
	askProfile     = "profile"
	askEndpoint    = "--token-url"
	askCredentials = "--credentials"
	askScope       = "--scope"
	askKeyID       = "--kid"

	profileNone = "none"
	profileAEM  = "aem" // no exchange of this program's own, AEM makes it
)

// plan is what settings and answers together say of the token request.
type plan struct {
	profile                                    exchange.Profile
	known                                      bool // the profile is
	endpoint                                   string
	credentials, key                           string
	issuer, subject, audience, clientID, scope string
	lifetime                                   time.Duration
	algorithm, keyID                           string
	claims, fields                             []string
}

// exchangePlan puts the settings and the answers of a session together. Flags
// win: where a flag speaks, nothing is asked.
func exchangePlan(s Session) plan {
	settings := s.Settings()
	pick := func(flag, question string) string {
		if flag != "" {
			return flag
		}
		value, _ := s.Value(StepToken, question)
		return value
	}
	made := plan{
		endpoint:    pick(settings.TokenURL, askEndpoint),
		credentials: pick(settings.Credentials, askCredentials),
		key:         pick(settings.Key, "--key"),
		issuer:      pick(settings.Issuer, "--issuer"),
		subject:     pick(settings.Subject, "--subject"),
		audience:    pick(settings.Audience, "--audience"),
		clientID:    pick(settings.ClientID, "--client-id"),
		scope:       pick(settings.Scope, askScope),
		lifetime:    settings.Lifetime,
		algorithm:   settings.Algorithm,
		keyID:       pick(settings.KeyID, askKeyID),
		claims:      settings.Claims,
		fields:      settings.Fields,
	}
	made.profile, made.known = exchange.Find(pick(settings.Profile, askProfile))
	if made.profile.ID == gitHubApp {
		made.endpoint = gitHubEndpoint(made.endpoint)
	}
	return made
}

const gitHubApp = "github-app"

// gitHubEndpoint completes the bare address of a GitHub of one's own: its interface
// lies below /api/v3 (GitHub Enterprise Server), or has a name of its own that begins
// with api (GitHub Enterprise Cloud with data residency).
func gitHubEndpoint(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || strings.Trim(parsed.Path, "/") != "" || parsed.RawQuery != "" {
		return address
	}
	parsed.Path = "/api/v3/app"
	if strings.HasPrefix(strings.ToLower(parsed.Host), "api.") {
		parsed.Path = "/app"
	}
	return parsed.String()
}

// hasFile reports whether there is a file to make the request with.
func (p plan) hasFile() bool { return p.credentials != "" || p.key != "" }

// round is the newest round of the proof: an attempt with the OS clock's time,
// and those that followed from it.
type round struct {
	osClock, reference, server *exchange.Attempt
	osClocks                   int // attempts with the OS clock's time so far
}

func roundOf(attempts []exchange.Attempt) round {
	var now round
	for i := range attempts {
		attempt := &attempts[i]
		switch attempt.Stamp {
		case exchange.StampOSClock:
			now = round{osClock: attempt, osClocks: now.osClocks + 1}
		case exchange.StampReference:
			now.reference = attempt
		case exchange.StampServer:
			now.server = attempt
		}
	}
	return now
}

// refusedForTime reports whether an attempt was refused for its time.
func refusedForTime(attempt *exchange.Attempt) bool {
	return attempt != nil && attempt.Outcome == exchange.Refused && attempt.Class.Time()
}

// timeSuspect reports whether the reference's time is worth trying: refused for
// time, refused without words, or certificate dates that fail the OS clock.
func timeSuspect(attempt *exchange.Attempt) bool {
	if attempt == nil || attempt.Outcome == exchange.Accepted {
		return false
	}
	return refusedForTime(attempt) || attempt.Class == exchange.ClassRefusedWithoutWords || attempt.Class == exchange.ClassTLSTime
}

// nextAttempt decides which assertion is sent next: the OS clock's time first,
// the reference's only if needed, the endpoint's own only if that was needed
// too. why says, where nothing is to be sent, what the reason is.
func nextAttempt(s Session, entries []Entry) (stamp exchange.Stamp, send bool, why string) {
	if why := sendingEnds(s); why != "" {
		return "", false, why
	}
	if patientNow(s).unread(s) {
		return "", false, "AEM's clock is not known"
	}
	judged := judgeOffset(s)
	now := roundOf(attemptsOf(entries))
	switch {
	case now.osClock == nil:
		return exchange.StampOSClock, true, ""
	case !timeSuspect(now.osClock):
		return "", false, "not needed"
	case now.reference == nil && !judged.Known:
		return "", false, "no reference time"
	case now.reference == nil:
		return exchange.StampReference, true, ""
	case now.reference.Outcome == exchange.Accepted:
		// Refused and accepted although the clock is right: once more, since a
		// single refusal may have been a hiccup of the service.
		repeat := judged.Relation == Within && now.osClocks < 2
		return exchange.StampOSClock, repeat, "not needed"
	case !refusedForTime(now.reference):
		return "", false, "not needed"
	case now.server == nil && now.reference.Server != nil:
		return exchange.StampServer, true, ""
	case now.server == nil:
		return "", false, "the endpoint sent no date"
	}
	return "", false, "all were tried"
}

// sendingEnds tells why no assertion may be sent any more in this session.
func sendingEnds(s Session) string {
	if s.Settings().NoExchange {
		return "sending assertions was switched off (--no-exchange)"
	}
	sent := 0
	for _, attempt := range s.AllAttempts() {
		if attempt.Stamp == "" || attempt.Outcome == exchange.Skipped {
			continue
		}
		sent++
		if attempt.HTTPStatus >= http.StatusInternalServerError || attempt.HTTPStatus == http.StatusTooManyRequests {
			return "the endpoint answered " + strconv.Itoa(attempt.HTTPStatus) + ": no more are sent"
		}
		switch attempt.Class {
		case exchange.ClassRateLimited, exchange.ClassServerError, exchange.ClassClient:
			return "the endpoint answered " + string(attempt.Class) + ": no more are sent"
		}
	}
	if sent >= maxAssertions {
		return "enough assertions were sent in this session"
	}
	return ""
}

// stampedAt is the time that goes into an assertion of this kind, and the time
// at which the endpoint's certificate is verified.
func stampedAt(s Session, stamp exchange.Stamp, now diagnostics.Instant) (stamped, verify time.Time) {
	away := patientNow(s)
	if stamp == exchange.StampOSClock && away.anchor == nil {
		return now.Wall, now.Wall
	}
	stamped, verify = now.Wall, now.Wall
	if consensus := consensusOf(s); consensus.Found {
		stamped, verify = consensus.Anchor.At(now.Raw), consensus.Anchor.At(now.Raw)
	}
	if stamp == exchange.StampOSClock {
		return away.at(now).Wall, verify
	}
	if latest := roundOf(s.Attempts()); stamp == exchange.StampServer && latest.reference != nil && latest.reference.Server != nil {
		stamped = latest.reference.Server.At(now.Raw)
	}
	return stamped, verify
}
