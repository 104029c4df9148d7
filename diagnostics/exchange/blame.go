package exchange

import "slices"

// reach is how many words may stand between a thing and what is said of it.
const reach = 5

// isFault: an adjective, or a noun, that says by itself that a thing is wrong.
func isFault(word string) bool {
	switch word {
	case "invalid", "wrong", "bad", "unknown", "unexpected", "incorrect", "mismatch", "mismatched", "mismatching", "missing",
		"illegal", "malformed", "unrecognized", "unrecognised", "unregistered", "unsupported", "untrusted", "disallowed", "unverified", "failed":
		return true
	}
	return false
}

// isNot: a negation, alone or within its verb.
func isNot(word string) bool {
	switch word {
	case "not", "no", "never", "cannot", "can't", "couldn't", "isn't", "wasn't", "aren't", "doesn't", "didn't", "don't", "hasn't", "mustn't":
		return true
	}
	return false
}

// isPlain: words between a thing and its fault that change nothing.
func isPlain(word string) bool {
	switch word {
	case "the", "a", "an", "your", "its", "this", "any", "or", "and", "jwt", "token", "assertion", "client_assertion",
		"claim", "claims", "parameter", "field", "value", "values", "provided", "given", "requested":
		return true
	}
	return isThing(word)
}

// isThing: what a server may find at fault beside another thing ("issuer or
// subject is not known").
func isThing(word string) bool {
	for _, things := range [][]string{signatures(), audiences(), scopes(), parties()} {
		if slices.Contains(things, word) {
			return true
		}
	}
	return false
}

func signatures() []string { return []string{"signature", "signatures", "kid"} }
func audiences() []string  { return []string{"audience", "audiences", "aud"} }
func scopes() []string     { return []string{"scope", "scopes", "metascope", "metascopes"} }
func parties() []string {
	return []string{"issuer", "iss", "subject", "sub", "client_id", "client_secret"}
}

// skip walks over plain words from i in a direction, and over the commas of an
// enumeration of things.
func (s statement) skip(i, step int) int {
	for range reach {
		enumeration := s.at(i) == "," && isThing(s.at(i-1))
		if !isPlain(s.at(i)) && !enumeration {
			break
		}
		i += step
	}
	return i
}

// blamedBefore reports whether a fault leads to the thing: "invalid token
// audience", "could not verify the signature", "mismatch of audience".
func (s statement) blamedBefore(i int) bool {
	i = s.skip(i-1, -1)
	if slices.Contains([]string{"of", "in", "for"}, s.at(i)) {
		switch s.at(i - 1) {
		case "mismatch":
			return true
		case "value", "values":
			i = s.skip(i-1, -1)
		}
	}
	switch s.at(i) {
	case "valid", "matching":
		return isNot(s.at(i-1)) || isNot(s.at(i-2)) && s.at(i-1) == "a"
	case "verify", "verifying", "validate", "validating", "match", "check":
		return s.triedInVain(i)
	case "expected":
		return slices.Contains(s[i:], "but") || slices.Contains(s[i:], "got")
	}
	return isFault(s.at(i))
}

// triedInVain: "could not", "unable to", "failed to", "error" before a verb.
func (s statement) triedInVain(i int) bool {
	for j := i - 1; j >= i-3; j-- {
		switch word := s.at(j); {
		case word == pause:
			return false
		case isNot(word), word == "unable", word == "failed", word == "failure", word == "error":
			return true
		}
	}
	return false
}

// blamedAfter reports whether a fault follows the thing: "audience is not
// valid", "signature verification failed", "JWT audience rejected".
func (s statement) blamedAfter(i int) bool {
	if s.governed(i) {
		return false
	}
	if s.at(i+1) == "rejected" {
		return true
	}
	for range reach {
		i = s.skip(i+1, 1)
		// "of the jwt", "for client_assertion", and the value itself.
		if !slices.Contains([]string{"of", "in", "for", value}, s.at(i)) {
			break
		}
	}
	switch s.at(i) {
	case "check", "validation", "verification":
		i++
	}
	must := false
	for range reach {
		if !isCopula(s.at(i)) {
			break
		}
		must = must || s.at(i) == "must" || s.at(i) == "should"
		i++
	}
	return must || isFault(s.at(i)) || isNot(s.at(i)) || s.at(i) == "mismatches"
}

// isCopula: what may stand between a thing and a fault.
func isCopula(word string) bool {
	switch word {
	case "is", "was", "are", "were", "has", "have", "had", "been", "be", "does", "did", "do", "could", "can", "must", "should":
		return true
	}
	return false
}

// governed reports whether a preposition makes the thing part of another one:
// in "assertion for audience X is invalid" the assertion is. "Value of" and
// "validation of" lead back to the thing.
func (s statement) governed(i int) bool {
	switch at := s.skip(i-1, -1); s.at(at) {
	case "of":
		return !slices.Contains([]string{"value", "validation", "verification", "check"}, s.at(at-1))
	case "to", "in", "on":
		return true
	}
	for j := i - 1; s.at(j) != pause; j-- {
		switch s.at(j) {
		case "for", "with", "by", "from", "against", "using", "via", "under", "having":
			return true
		}
	}
	return false
}

// speaksOfAssertion reports whether the statement is about the assertion as a
// whole: every reason may be behind that, but not where it was never sent.
func (s statement) speaksOfAssertion() bool {
	for _, absent := range []string{"missing", "required", "without"} {
		if slices.Contains(s, absent) {
			return false
		}
	}
	for _, word := range []string{"assertion", "client_assertion", "jwt"} {
		if slices.Contains(s, word) {
			return true
		}
	}
	return false
}
