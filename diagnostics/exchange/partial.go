package exchange

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// readFields reads a JSON object, also one that was cut off: by the bound on
// bodies, or by a connection that ended. Of such a one it returns the fields
// that came whole, and of the text that was cut off what can be read by people,
// as its first words tell as much. nil: no object.
func readFields(text string) map[string]any {
	var fields map[string]any
	if json.Unmarshal([]byte(text), &fields) == nil {
		return fields
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	if opening, err := decoder.Token(); err != nil || opening != json.Delim('{') {
		return nil
	}
	fields = map[string]any{}
	readObject(decoder, text, fields, 1)
	return fields
}

// readObject reads the fields of an object until its end or the text's, and says
// which it was. Objects are read to the second level, as in {"error": {…}}.
func readObject(decoder *json.Decoder, text string, fields map[string]any, level int) (whole bool) {
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return false
		}
		name, _ := key.(string)
		start := decoder.InputOffset()
		read, err := decoder.Token()
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
			if words := cutString(text[start:]); words != "" && isDescription(name) {
				fields[name] = words
			}
			return false
		case err != nil:
			return false
		}
		switch read := read.(type) {
		case json.Delim:
			if read == '{' && level == 1 {
				inner := map[string]any{}
				fields[name] = inner
				if !readObject(decoder, text, inner, level+1) {
					return false
				}
			} else if !skipRest(decoder) {
				return false
			}
		case float64:
			if decoder.InputOffset() == int64(len(text)) {
				return false // half a number looks like a whole one
			}
			fields[name] = read
		default:
			fields[name] = read
		}
	}
	_, err := decoder.Token()
	return err == nil
}

// skipRest reads to the end of a value whose opening was read.
func skipRest(decoder *json.Decoder) bool {
	for depth := 1; depth > 0; {
		token, err := decoder.Token()
		if err != nil {
			return false
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
	return true
}

// isDescription reports whether a field is read by people. Half an error code or
// half a token would be something else; half a sentence is not.
func isDescription(name string) bool {
	switch name {
	case "error_description", "errorSummary", "message", "detail", "error_message", "title", "description":
		return true
	}
	return false
}

// cutString reads a string of JSON that has no end, from the colon before it.
func cutString(text string) string {
	text = strings.TrimLeft(text, ": \t\r\n")
	// At most an escape of \u and four digits is cut in two.
	for cut := 0; cut <= 6 && cut < len(text); cut++ {
		var read string
		if json.Unmarshal([]byte(text[:len(text)-cut]+`"`), &read) == nil {
			return read
		}
	}
	return ""
}
