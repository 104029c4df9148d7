package refusal

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"unskew/diagnostics/aem"
	"unskew/diagnostics/exchange"
)

var (
	// The status line of an answer, also with the mark that clients put before what
	// they received ("< " of curl, "<< " of AEM).
	statusLine = regexp.MustCompile(`^\s*(?:<+ ?)?HTTP/\d(?:\.\d)? (\d{3})\b`)
	receivedAt = regexp.MustCompile(`^\s*<+ ?`)
	// A status that a message tells of.
	statusWord = regexp.MustCompile(`(?i)\b(?:status(?: code)?:? ?|HTTP(?: error)? |error: )(\d{3})\b`)
	// {'error': 'x', 'error_description': "y"}: a dictionary as Python prints it.
	pythonError       = regexp.MustCompile(`['"]error['"]: ['"]([A-Za-z0-9_]+)['"]`)
	pythonDescription = regexp.MustCompile(`['"](?:error_description|message)['"]:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")`)
	// invalid_grant: words.
	codeWords = regexp.MustCompile(`\b((?:invalid|unsupported|unauthorized|insufficient|bad|access|server|temporarily)_[a-z_]+)\b["')]*[:,]?\s*(.*)`)
	// An error occurred (Code) when calling the X operation: words.
	awsWords = regexp.MustCompile(`An error occurred \((\w+)\) when calling the \w+ operation[^:]*: (.*)`)
	// <Code>x</Code> … <Message>y</Message>.
	codeElement    = regexp.MustCompile(`<(?:\w+:)?Code>([^<]{1,100})</`)
	messageElement = regexp.MustCompile(`<(?:\w+:)?Message>([^<]{0,1000})</`)
)

func statusOf(line string) int {
	found := statusLine.FindStringSubmatch(line)
	if found == nil {
		return 0
	}
	status, _ := strconv.Atoi(found[1])
	return status
}

// withoutMark takes off the mark of what was received.
func withoutMark(line string) string { return receivedAt.ReplaceAllString(line, "") }

// transcriptPieces reads AEM's own lines. Its first error decides, not the 401 at
// the end.
func transcriptPieces(at Place, found *aem.Transcript) []piece {
	if found == nil || found.Class == "" {
		return nil
	}
	if found.Class == exchange.ClassAccepted && found.FirstError == "" {
		return []piece{{Said{At: at, Description: "* OAuth 2.0 Token: '*****' initialized", Class: exchange.ClassAccepted}}}
	}
	if found.Status == http.StatusUnauthorized && !strings.Contains(strings.ToLower(found.FirstError), "access token") && found.Error == "" {
		return []piece{{Said{At: at, Description: "sent. Response: 401 Unauthorized", Class: exchange.ClassOther}}}
	}
	if at == BrandPortal && found.Refused {
		at = tokenPlace(found.Error)
	}
	said := Said{At: at, Status: found.Status, Error: found.Error, Description: found.Description, Class: found.Class}
	if found.Error == "" && found.Description == "" {
		said.Description = found.FirstError
	}
	if found.Class == exchange.ClassAccepted {
		said.Class = exchange.ClassOther // the token came; what failed is not about it
	}
	return []piece{{said}}
}

// tokenPlace tells which service refused AEM its token, by the error that only one
// of them has: AEM's lines name Brand Portal, not the service that was asked.
func tokenPlace(err string) Place {
	switch strings.ToLower(err) {
	case "invalid_grant":
		return LegacyGateway
	case "invalid_token", "invalid_signature":
		return AdobeJWT
	}
	return Anywhere
}

// objectPieces reads JSON objects, wherever they stand in a text.
func objectPieces(at Place, text string) []piece {
	var all []piece
	for rest, tries := text, 0; tries < maxSaid; tries++ {
		start := strings.IndexByte(rest, '{')
		if start < 0 {
			return all
		}
		status := 400
		if found := statusWord.FindAllStringSubmatch(rest[max(0, start-200):start], -1); found != nil {
			status, _ = strconv.Atoi(found[len(found)-1][1])
		}
		rest = rest[start:]
		var object json.RawMessage
		decoder := json.NewDecoder(strings.NewReader(rest[:min(len(rest), 64<<10)]))
		if decoder.Decode(&object) != nil {
			rest = rest[1:]
			continue
		}
		body := rest[:decoder.InputOffset()]
		rest = rest[decoder.InputOffset():]
		answer := exchange.ReadAnswer(status, nil, []byte(body))
		if answer.Error != "" || answer.Description != "" {
			all = append(all, piece{answerSaid(at, answer)})
		}
	}
	return all
}

// elementPieces reads an error in XML, as AWS sends it.
func elementPieces(at Place, text string) []piece {
	code, message := codeElement.FindStringSubmatch(text), messageElement.FindStringSubmatch(text)
	if code == nil || message == nil {
		return nil
	}
	return []piece{{wordsSaid(at, code[1], message[1])}}
}

// linePieces reads single lines, what is quoted in them, and each together with
// the next one, because terminals and mails wrap them.
func linePieces(at Place, text string) []piece {
	var all []piece
	seen := map[string]bool{} // logs repeat themselves
	add := func(line string) {
		if line = line[:min(len(line), 8<<10)]; !seen[line] {
			seen[line] = true
			all = append(all, linePiece(at, line))
		}
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines[:min(len(lines), MaxLines)] {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		add(line)
		if i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" {
			add(line + " " + strings.TrimSpace(lines[i+1]))
		}
	}
	return all
}

func linePiece(at Place, line string) piece {
	err, words := splitLine(line)
	said := wordsSaid(at, err, words)
	if err != "" && said.Class == exchange.ClassOther {
		said = wordsSaid(at, "", line)
	}
	return piece{said}
}

// splitLine tells an error's code from its words.
func splitLine(line string) (err, words string) {
	if strings.Contains(line, "An error occurred (") {
		if found := awsWords.FindStringSubmatch(line); found != nil {
			return found[1], found[2]
		}
	}
	if code := pythonError.FindStringSubmatch(line); code != nil {
		if told := pythonDescription.FindStringSubmatch(line); told != nil {
			return code[1], told[1] + told[2]
		}
		return code[1], ""
	}
	if code := codeWords.FindStringSubmatch(line); code != nil {
		return code[1], code[2]
	}
	return "", line
}
