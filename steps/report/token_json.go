package report

import (
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/token"
)

const tokenSchema = "unskew.token/1"

// The JSON of token. What is not known is null or absent.
type (
	tokenJSON struct {
		Schema    string           `json:"schema"`
		Kind      word             `json:"kind,omitempty"`
		Header    map[string]word  `json:"header"`
		Claims    map[string]word  `json:"claims"`
		Issued    *tokenTimeJSON   `json:"issued"`
		NotBefore *tokenTimeJSON   `json:"not_before"`
		Expires   *tokenTimeJSON   `json:"expires"`
		Lifetime  *float64         `json:"lifetime_seconds"`
		OSClock   byClockJSON      `json:"by_os_clock"`
		Reference *byClockJSON     `json:"by_reference"`
		Offset    *tokenOffsetJSON `json:"offset"`
		Faults    []faultJSON      `json:"faults"`
		Notes     []faultJSON      `json:"notes"` // worth knowing, and no faults
		Verdict   word             `json:"verdict"`
		Others    int              `json:"others"`
	}
	// tokenTimeJSON is a time of the token, and how it was written there.
	tokenTimeJSON struct {
		At      word `json:"at"`
		Written word `json:"written"`
	}
	// byClockJSON is the token by one clock. Both margins are positive where it is
	// valid: until it ends, and since it began.
	byClockJSON struct {
		Now    word     `json:"now"`
		State  word     `json:"state"`
		Margin *float64 `json:"margin_seconds"`
		Ahead  *float64 `json:"margin_ahead_seconds"`
		// Certain: no bound lies within the uncertainty of the clock.
		Certain bool `json:"certain"`
	}
	tokenOffsetJSON struct {
		Seconds     diagnostics.Offset `json:"seconds"`
		Uncertainty float64            `json:"uncertainty_seconds"`
	}
	faultJSON struct {
		Code  word `json:"code"`
		Words word `json:"words"`
	}
)

func tokenOf(t token.Token, c TokenClocks) tokenJSON {
	out := tokenJSON{
		Schema: tokenSchema, Kind: word(t.Kind), Faults: []faultJSON{}, Notes: []faultJSON{},
		Header: named("alg", t.Algorithm, "typ", t.Type, "kid", t.Key),
		Claims: named("iss", t.Issuer, "sub", t.Subject, "aud", strings.Join(t.Audience, " "), "scope", t.Scope, "jti", t.ID),
		Issued: written(t.Issued), NotBefore: written(t.NotBefore), Expires: written(t.Expires),
		OSClock: byClock(t, c.OSClock), Verdict: word(tokenVerdict(t, c).String()), Others: t.Others,
	}
	if lifetime := t.Lifetime(); lifetime != 0 {
		seconds := lifetime.Seconds()
		out.Lifetime = &seconds
	}
	if c.Known {
		by := byClock(t, c.Reference())
		by.Certain = c.certain(t)
		out.Reference = &by
		out.Offset = &tokenOffsetJSON{Seconds: c.Offset, Uncertainty: c.Uncertainty.Seconds()}
	}
	for _, fault := range token.Check(t, c.best()) {
		out.Faults = append(out.Faults, faultJSON{Code: word(fault), Words: word(faultWords(fault, t, c).String())})
	}
	for _, note := range token.Notes(t) {
		out.Notes = append(out.Notes, faultJSON{Code: word(note), Words: word(noteWords(note).String())})
	}
	return out
}

// named keeps the pairs of name and value that have a value.
func named(pairs ...string) map[string]word {
	out := map[string]word{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out[pairs[i]] = word(pairs[i+1])
		}
	}
	return out
}

func written(stamp token.Stamp) *tokenTimeJSON {
	if stamp.Shape == token.Absent {
		return nil
	}
	out := &tokenTimeJSON{Written: word(stamp.Shape)}
	if !stamp.At.IsZero() {
		out.At = word(stamp.At.UTC().Format(time.RFC3339))
	}
	return out
}

func byClock(t token.Token, now time.Time) byClockJSON {
	out := byClockJSON{Now: word(now.UTC().Format(time.RFC3339)), State: word(t.At(now)), Certain: true}
	if !t.Expires.At.IsZero() {
		margin := t.Expires.At.Sub(now).Seconds()
		out.Margin = &margin
	}
	if begins := t.Begins(); !begins.IsZero() {
		ahead := now.Sub(begins).Seconds()
		out.Ahead = &ahead
	}
	return out
}
