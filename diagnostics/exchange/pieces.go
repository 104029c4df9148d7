package exchange

import (
	"strings"
	"unicode"

	"unskew/diagnostics"
)

// leastPiece is how many characters in a row must be a secret's to be taken for a
// piece of it. Fewer are in ordinary words too.
const leastPiece = 12

// pieces are all runs of leastPiece bytes in secrets that are longer than that.
// They find a secret that was cut off, or broken into lines. A form is made of
// words that may be told, such as scopes; the secrets in it count by themselves.
type pieces map[string]bool

func piecesOf(secrets []string) pieces {
	p := pieces{}
	for _, secret := range secrets {
		if len(secret) <= leastPiece || strings.Contains(secret, "&") {
			continue
		}
		for i := 0; i+leastPiece <= len(secret); i++ {
			p[secret[i:i+leastPiece]] = true
		}
	}
	return p
}

// replace replaces pieces of secrets by [secret]. White space within them does not
// count: a server may break what it quotes into lines.
func (p pieces) replace(text string) string {
	if len(p) == 0 {
		return text
	}
	dense, places := withoutSpace(text)
	var out strings.Builder
	done := 0
	for i := 0; i+leastPiece <= len(dense); {
		if !p[dense[i:i+leastPiece]] {
			i++
			continue
		}
		end := i + leastPiece
		for end < len(dense) && p[dense[end+1-leastPiece:end+1]] {
			end++
		}
		out.WriteString(text[done:places[i]] + diagnostics.Redacted)
		done, i = places[end-1]+1, end
	}
	return out.String() + text[done:]
}

// withoutSpace is a text without white space, and where each byte of it was.
func withoutSpace(text string) (dense string, places []int) {
	var out strings.Builder
	for at, r := range text {
		if unicode.IsSpace(r) {
			continue
		}
		for i := range len(string(r)) {
			if at+i < len(text) {
				out.WriteByte(text[at+i])
				places = append(places, at+i)
			}
		}
	}
	return out.String(), places
}
