package logscan

import (
	"regexp"
	"strings"

	"unskew/diagnostics"
)

// line is one line of a log or transcript, as far as it is read.
type line struct {
	stamp   Stamp
	level   string // "" where the line names none
	agent   string // the replication agent's name, "" where the line names none
	thread  string
	message string
}

const maxName = 120 // characters of an agent's name

var (
	// " - ERROR - agent : message" of the Test Connection page.
	pageRest = regexp.MustCompile(`^ - (TRACE|DEBUG|INFO|WARN|ERROR) - (\S+) : ?`)
	anyLevel = regexp.MustCompile(`\b(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\b`)
	// The logger of an agent ends in the agent's name.
	agentLogger = regexp.MustCompile(`replication\.Agent\.([A-Za-z0-9_-]+)`)
)

// readLine takes a line apart: that of the page, with and without level and agent;
// of AEM's default pattern; and of most patterns that people make of it, as long as
// the stamp comes first.
func readLine(text string, known order) line {
	stamp, rest := readStamp(text, known)
	l := line{stamp: stamp, message: rest}
	if !stamp.Known() {
		return l
	}
	if m := pageRest.FindStringSubmatch(rest); m != nil {
		l.level, l.agent, l.message = m[1], diagnostics.Clean(m[2], maxName), rest[len(m[0]):]
		return l
	}
	head := rest[:min(len(rest), 400)]
	if m := anyLevel.FindStringSubmatch(head); m != nil {
		l.level = m[1]
	}
	if m := agentLogger.FindStringSubmatch(rest[:min(len(rest), 2000)]); m != nil {
		l.agent = diagnostics.Clean(m[1], maxName)
	}
	l.thread = threadIn(head)
	if after, ok := strings.CutPrefix(rest, " - "); ok {
		l.message = after
	}
	return l
}

// threadIn returns the first text in brackets that is no level. A thread's name
// has brackets of its own: "[10.0.0.1 [1488307191123] GET /x HTTP/1.1]".
func threadIn(text string) string {
	for at := strings.IndexByte(text, '['); at >= 0; {
		depth, end := 0, len(text)
		for i := at; i < len(text); i++ {
			if text[i] == '[' {
				depth++
			} else if text[i] == ']' {
				depth--
			}
			if depth == 0 {
				end = i
				break
			}
		}
		name := text[at+1 : end]
		if !anyLevel.MatchString(name) || len(name) > len("[WARNING]") {
			return strings.TrimSpace(name)
		}
		next := strings.IndexByte(text[min(end, len(text)-1)+1:], '[')
		if next < 0 {
			return ""
		}
		at = end + 1 + next
	}
	return ""
}
