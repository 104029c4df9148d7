package machine

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestChild is the command that the tests below run: this program itself.
func TestChild(t *testing.T) {
	switch flag.Arg(0) {
	case "environment":
		fmt.Print(strings.Join(os.Environ(), "|"))
		os.Exit(0)
	case "disabled":
		fmt.Println("Deaktiviert")
		os.Exit(69)
	case "much":
		fmt.Print(strings.Repeat("x", 1<<20))
		os.Exit(0)
	case "sleep":
		time.Sleep(time.Minute)
	}
}

func child(ctx context.Context, t *testing.T, does string) (string, error) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	output, err := run(ctx, program, "-test.run=^TestChild$", "--", does)
	return string(output), err
}

func TestRun(t *testing.T) {
	t.Setenv("UNSKEW_TEST_SECRET", "hunter2")
	output, err := child(t.Context(), t, "environment")
	if err != nil || output != "LC_ALL=C|PATH=/usr/bin:/bin" {
		t.Errorf("environment %q, %v", output, err)
	}
	output, err = child(t.Context(), t, "disabled")
	if got := timesyncStatus(output, err); got != SyncDisabled {
		t.Errorf("%q, %v is taken for %s", output, err, got)
	}
	output, err = child(t.Context(), t, "much")
	if err != nil || len(output) != 4096 {
		t.Errorf("%d bytes are kept, %v", len(output), err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	begin := time.Now()
	if output, err = child(ctx, t, "sleep"); err == nil || time.Since(begin) > 30*time.Second {
		t.Errorf("%q, %v after %v", output, err, time.Since(begin))
	}
	if _, err := run(t.Context(), filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a program that is not there ran")
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
