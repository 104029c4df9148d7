package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unskew/steps"
	"unskew/steps/report"
)

// TestUntilClosed: a front end is waited for as long as nobody ends the program,
// and some seconds after that.
func TestUntilClosed(t *testing.T) {
	failed := errors.New("failed")
	cases := []struct {
		name   string
		signal time.Duration // 0: none
		takes  time.Duration
		after  time.Duration // that the farewell takes
		want   error
		waits  time.Duration
	}{
		{"left", 0, 24 * time.Hour, 0, failed, 24 * time.Hour},
		{"closes at once", time.Minute, time.Minute, 0, failed, time.Minute},
		{"closes late", time.Minute, time.Minute + 3*time.Second, 0, failed, time.Minute + 3*time.Second},
		{"never closes", time.Minute, 24 * time.Hour, 0, nil, time.Minute + 2*patience},
		{"nobody takes the farewell", time.Minute, time.Minute, 24 * time.Hour, nil, time.Minute + 2*patience},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.signal > 0 {
				time.AfterFunc(c.signal, cancel)
			}
			begin := time.Now()
			err := untilClosed(ctx, console{in: strings.NewReader(""), out: io.Discard}, func() error {
				time.Sleep(c.takes)
				return failed
			}, func(err error) error {
				time.Sleep(c.after)
				return err
			})
			if waited := time.Since(begin); !errors.Is(err, c.want) || waited != c.waits {
				t.Errorf("%s: %v after %s, want %v after %s", c.name, err, waited, c.want, c.waits)
			}
			time.Sleep(c.takes + c.after) // until it has ended too
		})
	}
	if len(cases) != 5 {
		t.Errorf("%d cases, not 5", len(cases))
	}
}

// broken is an output that nobody reads any more.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// TestReportIsKept: however a session ends, its report lies beside its record.
func TestReportIsKept(t *testing.T) {
	ends := []struct {
		name   string
		out    io.Writer
		status int
		state  steps.State
	}{
		{"at the end of the input", io.Discard, 0, ""},
		{"without a reader", broken{}, unknown, steps.StateInterrupted},
	}
	for _, end := range ends {
		folder := t.TempDir()
		status := run(t.Context(), []string{"demo", "--plain", "--state-dir", folder}, console{in: strings.NewReader(""), out: end.out, err: io.Discard})
		record := filepath.Join(folder, "session-000001.jsonl")
		s, err := steps.LoadFile(record)
		if status != end.status || err != nil || (end.state != "" && s.State() != end.state) {
			t.Errorf("%s: status %d; %s, %v", end.name, status, s.State(), err)
			continue
		}
		var printed bytes.Buffer
		run(t.Context(), []string{"report", record}, console{out: &printed, err: io.Discard})
		if saved, err := os.ReadFile(filepath.Join(folder, "session-000001.report.txt")); err != nil || !bytes.Equal(saved, printed.Bytes()) || len(saved) == 0 {
			t.Errorf("%s: %v\n%s\n---\n%s", end.name, err, saved, &printed)
		}
	}
	if len(ends) != 2 {
		t.Errorf("%d ends, not 2", len(ends))
	}
}

// TestReportThatCannotBeKept: none is told of, and none of an earlier end stays.
func TestReportThatCannotBeKept(t *testing.T) {
	folder := t.TempDir()
	o := &options{record: filepath.Join(folder, "gone", "session-000001.jsonl")}
	o.keepReport(steps.Session{}, report.Options{})
	if o.reportFile != "" {
		t.Errorf("told of %s", o.reportFile)
	}
	o = &options{}
	o.keepReport(steps.Session{}, report.Options{})
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 || o.reportFile != "" {
		t.Errorf("%v, %v, %s", left, err, o.reportFile)
	}
}

// TestUnsavedReportStaysInTheTerminal: a session that cannot be saved leaves its
// report where it was shown, unless it was written to a file.
func TestUnsavedReportStaysInTheTerminal(t *testing.T) {
	const said = "Copy its report from here:"
	cases := []struct {
		name string
		o    options
		want bool
	}{
		{"saved", options{}, false},
		{"not saved", options{unsaved: true}, true},
		{"only its report is saved", options{unsaved: true, reportFile: "x"}, false},
		{"written to a file", options{unsaved: true, output: "x"}, false},
	}
	s := steps.Session{}.With(steps.Entry{Kind: steps.Started, Start: &steps.Start{Tool: "test", Host: "made-1"}})
	for _, c := range cases {
		var out bytes.Buffer
		err := c.o.leaveReport(s, console{out: &out})
		if got := strings.Contains(out.String(), said) && strings.Contains(out.String(), "made-1"); err != nil || got != c.want || (out.Len() > 0) != c.want {
			t.Errorf("%s: %v\n%s", c.name, err, &out)
		}
	}
	if len(cases) != 4 {
		t.Errorf("%d cases, not 4", len(cases))
	}
}
