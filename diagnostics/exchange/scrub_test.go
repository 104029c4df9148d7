package exchange

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"unskew/diagnostics"
)

// spelledOut writes a secret with each character in a spelling of its own.
func spelledOut(random *rand.Rand, secret string) string {
	var out strings.Builder
	for _, r := range secret {
		escapes := []string{string(r), fmt.Sprintf("&#%d;", r), fmt.Sprintf("&#x%X;", r), fmt.Sprintf("&amp;#x%x;", r)}
		if r <= 0xffff {
			slashes := strings.Repeat(`\`, 1<<random.IntN(3))
			escapes = append(escapes, fmt.Sprintf(`%su%04x`, slashes, r), fmt.Sprintf(`%su%04X`, slashes, r))
		}
		if r < utf8.RuneSelf {
			escapes = append(escapes, fmt.Sprintf("%%%02X", r), fmt.Sprintf("%%%02x", r), fmt.Sprintf("%%25%02X", r), fmt.Sprintf("%%2525%02x", r), fmt.Sprintf(`\x%02x`, r))
		}
		switch r {
		case '/', '"', '\'', '&', '=':
			escapes = append(escapes, `\`+string(r), `\\\`+string(r))
		case '\\':
			escapes = []string{`\\`, `\\\\`, `%5c`, `\u005C`}
		}
		out.WriteString(escapes[random.IntN(len(escapes))])
	}
	return out.String()
}

// A secret is found in every mixture of spellings.
func TestEverySpellingIsScrubbed(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	secrets := []string{secretValue, `p8e-abc/def+gh==&x`, `back\slash\\twice`, "grün&weiß=schön", "100%25sure%", "with space & <tags> 'q'"}
	ran := 0
	for _, secret := range secrets {
		scrub := newScrubber(secret)
		for range 200 {
			ran++
			text := spelledOut(random, secret)
			if got := scrub.replace("before " + text + " after"); got != "before "+diagnostics.Redacted+" after" {
				t.Errorf("%q spelled %q: %q", secret, text, got)
			}
		}
	}
	if ran != 1200 {
		t.Fatalf("ran %d cases", ran)
	}
}

// As user and password, in the other case, or in hexadecimal, it is gone too.
func TestEncodedSecretsAreScrubbed(t *testing.T) {
	const secret = "p8e-s3cr/t+Value=="
	cases := 0
	scrub := newScrubber(secret)
	gone := func(name, text string) {
		cases++
		if got := scrub.replace("wrong: " + text + " (x)"); got != "wrong: "+diagnostics.Redacted+" (x)" {
			t.Errorf("%s: %q of %q", name, got, text)
		}
	}
	for _, id := range []string{"", "a:", "ab:", "abc:", "client-1:"} {
		for _, behind := range []string{"", "&", "&x", "&xy"} {
			for _, text := range []string{secret, url.QueryEscape(secret)} {
				pair := []byte(id + text + behind)
				encoded := base64.StdEncoding.EncodeToString(pair)
				gone("base64", encoded)
				gone("escaped base64", url.QueryEscape(encoded))
				gone("base64 for URLs", base64.RawURLEncoding.EncodeToString(pair))
			}
		}
	}
	gone("hexadecimal", hex.EncodeToString([]byte(secret)))
	gone("upper hexadecimal", strings.ToUpper(hex.EncodeToString([]byte(secret))))
	gone("upper case", strings.ToUpper(secret))
	gone("lower case", strings.ToLower(secret))
	gone("form", url.QueryEscape(secret))
	gone("twice", url.QueryEscape(url.QueryEscape(secret)))
	gone("JSON in JSON", `p8e-s3cr\\/t\\u002bValue\\u003D\\u003d`)
	if cases != 127 {
		t.Fatalf("ran %d cases", cases)
	}
}

// What is no secret stays, and one that is too short to be told from words.
func TestScrubbingLeavesWords(t *testing.T) {
	scrub := newScrubber("Value1234", "abc", "")
	for _, text := range []string{"JWT has expired", "abc", "value 1234", `a\u0026b &amp; %41 \x`, "", "VmFsdWU"} {
		if got := scrub.replace(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// A server that knows how we look for secrets cannot keep us busy.
func TestScrubbingEnds(t *testing.T) {
	assertion := "eyJhbGciOiJSUzI1NiJ9." + strings.Repeat("Abc0", 200) + "." + strings.Repeat("x-_Z", 86)
	scrub := newScrubber(append(strings.Split(assertion, "."), assertion, secretValue, "jwt_token="+assertion)...)
	texts := []string{`\`, "%", "&", "+", "%25", "&amp;", `\u0041`, "eyJ", "Abc0", "CANARY-secret", "%41"}
	for _, text := range texts {
		start := time.Now()
		scrub.keep(strings.Repeat(text, maxBody/4/len(text)), 300)
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%q took %v", text, took)
		}
	}
	if len(texts) != 11 {
		t.Fatalf("ran %d cases", len(texts))
	}
}

func FuzzScrub(f *testing.F) {
	f.Add(secretValue, uint64(1), "before ")
	f.Add(`a\\b%25`, uint64(2), `x\`)
	f.Fuzz(func(t *testing.T, secret string, seed uint64, around string) {
		if !utf8.ValidString(secret) || len(secret) < leastSecret || strings.ContainsAny(secret, "\x00\uFFFD") {
			return
		}
		scrub := newScrubber(secret)
		text := spelledOut(rand.New(rand.NewPCG(seed, 0)), secret)
		if got := scrub.replace(text); got == text || strings.Contains(got, secret) && !strings.Contains(diagnostics.Redacted, secret) {
			t.Errorf("%q spelled %q: %q", secret, text, got)
		}
		scrub.keep(around+secret+around, 300)
	})
}
