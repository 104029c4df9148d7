package exchange

import (
	"bytes"
	"regexp"
	"strings"

	"unskew/diagnostics"
)

const (
	// leastSecret is the length from which a secret is replaced. A shorter one would
	// be found in every second word, and what is left of the words would tell it.
	leastSecret = 4
	// leastEncoded is the length from which a piece of base64 is taken for one of a
	// secret's.
	leastEncoded = 7
)

// scrubber removes what must never be kept from what a server says. A server
// that echoes the request back, as a whole or in part, is an ordinary mistake.
type scrubber struct {
	plain   []spelling
	encoded []spelling // within base64, of which the whole run goes
	pieces  pieces
}

// newScrubber knows each secret in the spellings that an echo may have.
func newScrubber(secrets ...string) scrubber {
	s := scrubber{pieces: piecesOf(secrets)}
	for _, secret := range secrets {
		if len(secret) < leastSecret {
			continue
		}
		s.plain = append(s.plain, newSpelling(secret, false))
		for _, encoded := range encodings(secret) {
			s.encoded = append(s.encoded, newSpelling(encoded, true))
		}
	}
	return s
}

// replace replaces every secret by [secret].
func (s scrubber) replace(text string) string {
	var out []byte
	for i := 0; i < len(text); {
		if length := longest(s.plain, text[i:]); length > 0 {
			out = append(out, diagnostics.Redacted...)
			i += length
			continue
		}
		if length := longest(s.encoded, text[i:]); length > 0 {
			out = append(bytes.TrimRightFunc(out, inBase64), diagnostics.Redacted...)
			i = len(text) - len(strings.TrimLeftFunc(text[i+length:], inBase64))
			continue
		}
		out = append(out, text[i])
		i++
	}
	return string(out)
}

// longest returns the length of the longest spelling that a text begins with, 0
// for none: a secret may begin with another one.
func longest(all []spelling, text string) int {
	length := 0
	for i := range all {
		length = max(length, all[i].at(text))
	}
	return length
}

// inBase64 reports whether a character may stand in base64, also where it was
// escaped for a URL.
func inBase64(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("+/-_=%", r)
}

// keep makes text from outside fit to be kept: scrubbed, then cleaned.
func (s scrubber) keep(text string, limit int) string {
	return diagnostics.Clean(RemoveSecrets(s.pieces.replace(s.replace(text))), limit)
}

// What has the shape of a secret, wherever it stands. None of these is ever
// assigned again.
var (
	// A JWT, whole or cut off: base64url of `{"` begins with eyJ. It may be broken
	// into lines; what goes on is then longer than words are.
	tokenShape = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{6,}(?:(?:\.|%2[Ee])[A-Za-z0-9_-]*)*(?:[ \t]*[\r\n]+[ \t>]*[A-Za-z0-9_.-]{32,})*`)
	// A field of a form or URL, with its value up to the next separator.
	formShape = regexp.MustCompile(`(?i)\b(` + secretNames + `)=(?:"[^"\r\n]*"?|'[^'\r\n]*'?|[^\s&;"'<>]+)`)
	// A field of JSON, also within a string (\") or HTML (&quot;), cut off or not.
	jsonShape = regexp.MustCompile(`(?i)((?:\\*["']|&quot;|&#34;)(?:` + secretNames + `)(?:\\*["']|&quot;|&#34;)\s*:\s*)(?:\\*["']|&quot;|&#34;).*?(?:\\*["']|&quot;|&#34;|$)`)
	// A field in prose or YAML; only names that no sentence ends in.
	proseShape = regexp.MustCompile(`(?i)\b(client_secret|jwt_token|access_token|refresh_token|id_token|private_key)(\s*:\s*)[^\s&,;}"']{8,}`)
	// A header that carries a credential, to the end of its line.
	headerShape = regexp.MustCompile(`(?i)\b((?:proxy-)?authorization|set-cookie2?|cookie|x-api-key)(["']?\s*[:=]\s*)[^\r\n]*`)
	// A private key in PEM, whole or cut off.
	keyShape = regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z)`)
	// A password within a URL.
	userinfoShape = regexp.MustCompile(`://[^\s/@:]*:[^\s/@]*@`)
)

// secretNames are the fields of a token request or answer that carry secrets.
const secretNames = `assertion|client_assertion|jwt_token|client_secrets?|clientsecret|access_token|accesstoken|refresh_token|id_token|password|passphrase|private_?key|(?:aws_?)?secret_?access_?key|aws_?secret_?key|(?:aws_)?session_?token|x-amz-signature|x-amz-security-token|code_verifier`

// RemoveSecrets replaces by [secret] all that has the shape of one: tokens,
// private keys, the fields of a token request that carry secrets, headers with
// credentials, and passwords within URLs. It needs to know none of them.
func RemoveSecrets(text string) string {
	const gone = diagnostics.Redacted
	text = keyShape.ReplaceAllString(text, gone)
	text = headerShape.ReplaceAllString(text, "${1}${2}"+gone)
	text = formShape.ReplaceAllString(text, "${1}="+gone)
	text = jsonShape.ReplaceAllString(text, "${1}"+gone)
	text = proseShape.ReplaceAllString(text, "${1}${2}"+gone)
	text = userinfoShape.ReplaceAllString(text, "://"+gone+"@")
	return tokenShape.ReplaceAllString(text, gone)
}
