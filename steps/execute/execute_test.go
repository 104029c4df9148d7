package execute

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestHostRefusesInsideTests: whatever it is asked to run, nothing is run. The
// command would leave a file behind.
func TestHostRefusesInsideTests(t *testing.T) {
	mark := filepath.Join(t.TempDir(), "ran")
	argv := standIn(t, "touch", mark)
	got := Host{}.Run(t.Context(), argv)
	if got.Exit != NoExit || got.Why != errTest.Error() || got.OK() {
		t.Errorf("the real executor answered %+v inside a test", got)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Fatal("the command was run")
	}
	// The same command does leave its file where it is run, so that the above
	// cannot pass by mistake.
	if got := launch(t.Context(), argv); !got.OK() {
		t.Fatalf("the stand-in itself failed: %+v", got)
	}
	if _, err := os.Stat(mark); err != nil {
		t.Error("the stand-in leaves no file")
	}
}

// TestLaunchRunsOnlyTheTestItself: below the refusal there is another one.
func TestLaunchRunsOnlyTheTestItself(t *testing.T) {
	programs := []string{"chronyc", "true", "systemctl", "w32tm"}
	for _, name := range programs {
		program, err := lookUp(name)
		if err != nil {
			program = filepath.Join(rootFolder(), name)
		}
		if got := launch(t.Context(), []string{program}); got.Why != errTest.Error() {
			t.Errorf("%s: %+v", program, got)
		}
	}
}

// standIn is this test as a program of its own: it does what mode says.
func standIn(t *testing.T, mode string, args ...string) []string {
	t.Helper()
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return append([]string{own, "-test.run=^TestStandIn$", "--", "stand-in", mode}, args...)
}

// TestStandIn is no test: it is the program that the others run.
func TestStandIn(t *testing.T) {
	args := os.Args
	for len(args) > 0 && args[0] != "stand-in" {
		args = args[1:]
	}
	if len(args) < 2 {
		return
	}
	switch mode, rest := args[1], args[2:]; mode {
	case "touch":
		if err := os.WriteFile(rest[0], nil, 0o600); err != nil {
			fmt.Println(err)
			os.Exit(9)
		}
	case "say":
		fmt.Print(rest[0])
		fmt.Fprint(os.Stderr, rest[1])
	case "flood":
		for i := range 40_000 {
			fmt.Printf("line %d of a very long output\n", i)
		}
	case "exit":
		status, _ := strconv.Atoi(rest[0])
		os.Exit(status)
	case "environment":
		folder, _ := os.Getwd()
		fmt.Println(strings.Join(os.Environ(), "\n") + "\nfolder=" + folder)
		if data, err := os.ReadFile("/dev/stdin"); err == nil {
			fmt.Printf("input=%q\n", data)
		}
	case "sleep":
		fmt.Println("asleep")
		time.Sleep(time.Minute)
	case "stubborn": // ignores the request, and has a child that holds the output
		signal.Ignore(syscall.SIGTERM)
		child := exec.Command(os.Args[0], "-test.run=^TestStandIn$", "--", "stand-in", "child")
		child.Stdout = os.Stdout
		if child.Start() == nil {
			fmt.Println("child=" + strconv.Itoa(child.Process.Pid))
		}
		time.Sleep(time.Minute)
	case "service": // ends, and leaves a child that holds the output
		child := exec.Command(os.Args[0], "-test.run=^TestStandIn$", "--", "stand-in", "child")
		child.Stdout = os.Stdout
		if child.Start() == nil {
			fmt.Println("child=" + strconv.Itoa(child.Process.Pid))
		}
	case "child":
		signal.Ignore(syscall.SIGTERM)
		time.Sleep(20 * time.Second)
	}
	os.Exit(0)
}

func TestOutputOfBothKindsIsKept(t *testing.T) {
	got := launch(t.Context(), standIn(t, "say", "out\n\x1b[31mred\x1b[0m\a\n", "wrong\n"))
	if !got.OK() || !strings.Contains(got.Output, "out\nred") || !strings.Contains(got.Output, "wrong") {
		t.Errorf("%+v", got)
	}
}

func TestFloodIsBounded(t *testing.T) {
	t.Parallel()
	got := launch(t.Context(), standIn(t, "flood"))
	if !got.OK() || len(got.Output) > MaxOutput {
		t.Fatalf("exit %d, %d bytes", got.Exit, len(got.Output))
	}
	if !strings.HasPrefix(got.Output, cutSign+"line ") || !strings.HasSuffix(got.Output, "line 39999 of a very long output") {
		t.Errorf("not the last lines: %q", got.Output)
	}
}

func TestExitStatus(t *testing.T) {
	for _, status := range []int{0, 1, 3, 77} {
		got := launch(t.Context(), standIn(t, "exit", strconv.Itoa(status)))
		if got.Exit != status || got.OK() != (status == 0) || got.Why != "" {
			t.Errorf("status %d: %+v", status, got)
		}
	}
}

func TestMissingProgramIsTold(t *testing.T) {
	if _, err := (Host{}).Prepare([]string{"no-such-program-of-any-system"}, false); err == nil || !strings.Contains(err.Error(), "type the command yourself") {
		t.Errorf("%v", err)
	}
}

// TestEndedSession: nothing is started for somebody who has left.
func TestEndedSession(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	mark := filepath.Join(t.TempDir(), "ran")
	if got := launch(ctx, standIn(t, "touch", mark)); got.OK() || got.Why == "" {
		t.Errorf("%+v", got)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("it was run")
	}
}

func TestTimeLimit(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	got := launch(ctx, standIn(t, "sleep"))
	if got.Exit != NoExit || !got.TimedOut || got.OK() {
		t.Errorf("%+v", got)
	}
}
