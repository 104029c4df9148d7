package steps

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// kept writes a session into a store and returns its number.
func keep(t *testing.T, store Store, s Session) int {
	t.Helper()
	journal, number, err := store.Create()
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range s.Entries() {
		if err := journal.Append(entry); err != nil {
			t.Fatal(err)
		}
	}
	if err := journal.Close(); err != nil {
		t.Fatal(err)
	}
	return number
}

// TestReopenGoesOn: what is appended follows the last whole record, wherever the
// file was torn.
func TestReopenGoesOn(t *testing.T) {
	store, _ := openStore(t)
	s := made(0, Settings{}).moved(MoveStep, 0).said(StepToken, QuestionNext, "new\nline").session
	number := keep(t, store, s)
	whole, err := os.ReadFile(store.path(number))
	if err != nil {
		t.Fatal(err)
	}
	second := strings.Index(string(whole), "\n") + 1
	second += strings.Index(string(whole[second:]), "\n") + 1
	ran := 0
	for cut := second; cut <= len(whole); cut++ {
		ran++
		if err := os.WriteFile(store.path(number), whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		journal, read, err := store.Reopen(number)
		if err != nil {
			t.Fatalf("torn at byte %d: %v", cut, err)
		}
		before := len(read.Entries())
		next := read.With(Entry{Kind: Quit, Why: "test"})
		if err := errors.Join(journal.Append(next.Last()), journal.Close()); err != nil {
			t.Fatalf("torn at byte %d: %v", cut, err)
		}
		again, err := store.Load(number)
		if err != nil {
			t.Fatalf("torn at byte %d, and gone on with: %v", cut, err)
		}
		if len(again.Entries()) != before+1 || again.Last().Why != "test" || before != strings.Count(string(whole[:cut]), "\n")-1 {
			t.Fatalf("torn at byte %d: %d entries, then %d", cut, before, len(again.Entries()))
		}
	}
	if ran < 300 {
		t.Errorf("only %d places", ran)
	}
}

// TestOneWriter: as long as a session is written, nobody else writes it, but it
// can be read.
func TestOneWriter(t *testing.T) {
	store, _ := openStore(t)
	first, number, err := store.Create()
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Append(made(0, Settings{}).session.Last()); err != nil {
		t.Fatal(err)
	}
	refused := func(when string) {
		t.Helper()
		_, _, err := store.Reopen(number)
		if err == nil || !strings.Contains(err.Error(), "session 1: it is open in another window or program: close it there first") {
			t.Errorf("%s: %v", when, err)
		}
		if _, err := store.Load(number); err != nil {
			t.Errorf("%s, it cannot be read: %v", when, err)
		}
	}
	refused("while it is begun")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, _, err := store.Reopen(number)
	if err != nil {
		t.Fatal(err)
	}
	refused("while it is gone on with")
	if _, _, err := ReopenFile(second.Name()); !errors.Is(err, ErrOpenElsewhere) {
		t.Errorf("by its file: %v", err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	third, _, err := ReopenFile(store.path(number))
	if err != nil {
		t.Fatal(err)
	}
	_ = third.Close()
}

// TestReopenRefuses: what cannot be gone on with is left as it is, and the error
// says what to do.
func TestReopenRefuses(t *testing.T) {
	folder := t.TempDir()
	start := ownWords(t, made(0, Settings{}).session)
	cases := []struct{ name, text, want string }{
		{"damaged", start + "{}\n", "line 3"},
		{"newer", strings.Replace(start, "journal/1", "journal/7", 1), "unskew.journal/7"},
		{"no session", "notes\n", "not a session"},
		{"empty", journalSchema + "\n", "nothing is recorded"},
		{"torn in its first record", start[:len(start)-1], "nothing is recorded"},
	}
	for _, c := range cases {
		name := filepath.Join(folder, "session")
		if err := os.WriteFile(name, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, err := ReopenFile(name)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "unskew begins a new one") {
			t.Errorf("%s: %v", c.name, err)
		}
		if data, _ := os.ReadFile(name); string(data) != c.text {
			t.Errorf("%s: the file was changed", c.name)
		}
	}
	if len(cases) != 5 {
		t.Errorf("%d cases", len(cases))
	}
	for path, want := range map[string]string{folder: "no regular file", filepath.Join(folder, "no-such"): "is not there"} {
		_, _, err := ReopenFile(path)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Count(err.Error(), path) != 1 {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestPruneSparesWhatIsNeeded: a session that is open stays, and one that waits
// goes only where no other can.
func TestPruneSparesWhatIsNeeded(t *testing.T) {
	store, _ := openStore(t)
	waiting := keep(t, store, wrongBefore().add(Entry{Kind: Quit, Why: quitWaiting}).session)
	open, number, err := store.Create()
	if err != nil {
		t.Fatal(err)
	}
	for range keptSessions {
		create(t, store)
	}
	numbers, err := store.Numbers()
	if err != nil || len(numbers) != keptSessions || numbers[0] != waiting || numbers[1] != number || numbers[2] != 5 {
		t.Errorf("%v, %v", numbers, err)
	}
	if err := open.Close(); err != nil {
		t.Fatal(err)
	}

	store, _ = openStore(t)
	for range keptSessions + 3 {
		number := keep(t, store, wrongBefore().add(Entry{Kind: Quit, Why: quitWaiting}).session)
		if err := os.WriteFile(reportOf(store, number), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	numbers, err = store.Numbers()
	// The newest is spared while it is open, and so one that waits goes.
	if err != nil || len(numbers) != keptSessions || numbers[0] != 4 {
		t.Errorf("of those that wait: %v, %v", numbers, err)
	}
	// The report goes with its session.
	for number, there := range map[int]bool{3: false, 4: true} {
		if _, err := os.Stat(reportOf(store, number)); there != (err == nil) {
			t.Errorf("the report of session %d: %v", number, err)
		}
	}
}

func reportOf(store Store, number int) string {
	return strings.TrimSuffix(store.path(number), ".jsonl") + ReportSuffix
}

// TestStoreStrangers: what is no session file hides none, and is not waited for.
func TestStoreStrangers(t *testing.T) {
	dir := t.TempDir()
	store, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	number := keep(t, store, wrongBefore().session)
	if err := os.Symlink(store.path(number), store.path(number+1)); err != nil {
		t.Fatal(err)
	}
	if numbers, _ := store.Numbers(); len(numbers) != 1 {
		t.Errorf("a link counts as a session: %v", numbers)
	}
	if _, err := LoadFile(store.path(number + 1)); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("a link is read: %v", err)
	}
	if _, _, err := store.Reopen(number + 1); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("a link is written: %v", err)
	}
	if err := os.WriteFile(store.path(number+2), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Load(0); err == nil || !strings.Contains(err.Error(), "unskew report 1") {
		t.Errorf("an empty session hides the good one: %v", err)
	}
}
