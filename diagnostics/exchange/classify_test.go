package exchange

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"
	"time"
)

// recorded is one answer of testdata/answers.json: bodies in the shape that
// servers send them, with what they must be read as.
type recorded struct {
	Name    string            `json:"name"`
	Profile string            `json:"profile"`
	Status  int               `json:"status"`
	Header  map[string]string `json:"header"`
	Date    time.Time         `json:"date"`
	Body    string            `json:"body"`
	Class   Class             `json:"class"`
}

// leastRecorded guards against a table that is not read.
const leastRecorded = 75

func TestClassifyRecordedAnswers(t *testing.T) {
	data, err := os.ReadFile("testdata/answers.json")
	if err != nil {
		t.Fatal(err)
	}
	var answers []recorded
	if err := json.Unmarshal(data, &answers); err != nil {
		t.Fatal(err)
	}
	seen := map[Class]bool{}
	for _, r := range answers {
		header := http.Header{"Content-Type": {"application/json"}}
		for name, value := range r.Header {
			header.Set(name, value)
		}
		answer := readAnswer(r.Status, header, []byte(r.Body))
		answer.Profile, answer.Date = r.Profile, r.Date
		if got := Classify(answer); got != r.Class {
			t.Errorf("%s: %q, want %q (error %q, description %q)", r.Name, got, r.Class, answer.Error, answer.Description)
		}
		seen[r.Class] = true
	}
	if len(answers) < leastRecorded {
		t.Errorf("ran %d cases, want at least %d", len(answers), leastRecorded)
	}
	for _, class := range []Class{
		ClassAccepted, ClassExpired, ClassNotYetValid, ClassLifetimeTooLong, ClassSignature, ClassClient, ClassAudience,
		ClassScope, ClassMalformed, ClassRefusedWithoutWords, ClassRetired, ClassRateLimited, ClassServerError,
		ClassNotAnOAuthAnswer, ClassProxyAuth, ClassOther,
	} {
		if !seen[class] {
			t.Errorf("no answer of class %q is recorded", class)
		}
	}
}

func TestClassifyWords(t *testing.T) {
	cases := []struct {
		err, description string
		want             Class
	}{
		{"", "", ClassOther},
		{"", "hello", ClassOther},
		{"invalid_grant", "", ClassRefusedWithoutWords},
		{"invalid_grant", "das Token ist abgelaufen", ClassRefusedWithoutWords},
		{"invalid_token", "", ClassRefusedWithoutWords},
		{"INVALID_GRANT", "JWT HAS EXPIRED", ClassExpired},
		{"", "Clock skew too great in KDC reply while getting initial credentials", ClassExpired},
		{"", "SSL certificate problem: certificate is not yet valid", ClassTLSTime},
		{"", "Verify return code: 10 (certificate has expired)", ClassTLSTime},
		{"", "x509: certificate has expired or is not yet valid: current time X is before Y", ClassTLSTime},
		{"", "java.security.cert.CertificateNotYetValidException: NotBefore: x", ClassTLSTime},
		{"", "x509: certificate signed by unknown authority", ClassTLSInspected},
		{"", "PKIX path building failed: unable to find valid certification path to requested target", ClassTLSInspected},
		{"", "java.net.UnknownHostException: x", ClassDNS},
		{"", "java.net.SocketTimeoutException: connect timed out", ClassTimeout},
		{"", "Signature expired: 20170228T183951Z is now earlier than 20170303T042405Z", ClassExpired},
		{"", "Signature not yet current: x", ClassNotYetValid},
		{"RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", ClassExpired},
		{"394302", "", ClassExpired},
		{"", "JWT token is invalid. [7d5e2b7e-394302]", ClassRefusedWithoutWords},
		{"invalid_client", "client authentication failed", ClassRefusedWithoutWords},
		{"invalid_client", "", ClassClient},
		{"", "Failed to get an access token for user: mac-x-replication msg: JWT has expired", ClassExpired},
		{"invalid_grant", "The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI.", ClassRefusedWithoutWords},
		{"invalid_grant", `The provided authorization grant is invalid, expired, revoked. The JWT in "assertion" request parameter expired.`, ClassExpired},
	}
	for _, c := range cases {
		if got := ClassifyWords(c.err, c.description); got != c.want {
			t.Errorf("%q %q: %q, want %q", c.err, c.description, got, c.want)
		}
	}
	if len(cases) != 25 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// Every row is lower case, names a class, and is reached by its own words: a
// row that an earlier one hides is dead.
func TestEveryWordingIsReached(t *testing.T) {
	known := map[Class]bool{}
	for _, class := range Classes() {
		known[class] = true
	}
	rows := wordings()
	for _, row := range rows {
		text := ""
		for _, word := range row.words {
			text += word + " "
		}
		if row.blames != nil {
			text = "invalid " + row.blames[0]
		}
		if row.vague {
			text = "assertion rejected"
		}
		class, how, _ := matchWords(row.err, text)
		if class != row.class || how != row.sense {
			t.Errorf("row %q %q is read as %q", row.err, row.words, class)
		}
		if !known[row.class] {
			t.Errorf("row %q has no known class %q", row.words, row.class)
		}
	}
	if len(rows) < 120 {
		t.Errorf("ran %d rows", len(rows))
	}
	if len(known) != 23 {
		t.Errorf("%d classes, the contract names 23", len(known))
	}
}

func TestRefine(t *testing.T) {
	const second = time.Second
	cases := []struct {
		class Class
		how   sense
		ahead time.Duration
		want  Class
	}{
		{ClassExpired, eitherWay, -time.Hour, ClassExpired},
		{ClassExpired, eitherWay, time.Hour, ClassNotYetValid},
		{ClassExpired, eitherWay, second / 4, ClassExpired},
		{ClassLifetimeTooLong, tooFar, time.Hour, ClassNotYetValid},
		{ClassLifetimeTooLong, tooFar, 0, ClassLifetimeTooLong},
		{ClassLifetimeTooLong, settled, time.Hour, ClassLifetimeTooLong},
		{ClassSignature, settled, time.Hour, ClassSignature},
	}
	for _, c := range cases {
		if got := refine(c.class, c.how, c.ahead, second/2); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
	if len(cases) != 7 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

func TestClassPredicates(t *testing.T) {
	reached := 0
	for _, class := range Classes() {
		if class.Time() != (class == ClassExpired || class == ClassNotYetValid) {
			t.Errorf("%q: Time() is %v", class, class.Time())
		}
		if class.Time() && !class.Reached() {
			t.Errorf("%q is about time, but not reached", class)
		}
		if class.Reached() {
			reached++
		}
	}
	if reached != 12 {
		t.Errorf("%d classes count as reached", reached)
	}
}
