package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
)

// sessions are the hand-made ones by name.
func sessions() map[string]steps.Session {
	return map[string]steps.Session{"fixed": fixedSession(), "wrong": fixedSession().Before(), "nothing": nothingSession(), "message": messageSession()}
}

var extension = map[Format]string{Text: "txt", JSON: "json", Markdown: "md", HTML: "html", Plugin: "plugin", Prometheus: "prom", ChangeRequest: "request", Short: "short"}

func TestGolden(t *testing.T) {
	ran := 0
	for name, s := range sessions() {
		for _, format := range CheckFormats() {
			ran++
			got, err := render(s, handMade, format, Options{})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+"."+extension[format], got)
		}
	}
	if ran != 32 {
		t.Fatalf("%d reports were compared, want 32", ran)
	}
}

func TestParse(t *testing.T) {
	for _, format := range CheckFormats() {
		if got, err := Parse(string(format), CheckFormats()); got != format || err != nil {
			t.Errorf("Parse(%q) = %q, %v", format, got, err)
		}
	}
	people, all := Formats(), CheckFormats()
	if len(people) != 6 || len(all) != 8 {
		t.Errorf("there are %d formats for people and %d in all, want 6 and 8", len(people), len(all))
	}
	refused := []struct {
		name  string
		among []Format
		want  string
	}{
		{"html", PlainFormats(), "for check and report: choose text, json or markdown"},
		{"plugin", people, "for check and report: choose text, json, markdown, html, change-request or short"},
		{"prometheus", people, "for check and report"},
		{"", all, "unknown"},
		{"JSON", all, "unknown"},
		{"Plugin", all, "unknown"},
		{"pdf", people, "choose text, json, markdown, html, change-request or short"},
	}
	for _, c := range refused {
		if got, err := Parse(c.name, c.among); got != "" || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Parse(%q, %v) = %q, %v; want an error with %q", c.name, c.among, got, err, c.want)
		}
	}
}

func TestEmptySessionIsAnError(t *testing.T) {
	for _, format := range CheckFormats() {
		if out, err := Render(steps.Session{}, format, Options{}); err == nil {
			t.Errorf("%s: %q instead of an error", format, out)
		}
	}
	if _, err := Render(fixedSession(), "pdf", Options{}); err == nil {
		t.Error("a format that is not built was rendered")
	}
}

// TestSameBytes renders twice, and once more from entries that went through
// JSON as they do in a session's file.
func TestSameBytes(t *testing.T) {
	ran := 0
	for name, s := range sessions() {
		data, err := json.Marshal(s.Entries())
		if err != nil {
			t.Fatal(err)
		}
		var entries []steps.Entry
		if err := json.Unmarshal(data, &entries); err != nil {
			t.Fatal(err)
		}
		for _, format := range CheckFormats() {
			ran++
			first, err1 := Render(s, format, Options{})
			second, err2 := Render(s, format, Options{})
			back, err3 := Render(steps.SessionOf(entries), format, Options{})
			if err1 != nil || err2 != nil || err3 != nil {
				t.Fatal(err1, err2, err3)
			}
			if !bytes.Equal(first, second) {
				t.Errorf("%s as %s: two renderings differ", name, format)
			}
			if !bytes.Equal(first, back) {
				t.Errorf("%s as %s: differs after a round trip\n%s\n%s", name, format, first, back)
			}
		}
	}
	if ran != 32 {
		t.Fatalf("%d reports were compared, want 32", ran)
	}
}

// TestTextForTickets holds every text report to its width, and all formats to
// being free of control characters.
func TestTextForTickets(t *testing.T) {
	for name, s := range sessions() {
		for _, format := range CheckFormats() {
			out, err := Render(s, format, Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkForm(t, name, format, out)
		}
	}
}

func checkForm(t *testing.T, name string, format Format, out []byte) {
	t.Helper()
	if !bytes.HasSuffix(out, []byte("\n")) || bytes.HasSuffix(out, []byte("\n\n")) {
		t.Errorf("%s as %s does not end with one newline", name, format)
	}
	for _, r := range string(out) {
		if r != '\n' && (unicode.IsControl(r) || r == unicode.ReplacementChar) {
			t.Errorf("%s as %s holds %U", name, format, r)
		}
	}
	switch format {
	case HTML:
		checkPage(t, out)
	case Markdown:
		checkMarkdown(t, name, out)
	}
	if format != Text && format != ChangeRequest {
		return
	}
	checkChat(t, name, out)
	for _, line := range strings.Split(string(out), "\n") {
		// Four spaces, or a sign of a list, begin a command, which is there to be
		// copied.
		if ansi.StringWidth(line) > textWidth && !strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "- ") {
			t.Errorf("%s: a line of %d cells: %q", name, ansi.StringWidth(line), line)
		}
	}
}

// checkChat: a run of one sign stands only under a title, which begins its line. A
// chart, behind four blanks, is code to a chat that knows Markdown.
func checkChat(t *testing.T, name string, out []byte) {
	t.Helper()
	lines := strings.Split(string(out), "\n")
	for i, line := range lines {
		rule := line != "" && strings.Trim(line, "=") == "" || line != "" && strings.Trim(line, "-") == ""
		deep := strings.HasPrefix(line, "    ")
		under := i > 0 && strings.HasPrefix(lines[i-1], "    ")
		if rule && !under && (i == 0 || strings.TrimSpace(lines[i-1]) == "" || strings.HasPrefix(lines[i-1], " ")) {
			t.Errorf("%s: line %d is a rule under no title: %q", name, i+1, line)
		}
		if strings.ContainsAny(line, "\t\u00a0") {
			t.Errorf("%s: line %d holds a blank that chats change: %q", name, i+1, line)
		}
		if text := strings.TrimSpace(line); text != "" && !deep && !under && strings.Trim(text, "=-*_~#>") == "" && !rule && !strings.Contains(text, " ") {
			t.Errorf("%s: line %d is only signs: %q", name, i+1, line)
		}
	}
}

func TestBannerFirstAndLast(t *testing.T) {
	for _, format := range []Format{Text, Markdown, ChangeRequest} {
		out, err := Render(nothingSession(), format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		for _, line := range []string{lines[0], lines[len(lines)-1]} {
			if !strings.Contains(line, "SIMULATED") {
				t.Errorf("%s: %q does not say SIMULATED", format, line)
			}
		}
		if real, _ := Render(fixedSession(), format, Options{}); bytes.Contains(real, []byte("SIMULATED")) {
			t.Errorf("%s of a real host says SIMULATED", format)
		}
	}
}
