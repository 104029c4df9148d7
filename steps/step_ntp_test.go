package steps

import (
	"strings"
	"testing"
)

// TestWhatComesAfterNTP: no exchange is promised where none is to be made.
func TestWhatComesAfterNTP(t *testing.T) {
	for none, want := range map[bool]string{false: "tests the token exchange", true: "own clock"} {
		s := made(0, Settings{NoExchange: none}).session
		if got := afterNTP(s).String(); !strings.Contains(got, want) {
			t.Errorf("without an exchange %v: %q", none, got)
		}
	}
}
