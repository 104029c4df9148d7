package report

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/refusal"
	"unskew/diagnostics/token"
	"unskew/steps/say"
)

// explained renders what a text means.
func explained(t *testing.T, text string, format Format) string {
	t.Helper()
	out, err := Explanation(refusal.Explain(text), format, say.English())
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestEveryRowIsExplained: each answer of the catalogue in each format, with its
// cause, its remedy, its steps and whether it is the clock.
func TestEveryRowIsExplained(t *testing.T) {
	count := 0
	for _, row := range refusal.Rows() {
		count++
		e := refusal.Explanation{Known: true, Row: row, Class: row.Class, Quote: "x"}
		for _, format := range PlainFormats() {
			data, err := Explanation(e, format, say.English())
			if err != nil {
				t.Fatal(err)
			}
			flat := squeezed(string(data))
			for _, part := range append([]string{row.Cause, row.Remedy}, row.Steps...) {
				if !strings.Contains(flat, squeezed(part)) {
					t.Errorf("%s: %s lacks %q", row.ID, format, part)
				}
			}
			if strings.Contains(flat, "%!") {
				t.Errorf("%s: %s: a format went wrong: %s", row.ID, format, data)
			}
		}
	}
	if count < 100 {
		t.Errorf("ran %d cases", count)
	}
}

// squeezed is a text without the characters that a layout adds.
func squeezed(text string) string {
	text = strings.NewReplacer(`\"`, `"`, `\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(text)
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \n\\|", r) {
			return -1
		}
		return r
	}, text)
}

func TestExplanationSays(t *testing.T) {
	// A transcript whose own stamps are later than the server's Date in any zone.
	const line = "05.03.2017 18:39:51 - ERROR - mp_x : "
	const ahead = line + `Failed to get an access token for user: x msg: status: 400 response: {"error":"invalid_grant","error_description":"JWT has expired"}` + "\n" + line + "<< Date: Fri, 03 Mar 2017 04:29:05 GMT\n"
	cases := []struct{ text, want string }{
		{"JWT has expired", "Yes: a clock that is behind can cause this."},
		{"invalid_grant", "Perhaps: these words leave it open."},
		{"Could not match JWT signature to any of the bindings", "No: this is not the clock."},
		{"Clock skew too great", "Yes: a clock that is behind or ahead can cause this."},
		{"hello", "These words are not known."},
		{"Signature expired: 20170303T042002Z is now earlier than 20170303T042405Z (20170303T042905Z - 5 min.)", "By the server's own words this clock was 9m 3s behind."},
		{"Signature not yet current: 20170303T043808Z is still later than 20170303T043405Z (20170303T042905Z + 5 min.)", "By the server's own words this clock was 9m 3s ahead."},
		{"KRBError: sTime is Fri Mar 03 04:29:05 UTC 2017 1488515345000 error Message is Clock skew too great", "The server's own clock showed 2017-03-03 04:29:05 UTC then."},
		{"AADSTS700024: Client assertion is not within its valid time range. Current time: 2017-03-03T04:00:00Z, assertion valid from 2017-03-03T04:09:03Z, expiry time of assertion 2017-03-03T04:19:03Z", "this clock was 9m 3s ahead at least"},
		{ahead, "This is a contradiction: a clock that is ahead"},
		{"x509: certificate has expired or is not yet valid: current time 2017-02-28T18:39:51Z is before 2017-03-01T00:00:00Z", "the clock was behind by that much at least"},
		{"POST /ims/exchange/jwt\n\nHTTP/1.1 400 X\nDate: Mon, 02 Nov 2026 08:00:00 GMT\n\n{\"error\":\"invalid_client\"}", "Correcting the clock does not help"},
		{strings.Repeat("\n", refusal.MaxLines+5), "Only the beginning of the text was read"},
	}
	for _, c := range cases {
		if got := explained(t, c.text, Text); !strings.Contains(squeezed(got), squeezed(c.want)) {
			t.Errorf("%.60q: %q is missing in\n%s", c.text, c.want, got)
		}
	}
	if len(cases) != 13 {
		t.Errorf("ran %d cases", len(cases))
	}
}

// TestExplanationJSON holds the stable names.
func TestExplanationJSON(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal([]byte(explained(t, "Signature expired: 20170303T042002Z is now earlier than 20170303T042405Z (20170303T042905Z - 5 min.)", JSON)), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"schema": "unskew.explanation/1", "known": true, "by_class": false, "id": "aws.signature-expired", "vendor": "AWS", "class": "expired", "clock": "behind", "certainty": "high"}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %v, want %v", name, got[name], value)
		}
	}
	if skew, _ := got["skew"].(map[string]any); skew["seconds"] != 543.0 || skew["exact"] != true || skew["words"] != "9m 3s behind" {
		t.Errorf("skew is %v", got["skew"])
	}
	if err := json.Unmarshal([]byte(explained(t, "hello", JSON)), &got); err != nil || got["known"] != false || got["clock"] != "open" {
		t.Errorf("unknown: %v, %v", got, err)
	}
}

// clocks are an OS clock and a reference that is so much later.
func clocks(offset time.Duration) TokenClocks {
	return TokenClocks{OSClock: time.Date(2017, 3, 3, 4, 20, 2, 0, time.UTC), Offset: diagnostics.OffsetOf(offset), Uncertainty: time.Second, Known: true}
}

func TestTokenSays(t *testing.T) {
	at := time.Date(2017, 3, 3, 4, 20, 2, 0, time.UTC)
	stamp := func(after time.Duration) token.Stamp { return token.Stamp{At: at.Add(after), Shape: token.Seconds} }
	fresh := token.Token{Algorithm: "RS256", Issued: stamp(0), Expires: stamp(5 * time.Minute)}
	alone, watch := clocks(0), clocks(5*time.Minute+10*time.Second)
	watch.Uncertainty = time.Minute
	alone.Known = false
	cases := []struct {
		name   string
		token  token.Token
		clocks TokenClocks
		want   []string
	}{
		{"behind", fresh, clocks(9*time.Minute + 3*time.Second), []string{"By the true time the token has expired, 4m 3s ago.", "By this machine's clock the token is valid, for another 5m.", "this machine's clock is 9m 3s behind."}},
		{"right", fresh, clocks(time.Minute), []string{"By the true time the token is valid, for another 4m.", "more than 5m behind"}},
		{"ahead", fresh, clocks(-time.Minute), []string{"By the true time the token is not valid yet; it begins in 1m.", "iat is 1m in the future"}},
		{"a watch", fresh, watch, []string{"By the true time the token has expired, 10 s ago.", "this may be the other way round"}},
		{"offline", fresh, alone, []string{"By this machine's clock the token is valid", "was not measured: name a server"}},
		{"offline, hours", token.Token{Algorithm: "RS256", Issued: stamp(8 * time.Hour), Expires: stamp(9 * time.Hour)}, alone, []string{"local time", "may itself be wrong"}},
		{"no end", token.Token{Algorithm: "RS256", Issued: stamp(0)}, clocks(0), []string{"it names no end", "It has no exp."}},
		{"unsigned", token.Token{Expires: stamp(time.Minute)}, clocks(0), []string{"It is not signed"}},
		{"retired", token.Token{Algorithm: "RS256", Kind: token.AdobeService, Issued: stamp(0), Expires: stamp(5 * time.Minute)}, clocks(0), []string{"Good to know", "most likely takes it no longer", "AEM as a Cloud Service", "more than 5m 30s behind"}},
		{"a cloud service's", token.Token{Algorithm: "RS256", Kind: token.AdobeCloud, Issued: stamp(0), Expires: stamp(5 * time.Minute)}, clocks(0), []string{"Good to know", "still use this form", "more than 5m 30s behind"}},
	}
	for _, c := range cases {
		for _, format := range []Format{Text, Markdown} {
			out, err := Token(c.token, c.clocks, format, say.English())
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range c.want {
				if !strings.Contains(squeezed(string(out)), squeezed(want)) {
					t.Errorf("%s, %s: %q is missing in\n%s", c.name, format, want, out)
				}
			}
		}
		out, err := Token(c.token, c.clocks, JSON, say.English())
		var got map[string]any
		if err != nil || json.Unmarshal(out, &got) != nil || got["schema"] != "unskew.token/1" || (got["by_reference"] != nil) != c.clocks.Known {
			t.Errorf("%s: %v\n%s", c.name, err, out)
		}
	}
	if len(cases) != 10 {
		t.Errorf("ran %d cases", len(cases))
	}
}

// TestEveryFaultHasWords: none is shown by its code.
func TestEveryFaultHasWords(t *testing.T) {
	all := token.Faults()
	for _, fault := range all {
		if words := faultWords(fault, token.Token{}, clocks(0)).String(); len(words) < 20 {
			t.Errorf("%s: %q", fault, words)
		}
	}
	if len(all) < 17 {
		t.Errorf("%d faults", len(all))
	}
	for _, note := range []token.Note{token.LikelyRetired, token.CloudService} {
		if words := noteWords(note).String(); len(words) < 40 {
			t.Errorf("%s: %q", note, words)
		}
	}
}
