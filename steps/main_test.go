package steps

import (
	"os"
	"runtime"
	"testing"
)

// TestMain runs everything on one thread. Under the race detector, Go 1.26 lets
// two threads at once fire timers of one testing/synctest bubble (a select on a
// channel whose timer is due does so), with one race context between them: now
// and then the detector itself crashes. It sees the same races on one thread,
// and fake time has nothing to gain from two.
func TestMain(m *testing.M) {
	runtime.GOMAXPROCS(1)
	os.Exit(m.Run())
}
