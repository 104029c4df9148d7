package exchange

import (
	"math"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Answer is what a server said, in the parts that its class is told by. Its
// texts are as they came: they are scrubbed and cleaned before they are kept.
type Answer struct {
	Status      int
	ContentType string
	Error       string // RFC 6749 section 5.2, or a vendor's code
	Description string
	Header      http.Header
	IDs         []string // the values of idFields, those that are missing empty

	Profile string    // the profile's ID, "" where not known
	Date    time.Time // the server's clock, zero where not known
	Token   bool      // a token came back
	// Identity: the body describes an app, as GitHub does where it took its JWT.
	Identity bool
	HTML     bool    // the body is a web page
	Expires  float64 // expires_in as it came, 0 where absent
}

// maxWords bounds a body that is kept as the description because it is plain
// text: whatever is longer is no error message.
const maxWords = 2000

// readAnswer takes an answer apart. It never fails: a body of an unknown shape
// leaves the fields empty.
func readAnswer(status int, header http.Header, body []byte) Answer {
	a := Answer{Status: status, Header: header, ContentType: header.Get("Content-Type")}
	media, _, _ := mime.ParseMediaType(a.ContentType)
	text := strings.TrimSpace(strings.TrimPrefix(string(body), "\uFEFF"))
	a.HTML = media == "text/html" || media == "application/xhtml+xml" || isHTML(text)
	fields := readFields(text)
	switch {
	case fields != nil:
		a.HTML = false
		a.fromJSON(fields)
	case !a.HTML && !strings.HasPrefix(text, "{") && len(text) <= maxWords:
		a.Description = text
	}
	if a.Error == "" && a.Description == "" {
		a.fromChallenge(header.Get("WWW-Authenticate"))
	}
	return a
}

// isHTML reports whether a text begins as a web page.
func isHTML(text string) bool {
	start := strings.ToLower(text[:min(len(text), 256)])
	return strings.HasPrefix(start, "<!doctype html") || strings.Contains(start, "<html")
}

// fromJSON reads RFC 6749's fields, and where they are missing the names that
// other APIs use for the same: an object under error (Google's APIs), message
// (GitHub, Snowflake, Spring), errorCode and errorSummary (Okta).
func (a *Answer) fromJSON(fields map[string]any) {
	if token, ok := fields["access_token"].(string); ok && strings.TrimSpace(token) != "" {
		a.Token = true
	}
	a.Expires = number(fields["expires_in"])
	for _, name := range idFields() {
		a.IDs = append(a.IDs, word(fields, name))
	}
	// "Get the authenticated app": id is a number, node_id and name are texts.
	_, numbered := fields["id"].(float64)
	a.Identity = numbered && word(fields, "node_id", "slug", "name") != ""
	if inner, ok := fields["error"].(map[string]any); ok {
		a.Error = word(inner, "status", "code", "type")
		a.Description = word(inner, "message", "description")
		return
	}
	a.Error = word(fields, "error", "errorCode", "error_code", "code")
	a.Description = word(fields, "error_description", "errorSummary", "message", "detail", "error_message", "title")
}

// word returns the first of the fields that is a text, or a number as one.
func word(fields map[string]any, names ...string) string {
	for _, name := range names {
		switch value := fields[name].(type) {
		case string:
			if strings.TrimSpace(value) != "" {
				return value
			}
		case float64:
			return strconv.FormatFloat(value, 'f', -1, 64)
		}
	}
	return ""
}

// number reads a number that some servers write as a string.
func number(value any) float64 {
	var n float64
	switch value := value.(type) {
	case float64:
		n = value
	case string:
		n, _ = strconv.ParseFloat(value, 64)
	}
	if math.IsNaN(n) || math.IsInf(n, 0) || n < 0 {
		return 0
	}
	return n
}

// fromChallenge reads the error out of a WWW-Authenticate header (RFC 6750
// section 3), where the body says nothing.
func (a *Answer) fromChallenge(challenge string) {
	a.Error = parameter(challenge, "error")
	a.Description = parameter(challenge, "error_description")
}

// parameter returns a quoted parameter of a challenge.
func parameter(challenge, name string) string {
	found := regexp.MustCompile(`(?i)(?:^|[\s,])` + regexp.QuoteMeta(name) + `\s*=\s*"([^"]*)"`).FindStringSubmatch(challenge)
	if found == nil {
		return ""
	}
	return found[1]
}

// tokenLifetime converts expires_in. What exceeds ten years is a mistake.
func tokenLifetime(expires float64, milliseconds bool) time.Duration {
	seconds := expires
	if milliseconds {
		seconds /= 1000
	}
	if seconds > (10 * 365 * 24 * time.Hour).Seconds() {
		return 0
	}
	return time.Duration(seconds * float64(time.Second)).Truncate(time.Millisecond)
}
