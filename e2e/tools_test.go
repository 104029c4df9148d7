//go:build e2e && unix

package e2e

import (
	"os"
	"os/exec"
	"testing"
)

// tool finds an installed program: the one that the environment names, or the
// first of the names that is found. Without it the test fails, because a test
// that is skipped where a tool is missing proves nothing.
func tool(t testing.TB, variable string, names ...string) string {
	t.Helper()
	if variable != "" && os.Getenv(variable) != "" {
		names = []string{os.Getenv(variable)}
	}
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	hint := ""
	if variable != "" {
		hint = " or name it in " + variable
	}
	t.Fatalf("none of %q is there, which this test needs: install it%s", names, hint)
	return ""
}
