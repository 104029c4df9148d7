package credential

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"unskew/diagnostics"
)

// object is a JSON object with its names folded (see fold).
type object map[string]any

// fold makes one name of CLIENT_ID, client_id and clientId: the same field is
// spelt in each of these ways by one tool or another.
func fold(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name))
}

// parseJSON reads a credential's JSON and gives it to the format it is of.
func parseJSON(name string, text []byte, passphrase diagnostics.Secret) (Credential, error) {
	top, err := decode(name, text)
	if err != nil {
		return Credential{}, err
	}
	switch {
	case top.object("integration") != nil:
		return fromIntegration(name, top.object("integration"), passphrase)
	case top.object("project") != nil:
		return fromWorkspace(name, top.object("project"), passphrase)
	case top.text("accesstoken") != "" && top.text("clientid") == "":
		return Credential{}, fmt.Errorf("%s is a local development token, which holds an access token and no key, and is good for a day: in the Developer Console choose Service Credentials and download those", show(name))
	case top.text("type") == "service_account":
		return fromGoogle(name, top, passphrase)
	}
	if found, ok, err := fromBareJWK(name, top); ok {
		return found, err
	}
	if found, ok, err := fromFlat(name, top, passphrase); ok || err != nil {
		return found, err
	}
	return Credential{}, fmt.Errorf("%s is JSON of an unknown shape: expected integration (service credentials), or API_KEY, ORG_ID and TECHNICAL_ACCOUNT_ID (Developer Console), or CLIENT_ID and CLIENT_SECRETS (OAuth Server-to-Server), or client_email and private_key (Google)", show(name))
}

// decode reads one JSON object. Its errors tell where, never what.
func decode(name string, text []byte) (object, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	var value any
	err := decoder.Decode(&value)
	if err == nil {
		if _, more := decoder.Token(); !errors.Is(more, io.EOF) {
			line, column := position(text, decoder.InputOffset())
			return nil, fmt.Errorf("%s goes on after its JSON ends, at line %d, column %d: remove what follows", show(name), line, column)
		}
	}
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%s is JSON that is cut off at byte %d: download it again", show(name), len(text))
	case errors.As(err, &syntax):
		line, column := position(text, syntax.Offset)
		return nil, fmt.Errorf("%s is not valid JSON at line %d, column %d: download it again", show(name), line, column)
	case err != nil:
		return nil, fmt.Errorf("%s is not valid JSON: download it again", show(name))
	}
	top, ok := folded(value).(object)
	if !ok {
		return nil, fmt.Errorf("%s is JSON, but a list instead of an object: give the file of one credential", show(name))
	}
	return top, nil
}

// position returns the line and column (both from 1) of a byte offset.
func position(text []byte, offset int64) (line, column int) {
	before := text[:min(int(max(offset-1, 0)), len(text))]
	line = bytes.Count(before, []byte("\n")) + 1
	return line, len(before) - bytes.LastIndexByte(before, '\n')
}

// folded folds the names of all objects within a value. Where two names fold to
// the same, the one that is not empty wins, so that the result does not depend
// on a map's order.
func folded(value any) any {
	switch value := value.(type) {
	case map[string]any:
		out := make(object, len(value))
		for name, field := range value {
			field = folded(field)
			if _, ok := out[fold(name)]; !ok || (field != nil && field != "") {
				out[fold(name)] = field
			}
		}
		return out
	case []any:
		for i := range value {
			value[i] = folded(value[i])
		}
	}
	return value
}

// object returns a field that is an object, else nil.
func (o object) object(name string) object {
	field, _ := o[name].(object)
	return field
}

// text returns the first of the named fields that is a string and not empty.
func (o object) text(names ...string) string {
	for _, name := range names {
		if field, ok := o[name].(string); ok && strings.TrimSpace(field) != "" {
			return strings.TrimSpace(field)
		}
	}
	return ""
}

// list returns the first of the named fields that is a list of strings, or a
// string of words between commas or blanks.
func (o object) list(names ...string) []string {
	for _, name := range names {
		var words []string
		switch field := o[name].(type) {
		case string:
			words = strings.FieldsFunc(field, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) })
		case []any:
			for _, item := range field {
				if word, ok := item.(string); ok && strings.TrimSpace(word) != "" {
					words = append(words, strings.TrimSpace(word))
				}
			}
		}
		if len(words) > 0 {
			return words
		}
	}
	return nil
}
