package logscan

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"time"

	"unskew/diagnostics/aem"
)

// kind is what a line says of an exchange.
type kind int

const (
	nothing      kind = iota
	tokenFailed       // no token came
	tokenCame         // it did
	testPassed        // the whole Test Connection
	testFailed        //
	answerStatus      // "<< HTTP/1.1 401"
	answerDate        // "<< Date: …"
)

// event is one line that matters.
type event struct {
	line
	at     int64 // of the word that was found, in its file
	kind   kind
	date   time.Time
	status int
	// said is what a tokenFailed says of the token, and what the first error above a
	// testFailed says; token: that was about the token.
	said  aem.Transcript
	token bool
}

const (
	// reach is how far around a word its line is read, and a stamp above it
	// looked for.
	reach = 64 << 10
	// mostMessage is how much of a message is read behind the word.
	mostMessage = 8 << 10
	mostBroken  = 12 // lines into which copying may have broken one
)

var (
	receivedDate   = regexp.MustCompile(`(?i)^< ?date: *([^\r\n]{1,64})`)
	receivedStatus = regexp.MustCompile(`(?i)^< ?http/\d(?:\.\d)? +(\d{3})\b`)
)

// readEvent reads the line of a word that begins at place in window, which holds
// what is around it as far as it is there and reach goes. at is the word's place in
// its file.
func readEvent(window []byte, place int, at int64, known order) event {
	from := bytes.LastIndexByte(window[:place], '\n') + 1
	to := len(window)
	if end := bytes.IndexByte(window[place:], '\n'); end >= 0 {
		to = place + end
	}
	to = min(to, place+mostMessage)
	// A stamp stands within the first bytes of a line, and so do logger and thread.
	text := valid(window[from:min(to, from+4096)])
	if to > from+4096 {
		text += " " + valid(window[max(from+4096, place-512):to])
	}
	e := event{line: readLine(strings.TrimRight(text, "\r"), known), at: at}
	if window[place] == 'F' && bytes.Contains(window[place:to], []byte("from authorization server")) {
		return event{} // the line is read at the second of the two
	}
	e.read(window, place, to)
	if !e.stamp.Known() && !e.goesOn() {
		return event{}
	}
	if e.kind != nothing && !e.stamp.Known() {
		e.adopt(window[:from], known)
	}
	if e.kind == testFailed {
		e.readCause(window[:from], known)
	}
	return e
}

// goesOn reports whether a line without a stamp may be part of a log's message. The
// words of an outcome are also quoted in running text; an answer's own are not.
func (e *event) goesOn() bool {
	return e.kind == answerDate || e.kind == answerStatus || e.kind == tokenFailed && (e.said.Error != "" || e.said.Status != 0)
}

// read finds out what the line says, by the word that was found.
func (e *event) read(window []byte, place, to int) {
	word := valid(window[place:to])
	switch {
	case strings.HasPrefix(word, "Failed"), strings.HasPrefix(word, "from"), strings.HasPrefix(word, "OAuth "):
		e.readToken(window, to)
	case strings.HasPrefix(word, "(TEST)"), strings.HasPrefix(word, "Replication ("):
		// "not successful." holds "successful.", so the refusal goes first.
		switch said := word[:min(len(word), 1000)]; {
		case strings.Contains(said, "not successful"):
			e.kind = testFailed
		case strings.Contains(said, " successful"):
			e.kind = testPassed
		}
	case strings.HasPrefix(word, "<"):
		e.readAnswer(word)
	}
}

func (e *event) readAnswer(word string) {
	if m := receivedDate.FindStringSubmatch(word); m != nil {
		if date, err := http.ParseTime(strings.TrimSpace(m[1])); err == nil {
			e.kind, e.date = answerDate, date.UTC()
		}
		return
	}
	if m := receivedStatus.FindStringSubmatch(word); m != nil {
		e.kind, e.status = answerStatus, number(m[1])
	}
}

// readToken tells a token that came from one that did not, and why.
func (e *event) readToken(window []byte, to int) {
	lower := strings.ToLower(e.message)
	switch {
	case strings.Contains(lower, "failed to") && strings.Contains(lower, "access token"), strings.Contains(lower, "no oauth token available"):
		e.kind = tokenFailed
		e.said = aem.ReadTranscript(e.spoken(window, to))
		if !e.said.Refused && e.said.Class == "" {
			e.kind = nothing
		}
	case strings.Contains(e.message, "OAuth 2.0 Token:") && strings.Contains(e.message, "initialized") && !strings.Contains(e.message, "not initialized"):
		e.kind = tokenCame
	}
}

// spoken is the line in the shape in which package aem reads one, with what
// follows it without a stamp: an answer that copying broke, or a stack trace.
func (e *event) spoken(window []byte, to int) string {
	var out strings.Builder
	out.WriteString("01.01.2000 00:00:00 - ERROR - agent : " + strings.TrimSpace(fromWords(e.message)))
	rest := valid(window[to:min(len(window), to+mostMessage)])
	for range mostBroken {
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			break
		}
		rest = rest[end+1:]
		next, _, _ := strings.Cut(rest, "\n")
		if stamp, _ := readStamp(next, orderUnknown); stamp.Known() {
			break
		}
		out.WriteString("\n" + next)
	}
	return out.String()
}

// readCause looks above the line in which an agent gives up for the first error of
// the same agent and thread. Where an authorization server answered, that line was
// found for itself.
func (e *event) readCause(above []byte, known order) {
	name := []byte(e.agent)
	for range 200 {
		if len(above) == 0 {
			return
		}
		above = above[:len(above)-1]
		from := bytes.LastIndexByte(above, '\n') + 1
		text := above[from:]
		above = above[:from]
		if !bytes.Contains(text, name) || bytes.Contains(text, []byte("<< ")) || bytes.Contains(text, []byte(">> ")) {
			continue
		}
		l := readLine(valid(text[:min(len(text), mostMessage)]), known)
		switch {
		case l.agent != e.agent || l.thread != e.thread:
			continue
		case strings.Contains(l.message, "from authorization server"), strings.Contains(l.message, "Replication ("), strings.Contains(l.message, "Creating content for path"):
			return
		case l.stamp.Known() && l.level == "ERROR" && strings.Contains(strings.ToLower(l.message), "fail"), strings.Contains(l.message, "xception"):
			e.token = strings.Contains(l.message, "access token")
			e.said = aem.ReadTranscript("01.01.2000 00:00:00 - ERROR - agent : " + strings.TrimSpace(fromWords(l.message)))
		}
	}
}

// fromWords leaves out the level, thread and logger that stand before the message
// in a log.
func fromWords(message string) string {
	lower := strings.ToLower(message)
	for _, start := range []string{"failed to get an access token", "failed to get access token", "failed to", "no oauth token available"} {
		if at := strings.Index(lower, start); at >= 0 && at <= len(message) && len(lower) == len(message) {
			return message[at:]
		}
	}
	return message
}

// adopt takes stamp, agent and thread of the line above, for one that has none
// itself.
func (e *event) adopt(above []byte, known order) {
	for range 2000 {
		if len(above) == 0 {
			return
		}
		above = above[:len(above)-1]
		from := bytes.LastIndexByte(above, '\n') + 1
		l := readLine(valid(above[from:min(len(above), from+2048)]), known)
		if l.stamp.Known() {
			e.stamp, e.agent, e.thread = l.stamp, l.agent, l.thread
			return
		}
		above = above[:from]
	}
}

func valid(text []byte) string { return strings.ToValidUTF8(string(text), "\uFFFD") }
