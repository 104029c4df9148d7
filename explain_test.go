package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/refusal"
)

// told runs a command line with a standard input.
func told(t *testing.T, input string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, failed bytes.Buffer
	status = run(context.Background(), args, console{in: strings.NewReader(input), out: &out, err: &failed})
	return out.String(), failed.String(), status
}

func TestExplainCommand(t *testing.T) {
	cases := []struct {
		name, input string
		args        []string
		status      int
		want        string
	}{
		{"an argument", "", []string{"explain", "JWT has expired"}, 0, "Yes: a clock that is behind can cause this."},
		{"standard input", "kinit: Clock skew too great", []string{"explain"}, 0, "Kerberos"},
		{"standard input by its sign", "kinit: Clock skew too great", []string{"explain", "-"}, 0, "Kerberos"},
		{"JSON", "", []string{"explain", "--format", "json", "JWT has expired"}, 0, `"schema": "unskew.explanation/1"`},
		{"Markdown", "", []string{"explain", "--format", "markdown", "JWT has expired"}, 0, "# Yes: a clock"},
		{"unknown", "", []string{"explain", "hello"}, 0, "These words are not known."},
		{"empty", "", []string{"explain"}, 0, "These words are not known."},
		{"a phone code", "", []string{"explain", "2-1-5-9"}, 0, "code in the report: timeservice.stopped"},
		{"a phone code by its digits", "2159\n", []string{"explain"}, 0, "What mends it"},
		{"a finding's own code", "", []string{"explain", "timeservice.stopped"}, 0, "2-1-5-9"},
		{"a misheard phone code", "", []string{"explain", "2158"}, 0, "2-1-5-9"},
		{"a phone code as JSON", "", []string{"explain", "--format", "json", "2159"}, 0, `"schema": "unskew.phone/1"`},
		{"a phone code in Markdown", "", []string{"explain", "--format", "markdown", "2159"}, 0, "## What mends it"},
		{"three digits are no phone code", "", []string{"explain", "401"}, 0, "These words are not known."},
		{"unquoted", "", []string{"explain", "JWT", "has", "expired"}, 3, "put quotes around it"},
		{"no such format", "", []string{"explain", "--format", "plugin", "x"}, 3, "--format"},
		{"no such flag", "", []string{"explain", "--ntp", "127.0.0.1:9", "x"}, 3, "--ntp"},
	}
	for _, c := range cases {
		stdout, stderr, status := told(t, c.input, c.args...)
		if status != c.status || !strings.Contains(stdout+stderr, c.want) || (status == 3) != (stdout == "") {
			t.Errorf("%s: status %d\n%s%s", c.name, status, stdout, stderr)
		}
	}
	if len(cases) != 17 {
		t.Errorf("ran %d cases", len(cases))
	}
}

// TestExplainReadsNoFurther: an endless input ends.
func TestExplainReadsNoFurther(t *testing.T) {
	endless := &endlessReader{}
	var out bytes.Buffer
	status := run(context.Background(), []string{"explain"}, console{in: endless, out: &out, err: &out})
	if status != 0 || endless.read > 2*refusal.MaxText || !strings.Contains(out.String(), "too long") {
		t.Errorf("status %d after %d bytes: %s", status, endless.read, out.String())
	}
}

type endlessReader struct{ read int }

func (r *endlessReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	r.read += len(p)
	return len(p), nil
}

// assertion is a JWT that lasts five minutes from so long after the OS clock.
func assertion(after time.Duration) string {
	iat := hostclock.System().Wall().Add(after).Unix()
	encode := base64.RawURLEncoding.EncodeToString
	claims := fmt.Sprintf(`{"iss":"me","sub":"CANARY-n0t-listed","email":"CANARY-email","iat":%d,"exp":%d}`, iat, iat+300)
	return encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(strings.Replace(claims, "CANARY-n0t-listed", "me", 1))) + ".CANARY-signature"
}

func TestTokenCommand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "assertion.jwt")
	if err := os.WriteFile(file, []byte(assertion(-10*time.Second)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	hourLater := hostclock.System().Wall().Add(time.Hour).Format(time.RFC3339)
	cases := []struct {
		name, input string
		args        []string
		status      int
		want        string
	}{
		{"a file", "", []string{"token", file}, 0, "By this machine's clock the token is valid"},
		{"standard input", `{"access_token":"` + assertion(-time.Hour*30) + `"}`, []string{"token", "-"}, 0, "the token has expired"},
		{"a watch", "", []string{"token", "--now", hourLater, file}, 0, "By the true time the token has expired, 5"},
		{"JSON", "", []string{"token", "--format", "json", file}, 0, `"schema": "unskew.token/1"`},
		{"Markdown", "", []string{"token", "--format", "markdown", file}, 0, "# By this machine"},
		{"no token", "hello", []string{"token", "-"}, 3, "standard input: no token"},
		{"no file", "", []string{"token"}, 3, "one file"},
		{"a missing file", "", []string{"token", file + ".missing"}, 3, "assertion.jwt.missing"},
		{"a folder", "", []string{"token", filepath.Dir(file)}, 3, "folder"},
		{"a wrong time", "", []string{"token", "--now", "yesterday", file}, 3, "--now"},
		{"a wrong server", "", []string{"token", "--ntp", "two words", file}, 3, "--ntp"},
		{"a silent server", "", []string{"token", "--ntp", "127.0.0.1:9", "--timeout", "3s", file}, 0, "None of the named servers gave a time"},
	}
	for _, c := range cases {
		stdout, stderr, status := told(t, c.input, c.args...)
		flat := strings.Join(strings.Fields(stdout+stderr), " ")
		if status != c.status || !strings.Contains(flat, c.want) || (status == 3) != (stdout == "") {
			t.Errorf("%s: status %d\n%s%s", c.name, status, stdout, stderr)
		}
		if strings.Contains(stdout+stderr, "CANARY") || strings.Contains(stdout+stderr, "eyJhb") {
			t.Errorf("%s: a part of the token came out\n%s%s", c.name, stdout, stderr)
		}
	}
	if len(cases) != 12 {
		t.Errorf("ran %d cases", len(cases))
	}
}

// TestTokenAsksNobodyUnasked: servers of the configuration are not asked by a
// command that only reads a file.
func TestTokenAsksNobodyUnasked(t *testing.T) {
	o := newOffice(t, "ntp = [\"127.0.0.1:9\"]\n", "")
	file := filepath.Join(t.TempDir(), "assertion.jwt")
	if err := os.WriteFile(file, []byte(assertion(0)), 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, status := o.run("token", "--format", "json", file)
	var got struct {
		Verdict   string
		Reference any `json:"by_reference"`
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || status != 0 || got.Reference != nil || !strings.Contains(got.Verdict, "was not measured") {
		t.Errorf("status %d, %v\n%s%s", status, err, stdout, stderr)
	}
}
