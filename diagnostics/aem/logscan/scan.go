package logscan

import (
	"context"
	"io"
	"runtime"
	"sync"
)

// Input is one thing to read: a file by its name, or what Reader gives, where it is
// not nil. Name is shown to people either way.
type Input struct {
	Name   string
	Reader io.Reader
}

// File is what became of one input.
type File struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"` // that were looked through, unpacked
	// Err is why it was not read at all, and Note what else there is to know: cut
	// off, shorter than it was. Both are empty where all went well.
	Err  string `json:"error,omitempty"`
	Note string `json:"note,omitempty"`
}

// Result is what a scan found.
type Result struct {
	Exchanges []Exchange `json:"exchanges"` // oldest first
	Files     []File     `json:"files"`
	// Partial: the scan was stopped before its end.
	Partial bool `json:"partial,omitempty"`
	// Dropped is how many exchanges are not among them because there were too many
	// different ones.
	Dropped int `json:"dropped,omitempty"`
}

// Options are a scan's; the zero value is fine.
type Options struct {
	Workers int    // that read at the same time; 0: one for each processor, at most 8
	Meter   *Meter // is told how far the scan is
}

// Scan reads all inputs. It returns soon after ctx ends, with what was found so far:
// also where a read hangs, which is then left behind.
func Scan(ctx context.Context, inputs []Input, o Options) Result {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if o.Workers <= 0 {
		o.Workers = min(runtime.GOMAXPROCS(0), 8)
	}
	if o.Meter == nil {
		o.Meter = &Meter{}
	}
	s := &scan{meter: o.Meter, families: map[string]*pairing{}}
	ready := make(chan []*source, 1)
	go func() { ready <- prepare(inputs, o.Meter) }()
	select {
	case s.sources = <-ready:
	case <-ctx.Done():
		return Result{Files: unread(inputs), Partial: true}
	}
	s.run(ctx, o.Workers)
	return s.result(ctx.Err() != nil)
}

func unread(inputs []Input) []File {
	var files []File
	for _, input := range inputs {
		files = append(files, File{Name: input.Name, Err: "not read: stopped before"})
	}
	return files
}

// scan is one run of Scan.
type scan struct {
	meter    *Meter
	sources  []*source // in the order in which they are paired
	families map[string]*pairing
	runs     runs
}

// run lets workers look, and pairs what they find in the order of the files. A task
// is queued for both before the next one, so at most a handful are ahead.
func (s *scan) run(ctx context.Context, workers int) {
	queue := make(chan *task, 4*workers)
	work := make(chan *task, workers)
	go func() {
		defer close(queue)
		defer close(work)
		for t := range tasks(s.sources) {
			for _, to := range []chan *task{queue, work} {
				select {
				case to <- t:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	var busy sync.WaitGroup
	for range workers {
		busy.Go(func() {
			w := &worker{seeker: newSeeker(needles()), meter: s.meter}
			for t := range work {
				w.do(ctx, t)
			}
		})
	}
	go func() {
		busy.Wait()
		for _, source := range s.sources {
			source.close()
		}
	}()
	for t := range queue {
		if !s.take(ctx, t) {
			return
		}
	}
}

// take pairs what a task finds, until it is done; false: the scan was stopped.
func (s *scan) take(ctx context.Context, t *task) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case found, more := <-t.out:
			if !more {
				t.source.finished = t.last
				return true
			}
			p := s.pairing(t.source)
			for _, e := range found.events {
				p.add(e)
			}
			t.source.bytes += found.bytes
			t.source.note(found)
		}
	}
}

func (s *scan) pairing(of *source) *pairing {
	p := s.families[of.family]
	if p == nil {
		p = newPairing(func(e Exchange) {
			e.family = of.family
			s.runs.add(e)
		})
		s.families[of.family] = p
	}
	p.file = of.name
	return p
}

func (s *scan) result(partial bool) Result {
	for _, p := range s.families {
		p.finish()
	}
	out := Result{Partial: partial, Dropped: s.runs.dropped, Files: make([]File, len(s.sources))}
	for _, of := range s.sources {
		if partial && !of.finished && of.err == "" {
			of.addNote("only a part was read")
		}
		out.Files[of.number] = File{Name: of.name, Bytes: of.bytes, Err: of.err, Note: of.notes}
	}
	out.Exchanges = s.runs.sorted()
	if len(out.Exchanges) == 0 {
		out.Exchanges = s.bare()
	}
	return out
}

// bare is what texts say that have no line of a log in them: an error message alone.
func (s *scan) bare() []Exchange {
	var list []Exchange
	for _, of := range s.sources {
		if of.said.Class != "" {
			list = append(list, Exchange{
				File: of.name, Agent: of.said.Agent, Class: of.said.Class, Token: of.said.Refused || of.said.Class == "accepted", Count: 1,
				Error: of.said.Error, Description: of.said.Description, FirstError: of.said.FirstError, Status: of.said.Status,
			})
		}
	}
	return list
}
