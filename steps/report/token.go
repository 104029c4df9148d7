package report

import (
	"fmt"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/token"
	"unskew/steps"
	"unskew/steps/say"
)

// TokenClocks are what a token's times are compared with.
type TokenClocks struct {
	OSClock time.Time
	// Offset is reference minus OS clock; Known where there is a reference.
	Offset      diagnostics.Offset
	Uncertainty time.Duration
	Known       bool
	// Why there is no reference although one was asked for; empty otherwise.
	Why say.Text
}

// Reference is true time, zero where it is not known.
func (c TokenClocks) Reference() time.Time {
	if !c.Known {
		return time.Time{}
	}
	return c.OSClock.Add(c.Offset.Duration())
}

// certain reports whether no bound of a token is so close to the true time that
// its uncertainty reaches over it.
func (c TokenClocks) certain(t token.Token) bool {
	for _, bound := range []time.Time{t.Expires.At, t.Begins()} {
		if !bound.IsZero() && bound.Sub(c.Reference()).Abs() <= c.Uncertainty {
			return false
		}
	}
	return true
}

// best is the time that faults are judged by.
func (c TokenClocks) best() time.Time {
	if c.Known {
		return c.Reference()
	}
	return c.OSClock
}

// Token writes what the times of a token come to. It has no part of the token but
// the claims of a short list.
func Token(t token.Token, c TokenClocks, f Format, p say.Printer) ([]byte, error) {
	switch f {
	case Text:
		return asText(tokenDocument(t, c), p), nil
	case Markdown:
		return asMarkdown(tokenDocument(t, c), p), nil
	case JSON:
		return encoded(tokenOf(t, c))
	}
	return nil, fmt.Errorf("unknown format %q: choose %s", string(f), Choices(PlainFormats()))
}

func tokenDocument(t token.Token, c TokenClocks) document {
	doc := document{Title: tokenVerdict(t, c), Intro: []steps.Block{steps.Facts{Rows: []steps.Fact{{Label: say.T("kind"), Value: kindWords(t.Kind)}}}}}
	doc.Sections = withBlocks([]section{
		{Title: say.T("Its times"), Blocks: []steps.Block{tokenTimes(t, c)}},
		{Title: say.T("Margins"), Blocks: marginBlocks(t, c)},
		{Title: say.T("What is wrong with it"), Blocks: faultBlocks(t, c)},
		{Title: say.T("Good to know"), Blocks: noteBlocks(t)},
		{Title: say.T("What it says of itself (not verified)"), Blocks: []steps.Block{tokenClaims(t)}},
	})
	return doc
}

// tokenVerdict is the answer in one sentence or two.
func tokenVerdict(t token.Token, c TokenClocks) say.Text {
	here := t.At(c.OSClock)
	if !c.Known {
		words := stateWords(t, c.OSClock, say.T("By this machine's clock"))
		if !c.Why.IsZero() {
			return say.Join(" ", words, c.Why)
		}
		return say.Join(" ", words, say.T("Whether that clock is right was not measured: name a server with --ntp or --https, or the time with --now."))
	}
	there := t.At(c.Reference())
	words := stateWords(t, c.Reference(), say.T("By the true time"))
	if !c.certain(t) {
		words = say.Join(" ", words, say.T("The true time is known to %s only, so this may be the other way round.", steps.PlusMinus(c.Uncertainty)))
	}
	if here == there {
		return words
	}
	return say.Join(" ", words, stateWords(t, c.OSClock, say.T("By this machine's clock")),
		say.T("The two differ because this machine's clock is %s.", steps.Skew(c.Offset)))
}

func stateWords(t token.Token, now time.Time, by say.Text) say.Text {
	switch t.At(now) {
	case token.Expired:
		return say.T("%s the token has expired, %s ago.", by, steps.Span(now.Sub(t.Expires.At)))
	case token.NotYetValid:
		return say.T("%s the token is not valid yet; it begins in %s.", by, steps.Span(t.Begins().Sub(now)))
	case token.Unbounded:
		return say.T("%s the token has begun, and it names no end.", by)
	}
	return say.T("%s the token is valid, for another %s.", by, steps.Span(t.Expires.At.Sub(now)))
}

func tokenTimes(t token.Token, c TokenClocks) steps.Facts {
	rows := []steps.Fact{
		{Label: say.T("issued (iat)"), Value: utc(t.Issued.At), Note: shapeWords(t.Issued, t.Access)},
		{Label: say.T("not before (nbf)"), Value: utc(t.NotBefore.At), Note: shapeWords(t.NotBefore, t.Access)},
		{Label: say.T("expires (exp)"), Value: utc(t.Expires.At), Note: shapeWords(t.Expires, t.Access)},
	}
	if lifetime := t.Lifetime(); lifetime > 0 {
		rows = append(rows, steps.Fact{Label: say.T("lifetime"), Value: shown(steps.Span(lifetime))})
	}
	rows = append(rows, steps.Fact{Label: say.T("this machine's clock"), Value: utc(c.OSClock)})
	if c.Known {
		rows = append(rows, steps.Fact{Label: say.T("true time"), Value: utc(c.Reference()), Note: say.T("this machine's clock is %s, %s", steps.Skew(c.Offset), steps.PlusMinus(c.Uncertainty))})
	}
	return steps.Facts{Rows: filled(rows)}
}

func shapeWords(stamp token.Stamp, access bool) say.Text {
	switch {
	case access && stamp.Shape == token.Milliseconds:
		return say.T("in milliseconds, as Adobe's access tokens have it")
	case stamp.Shape == token.Milliseconds:
		return say.T("written in milliseconds")
	case stamp.Shape == token.AsText:
		return say.T("written as text")
	}
	return say.Text{}
}

// marginBlocks say how far a clock may be off before a token like this one is
// refused, both ways.
func marginBlocks(t token.Token, c TokenClocks) []steps.Block {
	var out []say.Text
	if lifetime := t.Lifetime(); lifetime > 0 && !t.Access {
		out = append(out, say.T("A token of this lifetime, made and sent at once, is refused as expired when the clock of the machine that makes it is more than %s behind.", steps.Span(lifetime+token.LimitsOf(t.Kind).Leeway)))
		if !t.Begins().IsZero() {
			out = append(out, say.T("Where the service checks iat or nbf, it is refused as not yet valid when that clock is ahead by more than the service allows (often nothing, at most a few minutes)."))
		}
	}
	if t.At(c.best()) == token.Valid {
		out = append(out, say.T("This one: another %s until it ends.", steps.Span(t.Expires.At.Sub(c.best()))))
		if begins := t.Begins(); !begins.IsZero() {
			out = append(out, say.T("It began %s ago: a service whose clock is behind by more than that sees it as not yet valid.", steps.Span(c.best().Sub(begins))))
		}
	}
	if len(out) == 0 {
		return nil
	}
	return []steps.Block{steps.Prose{Lines: out}}
}

func faultBlocks(t token.Token, c TokenClocks) []steps.Block {
	var out []say.Text
	for _, fault := range token.Check(t, c.best()) {
		out = append(out, faultWords(fault, t, c))
	}
	if t.Others > 0 {
		out = append(out, say.T("The text holds %s more tokens; only the first was read.", say.Number(t.Others)))
	}
	if len(out) == 0 {
		out = append(out, say.T("Nothing that can be seen without its key. The signature was not looked at."))
	}
	return []steps.Block{steps.Prose{Lines: out}}
}

func noteBlocks(t token.Token) []steps.Block {
	var out []say.Text
	for _, note := range token.Notes(t) {
		out = append(out, noteWords(note))
	}
	if len(out) == 0 {
		return nil
	}
	return []steps.Block{steps.Prose{Lines: out}}
}

func tokenClaims(t token.Token) steps.Facts {
	return steps.Facts{Rows: filled([]steps.Fact{
		{Label: say.T("alg"), Value: shown(t.Algorithm)},
		{Label: say.T("typ"), Value: shown(t.Type)},
		{Label: say.T("kid"), Value: shown(t.Key)},
		{Label: say.T("iss"), Value: shown(t.Issuer)},
		{Label: say.T("sub"), Value: shown(t.Subject)},
		{Label: say.T("aud"), Value: shown(strings.Join(t.Audience, ", "))},
		{Label: say.T("scope"), Value: shown(t.Scope)},
		{Label: say.T("jti"), Value: shown(t.ID)},
	})}
}
