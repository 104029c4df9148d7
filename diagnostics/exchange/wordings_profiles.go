package exchange

import "strings"

// notTime lists what the vendors of single profiles say of a client or a key that
// is not known, in words of their own. Sources: Google's "JWT error codes", GitHub's
// answers to the JWT of an app (TestVendorAnswers).
func notTime() []wording {
	return []wording{
		{err: "disabled_client", class: ClassClient},
		{words: []string{"not a valid email"}, class: ClassClient},
		{words: []string{"robot is disabled"}, class: ClassClient},
		{words: []string{"account not found"}, class: ClassClient},
		{words: []string{"integration not found"}, class: ClassClient},
		{words: []string{"integration must generate a public key"}, class: ClassSignature},
	}
}

// saysNothing reports whether the answer to a client assertion names no reason:
// every assertion that is no good is invalid_client (RFC 7523 section 3.2), an
// expired one too, and only the description can blame the client itself. That error
// alone must not be read as "not the clock".
func (a Answer) saysNothing(class Class) bool {
	profile, _ := Find(a.Profile)
	return profile.ClientAssertion && class == ClassClient &&
		strings.EqualFold(strings.TrimSpace(a.Error), "invalid_client") && ClassifyWords("", a.Description) != ClassClient
}
