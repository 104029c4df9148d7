package aem

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
)

const (
	maxTranscriptRead = 1 << 20  // far above a Test Connection page
	maxTranscriptKept = 64 << 10 // of its text
	maxMessage        = 500
)

// Transcript is what the text of a Test Connection page, or a bare error message
// pasted in its place, says about the token step.
type Transcript struct {
	// Text is the pasted text, without secrets and control characters.
	Text string `json:"text,omitempty"`

	// Class is what the token step came to: of the first error where there is
	// one, accepted where a token came, "" where the text says neither.
	Class       exchange.Class `json:"class,omitempty"`
	Error       string         `json:"error,omitempty"`
	Description string         `json:"error_description,omitempty"`
	// FirstError is the message of the first error line. What follows it (a 401
	// above all) is its consequence.
	FirstError string `json:"first_error,omitempty"`
	// Passed: the test succeeded, or a token came and nothing failed after it.
	Passed bool `json:"passed,omitempty"`
	// Refused: the authorization server refused the token.
	Refused bool `json:"refused,omitempty"`
	// Status is the authorization server's, else the one that the agent's
	// request was answered with; 0: none is in the text.
	Status int `json:"status,omitempty"`

	// ServerDate is the receiving server's Date, and LocalStamp AEM's own time
	// beside it, as written: it has no zone, and none is assumed here.
	ServerDate time.Time `json:"server_date,omitzero"`
	LocalStamp string    `json:"local_stamp,omitempty"`

	Agent string `json:"agent,omitempty"` // the replication agent's name
	Lines int    `json:"lines"`           // of the shape of a transcript or log
}

// ReadTranscript reads the text of a Test Connection page: as copied from the
// browser, as the page's HTML, as lines of AEM's log, or as nothing but the
// error message. It keeps no secret that stands in it.
func ReadTranscript(text string) Transcript {
	text = readable(text)
	lines := splitLines(text)
	t := Transcript{Text: kept(text)}
	for _, line := range lines {
		if line.stamp != "" {
			t.Lines++
		}
		if t.Agent == "" && line.agent != "" {
			t.Agent = safe(line.agent, 120)
		}
	}
	t.readDate(lines)
	t.readOutcome(lines)
	return t
}

// kept makes a text fit to be kept: first without secrets, then cleaned and
// cut, so that no secret is cut into a shape that is not seen as one.
func kept(text string) string {
	return diagnostics.CleanLines(exchange.RemoveSecrets(text), maxTranscriptKept)
}

// safe is kept for one line.
func safe(text string, limit int) string {
	return diagnostics.Clean(exchange.RemoveSecrets(text), limit)
}

// tagShape is a tag of the test page. It is no bracket of an e-mail or a class.
var tagShape = regexp.MustCompile(`</?[A-Za-z!][^<>]*>`)

// breakShape ends a line of the test page.
var breakShape = regexp.MustCompile(`(?i)<br\s*/?>|</(?:p|div|pre|h[1-6]|li|tr|td|title|head)>`)

// readable turns the page's HTML, or what was copied out of it escaped, into
// text. A web page within the answer is escaped there and so keeps its tags.
func readable(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxTranscriptRead)], "\uFFFD")
	text = strings.TrimPrefix(text, "\uFEFF")
	if breakShape.MatchString(text) {
		text = breakShape.ReplaceAllString(text, "\n")
		text = tagShape.ReplaceAllString(text, "")
	}
	return html.UnescapeString(strings.ReplaceAll(text, "\r\n", "\n"))
}

// readDate takes the first Date that was received, and the local stamp of its
// line, else the last one before it.
func (t *Transcript) readDate(lines []line) {
	last := ""
	for _, line := range lines {
		if line.stamp != "" {
			last = line.stamp
		}
		value, ok := line.received("Date")
		if !ok {
			continue
		}
		if date, err := http.ParseTime(value); err == nil {
			t.ServerDate, t.LocalStamp = date.UTC(), last
			return
		}
	}
}

// readOutcome finds the line that decides, and what it says.
func (t *Transcript) readOutcome(lines []line) {
	token, succeeded, failed := false, false, false
	for _, line := range lines {
		token = token || isToken(line.message)
		// "not successful." holds "successful.", so the refusal goes first.
		switch {
		case strings.Contains(line.message, "not successful"):
			failed = true
		case isSuccess(line.message):
			succeeded = true
		}
		if t.Status == 0 {
			t.Status = sentStatus(line.message)
		}
	}
	index := firstError(lines)
	if index < 0 && t.Lines == 0 && !succeeded && !token {
		index = firstWords(lines)
	}
	switch {
	case index >= 0 && token && !isTokenError(lines[index].message):
		// The token came; what failed after it is not about the token.
		t.Class, t.FirstError = exchange.ClassAccepted, safe(lines[index].message, maxMessage)
	case index >= 0:
		t.readError(lines, index)
	case token, succeeded:
		t.Class, t.Passed = exchange.ClassAccepted, !failed
	}
}

// readError classifies the deciding line.
func (t *Transcript) readError(lines []line, index int) {
	message := whole(lines, index)
	found := readWords(message)
	if found.status != 0 {
		t.Status = found.status
	}
	t.FirstError = safe(message, maxMessage)
	t.Error, t.Description = safe(found.err, 80), safe(found.description, 300)
	t.Class = found.class()
	// A stack trace goes on below its line, and names the cause last.
	for i := index + 1; t.Class == exchange.ClassOther && i < len(lines) && lines[i].stamp == "" && t.Lines > 0; i++ {
		t.Class = exchange.ClassifyWords("", lines[i].message)
	}
	about := isTokenError(message) || t.Lines == 0 && (found.err != "" || t.Class != exchange.ClassOther)
	t.Refused = about && t.Class.Reached() && t.Class != exchange.ClassAccepted
}
