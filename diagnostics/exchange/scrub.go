package exchange

import (
	"encoding/base64"
	"html"
	"net/url"
	"regexp"
	"strings"

	"unskew/diagnostics"
)

// leastSecret is the length from which a secret is replaced. A shorter one would
// be found in every second word, and what is left of the words would tell it.
const leastSecret = 4

// scrubber removes what must never be kept from what a server says. A server
// that echoes the request back, as a whole or in part, is an ordinary mistake.
type scrubber struct{ replace *strings.Replacer }

// newScrubber knows each secret in the spellings that an echo may have: as it
// is, as a form or a URL encodes it, as HTML does, and in base64.
func newScrubber(secrets ...string) scrubber {
	var pairs []string
	for _, secret := range secrets {
		if len(secret) < leastSecret {
			continue
		}
		for _, spelling := range spellings(secret) {
			pairs = append(pairs, spelling, diagnostics.Redacted)
		}
	}
	return scrubber{strings.NewReplacer(pairs...)}
}

// spellings returns the ways in which a secret may come back.
func spellings(secret string) []string {
	form := url.QueryEscape(secret)
	path := url.PathEscape(secret)
	all := []string{
		secret, form, path, lowerEscapes(form), lowerEscapes(path), url.QueryEscape(form),
		html.EscapeString(secret),
		strings.NewReplacer(`\`, `\\`, `"`, `\"`, "/", `\/`).Replace(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)),
		base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}
	return all
}

// lowerEscapes writes %2F as %2f, as some servers do.
func lowerEscapes(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			out.WriteString(strings.ToLower(text[i : i+3]))
			i += 2
			continue
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// keep makes text from outside fit to be kept: scrubbed, then cleaned.
func (s scrubber) keep(text string, limit int) string {
	if s.replace != nil {
		text = s.replace.Replace(text)
	}
	return diagnostics.Clean(RemoveSecrets(text), limit)
}

// What has the shape of a secret, wherever it stands. None of these is ever
// assigned again.
var (
	// A JWT, whole or cut off: base64url of `{"` begins with eyJ.
	tokenShape = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{6,}(?:(?:\.|%2[Ee])[A-Za-z0-9_-]*)*`)
	// A field of a form or URL, with its value up to the next separator.
	formShape = regexp.MustCompile(`(?i)\b(` + secretNames + `)=[^\s&;"'<>]+`)
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
const secretNames = `assertion|client_assertion|jwt_token|client_secrets?|clientsecret|access_token|accesstoken|refresh_token|id_token|password|passphrase|private_?key`

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
