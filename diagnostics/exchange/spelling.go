package exchange

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxEscapes bounds how often a character is escaped, and the backslashes for it.
const maxEscapes = 16

// spelling finds one text in whatever spelling its characters come back: as they
// are, in the other case, or escaped as URLs, JSON, programs and HTML do, each
// character in a way of its own and escaped more than once.
type spelling struct {
	runes []rune
	start [256]bool // what the first character may begin with
}

// newSpelling prepares a text that is not empty. Of base64 nobody escapes letters
// and digits.
func newSpelling(text string, base64 bool) spelling {
	s := spelling{runes: []rune(text)}
	first := string(s.runes[0])
	if !base64 || strings.ContainsAny(first, "+/-_=") {
		for _, c := range []byte(`%\&+`) {
			s.start[c] = true
		}
	}
	s.start[first[0]] = true
	s.start[otherCase(first[0])] = true
	return s
}

// at returns the length of the text where it begins with it, else 0. The whole
// way is followed in every spelling at once: where a character is a backslash, it
// may be an escape as well.
func (s *spelling) at(text string) int {
	if text == "" || !s.start[text[0]] {
		return 0
	}
	ends := []int{0}
	for _, r := range s.runes {
		var next []int
		for _, end := range ends {
			for _, length := range spelled(text[end:], r) {
				if !slices.Contains(next, end+length) {
					next = append(next, end+length)
				}
			}
		}
		if len(next) == 0 {
			return 0
		}
		ends = next
	}
	return slices.Max(ends)
}

// spelled returns the lengths of the spellings of a character that a text begins
// with.
func spelled(text string, r rune) []int {
	var lengths []int
	literal := string(r)
	if strings.HasPrefix(text, literal) || len(literal) == 1 && text != "" && text[0] == otherCase(literal[0]) {
		lengths = append(lengths, len(literal))
	}
	if text == "" {
		return nil
	}
	switch text[0] {
	case '+':
		if r == ' ' {
			lengths = append(lengths, 1)
		}
	case '%':
		lengths = append(lengths, percent(text, literal)...)
	case '\\':
		lengths = append(lengths, backslash(text, r)...)
	case '&':
		if length := entity(text, r); length > 0 {
			lengths = append(lengths, length)
		}
	}
	return lengths
}

// percent reads %2F for each byte (RFC 3986 section 2.1), also %252F. A percent
// sign itself grows by 25 at each level.
func percent(text, literal string) []int {
	var lengths []int
	if literal == "%" {
		for n := 1; n+2 <= min(len(text), maxEscapes) && text[n:n+2] == "25"; n += 2 {
			lengths = append(lengths, n+2)
		}
		return lengths
	}
	rest := text
	for i := range len(literal) {
		if !strings.HasPrefix(rest, "%") {
			return nil
		}
		rest = rest[1:]
		for n := 0; n < maxEscapes && strings.HasPrefix(rest, "25") && !hexIs(rest, 2, rune(literal[i])); n++ {
			rest = rest[2:]
		}
		if !hexIs(rest, 2, rune(literal[i])) {
			return nil
		}
		rest = rest[2:]
	}
	return append(lengths, len(text)-len(rest))
}

// backslash reads \/, \", \u002f (RFC 8259 section 7) and \x2f behind any number
// of backslashes. One that is meant itself is doubled at each level.
func backslash(text string, r rune) []int {
	slashes := 0
	for slashes < min(len(text), maxEscapes) && text[slashes] == '\\' {
		slashes++
	}
	var lengths []int
	for n := 2; r == '\\' && n <= slashes; n *= 2 {
		lengths = append(lengths, n)
	}
	rest := text[slashes:]
	switch {
	case strings.HasPrefix(rest, "u") && hexIs(rest[1:], 4, r):
		lengths = append(lengths, slashes+5)
	case strings.HasPrefix(rest, "x") && hexIs(rest[1:], 2, r):
		lengths = append(lengths, slashes+3)
	case strings.HasPrefix(rest, string(r)):
		lengths = append(lengths, slashes+utf8.RuneLen(r))
	}
	return lengths
}

// entity reads &amp;, &#38; and &#x26;, also &amp;amp;.
func entity(text string, r rune) int {
	rest := text[1:]
	for n := 0; n < maxEscapes && strings.HasPrefix(rest, "amp;") && (strings.HasPrefix(rest[4:], "#") || strings.HasPrefix(rest[4:], "amp;") || isNamed(rest[4:], r)); n++ {
		rest = rest[4:]
	}
	body, _, found := strings.Cut(rest[:min(len(rest), 12)], ";")
	if !found {
		return 0
	}
	if !isNamed(rest, r) {
		base, digits := 10, strings.TrimPrefix(body, "#")
		if hexadecimal, ok := strings.CutPrefix(strings.ToLower(digits), "x"); ok {
			base, digits = 16, hexadecimal
		}
		number, err := strconv.ParseInt(digits, base, 32)
		if err != nil || !strings.HasPrefix(body, "#") || rune(number) != r {
			return 0
		}
	}
	return len(text) - len(rest) + len(body) + 1
}

// isNamed reports whether a text begins with the name of a character in HTML.
func isNamed(text string, r rune) bool {
	name, known := map[rune]string{'&': "amp;", '<': "lt;", '>': "gt;", '"': "quot;", '\'': "apos;"}[r]
	return known && strings.HasPrefix(text, name)
}

// hexIs reports whether a text begins with a number of so many hexadecimal
// digits.
func hexIs(text string, digits int, want rune) bool {
	if len(text) < digits {
		return false
	}
	number, err := strconv.ParseUint(text[:digits], 16, 32)
	return err == nil && rune(number) == want
}

// otherCase returns a letter of ASCII in the other case, and all else as it is.
func otherCase(c byte) byte {
	if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
		return c ^ 0x20
	}
	return c
}

// encodings returns what a secret looks like within base64, with any text before
// and behind it (RFC 7617: user:password), and in hexadecimal. Three bytes make
// four characters, so it has three looks, less what its neighbours share.
func encodings(secret string) []string {
	all := []string{hex.EncodeToString([]byte(secret))}
	for _, text := range []string{secret, url.QueryEscape(secret)} { // RFC 6749 section 2.3.1
		for before := range 3 {
			whole := (before + len(text)) / 3 * 3
			bytes := append(make([]byte, before), text...)[:whole]
			first := (before*8 + 5) / 6
			for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
				if encoded := encoding.EncodeToString(bytes); len(encoded)-first >= leastEncoded {
					all = append(all, encoded[first:])
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
