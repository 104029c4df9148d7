package machine

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"unskew/diagnostics/inquiry"
)

// TestChild is the command that TestTimesyncAsked runs: this program itself.
func TestChild(*testing.T) {
	if flag.Arg(0) == "disabled" {
		fmt.Println("Deaktiviert")
		os.Exit(69)
	}
}

// TestTimesyncAsked: the exit status of a real process tells, whatever the words.
func TestTimesyncAsked(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	output, err := inquiry.Run(t.Context(), program, "-test.run=^TestChild$", "--", "disabled")
	if got := timesyncStatus(string(output), err); got != SyncDisabled {
		t.Errorf("%q, %v is taken for %s", output, err, got)
	}
}

// TestFaketimeFindsThisProcess: a file of the library's name is mapped into this
// very process, and nothing of it is run.
func TestFaketimeFindsThisProcess(t *testing.T) {
	library := filepath.Join(t.TempDir(), "libfaketime.so.1")
	if err := os.WriteFile(library, make([]byte, os.Getpagesize()), 0o600); err != nil {
		t.Fatal(err)
	}
	here := func() bool {
		found, _ := bentProcesses(t.Context(), os.DirFS("/"))
		return slices.ContainsFunc(found, func(at string) bool {
			return strings.HasPrefix(at, fmt.Sprintf("process %d (", os.Getpid()))
		})
	}
	if here() {
		t.Fatal("found before it is there")
	}
	file, err := os.Open(library)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	mapped, err := unix.Mmap(int(file.Fd()), 0, os.Getpagesize(), unix.PROT_READ, unix.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	if !here() {
		t.Error("not found")
	}
	if err := unix.Munmap(mapped); err != nil {
		t.Fatal(err)
	}
}

// TestGroups: the kernel's own word on this process (proc(5)).
func TestGroups(t *testing.T) {
	got, err := groups()
	if err != nil || !slices.Contains(got, os.Getegid()) {
		t.Fatalf("%v, %v", got, err)
	}
	status, err := readText(os.DirFS("/"), "proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for number := range strings.FieldsSeq(statusField(status, "Groups")) {
		if !slices.ContainsFunc(got, func(id int) bool { return fmt.Sprint(id) == number }) {
			t.Errorf("group %s is missing in %v", number, got)
		}
	}
}
