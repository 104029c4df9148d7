package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unskew/steps"
)

// TestPracticeKeepsNothing: who practises from the first page has the simulated host
// in a session of its own, which is not kept; the report beside the record that was
// begun stays the report of that one.
func TestPracticeKeepsNothing(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_STATE_HOME", home)
	named := filepath.Join(t.TempDir(), "named")
	ran := 0
	for folder, flags := range map[string][]string{filepath.Join(home, "unskew"): nil, named: {"--state-dir", named}} {
		ran++
		var out, errs bytes.Buffer
		args := append([]string{"--plain", "--ntp", "none", "--https", "none"}, flags...)
		if status := run(t.Context(), args, console{in: strings.NewReader("5\nq\n"), out: &out, err: &errs}); status != 0 {
			t.Fatalf("status %d: %s", status, &errs)
		}
		_, practice, began := strings.Cut(out.String(), "SIMULATED")
		if !began || strings.Contains(practice, "is kept") {
			t.Errorf("nobody practised, or the practice is said to be kept:\n%s", &out)
		}
		numbers, err := steps.StoreIn(folder).Numbers()
		if err != nil || len(numbers) != 1 {
			t.Errorf("sessions %v, %v", numbers, err)
		}
		report, err := os.ReadFile(filepath.Join(folder, "session-000001"+steps.ReportSuffix))
		if err != nil || strings.Contains(string(report), "SIMULATED") {
			t.Errorf("the report beside the record is another session's, or none: %v\n%s", err, report)
		}
	}
	if ran != 2 {
		t.Errorf("%d folders, not 2", ran)
	}
}
