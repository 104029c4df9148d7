package logscan

import (
	"iter"

	"unskew/diagnostics/aem"
)

// chunkSize is read at once: it stays in a processor's own cache while it is looked
// through.
const chunkSize = 1 << 20

// taskSize is a worker's at a time: few hand-overs, and little is ahead of the
// pairing.
const taskSize = 4 * chunkSize

// task is a piece of work: a chunk of a file, its growing end, or a stream.
type task struct {
	source   *source
	from, to int64 // of a chunk
	last     bool  // of its source
	out      chan batch
}

// batch is what a task found next.
type batch struct {
	events []event
	bytes  int64
	note   string
	said   aem.Transcript // of a short text that is no log
}

// tasks yields the work in the order in which it is paired.
func tasks(sources []*source) iter.Seq[*task] {
	return func(yield func(*task) bool) {
		for _, of := range sources {
			if of.err != "" {
				continue
			}
			from := int64(0)
			for ; of.size-from > taskSize+chunkSize; from += taskSize {
				if !yield(&task{source: of, from: from, to: from + taskSize, out: make(chan batch, taskSize/chunkSize)}) {
					return
				}
			}
			if !yield(&task{source: of, from: from, last: true, out: make(chan batch, 2)}) {
				return
			}
		}
	}
}
