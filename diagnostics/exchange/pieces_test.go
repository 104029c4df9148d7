package exchange

import (
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"

	"unskew/diagnostics"
)

// madeUpAssertion has the form of a signed JWT of ordinary length.
func madeUpAssertion() string {
	random := rand.NewChaCha8([32]byte{7})
	part := func(size int) string {
		data := make([]byte, size)
		_, _ = random.Read(data)
		return base64.RawURLEncoding.EncodeToString(data)
	}
	return "eyJhbGciOiJSUzI1NiJ9." + part(240) + "." + part(256)
}

// broken puts something behind every so many characters.
func broken(text string, every int, by string) string {
	var out strings.Builder
	for i := 0; i < len(text); i += every {
		out.WriteString(text[i:min(len(text), i+every)] + by)
	}
	return out.String()
}

// TestPieces: an assertion, or a client secret, that comes back in pieces leaves
// none that is longer than a word.
func TestPieces(t *testing.T) {
	assertion := madeUpAssertion()
	secrets := append(strings.Split(assertion, "."), assertion, "p8e-Some_Client-Secret_of-40-characters")
	scrub := newScrubber(secrets...)
	ran := 0
	for _, secret := range secrets[1:] {
		for name, echo := range map[string]string{
			"lines of 64": broken(secret, 64, "\n"), "lines of 76": broken(secret, 76, "\r\n"), "groups of 5": broken(secret, 5, " "),
			"quoted lines": broken(secret, 60, "\n> "), "its middle": secret[5 : len(secret)-5], "its begin": secret[:20] + "...", "its end": "..." + secret[len(secret)-20:],
			"in quotes": `"` + secret[:24] + `" is not valid`, "in HTML": "<pre>" + broken(secret, 40, "<br>\n") + "</pre>",
		} {
			ran++
			if last := scrub.keep("wrong: "+echo, 4000); strings.HasPrefix(name, "lines") && !strings.HasSuffix(last, diagnostics.Redacted) {
				t.Errorf("%s: its end is left: %q", name, last)
			}
			kept := scrub.keep("wrong: "+echo+" (see log)", 4000)
			if !strings.HasPrefix(kept, "wrong: ") || !strings.Contains(kept, diagnostics.Redacted) || !strings.HasSuffix(kept, "(see log)") {
				t.Errorf("%s: %q", name, kept)
			}
			for i := 0; i+leastPiece <= len(secret); i++ {
				if strings.Contains(strings.ReplaceAll(kept, " ", ""), secret[i:i+leastPiece]) {
					t.Errorf("%s: %q is left of it: %q", name, secret[i:i+leastPiece], kept)
					break
				}
			}
		}
	}
	if ran != 36 {
		t.Errorf("%d echoes were looked at", ran)
	}
}

// TestPiecesLeaveTheForm: what else was sent may be told.
func TestPiecesLeaveTheForm(t *testing.T) {
	assertion := madeUpAssertion()
	scrub := newScrubber("grant_type=client_credentials&scope=ent_brand_portal_sdk&assertion="+assertion, assertion)
	if got := scrub.keep("scope ent_brand_portal_sdk is not allowed", 300); got != "scope ent_brand_portal_sdk is not allowed" {
		t.Errorf("%q", got)
	}
}

// TestTokenInLines: a token that nobody knows goes as a whole where it was broken
// into lines, and the words behind it stay.
func TestTokenInLines(t *testing.T) {
	token := madeUpAssertion()
	for _, end := range []string{"\n", "\r\n", "\n> ", "\n  "} {
		got := RemoveSecrets("token: " + broken(token, 64, end) + "Unauthorized by gateway")
		if strings.Contains(got, token[70:100]) || strings.Contains(got, token[200:230]) || !strings.HasSuffix(got, "Unauthorized by gateway") {
			t.Errorf("%q: %q", end, got)
		}
	}
	text := "token: eyJhbGciOiJSUzI1NiJ9\n28.02.2017 18:39:51 - INFO - mp_replication_agent_default : next"
	if got := RemoveSecrets(text); !strings.Contains(got, "28.02.2017 18:39:51 - INFO - mp_replication_agent_default : next") {
		t.Errorf("the next line is gone: %q", got)
	}
}

// FuzzPieces: whatever is around and in between, no piece is left.
func FuzzPieces(f *testing.F) {
	f.Add("before", "\n", "after")
	f.Add("", " ", "\xff")
	const secret = "p8e-Some_Client-Secret_of-40-characters"
	p := piecesOf([]string{secret})
	f.Fuzz(func(t *testing.T, before, between, after string) {
		if strings.TrimSpace(between) != "" {
			return
		}
		got := p.replace(before + " " + broken(secret, 7, between) + " " + after)
		if dense, _ := withoutSpace(got); strings.Contains(dense, secret[:leastPiece]) {
			t.Fatalf("%q is left", got)
		}
	})
}
