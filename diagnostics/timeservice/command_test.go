package timeservice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestMain makes a program of this test, for TestRunCommand: it takes its words
// from its arguments, because the environment is not handed on.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "flood":
			for range 4 * mostOutput / 1024 {
				fmt.Print(strings.Repeat("x", 1024))
			}
			os.Exit(0)
		case "environment":
			fmt.Print(os.Getenv("UNSKEW_TEST_SECRET"), os.Getenv("LC_ALL"))
			os.Exit(3)
		case "sleep":
			time.Sleep(time.Minute)
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

func TestRunCommand(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("UNSKEW_TEST_SECRET", "secret")
	out, err := runCommand(t.Context(), self, "flood")
	if err != nil || len(out) != mostOutput || bytes.ContainsFunc(out, func(r rune) bool { return r != 'x' }) {
		t.Errorf("%d bytes, %v: the beginning is kept, and the program comes to its end", len(out), err)
	}
	out, err = runCommand(t.Context(), self, "environment")
	if string(out) != "C" || exitCode(err) != 3 {
		t.Errorf("%q, %v: what is written before a failure is kept, and the environment is not handed on", out, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := runCommand(ctx, self, "sleep"); err == nil || ctx.Err() == nil {
		t.Errorf("it outlived its context: %v", err)
	}
	if _, err := runCommand(t.Context(), "/no/such/program"); err == nil || exitCode(err) != -1 {
		t.Errorf("no such program: %v", err)
	}
	if _, err := runCommand(t.Context()); err == nil {
		t.Error("no program at all")
	}
	if exitCode(nil) != -1 || exitCode(errors.New("?")) != -1 {
		t.Error("a status that nobody told")
	}
}

func TestDecoded(t *testing.T) {
	cases := map[string]string{
		"a: 1\r\nb: 2\r\r\n":           "a: 1\nb: 2\n",
		"\xff\xfea\x00:\x00 \x001\x00": "a: 1",
		"\xfe\xff\x00a\x00:\x00 \x001": "a: 1",
		"a\x00:\x00 \x001\x00":         "a: 1",
		"\x00a\x00:\x00 \x001":         "a: 1",
		"\xef\xbb\xbfa: 1":             "a: 1",
		"Source\u00a0: x":              "Source : x",
		"源：x":                          "源:x",
		"\x97\x5a: 1":                  "\x97\x5a: 1", // a code page stays as it is
		"\xff\xfea":                    "\xff\xfea",
		"\xff\xfea\x00\x3d\xd8":        "a\uFFFD", // half of a pair
		"":                             "",
		strings.Repeat("a", mostOutput) + "a: late": strings.Repeat("a", mostOutput),
	}
	for raw, want := range cases {
		if got := decoded([]byte(raw)); got != want {
			t.Errorf("%.40q: %.40q, want %.40q", raw, got, want)
		}
	}
	if len(cases) != 13 {
		t.Errorf("%d cases", len(cases))
	}
}
