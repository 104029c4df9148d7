//go:build e2e && unix

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// built is the program under test. TestMain sets it once, before any test runs.
var built string

// administrators is where the program under test looks for the administrator's
// configuration. TestMain sets it; no test puts a file there while others run.
var administrators string

func TestMain(m *testing.M) {
	if os.Getenv(lineTo) != "" {
		os.Exit(slowLine())
	}
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	folder, err := os.MkdirTemp("", "unskew-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer os.RemoveAll(folder)
	if built = os.Getenv("UNSKEW_E2E_PROGRAM"); built != "" {
		return m.Run()
	}
	// Nobody has to be able to start it too.
	if err := os.Chmod(folder, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	built = filepath.Join(folder, "unskew")
	// The configuration of the machine that the tests run on is not theirs to read.
	administrators = filepath.Join(folder, "etc", "config.toml")
	build := exec.Command("go", "build", "-o", built, "-ldflags", "-X main.administratorFile="+administrators, "..")
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e: the program does not build:", err)
		return 1
	}
	return m.Run()
}
