//go:build e2e && unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// canary marks what must never be seen again. It stands in files, in flags and
// in the environment.
const canary = "CANARY-5up3r-s3cr3t"

// mistake is a command line that cannot work, and what its one line has to name.
type mistake struct {
	args  []string
	names string
}

func TestWrongCommandLinesAreRefused(t *testing.T) {
	count, folder := 0, t.TempDir()
	for _, group := range [][]mistake{wrongWords(), notBuilt(), wrongPaste(t), wrongValues(folder), wrongFiles(t), wrongSessions(folder)} {
		for _, m := range group {
			count++
			t.Run(strings.Join(m.args, " "), func(t *testing.T) {
				got := unskew(t, m.args...)
				if got.status != 3 || got.stdout != "" {
					t.Errorf("status %d, standard output %q", got.status, got.stdout)
				}
				checkOneLine(t, got.stderr, m.names)
			})
		}
	}
	if count < 70 {
		t.Errorf("only %d mistakes were made", count)
	}
}

// checkOneLine checks an error as a person reads it.
func checkOneLine(t *testing.T, stderr, names string) {
	t.Helper()
	line, rest, ended := strings.Cut(stderr, "\n")
	if !ended || rest != "" || !strings.HasPrefix(line, "unskew: ") {
		t.Errorf("not one line of this program: %q", stderr)
	}
	if !strings.Contains(line, names) {
		t.Errorf("the line does not name %s: %s", names, line)
	}
	if strings.Contains(line, canary) {
		t.Errorf("the line holds a secret: %s", line)
	}
	if strings.ContainsFunc(line, unicode.IsControl) {
		t.Errorf("the line holds control characters: %q", line)
	}
}

// harmless is a check that would send nothing beyond loopback if its mistake were
// not refused.
func harmless(mistake ...string) []string {
	return append([]string{"check", "--ntp", "127.0.0.1:9", "--https", "none"}, mistake...)
}

func wrongWords() []mistake {
	return []mistake{
		{harmless("--frobnicate"), "--frobnicate"},
		{[]string{"--frobnicate"}, "--frobnicate"},
		{[]string{"-z"}, "'z'"},
		{[]string{"frobnicate"}, "frobnicate"},
		{harmless("surplus"), "surplus"},
		{[]string{"demo", "surplus"}, "surplus"},
		{[]string{"version", "surplus"}, "surplus"},
		{[]string{"demo", "--scenario", "no-such"}, "--scenario"},
		{[]string{"demo", "--check", "--scenario", "Brand-Portal"}, "--scenario"},
		{[]string{"frob\x1b[31mnicate"}, "nicate"},
	}
}

// wrongPaste are mistakes with what is read and explained, not run.
func wrongPaste(t *testing.T) []mistake {
	t.Helper()
	return []mistake{
		{[]string{"explain", "JWT", "has", "expired"}, "quotes"},
		{[]string{"explain", "--format", "plugin", "JWT has expired"}, "--format"},
		{[]string{"explain", "--ntp", "127.0.0.1:9", "JWT has expired"}, "--ntp"},
		{[]string{"token"}, "one file"},
		{[]string{"token", "a", "b"}, "one file"},
		{[]string{"token", filepath.Join(t.TempDir(), "missing.jwt")}, "missing.jwt"},
		{[]string{"token", writeFile(t, "words.jwt", canary)}, "words.jwt"},
		{[]string{"token", "--ntp", "two words", writeFile(t, "a.jwt", "eyJhbGciOiJub25lIn0.eyJleHAiOjF9."+canary)}, "--ntp"},
	}
}

// notBuilt is what other versions may have: it must not be accepted silently.
func notBuilt() []mistake {
	var cases []mistake
	cases = append(cases, mistake{harmless("--lang", "value"), "--lang"}, mistake{harmless("--kiosk"), "--kiosk"})
	for _, flag := range []string{"--dry-run"} {
		cases = append(cases, mistake{harmless(flag), flag}, mistake{[]string{flag}, flag})
	}
	for _, format := range []string{"HTML", "yaml", "", "Plugin"} {
		cases = append(cases,
			mistake{harmless("--format", format), "--format"},
			mistake{[]string{"demo", "--check", "--format", format}, "--format"},
			mistake{[]string{"report", "--format", format}, "--format"})
	}
	for _, format := range []string{"plugin", "prometheus"} { // of no use to a person
		cases = append(cases, mistake{[]string{"--format", format}, "--format"}, mistake{[]string{"demo", "--format", format}, "--format"})
	}
	return cases
}

func wrongValues(folder string) []mistake {
	flags := [][2]string{
		{"--ntp", ""},
		{"--ntp", "two words"},
		{"--ntp", "host:port"},
		{"--ntp", "host:99999"},
		{"--ntp", "https://time.example"},
		{"--https", ""},
		{"--https", "www.example"},
		{"--https", "ftp://www.example/"},
		{"--https", "http://www.example/"},
		{"--https", "https://user:" + canary + "@www.example/"},
		{"--https", "https://"},
		{"--https", "https://exa mple/"},
		{"--now", "yesterday"},
		{"--now", "25:61"},
		{"--now", "12:00"},
		{"--viewer-zone", "Mars/Base"},
		{"--viewer-zone", "../../etc/passwd"},
		{"--log", filepath.Join(folder, "missing.log")},
		{"--log", folder},
		{"--zone", "Mars/Base"},
		{"--proxy", "::::"},
		{"--proxy", "socks9://host:1"},
		{"--proxy", "http://user:" + canary + "@127.0.0.1:1"},
		{"--profile", "no-such"},
		{"--token-url", "not a url"},
		{"--token-url", "http://www.example/token"},
		{"--token-url", "https://user:" + canary + "@www.example/token"},
		{"--alg", "none"},
		{"--alg", "HS256"},
		{"--claim", "exp=1"},
		{"--claim", "client_secret=" + canary},
		{"--claim", canary},
		{"--field", "client_secret=" + canary},
		{"--field", "client_assertion=" + canary},
		{"--field", "client_id=x"},
		{"--lifetime", "0s"},
		{"--lifetime", "-5m"},
		{"--lifetime", "soon"},
		{"--lifetime", "9999h"},
		{"--tolerance", "0"},
		{"--tolerance", "-1s"},
		{"--timeout", "0s"},
		{"--timeout", "soon"},
		{"--splay", "-1s"},
		{"--splay", "25h"},
		{"--splay", "soon"},
		{"--mode", "rw"},
		{"--mode", "0999"},
		{"--mode", "07777"},
		{"--mode", ""},
		{"--aem", ""},
		{"--aem", "aem:4502"},
		{"--aem", "ftp://aem"},
		{"--aem", "http://admin:" + canary + "@127.0.0.1:4502"},
		{"--agent", "mp_replication_agent_default_example"},
		{"--ca-file", filepath.Join(folder, "missing.pem")},
		{"--ca-file", folder},
	}
	var cases []mistake
	for _, flag := range flags {
		args := harmless(flag[0], flag[1])
		if flag[0] == "--https" {
			args = []string{"check", "--ntp", "127.0.0.1:9", flag[0], flag[1]}
		}
		cases = append(cases, mistake{args, flag[0]})
	}
	for _, flag := range []string{"--key", "--credentials"} {
		cases = append(cases, mistake{harmless(flag, folder), folder})
	}
	for _, flag := range []string{"--ntp", "--https"} {
		cases = append(cases, mistake{[]string{"check", flag, "none", flag, "other"}, flag})
	}
	return cases
}

// wrongFiles are files that hold no private key: each is named in the line.
func wrongFiles(t *testing.T) []mistake {
	t.Helper()
	key := newClientKey(t)
	ca, err := os.ReadFile(newAuthority(t).file)
	if err != nil {
		t.Fatal(err)
	}
	inside := strings.Split(key.private, "\n")[1]
	files := []struct{ name, text string }{
		{"public.pem", key.public},
		{"certificate.pem", string(ca)},
		{"empty.pem", ""},
		{"words.pem", "the key is " + canary},
		{"cut.pem", key.private[:len(key.private)/2]},
		{"openssh.pem", "-----BEGIN OPENSSH PRIVATE KEY-----\n" + inside + "\n-----END OPENSSH PRIVATE KEY-----\n"},
		{"list.json", `["` + canary + `"]`},
		{"cut.json", `{"integration": {"client_secret": "` + canary + `", `},
		{"other.json", `{"password": "` + canary + `"}`},
		{"numbers.json", `{"integration": {"org": 7, "privateKey": 7, "client_secret": "` + canary + `"}}`},
		{"large.json", `{"integration": "` + strings.Repeat(canary, 100_000) + `"}`},
		{"zero.pem", strings.Repeat("\x00", 4096)},
	}
	var cases []mistake
	for _, file := range files {
		full := writeFile(t, file.name, file.text)
		for _, flag := range []string{"--key", "--credentials"} {
			cases = append(cases, mistake{harmless("--profile", "ims-jwt", flag, full), file.name})
		}
	}
	missing := filepath.Join(t.TempDir(), "missing.json")
	return append(cases,
		mistake{harmless("--profile", "ims-jwt", "--credentials", missing), "missing.json"},
		mistake{harmless("--ca-file", writeFile(t, "no-root.pem", key.public)), "no-root.pem"},
		mistake{harmless("--key", writeFile(t, "alone.pem", key.private)), "--profile"},
		mistake{harmless("--profile", "jwt-bearer", "--key", writeFile(t, "alone.pem", key.private)), "--profile jwt-bearer"},
		mistake{harmless("--profile", "private-key-jwt", "--key", writeFile(t, "alone.pem", key.private)), "--client-id"},
		mistake{harmless("--profile", "private-key-jwt"), "--token-url"},
		mistake{harmless("--profile", "google-sa", "--key", writeFile(t, "alone.pem", key.private)), "--issuer"},
		mistake{harmless("--profile", "github-app", "--key", writeFile(t, "alone.pem", key.private)), "--issuer"},
		mistake{harmless("--profile", "github-app", "--lifetime", "11m"), "--lifetime"},
		mistake{harmless("--profile", "github-app", "--field", "a=b"), "--field"},
		mistake{harmless("--profile", "github-app", "--issuer", "1", "--alg", "ES256", "--key", writeFile(t, "alone.pem", key.private)), "--alg"},
	)
}

func wrongSessions(folder string) []mistake {
	return []mistake{
		{[]string{"report", "--state-dir", folder, "99"}, "99"},
		{[]string{"report", "--state-dir", folder, "0"}, "0"},
		{[]string{"report", "--state-dir", folder, "-1"}, "1"},
		{[]string{"report", "--state-dir", folder}, "session"},
		{[]string{"report", filepath.Join(folder, "missing.jsonl")}, "missing.jsonl"},
		{[]string{"report", "1", "2"}, "one session"},
		{[]string{"resume", "--state-dir", folder, "99"}, "99"},
		{[]string{"resume", "--state-dir", folder, "0"}, "0"},
		{[]string{"resume", "--state-dir", folder}, "run the wizard first"},
		{[]string{"resume", filepath.Join(folder, "missing.jsonl")}, "missing.jsonl"},
		{[]string{"resume", folder}, "no regular file"},
		{[]string{"resume", "1", "2"}, "one session"},
		{[]string{"resume", "--ntp", "127.0.0.1:9"}, "--ntp"},
		{[]string{"demo", "--check", "--state-dir", "/dev/null/folder"}, "/dev/null"},
		{[]string{"demo", "--check", "--output", filepath.Join(folder, "no", "such", "folder", "r.txt")}, "--output"},
		{[]string{"demo", "--check", "--output", folder}, "--output"},
	}
}
