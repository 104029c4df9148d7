package execute

import "strings"

// Line is a vector as a person would type it: words with anything in them that a
// shell takes for more than itself stand in single quotes.
func Line(argv []string) string {
	words := make([]string, len(argv))
	for i, word := range argv {
		words[i] = quoted(word)
	}
	return strings.Join(words, " ")
}

func quoted(word string) string {
	if word != "" && !strings.ContainsFunc(word, special) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// special signs mean something to a shell. Of what is left, a backslash is kept
// plain: on Windows it is in every full name.
func special(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune(`_-./:,=+@%\`, r)
}
