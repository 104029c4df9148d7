package main

import (
	"testing"

	"unskew/steps/execute"
)

// TestAllowFix: nothing can be run unless it was allowed, and nothing inside a
// test even then.
func TestAllowFix(t *testing.T) {
	for _, allow := range []bool{false, true} {
		world, err := hostWorld(&options{proxy: "none", allowFix: allow})
		if err != nil {
			t.Fatal(err)
		}
		if (world.Executor != nil) != allow || world.Fix != nil {
			t.Errorf("allowed %v: the executor is %v", allow, world.Executor)
		}
		if !allow {
			continue
		}
		if got := world.Executor.Run(t.Context(), []string{"/usr/bin/true"}); got.Exit != execute.NoExit || got.OK() {
			t.Errorf("run inside a test: %+v", got)
		}
	}
}
