package token

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"

	"unskew/diagnostics"
)

// compact is a JWS or JWE in compact form (RFC 7515 section 3.1, RFC 7516 section
// 3.1): base64url of {" begins with eyJ.
var compact = regexp.MustCompile(`eyJ[A-Za-z0-9_-]+={0,2}(?:\.[A-Za-z0-9_-]*={0,2}){2,4}`)

// unsecured is a JWS with "alg":"none" or one that lost its signature.
var unsecured = regexp.MustCompile(`eyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_-]+`)

// Read finds the token in a text: bare, in an answer's JSON, in a form, in a
// header. It fails with one of this package's errors, which hold nothing of the
// text.
func Read(text string) (Token, error) {
	text = strings.TrimPrefix(text[:min(len(text), MaxText)], "\uFEFF")
	found := compact.FindAllString(text, -1)
	if len(found) == 0 {
		found = compact.FindAllString(joined(text), 1)
	}
	if len(found) == 0 {
		found = unsecured.FindAllString(text, -1)
	}
	encrypted := false
	for i, candidate := range found {
		if strings.Count(candidate, ".") == 4 {
			encrypted = true
			continue
		}
		if token, ok := decode(candidate); ok {
			token.Others = len(found) - 1 - i
			return token, nil
		}
	}
	switch {
	case encrypted:
		return Token{}, ErrEncrypted
	case holdsOpaque(text):
		return Token{}, ErrOpaque
	}
	return Token{}, ErrNoToken
}

// joined takes out the line breaks that terminals and mails put into a token.
func joined(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == ' ' || r == '\t' {
			return -1
		}
		return r
	}, text)
}

// holdsOpaque reports whether a text is an answer with a token that is no JWT.
func holdsOpaque(text string) bool {
	var answer struct {
		AccessToken string `json:"access_token"`
		Camel       string `json:"accessToken"`
	}
	return json.Unmarshal([]byte(text), &answer) == nil && (answer.AccessToken != "" || answer.Camel != "")
}

// decode reads header and claims.
func decode(text string) (Token, bool) {
	parts := strings.Split(text, ".")
	header, claims := object(parts[0]), object(parts[1])
	if header == nil || claims == nil {
		return Token{}, false
	}
	t := Token{
		Algorithm: shown(header["alg"], 40), Type: shown(header["typ"], 40), Key: beginning(header["kid"]),
		Issuer: shown(claims["iss"], 200), Subject: shown(claims["sub"], 200), Audience: list(claims["aud"]),
		ID: beginning(claims["jti"]), Scope: scope(claims),
		Expires: stamp(claims["exp"]), Issued: stamp(claims["iat"]), NotBefore: stamp(claims["nbf"]),
	}
	if claims["exp"] == nil && claims["created_at"] != nil {
		t.readAccess(claims)
	}
	t.Kind = kindOf(t, claims)
	return t, true
}

// object decodes one part; nil where it is no object.
func object(part string) map[string]any {
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "="))
	if err != nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var fields map[string]any
	if decoder.Decode(&fields) != nil {
		return nil
	}
	return fields
}

// shown makes a text of a claim; "" where it is neither text nor number.
func shown(value any, limit int) string {
	switch value := value.(type) {
	case string:
		return diagnostics.Clean(withoutTokens(value), limit)
	case json.Number:
		return diagnostics.Clean(value.String(), limit)
	}
	return ""
}

// withoutTokens takes out what is itself a token: a claim may hold one.
func withoutTokens(text string) string {
	return unsecured.ReplaceAllString(compact.ReplaceAllString(text, diagnostics.Redacted), diagnostics.Redacted)
}

// beginning shows so much of an identifier that it can be found in a log.
func beginning(value any) string {
	const keep = 8
	text := shown(value, 200)
	if runes := []rune(text); len(runes) > keep {
		return string(runes[:keep]) + "…"
	}
	return text
}

// list reads a claim that may be one text or several, at most ten.
func list(value any) []string {
	values, several := value.([]any)
	if !several {
		values = []any{value}
	}
	var out []string
	for _, value := range values {
		if text := shown(value, 200); text != "" && len(out) < 10 {
			out = append(out, text)
		}
	}
	return out
}

func scope(claims map[string]any) string {
	for _, name := range []string{"scope", "scp"} {
		if all := list(claims[name]); len(all) > 0 {
			return strings.Join(all, " ")
		}
	}
	return ""
}
