package aem

import (
	"regexp"
	"strings"
)

// line is one line of a transcript or a log.
type line struct {
	stamp   string // AEM's own time as written, "" where the line has none
	level   string // "ERROR", "" where the line names none
	agent   string
	message string
	log     bool // of a log file, where other parts of AEM write too
}

var (
	// 28.02.2017 18:39:51 - ERROR - agent : message, and the older shape without
	// level and agent. The message may be empty.
	pageLine = regexp.MustCompile(`^\s*(\d{1,2}[./]\d{1,2}[./]\d{4} \d{1,2}:\d{2}:\d{2}|\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2})(?:[.,]\d{1,3})? - (?:(TRACE|DEBUG|INFO|WARN|ERROR) - (\S+) : ?)?(.*)$`)
	// 28.02.2017 18:39:51.123 *ERROR* [thread] logger message.
	logLine = regexp.MustCompile(`^\s*(\d{1,2}[./]\d{1,2}[./]\d{4} \d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?|\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,3})?) \*(TRACE|DEBUG|INFO|WARN|ERROR)\* (.*)$`)
	// The logger of an agent ends in the agent's name.
	agentLogger = regexp.MustCompile(`com\.day\.cq\.replication\.Agent\.([A-Za-z0-9_-]+)`)
)

// splitLines reads each line. A line that copying broke in two keeps the rest
// as a line without a stamp.
func splitLines(text string) []line {
	var lines []line
	for _, raw := range strings.Split(text, "\n") {
		raw = strings.TrimRight(raw, "\r")
		switch {
		case strings.TrimSpace(raw) == "":
		case pageLine.MatchString(raw):
			found := pageLine.FindStringSubmatch(raw)
			lines = append(lines, line{stamp: found[1], level: found[2], agent: found[3], message: found[4]})
		case logLine.MatchString(raw):
			lines = append(lines, readLogLine(logLine.FindStringSubmatch(raw)))
		default:
			lines = append(lines, line{message: strings.TrimSpace(raw)})
		}
	}
	return lines
}

func readLogLine(found []string) line {
	out := line{stamp: found[1], level: found[2], message: found[3], log: true}
	if agent := agentLogger.FindStringSubmatch(found[3]); agent != nil {
		out.agent = strings.TrimSuffix(agent[1], ".queue")
	}
	return out
}

// received returns the value of a header that the other side sent, "<< Date: …".
func (l line) received(name string) (string, bool) {
	message := strings.TrimSpace(l.message)
	if !strings.HasPrefix(message, "<") {
		return "", false
	}
	header, value, ok := strings.Cut(strings.TrimLeft(message, "< "), ":")
	if !ok || !strings.EqualFold(strings.TrimSpace(header), name) {
		return "", false
	}
	return strings.TrimSpace(value), true
}

// isToken reports whether AEM got its token. The product masks it itself.
func isToken(message string) bool {
	return strings.Contains(message, "OAuth 2.0 Token:") && strings.Contains(message, "initialized") &&
		!strings.Contains(message, "not initialized")
}

// isTokenError reports whether a line is about the token that did not come.
func isTokenError(message string) bool {
	lower := strings.ToLower(message)
	return strings.Contains(lower, "access token") && strings.Contains(lower, "failed to") ||
		strings.Contains(lower, "no oauth token available")
}

// isSuccess reports whether a line says that the whole test passed. The caller
// has looked for "not successful" before.
func isSuccess(message string) bool {
	return strings.Contains(message, "Replication test succeeded") ||
		strings.Contains(message, "Replication (TEST)") && strings.Contains(message, " successful.")
}

// firstError returns the index of the line that decides, or -1: the first of
// level ERROR, or in the shape without levels the first that tells a failure.
// In a log, errors of other parts of AEM are passed over.
func firstError(lines []line) int {
	for i, line := range lines {
		lower := strings.ToLower(line.message)
		switch {
		case line.stamp == "":
			continue
		case isTokenError(line.message):
			return i
		case line.log && !strings.Contains(lower, "replication") && !strings.Contains(lower, "oauth"):
			continue
		case line.level == "ERROR":
			return i
		case line.level == "" && strings.Contains(line.message, "not successful"):
			return i
		}
	}
	return -1
}
