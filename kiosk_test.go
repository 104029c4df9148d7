//go:build unix

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unskew/steps"
)

// hostileWords are what somebody might send who wants out.
func hostileWords() []string {
	return []string{
		" ", "\n", "\t", "\x00", "wizard", "unskew", "demo", "config", "logs /etc/passwd", "explain", "token", "version", "help", "--help", "-h",
		"Check", "CHECK", "check ", " check", "check\n", "check\r", "check\x00", "\"check\"", "'check'", "check;sh", "check; sh", "check|sh", "check&sh", "check && sh",
		"check --output /etc/x", "check --proxy http://u:p@h", "check report", "check\nsh", "report 1", "report ../../etc/passwd", "report --output=/x", "resume 3",
		"resume /tmp/session-000001.jsonl", "--plain", "--kiosk=false", "$(sh)", "`sh`", "${IFS}sh", "sh", "/bin/sh", "bash -i", "exec sh", "scp -t /tmp", "scp -f /etc/passwd",
		"/usr/lib/openssh/sftp-server", "internal-sftp", "rsync --server", "git-upload-pack '/x'", "tmux", "env", "LD_PRELOAD=x check",
		"сheck", "chеck", "ｃｈｅｃｋ", "check\u200b", "\u202echeck", "\ufeffcheck", "chec\u212a", "report\u0301", "résumé", strings.Repeat("check", 100000), "\xff\xfe", "\x1b[31mcheck",
	}
}

// TestKioskWord: four things can be asked for, to the byte.
func TestKioskWord(t *testing.T) {
	for _, word := range []string{"", "check", "report", "resume"} {
		if got, err := kioskWord(word); got != word || err != nil {
			t.Errorf("%q: %q, %v", word, got, err)
		}
	}
	ran := 0
	for _, text := range hostileWords() {
		ran++
		if got, err := kioskWord(text); err == nil || got != "" {
			t.Errorf("%q was taken for %q", text, got)
		}
	}
	if ran != 68 {
		t.Errorf("%d words were tried", ran)
	}
}

// FuzzKioskWord: what is taken is one of the words, and what is refused is not
// shown again.
func FuzzKioskWord(f *testing.F) {
	for _, text := range append(hostileWords(), kioskWords()...) {
		f.Add(text)
	}
	plain := kioskRefusal("")
	_, refused := kioskWord("x")
	f.Fuzz(func(t *testing.T, text string) {
		word, err := kioskWord(text)
		switch {
		case err == nil && (word != text || !slices.Contains([]string{"", "check", "report", "resume"}, text)):
			t.Errorf("%q was taken for %q", text, word)
		case err != nil && (word != string(plain) || err != refused):
			t.Errorf("%q: %q, %v", text, word, err)
		}
	})
}

// cell is a restricted login at a host.
type cell struct {
	office
	folder string // sessions and reports below it
	root   bool
}

const kioskCanary = "canary-of-the-administrator"

// newCell is a login whose forced command is unskew --kiosk, with an administrator's
// file. FOLDER in it stands for a folder of the test.
func newCell(t *testing.T, administrator, user string) cell {
	t.Helper()
	before := os.Environ()
	t.Cleanup(func() {
		os.Clearenv()
		for _, entry := range before {
			name, value, _ := strings.Cut(entry, "=")
			_ = os.Setenv(name, value)
		}
	})
	folder := t.TempDir()
	return cell{office: newOffice(t, strings.ReplaceAll(administrator, "FOLDER", folder), user), folder: folder}
}

// login asks for a word, and types lines into what answers.
func (c cell) login(word, lines string, flags ...string) (stdout, stderr string, status int) {
	c.t.Helper()
	c.t.Setenv(sentWord, word)
	var out, failed bytes.Buffer
	args := append([]string{"--kiosk", "--ntp", "none", "--https", "none"}, flags...)
	status = run(c.t.Context(), args, console{
		in: strings.NewReader(lines), out: &out, err: &failed, places: c.places, kiosk: kioskHost{root: c.root},
	})
	return out.String(), failed.String(), status
}

// TestKioskRefuses: a word that is none of the four ends with a sentence and 3, and
// nothing of it is shown again.
func TestKioskRefuses(t *testing.T) {
	c := newCell(t, "", "")
	ran := 0
	for _, word := range hostileWords() {
		if strings.Contains(word, "\x00") || word == "" {
			continue // no environment holds it
		}
		ran++
		stdout, stderr, status := c.login(word, "")
		if stdout != "" || status != unknown || stderr != "unskew: only check, report or resume can be asked for here, or nothing at all: leave the rest out\n" {
			t.Errorf("%.40q: status %d, %q, %q", word, status, stdout, stderr)
		}
	}
	if ran != 66 {
		t.Errorf("%d words were tried", ran)
	}
}

// TestKioskIsNotForRoot: who has all rights is not restricted by this program.
func TestKioskIsNotForRoot(t *testing.T) {
	c := newCell(t, "", "")
	c.root = true
	for _, word := range kioskWords() {
		if _, stderr, status := c.login(word, "1\n"); status != unknown || !strings.Contains(stderr, "does not run as root") {
			t.Errorf("%q: status %d, %s", word, status, stderr)
		}
	}
}

// TestKioskOnlyByItself: a word on the administrator's line is no way to ask for
// it, and other commands know no --kiosk.
func TestKioskOnlyByItself(t *testing.T) {
	c := newCell(t, "", "")
	for _, args := range [][]string{{"--kiosk", "check"}, {"check", "--kiosk"}, {"report", "--kiosk"}, {"resume", "--kiosk"}, {"demo", "--kiosk"}, {"config", "--kiosk"}, {"--kiosk", "nonsense"}} {
		if _, stderr, status := c.run(args...); status != unknown || stderr == "" {
			t.Errorf("%q: status %d, %s", args, status, stderr)
		}
	}
	if _, stderr, status := newCell(t, "kiosk = true", "").run("config"); status != unknown || !strings.Contains(stderr, `"kiosk" is no key`) {
		t.Errorf("as a key: status %d, %s", status, stderr)
	}
}

// TestKioskErrorsTellNothing: where the administrator has made a mistake the person
// learns that, and nothing of it.
func TestKioskErrorsTellNothing(t *testing.T) {
	mistakes := map[string]string{
		"no TOML":                     kioskCanary,
		"an unknown key":              "\"" + kioskCanary + "\" = 1",
		"a wrong value":               "viewer-zone = \"" + kioskCanary + "\"",
		"a file that is not there":    "ca-file = \"FOLDER/" + kioskCanary + "\"",
		"a log that is not there":     "log = [\"FOLDER/" + kioskCanary + "\"]",
		"a password others can read":  "proxy = \"http://user:" + kioskCanary + "@127.0.0.1:1\"",
		"a proxy that is none":        "proxy = \"ftp://" + kioskCanary + "\"",
		"an address with a password":  "token-url = \"https://user:" + kioskCanary + "@127.0.0.1/\"",
		"a folder that is not there":  "output = \"FOLDER/" + kioskCanary + "/x\"",
		"an idle time that is none":   "idle = \"1s\" # " + kioskCanary,
		"a mode that is none":         "mode = \"" + kioskCanary + "\"",
		"a claim that is none":        "claim = [\"" + kioskCanary + "\"]",
		"an algorithm that is none":   "alg = \"" + kioskCanary + "\"",
		"an AEM that is none":         "aem = [\"" + kioskCanary + "://\"]",
		"a profile that is none":      "profile = \"" + kioskCanary + "\"",
		"a file that others can mend": "",
	}
	ran := 0
	for name, text := range mistakes {
		for _, word := range []string{"", "check", "resume"} {
			ran++
			c := newCell(t, text, "")
			if text == "" {
				write(t, c.places.administrator, "allow-fix = true # "+kioskCanary, 0o666)
			}
			stdout, stderr, status := c.login(word, "q\n", "--state-dir", c.folder)
			if status != unknown || stderr != "unskew: "+errKioskFailed.Error()+"\n" || stdout != "" {
				t.Errorf("%s, %q: status %d, %q, %q", name, word, status, stdout, stderr)
			}
		}
	}
	if ran != 48 {
		t.Errorf("%d logins", ran)
	}
}

// TestKioskCredentialIsNotNamed: what is wrong with the administrator's credential
// is said, without the name of its file, on the screen, in errors and in what is
// kept. The clock is judged all the same.
func TestKioskCredentialIsNotNamed(t *testing.T) {
	const settings = "profile = \"jwt-bearer\"\ntoken-url = \"https://127.0.0.1:1/token\"\nissuer = \"i\"\nsubject = \"s\"\naudience = \"a\"\nstate-dir = \"FOLDER\"\n"
	for name, content := range map[string]string{"not there": "", "no key": "nothing", "a certificate": "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", "JSON": "{\"x\": \"" + kioskCanary + "\"}"} {
		for _, key := range []string{"key", "credentials"} {
			c := newCell(t, settings+key+" = \"FOLDER/"+kioskCanary+"\"\n", "")
			if content != "" {
				write(t, filepath.Join(c.folder, kioskCanary), content, 0o600)
			}
			stdout, stderr, status := c.login("", "1\n\n\n\n\n\n\nq\n")
			if status != 0 || !strings.Contains(stdout, "Confirm") {
				t.Errorf("%s, %s: status %d, %s\n%s", name, key, status, stderr, stdout)
			}
			if !strings.Contains(stdout, "the-configured-"+strings.TrimSuffix(key, "s")) && !strings.Contains(stdout, "the-configured-credential-file") {
				t.Errorf("%s, %s: it is not said that something is wrong:\n%s", name, key, stdout)
			}
			for _, word := range []string{"check", "report"} {
				out, failed, _ := c.login(word, "")
				stdout, stderr = stdout+out, stderr+failed
			}
			kept, err := filepath.Glob(filepath.Join(c.folder, "uid-*", "session-*.jsonl"))
			if err != nil || len(kept) == 0 {
				t.Fatalf("%s: nothing is kept: %v", name, err)
			}
			for _, file := range kept {
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				stdout += string(data)
			}
			if strings.Contains(stdout+stderr, kioskCanary) || strings.Contains(stderr, c.folder) {
				t.Errorf("%s, %s: the file is named", name, key)
			}
		}
	}
}

// TestKioskSettings: the administrator's file and command line count, the user's
// file and the environment do not.
func TestKioskSettings(t *testing.T) {
	c := newCell(t, "tolerance = \"3s\"\npublic = false\nstate-dir = \"FOLDER\"\n", "tolerance = \"9s\"\nscope = \""+kioskCanary+"\"\nbroken = 1\n")
	for _, name := range []string{"XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME", "UNSKEW_AEM_USER", "UNSKEW_AEM_PASSWORD", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "TMUX"} {
		t.Setenv(name, filepath.Join(c.folder, kioskCanary))
	}
	stdout, stderr, _ := c.login("check", "", "--format", "json", "--issuer", "by the line")
	if stderr != "" || strings.Contains(stdout, kioskCanary) {
		t.Errorf("%s\n%s", stderr, stdout)
	}
	session, err := steps.StoreIn(filepath.Join(c.folder, "uid-"+uid())).Load(0)
	if err != nil {
		t.Fatal(err)
	}
	settings := session.Settings()
	if settings.Tolerance.String() != "3s" || settings.Scope != "" || settings.Issuer != "by the line" || !settings.Kiosk || !slices.Equal(settings.NTP, []string{"none"}) {
		t.Errorf("%+v", settings)
	}
	if settings.KeptInside == "" || strings.Contains(settings.KeptInside, "etc.toml") {
		t.Errorf("kept inside by %q", settings.KeptInside)
	}
	for _, name := range []string{"HTTPS_PROXY", "UNSKEW_AEM_USER", "TMUX", "HOME", "XDG_STATE_HOME"} {
		if value, set := os.LookupEnv(name); set {
			t.Errorf("%s is still %q", name, value)
		}
	}
}

// TestKioskDocumentedConfiguration: the administrator's file of docs/ssh.md is one
// that the program reads, and says what the page says of it.
func TestKioskDocumentedConfiguration(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("docs", "ssh.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, example, found := strings.Cut(string(page), "```toml\n")
	example, _, ended := strings.Cut(example, "```")
	if !found || !ended {
		t.Fatal("there is no example")
	}
	o := newOffice(t, example, "")
	for name, want := range map[string]string{
		"idle": `idle = "15m0s" # ETC:4`, "report-dir": `report-dir = "/var/spool/unskew" # ETC:2`, "state-dir": `state-dir = "/var/lib/unskew" # ETC:1`, "key": `key = "/etc/unskew/desk.key" # ETC:9`,
	} {
		if got := o.line(name); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func uid() string { return strconv.Itoa(os.Geteuid()) }
