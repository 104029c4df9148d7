package digest

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
)

// decoded reads a file as text. PowerShell redirects into UTF-16 with a byte order
// mark, and editors put one before UTF-8.
func decoded(data []byte) string {
	order := binary.ByteOrder(binary.LittleEndian)
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return strings.TrimPrefix(strings.ToValidUTF8(string(data), "\uFFFD"), "\uFEFF")
	}
	var units []uint16
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return string(utf16.Decode(units))
}

// canonical is what of an unquoted text counts. These do not: how lines are broken and
// indented, empty lines, the kind and number of blanks, characters without width,
// and signs of quotation at the beginning of lines. Words and their order count,
// and so does every other character.
func canonical(unquoted string) string {
	return strings.Join(strings.Fields(unquoted), " ")
}

// unquoted drops signs of quotation, and characters without width.
func unquoted(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	begins := true
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Cf, r):
		case r == '\n' || r == '\r':
			begins = true
			out.WriteByte('\n')
		case begins && (r == '>' || unicode.IsSpace(r)):
			out.WriteByte(' ')
		default:
			begins = false
			out.WriteRune(r)
		}
	}
	return out.String()
}

// isJSON reports whether an unquoted text is a JSON report, or the beginning of one.
func isJSON(unquoted string) bool {
	return strings.HasPrefix(strings.TrimSpace(unquoted), "{")
}
