package exchange

import (
	"slices"
	"strings"
)

// statement is a description taken apart into lower-case words. It is read for
// what the server says of a thing, because many only mention it: "assertion for
// audience https://x was rejected" gives no reason, and the reason may be time.
// In doubt nothing is stated.
type statement []string

const (
	pause = "." // the end of a clause
	value = "…" // an address, a pair name=value, an object: an echo, and no words
)

// readStatement takes a description apart, as far as one that is read by people
// goes.
func readStatement(text string) statement {
	var out statement
	text = text[:min(len(text), maxWords)]
	for _, chunk := range strings.Fields(withoutObjects(strings.ToLower(text))) {
		if isValue(chunk) {
			out = append(out, value)
			if strings.ContainsAny(chunk[len(chunk)-1:], ".;!?") {
				out = append(out, pause)
			}
			continue
		}
		if strings.HasPrefix(chunk, "(") {
			out = append(out, pause)
		}
		parts := strings.Split(chunk, "/")
		for i, part := range parts {
			if i > 0 {
				out = append(out, "or")
			}
			out = out.add(part)
		}
	}
	return out
}

// add appends one word, and the pause behind it.
func (s statement) add(chunk string) statement {
	const around = "\"'`“”‘’()[]<>,.;:!?\\"
	word := strings.Trim(chunk, around)
	word = strings.TrimSuffix(strings.ReplaceAll(word, "’", "'"), "'s")
	last := ""
	if len(s) > 0 {
		last = s[len(s)-1]
	}
	switch {
	case last == "client" && (word == "id" || word == "secret"):
		s[len(s)-1] = "client_" + word
	case word == "clientid" || word == "client-id":
		s = append(s, "client_id")
	case word != "":
		s = append(s, word)
	}
	switch tail := strings.TrimRight(chunk, "\"'`”’)]>"); {
	case word == "":
		return append(s, pause)
	case strings.HasSuffix(tail, ","):
		return append(s, ",")
	case strings.HasSuffix(tail, ":") && slices.Contains([]string{"claim", "parameter", "field"}, word):
		return s // "invalid claim: aud"
	case strings.ContainsAny(tail[len(tail)-1:], ".;:!?"):
		return append(s, pause)
	}
	return s
}

// withoutObjects replaces what stands in braces, and Go's map[…], by a value:
// an echo of the request or of the claims names everything and blames nothing.
func withoutObjects(text string) string {
	var out strings.Builder
	depth := 0
	for rest := text; rest != ""; {
		switch c := rest[0]; {
		case strings.HasPrefix(rest, "map["):
			end := strings.IndexByte(rest, ']')
			if end < 0 {
				end = len(rest) - 1
			}
			rest = rest[end:]
		case c == '{':
			if depth == 0 {
				out.WriteString(" a=b ")
			}
			depth++
		case c == '}':
			depth = max(0, depth-1)
		case depth == 0:
			out.WriteByte(c)
		}
		rest = rest[1:]
	}
	return out.String()
}

// isValue reports whether a word is none: name=value, an address, "name":"value".
func isValue(chunk string) bool {
	inner := strings.Trim(chunk, "\"'`()[]<>,.;:!?\\")
	return strings.ContainsAny(inner, "=@:") || strings.HasPrefix(inner, "/")
}

// mentionsTime reports whether the words touch on time at all. "Invalid audience
// or expiration" leaves open which of the two it was.
func (s statement) mentionsTime() bool {
	for i, word := range s {
		switch word {
		case "exp", "iat", "nbf", "time", "times", "lifetime", "validity", "clock", "clocks", "skew",
			"future", "past", "early", "late", "stale", "old", "date", "dates", "issuedat", "issued_at", "notbefore", "not_before":
			return true
		case "timestamp", "timestamps":
			if i+1 < len(s) && s[i+1] == pause {
				continue // a field of its own: when the error occurred
			}
			return true
		}
		if strings.HasPrefix(word, "expir") {
			return true
		}
	}
	return false
}

// blames reports whether the statement says that one of the things is at fault.
func (s statement) blames(things []string) bool {
	for i, word := range s {
		if slices.Contains(things, word) && !s.describes(i) && (s.blamedBefore(i) || s.blamedAfter(i)) {
			return true
		}
	}
	return false
}

// describes reports whether a word only says which assertion or token is meant,
// as in "client assertion" or "subject token".
func (s statement) describes(i int) bool {
	switch s.at(i + 1) {
	case "assertion", "assertions", "jwt", "token", "tokens", "request", "grant", "credentials", "authentication", "authorization", "certificate":
		return true
	}
	return false
}

// at returns a word, or a pause beyond either end.
func (s statement) at(i int) string {
	if i < 0 || i >= len(s) {
		return pause
	}
	return s[i]
}
