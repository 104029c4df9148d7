package execute

import (
	"regexp"
	"strings"
	"sync"

	"github.com/charmbracelet/x/ansi"

	"unskew/diagnostics"
)

// tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex
	kept []byte
	lost bool // something was written before what is kept
}

// rawTail is how much is kept before it is cleaned: control sequences and long
// runs of blanks make it shorter.
const rawTail = 4 * MaxOutput

// Write implements io.Writer. It never fails: a command must not be stopped for
// saying too much.
func (t *tail) Write(data []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	count := len(data)
	if len(data) > rawTail {
		data, t.lost = data[len(data)-rawTail:], true
	}
	if over := len(t.kept) + len(data) - rawTail; over > 0 {
		t.kept, t.lost = append(t.kept[:0], t.kept[over:]...), true
	}
	t.kept = append(t.kept, data...)
	return count, nil
}

// text is what was kept, fit to be shown.
func (t *tail) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return cleaned(string(t.kept), t.lost)
}

// passwords are those in addresses: http://user:password@host.
var passwords = regexp.MustCompile(`(://)[^/\s@]*@`)

// cleaned is the end of an output: without control characters, empty lines and
// passwords, at most MaxOutput bytes. cut says that its beginning is lost.
func cleaned(raw string, cut bool) string {
	if cut {
		raw = fromNextLine(raw)
	}
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(raw, "\r\n", "\n")) {
		line = strings.TrimRight(line, "\n")
		// A line that was drawn several times over: its last state.
		line = line[strings.LastIndexByte(strings.TrimRight(line, "\r"), '\r')+1:]
		line = ansi.Strip(line)
		if line = diagnostics.CleanLines(line, len(line)); line != "" {
			lines = append(lines, passwords.ReplaceAllString(line, "${1}…@"))
		}
	}
	text := strings.Join(lines, "\n")
	if len(text) > MaxOutput || cut && len(text)+len(cutSign) > MaxOutput {
		text, cut = fromNextLine(strings.ToValidUTF8(text[len(text)-MaxOutput+len(cutSign):], "")), true
	}
	if cut && text != "" {
		return cutSign + text
	}
	return text
}

// cutSign is the first line of an output whose beginning is lost.
const cutSign = "…\n"

// fromNextLine drops a line whose beginning is lost, where others follow it.
func fromNextLine(text string) string {
	if _, rest, found := strings.Cut(text, "\n"); found && strings.TrimSpace(rest) != "" {
		return rest
	}
	return text
}
