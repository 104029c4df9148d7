package timeservice

import (
	"errors"
	"strings"
	"testing"
)

func TestExitCode(t *testing.T) {
	if exitCode(nil) != -1 || exitCode(errors.New("?")) != -1 || exitCode(failed(3)) != 3 {
		t.Error("a status that nobody told")
	}
}

// failed is a program's failure with a status.
type failed int

func (f failed) Error() string { return "failed" }

func (f failed) ExitCode() int { return int(f) }

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
