package steps

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// TestADayIsFlat: a session that stands open on its last page keeps little more
// in memory than the lines of its record. One hour is simulated; memory grows by the
// line, so a day is 24 times that.
func TestADayIsFlat(t *testing.T) {
	const span, spans, limit = time.Hour, 24, 8 << 20
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, "healthy", &counting{of: map[string]int{}}, nil)
		d.to(StepConfirm)
		time.Sleep(20 * time.Minute)
		before, lines := inUse(), len(d.engine.Session().Entries())
		time.Sleep(span)
		day := (inUse() - before) * spans
		t.Logf("%.2f MB in use, %.2f MB more in a day", float64(before)/1e6, float64(day)/1e6)
		if day > limit {
			t.Errorf("%d bytes more in a day, want at most %d", day, limit)
		}
		if grown := len(d.engine.Session().Entries()) - lines; grown < int(span/time.Minute) {
			t.Errorf("only %d lines in %v", grown, span)
		}
	})
}

// inUse is how much memory is reachable.
func inUse() int64 {
	runtime.GC()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	return int64(now.HeapAlloc)
}
