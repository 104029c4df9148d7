package report

import (
	"strings"
	"testing"
)

func TestEscaped(t *testing.T) {
	cases := map[string]string{
		"a|b": `a\|b`, "`x`": "\\`x\\`", "<b>": `\<b\>`, "a_b*c": `a\_b\*c`, "[x](y)": `\[x\](y)`,
		"{code}": `\{code\}`, "#1 & ~2!": `\#1 \& \~2\!`, `back\slash`: `back\\slash`, "plain": "plain",
	}
	for in, want := range cases {
		if got := escaped(in); got != want {
			t.Errorf("escaped(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAtStart(t *testing.T) {
	cases := map[string]string{
		"1. one": `1\. one`, "12) x": `12\) x`, "- dash": `\- dash`, "+ plus": `\+ plus`, "=== x": `\=== x`,
		"7 of 7": "7 of 7", "": "", "42": "42", "word": "word",
	}
	for in, want := range cases {
		if got := atStart(in); got != want {
			t.Errorf("atStart(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestFenced: no command can end its own code block.
func TestFenced(t *testing.T) {
	for _, line := range []string{"ls", "echo `date`", "echo ```", "`````", "a ```` b `"} {
		lines := strings.Split(fenced(line), "\n")
		if len(lines) != 3 || lines[1] != line || lines[0] != lines[2] || strings.Trim(lines[0], "`") != "" {
			t.Fatalf("fenced(%q) = %q", line, lines)
		}
		if strings.Contains(line, lines[0]) {
			t.Errorf("the command %q holds its fence %q", line, lines[0])
		}
	}
}
