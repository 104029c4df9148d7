package refusal

import (
	"net/http"
	"strings"

	"unskew/diagnostics/aem"
	"unskew/diagnostics/exchange"
)

// MaxText bounds a pasted text. What is behind it is not read.
const MaxText = 1 << 20

const (
	// maxSaid bounds how many answers of one kind are looked for in a text.
	maxSaid = 300
	// MaxLines bounds how many lines of a text are looked at by themselves.
	MaxLines = 10_000
)

// piece is a part of a text that may state an error, in the order in which the
// text has them.
type piece struct{ said Said }

// answerSaid is an answer that came, judged.
func answerSaid(at Place, a exchange.Answer) Said {
	switch at {
	case AdobeJWT, AdobeOAuth:
		a.Profile = string(at)
	}
	return Said{At: at, Status: a.Status, Error: a.Error, Description: a.Description, Page: a.HTML, Class: exchange.Classify(a)}
}

// wordsSaid are words of which no status is known.
func wordsSaid(at Place, err, description string) Said {
	return Said{At: at, Error: err, Description: description, Class: exchange.ClassifyWords(err, description)}
}

// Attempt makes a Said of a request that this program sent, with the profile's ID
// and the endpoint's URL.
func Attempt(a exchange.Attempt, profile, endpoint string) Said {
	at := placeOf(endpoint)
	if at == Anywhere {
		switch Place(profile) {
		case AdobeJWT, AdobeOAuth:
			at = Place(profile)
		}
	}
	said := Said{At: at, Status: a.HTTPStatus, Error: a.Error, Description: a.Description, Class: a.Class}
	// The exchange settles by the server's clock what the words leave open; rows are
	// about the words.
	words := exchange.Classify(exchange.Answer{Status: a.HTTPStatus, Error: a.Error, Description: a.Description, Profile: profile, Date: a.AtServer})
	if a.Outcome == exchange.Refused && a.Class.Time() && (words.Time() || words == exchange.ClassLifetimeTooLong) {
		said.Class = words
	}
	return said
}

// Transcript makes a Said of AEM's own lines; false where they hold no outcome of
// the token step.
func Transcript(t *aem.Transcript) (Said, bool) {
	all := transcriptPieces(placeOf(t.Text+" "+t.Agent), t)
	if len(all) == 0 {
		return Said{}, false
	}
	return all[0].said, true
}

// placeOf tells a place by the addresses and names that only it has.
func placeOf(text string) Place {
	text = strings.ToLower(text)
	for _, known := range []struct {
		mark string
		at   Place
	}{
		{"/ims/exchange/jwt", AdobeJWT},
		{"/ims/token/v", AdobeOAuth},
		{"legacy-oauth.cloud.adobe.io", LegacyGateway},
		{"hypnosisprod.", LegacyGateway},
		{".salesforce.com", Salesforce},
		{"snowflakecomputing.com", Snowflake},
		{"snowflake", Snowflake},
		{"brand-portal.adobe.com", BrandPortal},
		{"mp_replication", BrandPortal},
	} {
		if strings.Contains(text, known.mark) {
			return known.at
		}
	}
	return Anywhere
}

// pieces takes a text apart. Whole answers come first, because they say what
// their lines alone do not; then single lines.
func pieces(text string, transcript *aem.Transcript) []piece {
	at := placeOf(text)
	all := transcriptPieces(at, transcript)
	for _, read := range []func(Place, string) []piece{conversationPieces, objectPieces, elementPieces, linePieces} {
		all = append(all, read(at, text)...)
	}
	return all
}

// conversationPieces reads an HTTP answer as it stands on the wire or in the
// output of a client: status line, header fields, an empty line, the body.
func conversationPieces(at Place, text string) []piece {
	var all []piece
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines) && len(all) < maxSaid; i++ {
		status := statusOf(lines[i])
		if status == 0 {
			continue
		}
		header, body, next := readConversation(lines[i+1:])
		answer := exchange.ReadAnswer(status, header, []byte(strings.TrimSpace(body)))
		if date, err := http.ParseTime(header.Get("Date")); err == nil {
			answer.Date = date
		}
		all = append(all, piece{answerSaid(at, answer)})
		i += next
	}
	return all
}

// readConversation reads header fields and the body behind them, and returns how
// many lines those were.
func readConversation(lines []string) (header http.Header, body string, read int) {
	header = http.Header{}
	for read < len(lines) {
		line := strings.TrimSpace(withoutMark(lines[read]))
		name, value, ok := strings.Cut(line, ":")
		if line == "" || !ok || strings.ContainsAny(name, " {<\"") {
			break
		}
		header.Add(name, strings.TrimSpace(value))
		read++
	}
	start := read
	for read < len(lines) && statusOf(lines[read]) == 0 && read-start < 400 {
		read++
	}
	var out []string
	for _, line := range lines[start:read] {
		out = append(out, withoutMark(line))
	}
	return header, strings.Join(out, "\n"), read
}
