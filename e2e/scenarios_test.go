//go:build e2e && unix

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// scenario is what a scenario's file says of its outcome.
type scenario struct {
	Title  string
	Expect struct {
		Verdict, Proof, Certainty string
		Findings, Absent          []string
		Exit                      int
	}
}

// TestEveryScenarioOverLoopback runs each scenario that the program lists, over
// real sockets and from outside, and compares it with the scenario's own file.
func TestEveryScenarioOverLoopback(t *testing.T) {
	listed := unskew(t, "demo", "--list")
	checkStatus(t, listed, 0)
	lines := strings.Split(strings.TrimSuffix(listed.stdout, "\n"), "\n")
	files, err := filepath.Glob("../diagnostics/lab/scenarios/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != len(files) || len(files) < 14 {
		t.Errorf("%d scenarios are listed; there are files of %d", len(lines), len(files))
	}
	for _, line := range lines {
		name, title, found := strings.Cut(line, "\t")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := readScenario(t, name)
			if !found || title != want.Title {
				t.Errorf("the list says %q, the file %q", line, want.Title)
			}
			got := unskew(t, "demo", "--check", "--scenario", name, "--format", "json")
			checkStatus(t, got, want.Expect.Exit)
			r := got.record(t)
			if r.Simulated != name {
				t.Errorf("simulated is %q", r.Simulated)
			}
			r.checkVerdict(t, want.Expect.Verdict, want.Expect.Proof)
			if r.Verdict.Certainty != want.Expect.Certainty {
				t.Errorf("certainty is %s, not %s", r.Verdict.Certainty, want.Expect.Certainty)
			}
			r.checkFindings(t, want.Expect.Findings, want.Expect.Absent)
		})
	}
}

func readScenario(t *testing.T, name string) scenario {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../diagnostics/lab/scenarios", name+".toml"))
	if err != nil {
		t.Fatal(err)
	}
	var s scenario
	if err := toml.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	return s
}
