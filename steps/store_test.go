package steps

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func openStore(t *testing.T) (Store, string) {
	t.Helper()
	dir := t.TempDir()
	store, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	return store, dir
}

func create(t *testing.T, store Store) int {
	t.Helper()
	journal, number, err := store.Create()
	if err != nil {
		t.Fatal(err)
	}
	if err := journal.Close(); err != nil {
		t.Fatal(err)
	}
	return number
}

// TestStoreNumbers: from 1 on, one more than the highest, whatever was removed.
func TestStoreNumbers(t *testing.T) {
	store, dir := openStore(t)
	for want := 1; want <= 3; want++ {
		if got := create(t, store); got != want {
			t.Errorf("session %d, want %d", got, want)
		}
	}
	if err := os.Remove(filepath.Join(dir, "session-000002.jsonl")); err != nil {
		t.Fatal(err)
	}
	if got := create(t, store); got != 4 {
		t.Errorf("after one was removed: session %d, want 4", got)
	}
}

// TestStoreOfManyAtOnce: twenty programs begin a session at the same moment.
func TestStoreOfManyAtOnce(t *testing.T) {
	store, _ := openStore(t)
	const programs = 20
	numbers := make([]int, programs)
	var group sync.WaitGroup
	for i := range programs {
		group.Go(func() {
			journal, number, err := store.Create()
			if err != nil {
				t.Error(err)
				return
			}
			numbers[i] = number
			if err := journal.Append(Entry{N: 1, Kind: Started, Start: &Start{Host: fmt.Sprint("host-", number)}}); err != nil {
				t.Error(err)
			}
			_ = journal.Close()
		})
	}
	group.Wait()
	slices.Sort(numbers)
	for i, number := range numbers {
		if number != i+1 {
			t.Fatalf("the numbers are %v", numbers)
		}
		if s, err := store.Load(number); err != nil || s.Start().Host != fmt.Sprint("host-", number) {
			t.Errorf("session %d is of %q: %v", number, s.Start().Host, err)
		}
	}
}

// TestStoreKeepsFifty, those of the highest numbers, not of the newest files.
func TestStoreKeepsFifty(t *testing.T) {
	store, dir := openStore(t)
	stranger := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(stranger, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 60 {
		create(t, store)
	}
	numbers, err := store.Numbers()
	if err != nil || len(numbers) != 50 || numbers[0] != 11 || numbers[49] != 60 {
		t.Errorf("%v, %v", numbers, err)
	}
	if data, err := os.ReadFile(stranger); err != nil || string(data) != "mine" {
		t.Errorf("a file that is no session: %q, %v", data, err)
	}
}

// TestStoreLoadsTheHighest, and is not led astray by what else lies there.
func TestStoreLoadsTheHighest(t *testing.T) {
	store, dir := openStore(t)
	if _, err := store.Load(0); err == nil || !strings.Contains(err.Error(), "run the wizard first") {
		t.Errorf("nothing there: %v", err)
	}
	for n := 1; n <= 2; n++ {
		journal, _, err := store.Create()
		if err != nil {
			t.Fatal(err)
		}
		_ = journal.Append(Entry{N: 1, Kind: Started, Start: &Start{Host: fmt.Sprint("host-", n)}})
		_ = journal.Close()
	}
	for _, name := range []string{"session-9", "session-9.jsonl.bak", "session-+9.jsonl", "session-0000009.jsonl", "session--9.jsonl", "session-x.jsonl", "session-.jsonl", "9.jsonl"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("no session\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := store.Load(0); err != nil || s.Start().Host != "host-2" {
			t.Errorf("beside %s: host %q, %v", name, s.Start().Host, err)
		}
		_ = os.Remove(filepath.Join(dir, name))
	}
	if _, err := store.Load(7); err == nil || !strings.Contains(err.Error(), "session 7") || strings.Count(err.Error(), dir) != 1 {
		t.Errorf("a session that is not there: %v", err)
	}
}

// TestStoreThatCannotBe: the error names the folder, once.
func TestStoreThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	below := filepath.Join(file, "sessions")
	if _, err := OpenStore(below); err == nil || strings.Count(err.Error(), file) != 1 {
		t.Errorf("%v", err)
	}
	if _, _, err := (Store{dir: below}).Create(); err == nil {
		t.Error("a session is kept where no folder is")
	}
}
