package aem

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"unskew/diagnostics/exchange"
)

// words is what an error line says of the authorization server's answer.
type words struct {
	err, description string
	text             string // the message without what stands before "msg:"
	status           int
	answer           bool // it quotes an answer, whatever became of its words
	html             bool
}

var (
	statusWord = regexp.MustCompile(`(?i)\bstatus:? (\d{3})\b`)
	sentWord   = regexp.MustCompile(`^\s*(?:sent\. Response: |<+ ?HTTP/\d(?:\.\d)? )(\d{3})\b`)
	// Fields of an answer whose braces did not survive copying.
	errorWord       = regexp.MustCompile(`(?i)\berror\\*"?\}?\s*[:=]\s*\\*"?([A-Za-z0-9_.-]+)`)
	descriptionWord = regexp.MustCompile(`(?i)\berror_description\\*"?\}?\s*[:=]\s*(?:\\*"((?:[^"\\]|\\[^"])*)|([^"&{}]+))`)
)

// readWords takes an error message apart.
func readWords(message string) words {
	out := words{text: message}
	if _, after, ok := strings.Cut(message, " msg: "); ok {
		out.text = after
	}
	if found := statusWord.FindStringSubmatch(message); found != nil {
		out.status, _ = strconv.Atoi(found[1])
	}
	lower := strings.ToLower(out.text)
	out.html = strings.Contains(lower, "<html") || strings.Contains(lower, "<!doctype")
	out.answer = strings.Contains(lower, "response:") || strings.Contains(lower, "unknown macro:")
	if out.readJSON() {
		return out
	}
	// A wiki that takes {…} for a macro of its own leaves
	// Unknown macro: {"error"}, with or without the rest of the answer.
	if found := descriptionWord.FindStringSubmatch(out.text); found != nil {
		out.description = strings.TrimSpace(found[1] + found[2])
	}
	if found := errorWord.FindStringSubmatch(out.text); found != nil {
		out.err = found[1]
	}
	return out
}

// readJSON reads the first object within the text that is an OAuth answer.
func (w *words) readJSON() bool {
	at := strings.IndexByte(w.text, '{')
	if at < 0 {
		return false
	}
	var answer struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if json.NewDecoder(strings.NewReader(w.text[at:])).Decode(&answer) != nil || answer.Error == "" {
		return false
	}
	w.err, w.description, w.answer = answer.Error, answer.Description, true
	return true
}

// class says what the words mean; with a status they are an answer that came.
func (w words) class() exchange.Class {
	if w.status != 0 {
		return exchange.Classify(exchange.Answer{Status: w.status, Error: w.err, Description: w.spoken(), HTML: w.html})
	}
	class := exchange.ClassifyWords(w.err, w.spoken())
	if class == exchange.ClassOther && w.answer && w.err == "" && w.description == "" {
		return exchange.ClassRefusedWithoutWords
	}
	return class
}

// spoken is the description, else the whole text: not every server writes JSON.
func (w words) spoken() string {
	if w.err != "" || w.description != "" {
		return w.description
	}
	return w.text
}

// sentStatus returns the status that the agent's own request was answered with.
func sentStatus(message string) int {
	found := sentWord.FindStringSubmatch(message)
	if found == nil {
		return 0
	}
	status, _ := strconv.Atoi(found[1])
	return status
}

// firstWords returns the index of the line that says most, of a text that is
// nothing but an error message: the first whose words name a reason, else the
// first that holds an error at all; -1 for none.
func firstWords(lines []line) int {
	vague := -1
	for i := range lines {
		found := readWords(whole(lines, i))
		class := found.class()
		switch {
		case class != exchange.ClassOther && class != exchange.ClassRefusedWithoutWords:
			return i
		case vague < 0 && (found.err != "" || class != exchange.ClassOther):
			vague = i
		}
	}
	return vague
}

// maxBroken is into how many lines copying may have broken one.
const maxBroken = 12

// whole puts a line together again that copying broke in the middle of its
// JSON, or that was written over several lines.
func whole(lines []line, index int) string {
	message := lines[index].message
	if !strings.Contains(message, "{") {
		return message
	}
	together := message
	for i := index; i < min(len(lines), index+maxBroken); i++ {
		if i > index {
			if lines[i].stamp != "" {
				break
			}
			together += lines[i].message
		}
		if found := (&words{text: together}); found.readJSON() {
			return together
		}
	}
	return message
}
