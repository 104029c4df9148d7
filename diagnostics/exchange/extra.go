package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxExtra bounds the text of one claim or field that a person adds.
const maxExtra = 4096

// ParseClaim reads NAME=VALUE. A value that is JSON's number, true, false, list or
// text in quotes is that; any other is the text itself.
//
// It refuses the times, which are what is being tested, the jti, which has to be
// fresh each time, and what must not stand in a flag. Its errors quote no value.
func ParseClaim(text string) (name string, value any, err error) {
	name, raw, err := pair(text)
	if err != nil {
		return "", nil, err
	}
	switch name {
	case "exp", "iat", "nbf":
		return "", nil, fmt.Errorf("%s is a time, and the times are what is tested: leave it out (--lifetime sets how long the assertion is valid)", name)
	case "jti":
		return "", nil, errors.New("jti has to be another one in each assertion: leave it out")
	}
	return name, claimValue(raw), nil
}

// claimValue is the value of a claim that was written as text.
func claimValue(raw string) any {
	decoder := json.NewDecoder(strings.NewReader(raw))
	decoder.UseNumber() // a long number must not lose its last digits
	var value any
	if decoder.Decode(&value) != nil || decoder.More() {
		return raw
	}
	switch value.(type) {
	case json.Number, bool, []any, string:
		return value
	}
	return raw
}

// ParseField reads NAME=VALUE for the form. It refuses fields that have a flag of
// their own, and what must not stand in a flag. Its errors quote no value.
func ParseField(text string) (name, value string, err error) {
	name, value, err = pair(text)
	if err != nil {
		return "", "", err
	}
	switch name {
	case "client_id", "scope":
		return "", "", fmt.Errorf("%s has a flag of its own: --%s", name, strings.ReplaceAll(name, "_", "-"))
	case "client_assertion_type":
		return "", "", errors.New("client_assertion_type belongs to the assertion: the profile sets it")
	}
	return name, value, nil
}

// pair takes NAME=VALUE apart.
func pair(text string) (name, value string, err error) {
	name, value, found := strings.Cut(text, "=")
	name = strings.TrimSpace(name)
	switch {
	case !found || name == "":
		return "", "", errors.New("write it as NAME=VALUE")
	case len(text) > maxExtra:
		return "", "", fmt.Errorf("a name and its value may be %d bytes long together: shorten it", maxExtra)
	case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7F }):
		return "", "", errors.New("there are control characters in it: type it again")
	case carriesSecret(name):
		return "", "", errors.New("this name is one of a secret or of an assertion, and neither belongs on the command line or into the configuration: leave it out, a file brings it")
	case RemoveSecrets(value) != value:
		return "", "", errors.New("the value looks like a secret (a token, a key): leave it out, a file brings it")
	}
	return name, value, nil
}

// carriesSecret reports whether a field or claim of this name holds a secret or
// the assertion itself. Names of types, such as requested_token_type, do not.
func carriesSecret(name string) bool {
	name = strings.ToLower(strings.NewReplacer("-", "_", ".", "_").Replace(name))
	for _, word := range []string{"secret", "password", "passwd", "passphrase", "credential", "private_key", "privatekey", "api_key", "apikey"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	for _, last := range []string{"token", "assertion", "key", "code", "verifier", "pwd"} {
		if name == last || strings.HasSuffix(name, "_"+last) {
			return true
		}
	}
	return slices.Contains([]string{"accesstoken", "refreshtoken", "idtoken", "authorization", "cookie"}, name)
}
