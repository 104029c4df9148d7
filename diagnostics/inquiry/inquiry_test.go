package inquiry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestMain makes a program of this test, for TestRun: it takes its words
// from its arguments, because the environment is not handed on.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "flood":
			for range 4 * MostOutput / 1024 {
				fmt.Print(strings.Repeat("x", 1024))
			}
			os.Exit(0)
		case "environment":
			fmt.Print(os.Getenv("UNSKEW_TEST_SECRET"), os.Getenv("LC_ALL"))
			os.Exit(3)
		case "sleep":
			time.Sleep(time.Minute)
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

func TestRun(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("UNSKEW_TEST_SECRET", "secret")
	out, err := Run(t.Context(), self, "flood")
	if err != nil || len(out) != MostOutput || bytes.ContainsFunc(out, func(r rune) bool { return r != 'x' }) {
		t.Errorf("%d bytes, %v: the beginning is kept, and the program comes to its end", len(out), err)
	}
	out, err = Run(t.Context(), self, "environment")
	if string(out) != "C" || status(err) != 3 {
		t.Errorf("%q, %v: what is written before a failure is kept, and the environment is not handed on", out, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := Run(ctx, self, "sleep"); err == nil || ctx.Err() == nil {
		t.Errorf("it outlived its context: %v", err)
	}
	if _, err := Run(t.Context(), "/no/such/program"); err == nil || status(err) != -1 {
		t.Errorf("no such program: %v", err)
	}
	if _, err := Run(t.Context()); err == nil {
		t.Error("no program at all")
	}
}

func status(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return -1
}
