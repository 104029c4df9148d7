package report

import (
	"regexp"
	"strings"
	"testing"
)

func TestEscaped(t *testing.T) {
	cases := map[string]string{
		"a|b": `a\|b`, "`x`": "\\`x\\`", "<b>": `\<b>`, "a*b": `a\*b`, "[x](y)": `\[x](y)`, "{code}": `\{code}`, "~~2": `\~\~2`, `back\slash`: `back\\slash`,
		"_em_": `\_em\_`, "invalid_grant": "invalid_grant", "a_ b": `a\_ b`, "時_鐘": "時_鐘",
		"&lt; &#60; a & b AT&T": `\&lt; \&#60; a & b AT\&T`, "stop! !pic.png!": `stop! \!pic.png!`, "#1 > 2": "#1 > 2", "plain": "plain", "": "",
	}
	if len(cases) != 17 {
		t.Fatalf("%d texts, want 17", len(cases))
	}
	for in, want := range cases {
		if got := escaped(in); got != want {
			t.Errorf("escaped(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAtStart(t *testing.T) {
	cases := map[string]string{
		"1. one": `1\. one`, "12) x": `12\) x`, "- dash": `\- dash`, "+ plus": `\+ plus`, "=== x": `\=== x`, "# x": `\# x`, "> x": `\> x`,
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

// checkMarkdown holds what lets a report survive where Markdown is rendered in part
// or not at all.
func checkMarkdown(t *testing.T, name string, out []byte) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	fence := ""
	for i, line := range lines {
		switch {
		case fence != "":
			if line == fence {
				fence = ""
			}
			continue
		case strings.HasPrefix(line, "```"):
			fence = line
			if strings.Trim(line, "`") != "" || i == 0 || lines[i-1] != "" {
				t.Errorf("%s: line %d: a fence that is not alone: %q", name, i+1, line)
			}
			continue
		case line != strings.TrimSpace(line):
			t.Errorf("%s: line %d begins or ends with a blank: %q", name, i+1, line)
		case line != "" && strings.Trim(line, "-=*_ ") == "":
			t.Errorf("%s: line %d is a rule, or makes a heading of the one above: %q", name, i+1, line)
		case strings.HasPrefix(line, "|") || strings.HasPrefix(line, ">"):
			t.Errorf("%s: line %d is a table or a quotation: %q", name, i+1, line)
		case strings.HasPrefix(line, "#") && (i > 0 && lines[i-1] != "" || i+1 < len(lines) && lines[i+1] != ""):
			t.Errorf("%s: line %d: a heading without empty lines around it: %q", name, i+1, line)
		}
		if at := regexp.MustCompile(`(^|[^\\])[<|]`).FindString(withoutCode(line)); at != "" {
			t.Errorf("%s: line %d holds a tag or a column: %q", name, i+1, line)
		}
	}
	if fence != "" {
		t.Errorf("%s: a fence is left open", name)
	}
}

// withoutCode leaves out what stands between back quotes.
func withoutCode(line string) string {
	return regexp.MustCompile("(`+)[^`].*?`+").ReplaceAllString(line, "")
}

// TestMarkdownSurvives: what tries to be markup in names and answers stays text.
func TestMarkdownSurvives(t *testing.T) {
	ran := 0
	for _, text := range append([]string{"# h", "| a | b |", "> q", "---", "===", "1. x", "```", "  x", "- x", "**b**", "{noformat}"}, evil...) {
		ran++
		out, err := render(namedSession(text), handMade, Markdown, Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkMarkdown(t, text, out)
	}
	if ran != 25 {
		t.Fatalf("%d texts were tried, want 25", ran)
	}
}
