//go:build race

package exchange

import (
	"os"
	"runtime"
	"testing"
)

// TestMain runs everything on one thread: two threads that fire timers of one
// testing/synctest bubble can crash the race detector of Go 1.26. It sees the
// same races on one.
func TestMain(m *testing.M) {
	runtime.GOMAXPROCS(1)
	os.Exit(m.Run())
}
