package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unskew/steps/say"
)

// spokenIn runs a command line in the environment's language.
func spokenIn(t *testing.T, lang string, input string, args ...string) (status int, out, failed string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	locale := say.LocaleOf(func(name string) string { return map[string]string{"LANG": lang}[name] })
	status = run(context.Background(), args, console{in: strings.NewReader(input), out: &stdout, err: &stderr, locale: locale})
	return status, stdout.String(), stderr.String()
}

// TestLanguage: each command that speaks to people does so in the language of
// --lang, else of the locale; what programs read is English.
func TestLanguage(t *testing.T) {
	folder := t.TempDir()
	jwt := filepath.Join(folder, "token")
	const claims = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE0ODg0MDAwMDAsImlhdCI6MTQ4ODM5OTcwMH0.AAAA"
	if err := os.WriteFile(jwt, []byte(claims), 0o600); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join("diagnostics", "aem", "testdata")
	kept := filepath.Join(folder, "kept")
	if status, out, failed := spokenIn(t, "", "", "demo", "--check", "--state-dir", kept, "--lang", "zh-TW"); status != 2 || !strings.Contains(out, "結論") {
		t.Fatalf("status %d, %s%s", status, out, failed)
	}
	again := func(flags ...string) []string { return append([]string{"report", "1", "--state-dir", kept}, flags...) }
	cases := []struct {
		name, lang string
		args       []string
		chinese    bool
	}{
		{"report by its flag", "", again("--lang", "zh-Hant"), true},
		{"report by the locale", "zh_TW.UTF-8", again(), true},
		{"the flag against the locale", "zh_TW.UTF-8", again("--lang", "en"), false},
		{"Markdown", "zh_TW.UTF-8", again("--format", "markdown"), true},
		{"JSON", "zh_TW.UTF-8", again("--format", "json", "--lang", "zh-Hant"), false},
		{"plugin", "zh_TW.UTF-8", again("--format", "plugin"), false},
		{"prometheus", "zh_TW.UTF-8", again("--format", "prometheus"), false},
		{"a plain wizard", "zh_TW.UTF-8", []string{"demo", "--plain"}, true},
		{"explain", "", []string{"explain", "JWT has expired", "--lang", "zh-Hant"}, true},
		{"token", "", []string{"token", jwt, "--lang", "zh-Hant"}, true},
		{"logs", "", []string{"logs", log, "--lang", "zh-Hant"}, true},
		{"help", "zh_TW.UTF-8", []string{"check", "--help"}, false},
		{"an error", "zh_TW.UTF-8", []string{"check", "--tolerance", "x"}, false},
		{"another locale", "de_DE.UTF-8", []string{"explain", "JWT has expired"}, false},
	}
	for _, c := range cases {
		_, out, failed := spokenIn(t, c.lang, "", c.args...)
		if out+failed == "" || strings.Contains(withoutOffer(out+failed), "時") != c.chinese {
			t.Errorf("%s: in Chinese: %v\n%.400s%.200s", c.name, !c.chinese, out, failed)
		}
	}
	if len(cases) != 14 {
		t.Errorf("%d cases", len(cases))
	}
}

// withoutOffer takes off the line that offers the other language.
func withoutOffer(out string) string { return strings.TrimPrefix(out, "要看中文") }

// TestUnknownLanguage: it is refused before anything is measured, with the choices.
func TestUnknownLanguage(t *testing.T) {
	offline := []string{"--ntp", "none", "--https", "none", "--no-exchange", "--state-dir", t.TempDir()}
	cases := [][]string{
		append([]string{"--lang", "tlh"}, offline...), append([]string{"check", "--lang", "tlh"}, offline...),
		{"demo", "--lang", "tlh"},
		{"demo", "--check", "--lang", "tlh"},
		{"report", "1", "--lang", "tlh"},
		{"resume", "1", "--lang", "tlh"},
		{"logs", "x.log", "--lang", "tlh"},
		{"explain", "x", "--lang", "tlh"},
		{"token", "x", "--lang", "tlh"},
		{"config", "--lang", "tlh"},
	}
	for _, args := range cases {
		status, out, failed := spokenIn(t, "", "", args...)
		if status != unknown || out != "" || !strings.Contains(failed, "--lang") || !strings.Contains(failed, "choose en or zh-Hant") {
			t.Errorf("%v: status %d, %q, %q", args, status, out, failed)
		}
	}
	if len(cases) != 10 {
		t.Errorf("%d commands", len(cases))
	}
}

// TestSwitchedInPlainMode: the word lang, also in full-width letters, and the
// farewell follows.
func TestSwitchedInPlainMode(t *testing.T) {
	kept := t.TempDir()
	for _, word := range []string{"lang", "ｌａｎｇ"} {
		_, out, failed := spokenIn(t, "C.UTF-8", word+"\nq\n", "demo", "--plain", "--state-dir", kept)
		first, rest, found := strings.Cut(out, "For English type lang")
		if !found || !strings.Contains(first, "要看中文，請輸入 lang") || !strings.Contains(first, "Where are you?") {
			t.Fatalf("%s: %s%s", word, out, failed)
		}
		if !strings.Contains(rest, "您現在在哪裡操作？") || !strings.Contains(rest, "已保存") {
			t.Errorf("%s: after the switch: %s", word, rest)
		}
	}
}
