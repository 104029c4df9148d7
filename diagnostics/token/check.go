package token

import (
	"slices"
	"strings"
	"time"
)

// Fault is something that is wrong with a token whatever the time is, or by the
// clock that is trusted.
type Fault string

// The faults.
const (
	NoExpiry           Fault = "exp.missing"
	ExpiryMilliseconds Fault = "exp.milliseconds"
	ExpiryText         Fault = "exp.text"
	ExpiryNoTime       Fault = "exp.none"
	ExpiryBeforeIssue  Fault = "exp.before-iat"
	IssueMilliseconds  Fault = "iat.milliseconds"
	IssueText          Fault = "iat.text"
	IssueFuture        Fault = "iat.future"
	BeginFuture        Fault = "nbf.future"
	WholeHours         Fault = "time.whole-hours"
	WholeHoursPast     Fault = "time.whole-hours-past"
	TooLong            Fault = "lifetime.too-long"
	VeryShort          Fault = "lifetime.short"
	Unsigned           Fault = "alg.none"
	NoAudience         Fault = "aud.missing"
	WrongAudience      Fault = "aud.mismatch"
	NoIssuer           Fault = "iss.missing"
)

// Note is what is worth knowing of a token and is no fault that can be seen in it.
type Note string

// The notes.
const (
	LikelyRetired Note = "type.likely-retired"
	CloudService  Note = "type.cloud-service"
)

// Notes lists what is worth knowing of a token. An assertion of an Adobe service
// account looks the same wherever its credential came from: that its kind was ended
// says nothing of whether this one is still served, so it is no fault.
func Notes(t Token) []Note {
	switch t.Kind {
	case AdobeService:
		return []Note{LikelyRetired}
	case AdobeCloud:
		return []Note{CloudService}
	}
	return nil
}

// Faults lists every fault.
func Faults() []Fault {
	return []Fault{
		NoExpiry, ExpiryMilliseconds, ExpiryText, ExpiryNoTime, ExpiryBeforeIssue, IssueMilliseconds,
		IssueText, IssueFuture, BeginFuture, WholeHours, WholeHoursPast, TooLong,
		VeryShort, Unsigned, NoAudience, WrongAudience, NoIssuer,
	}
}

// Check lists what is wrong, the gravest first. now is the best time there is.
func Check(t Token, now time.Time) []Fault {
	var faults []Fault
	add := func(when bool, fault Fault) {
		if when {
			faults = append(faults, fault)
		}
	}
	add(strings.EqualFold(t.Algorithm, "none") || t.Algorithm == "", Unsigned)
	t.checkShapes(add)
	lifetime, limits := t.Lifetime(), LimitsOf(t.Kind)
	add(lifetime < 0, ExpiryBeforeIssue)
	add(limits.Longest > 0 && lifetime > limits.Longest, TooLong)
	add(limits.Longest > 0 && lifetime == 0 && t.Expires.At.Sub(now) > limits.Longest, TooLong)
	add(lifetime > 0 && lifetime < 30*time.Second, VeryShort)
	add(t.Issued.At.After(now), IssueFuture)
	add(t.NotBefore.At.After(now), BeginFuture)
	add(wholeHours(t, now), WholeHours)
	add(wholeHoursPast(t, now), WholeHoursPast)
	t.checkNames(add)
	return faults
}

func (t Token) checkShapes(add func(bool, Fault)) {
	add(t.Expires.Shape == Absent, NoExpiry)
	add(t.Expires.Shape == Milliseconds && !t.Access, ExpiryMilliseconds)
	add(t.Expires.Shape == AsText, ExpiryText)
	add(t.Expires.Shape == NoTime, ExpiryNoTime)
	add(t.Issued.Shape == Milliseconds && !t.Access, IssueMilliseconds)
	add(t.Issued.Shape == AsText, IssueText)
}

// checkNames looks at what an assertion must name (RFC 7523 section 3). An access
// token is the service's own, and is made up as that likes.
func (t Token) checkNames(add func(bool, Fault)) {
	if t.Access {
		return
	}
	assertion := t.Kind != Unknown && t.Kind != GitHub && t.Kind != Snowflake
	add(assertion && t.Issuer == "", NoIssuer)
	add(assertion && len(t.Audience) == 0, NoAudience)
	// Adobe: https://HOST/c/CLIENT_ID.
	adobe := t.Kind == AdobeService || t.Kind == AdobeCloud
	add(adobe && len(t.Audience) > 0 && !slices.ContainsFunc(t.Audience, func(aud string) bool {
		host, client, ok := strings.Cut(strings.TrimPrefix(aud, "https://"), "/c/")
		return ok && host != "" && client != "" && strings.HasPrefix(aud, "https://")
	}), WrongAudience)
}

const (
	quarter   = 15 * time.Minute // every zone in use is a multiple of it
	freshness = 2 * time.Minute
	westmost  = 14 * time.Hour
)

// wholeHours reports whether a token that was just made seems to be stamped in
// local time: its issue is off by a multiple of half an hour, give or take. Only
// one that lies in the future can be told from one that is old.
func wholeHours(t Token, now time.Time) bool {
	if t.Issued.At.IsZero() {
		return false
	}
	ahead := t.Issued.At.Sub(now)
	if ahead < 2*quarter-freshness || ahead > westmost+freshness {
		return false
	}
	return (ahead - ahead.Round(2*quarter)).Abs() <= freshness
}

// wholeHoursPast is the same for one that lies in the past. Most such tokens are
// only old, so the words say "if it was made just now".
func wholeHoursPast(t Token, now time.Time) bool {
	if t.Access || t.Issued.At.IsZero() {
		return false
	}
	ago := now.Sub(t.Issued.At)
	return ago > time.Hour-freshness/2 && ago < westmost && (ago-ago.Round(time.Hour)).Abs() <= freshness/2
}
