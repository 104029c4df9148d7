package lab

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
)

// Quoting is a token endpoint that gives back what it was sent, secrets included,
// with every answer in another way: an ordinary mistake of servers and of proxies
// before them.
const Quoting = "quoting"

// quote adds what was sent to an answer's headers and words. number is that of
// the request.
func quote(r *http.Request, number int, header http.Header, body map[string]any) {
	sent := []string{r.PostForm.Get("client_secret"), r.PostForm.Get("assertion"), r.PostForm.Get("jwt_token"), r.PostForm.Get("client_assertion"), r.Header.Get("Authorization")}
	ways := []func(string) string{
		func(text string) string { return text },
		inLines,
		func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) },
		url.QueryEscape,
		func(text string) string { return "..." + text[len(text)/2:] },
	}
	way := ways[number%len(ways)]
	for i, text := range sent {
		if sent[i] = ""; text != "" {
			sent[i] = way(text)
		}
	}
	all := strings.TrimSpace(strings.Join(sent, " "))
	for _, name := range []string{"X-Correlation-Id", "Server", "Www-Authenticate", "Location"} {
		header.Set(name, strings.ReplaceAll(all, "\n", " "))
	}
	header.Set("X-Request-Id", header.Get("X-Request-Id")+" for "+strings.ReplaceAll(all, "\n", " "))
	if body == nil {
		return
	}
	for _, name := range []string{"error_description", "error_uri", "hint"} {
		words, _ := body[name].(string)
		body[name] = strings.TrimSpace(words + " (you sent: " + all + ")")
	}
}

// inLines breaks a text into lines of 60 characters.
func inLines(text string) string {
	const width = 60
	var out strings.Builder
	for i := 0; i < len(text); i += width {
		out.WriteString(text[i:min(len(text), i+width)] + "\n")
	}
	return out.String()
}
