package steps

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics/exchange"
)

// written is a journal in a file, as a keeper writes it.
func written(t *testing.T, entries []Entry) string {
	t.Helper()
	store, err := OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	journal, _, err := store.Create()
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if err := journal.Append(entry); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(journal.Sync(), journal.Close()); err != nil {
		t.Fatal(err)
	}
	return journal.Name()
}

// ownWords are a session's lines, as they stand in a journal.
func ownWords(t *testing.T, s Session) string {
	t.Helper()
	var out strings.Builder
	out.WriteString(journalSchema + "\n")
	for _, entry := range s.Entries() {
		line, err := json.Marshal(entry)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	return out.String()
}

// TestJournalRoundTrip: sessions of the lab, written and read back, are the same
// byte for byte, and are judged the same.
func TestJournalRoundTrip(t *testing.T) {
	ran := 0
	for _, name := range []string{"brand-portal", "healthy", "wrong-key", "ntp-blocked", "years-behind", "past-2036"} {
		ran++
		s := unattended(t, name)
		file := written(t, s.Entries())
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(data) != ownWords(t, s) {
			t.Errorf("%s: the file is not what the session says", name)
		}
		again, err := LoadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if ownWords(t, again) != string(data) {
			t.Errorf("%s: not the same bytes when it is read and written again", name)
		}
		before, after := Assess(s), Assess(again)
		if !reflect.DeepEqual(before.Verdict, after.Verdict) || !reflect.DeepEqual(before.Findings, after.Findings) ||
			!reflect.DeepEqual(before.Offset, after.Offset) || !reflect.DeepEqual(before.Steps, after.Steps) {
			t.Errorf("%s: read back, it is judged otherwise: %s instead of %s", name, after.Verdict.Code, before.Verdict.Code)
		}
	}
	if ran != 6 {
		t.Errorf("%d sessions", ran)
	}
}

// TestTornLineIsDropped: a journal that was cut off at any byte is read up to
// its last whole line.
func TestTornLineIsDropped(t *testing.T) {
	m := made(0, Settings{}).moved(MoveStep, 0).reading("a", 0, silent).said(StepToken, QuestionNext, "new\nline \x00 \xff <&> \u2028")
	text := ownWords(t, m.session)
	ends := 0
	for cut := len(journalSchema) + 1; cut <= len(text); cut++ {
		s, err := ReadJournal(strings.NewReader(text[:cut]))
		if err != nil {
			t.Fatalf("cut at byte %d: %v", cut, err)
		}
		if want := strings.Count(text[:cut], "\n") - 1; len(s.Entries()) != want {
			t.Fatalf("cut at byte %d: %d entries, want %d", cut, len(s.Entries()), want)
		}
		ends++
	}
	if ends < 800 {
		t.Errorf("only %d places", ends)
	}
}

// TestJournalNamesDamage: what is not a session is refused, with the line.
func TestJournalNamesDamage(t *testing.T) {
	head := journalSchema + "\n"
	start := `{"n":1,"at":{"wall":"2026-11-23T09:00:00Z","raw":1},"kind":"started","start":{"tool":"t","host":"h","attended":true,"released":"2026-01-01T00:00:00Z","settings":{"lifetime":300000000000,"tolerance":1000000000}}}` + "\n"
	entry := func(rest string) string {
		return `{"n":2,"at":{"wall":"2026-11-23T09:00:01Z","raw":2},` + rest + "}\n"
	}
	cases := []struct{ name, text, want string }{
		{"nothing", "", "not a session"},
		{"another schema", `{"schema":"unskew.session/1"}` + "\n" + start, "not a session"},
		{"a newer version's", `{"schema":"unskew.journal/2"}` + "\n" + start, "another version of unskew wrote it (unskew.journal/2)"},
		{"no schema", start, "not a session"},
		{"a report", "# Report\n", "not a session"},
		{"a picture", "\x89PNG\r\n\x1a\n", "not a session"},
		{"a broken line", head + "{\n" + start, "line 2"},
		{"an empty line", head + start + "\n" + entry(`"kind":"quit"`), "line 3"},
		{"a line twice", head + start + start, "line 3"},
		{"a line that is missing", head + entry(`"kind":"quit"`), "line 2"},
		{"a list", head + start + "[]\n", "line 3"},
		{"a time that is none", head + strings.Replace(start, "09:00:00Z", "25:00:00Z", 1), "line 2"},
		{"a line without an end", head + start + strings.Repeat("x", maxLine+100<<10) + "\n", "line 3"},
		{"an answer without its words", head + start + entry(`"kind":"answered","step":"ntp"`), "line 3"},
		{"a move without its words", head + start + entry(`"kind":"moved"`), "line 3"},
		{"no beginning", head + `{"n":1,"at":{"wall":"2026-11-23T09:00:00Z","raw":1},"kind":"quit"}` + "\n", "line 2"},
	}
	ran := 0
	for _, c := range cases {
		ran++
		_, err := ReadJournal(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want one that names %q", c.name, err, c.want)
		}
		if err != nil && (len(err.Error()) > 300 || strings.ContainsAny(err.Error(), "\x1b\n")) {
			t.Errorf("%s: the error is not fit to be shown: %q", c.name, err)
		}
	}
	if ran != 16 {
		t.Errorf("%d cases", ran)
	}
}

// TestLongestTranscriptIsKept: what may be pasted can be read back.
func TestLongestTranscriptIsKept(t *testing.T) {
	s := pasted(strings.Repeat("<&>\u2028", 15_000))
	if _, err := ReadJournal(strings.NewReader(ownWords(t, s))); err != nil {
		t.Error(err)
	}
}

// full is a device on which nothing can be written.
const full = "/dev/full"

// TestFullDisk: the error is told, and nothing of the record is written.
func TestFullDisk(t *testing.T) {
	file, err := os.OpenFile(full, os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no device that is always full")
	}
	defer file.Close()
	journal := &Journal{file: file}
	if err := journal.Append(Entry{N: 1}); err == nil || journal.size != 0 {
		t.Errorf("%v, size %d", err, journal.size)
	}
}

// TestClosedJournal: an entry that could not be written leaves the file whole.
func TestClosedJournal(t *testing.T) {
	m := wrongBefore()
	name := written(t, m.session.Entries())
	before, _ := os.ReadFile(name)
	file, err := os.Open(name) // for reading only: every write fails
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	journal := &Journal{file: file, size: int64(len(before))}
	if err := journal.Append(Entry{N: 99}); err == nil {
		t.Error("a write that failed is not told")
	}
	if after, _ := os.ReadFile(name); !bytes.Equal(before, after) {
		t.Error("the file has changed")
	}
}

// TestJournalIsPrivate: nobody else may read it.
func TestJournalIsPrivate(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Log("permissions are another matter here")
		return
	}
	store, err := OpenStore(filepath.Join(t.TempDir(), "deep", "down"))
	if err != nil {
		t.Fatal(err)
	}
	journal, _, err := store.Create()
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	for name, want := range map[string]os.FileMode{journal.Name(): 0o600, filepath.Dir(journal.Name()): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
}

// FuzzReadJournal: what is read can be written, judged and gone on with, and
// nothing else is read.
func FuzzReadJournal(f *testing.F) {
	seed := func(m *making) {
		var text bytes.Buffer
		text.WriteString(journalSchema + "\n")
		for _, entry := range m.session.Entries() {
			line, _ := json.Marshal(entry)
			text.Write(append(line, '\n'))
		}
		f.Add(text.Bytes())
	}
	seed(wrongBefore())
	seed(wrongBefore().moved(MoveSlew, 0).reading("a", time.Millisecond).round(0, exchange.ClassAccepted))
	seed(made(0, Settings{}).said(StepWhere, askWhere, WhereElsewhere).add(Entry{Kind: Skipped, Step: StepNTP, Why: "x"}).add(Entry{Kind: Reopened, Step: StepWhere, Reopen: ReopenAsk}))
	seed(wrongBefore().restarted("b", 0).reading("a", time.Millisecond).restarted("c", time.Hour).reading("a", time.Millisecond))
	f.Add([]byte(journalSchema + "\n"))
	f.Add([]byte(journalSchema + "\n{\"n\":1}\n"))
	flow := Flow()
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ReadJournal(bytes.NewReader(data))
		if err != nil {
			return
		}
		Assess(s)
		Next(flow, s)
		again, err := ReadJournal(strings.NewReader(ownWords(t, s)))
		if err != nil || len(again.Entries()) != len(s.Entries()) {
			t.Fatalf("written and read again: %v, %d of %d entries", err, len(again.Entries()), len(s.Entries()))
		}
	})
}
