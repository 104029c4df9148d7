//go:build unix

package execute

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestGroupIsStopped: a command that ignores the request to stop is killed, with
// its child.
func TestGroupIsStopped(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
	defer cancel()
	got := launch(ctx, standIn(t, "stubborn"))
	if !got.TimedOut || got.Exit != NoExit || got.Why != "it was stopped before its end" {
		t.Errorf("%+v", got)
	}
	if child := childOf(t, got); !gone(child) {
		t.Errorf("its child %d lives on", child)
		_ = syscall.Kill(child, syscall.SIGKILL)
	}
}

// TestServiceMayGoOn: what a command leaves running holds its output open. Its
// end is seen all the same, and what it left is not stopped.
func TestServiceMayGoOn(t *testing.T) {
	t.Parallel()
	got := launch(t.Context(), standIn(t, "service"))
	if !got.OK() {
		t.Errorf("%+v", got)
	}
	child := childOf(t, got)
	if gone(child) {
		t.Errorf("the child %d was stopped", child)
	}
	_ = syscall.Kill(child, syscall.SIGKILL)
}

func childOf(t *testing.T, got Result) int {
	t.Helper()
	for line := range strings.Lines(got.Output) {
		if id, found := strings.CutPrefix(strings.TrimSpace(line), "child="); found {
			number, err := strconv.Atoi(id)
			if err != nil {
				t.Fatal(err)
			}
			return number
		}
	}
	t.Fatalf("no child is named in %q", got.Output)
	return 0
}

// gone reports whether a process has ended. Nobody may have collected it yet.
func gone(process int) bool {
	for range 50 {
		if syscall.Kill(process, 0) != nil {
			return true
		}
		if state, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(process), "stat")); err == nil && strings.Contains(string(state), ") Z ") {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

// TestEnvironmentIsOurs: nothing of the person's surroundings reaches a command.
func TestEnvironmentIsOurs(t *testing.T) {
	for _, name := range []string{"LD_PRELOAD_X", "HTTPS_PROXY", "CHRONY_CONF", "IFS"} {
		t.Setenv(name, "canary")
	}
	t.Setenv("PATH", t.TempDir())
	t.Chdir(t.TempDir())
	got := launch(t.Context(), standIn(t, "environment"))
	if !got.OK() {
		t.Fatalf("%+v", got)
	}
	for _, wanted := range []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C", "folder=/", `input=""`} {
		if !strings.Contains(got.Output+"\n", wanted+"\n") {
			t.Errorf("%q is missing in %q", wanted, got.Output)
		}
	}
	for _, name := range []string{"canary", "LD_", "PROXY", "HOME=/root"} {
		if strings.Contains(got.Output, name) {
			t.Errorf("%q is in %q", name, got.Output)
		}
	}
}

// TestLookUp: a program in $PATH or in the current folder is not found.
func TestLookUp(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "chronyc-of-mine"), []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder)
	t.Chdir(folder)
	if found, err := lookUp("chronyc-of-mine"); err == nil {
		t.Errorf("%s was found", found)
	}
	found, err := lookUp("ls")
	if err != nil || !filepath.IsAbs(found) {
		t.Errorf("ls is %q, %v", found, err)
	}
}

// TestPrepare: the full name, and sudo in front where one is not root.
func TestPrepare(t *testing.T) {
	prepared, err := Host{}.Prepare([]string{"ls", "-l"}, false)
	if err != nil || len(prepared) != 2 || !filepath.IsAbs(prepared[0]) || prepared[1] != "-l" {
		t.Errorf("%q, %v", prepared, err)
	}
	prepared, err = Host{}.Prepare([]string{"ls"}, true)
	switch {
	case os.Geteuid() == 0:
		if err != nil || len(prepared) != 1 {
			t.Errorf("as root: %q, %v", prepared, err)
		}
	case err != nil:
		if !strings.Contains(err.Error(), "type the command as root") {
			t.Errorf("without sudo: %v", err)
		}
	default:
		if len(prepared) != 3 || prepared[1] != "-n" || vetPrepared(prepared) != nil {
			t.Errorf("with sudo: %q", prepared)
		}
	}
}
