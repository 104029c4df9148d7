package steps

import (
	"encoding/json"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counting keeps the size of a journal, and of its kinds of lines.
type counting struct {
	mu           sync.Mutex
	bytes, lines int
	of           map[string]int
}

func (c *counting) Append(entry Entry) error {
	line, err := json.Marshal(entry)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bytes += len(line) + 1
	c.lines++
	switch {
	case entry.Reading != nil:
		c.of["readings"] += len(line) + 1
	case entry.Bucket != nil:
		c.of["buckets"] += len(line) + 1
	}
	return err
}

func (c *counting) size() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bytes
}

func (c *counting) Sync() error { return nil }

// TestADayIsSmall: a session that stands open on its last page for a day stays
// under 1 MiB. Forty minutes are simulated: the day grows by the same lines, whose
// numbers are a little longer.
func TestADayIsSmall(t *testing.T) {
	const span, spans, limit = 40 * time.Minute, 36, 1 << 20
	synctest.Test(t, func(t *testing.T) {
		keep := &counting{of: map[string]int{}}
		d := sit(t, "healthy", keep, nil)
		d.to(StepConfirm)
		before := keep.size()
		time.Sleep(span)
		d.stop()
		grown := keep.size() - before
		if whole := before + spans*grown*102/100; whole >= limit {
			t.Errorf("%d bytes in a day, want less than %d: %v in %v", whole, limit, keep.of, span)
		}
		if keep.of["buckets"] == 0 || keep.of["readings"] == 0 || keep.lines < int(span/time.Minute) {
			t.Errorf("only %d lines: %v", keep.lines, keep.of)
		}
	})
}
