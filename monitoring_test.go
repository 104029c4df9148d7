package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spf13/pflag"

	"unskew/steps/report"
)

// TestSuitFormat: a format's own defaults hold only where the flag was not given.
func TestSuitFormat(t *testing.T) {
	cases := []struct {
		args    string
		timeout time.Duration
		mode    string
	}{
		{"", 15 * time.Second, "0600"},
		{"--format json", 15 * time.Second, "0600"},
		{"--format plugin", 9 * time.Second, "0600"},
		{"--format plugin --timeout 15s", 15 * time.Second, "0600"},
		{"--timeout 3s --format plugin --mode 0640", 3 * time.Second, "0640"},
		{"--format prometheus", 15 * time.Second, "0644"},
		{"--format prometheus --mode 0600", 15 * time.Second, "0600"},
		{"--mode 0640 --format prometheus --timeout 3s", 3 * time.Second, "0640"},
	}
	for _, c := range cases {
		o := &options{}
		flags := pflag.NewFlagSet("check", pflag.ContinueOnError)
		o.writing(flags, report.CheckFormats())
		o.limiting(flags)
		if err := flags.Parse(strings.Fields(c.args)); err != nil {
			t.Fatal(err)
		}
		if o.suitFormat(flags); o.timeout != c.timeout || o.mode != c.mode {
			t.Errorf("%q: timeout %s, mode %s; want %s and %s", c.args, o.timeout, o.mode, c.timeout, c.mode)
		}
	}
}

// TestSplay waits within its limit, not always for the same time, and not at all
// without one.
func TestSplay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waits := map[time.Duration]bool{}
		for range 50 {
			begin := time.Now()
			if err := waitSplay(t.Context(), time.Minute); err != nil {
				t.Fatal(err)
			}
			took := time.Since(begin)
			if took > time.Minute {
				t.Errorf("waited %s of a minute", took)
			}
			waits[took] = true
		}
		if len(waits) < 40 {
			t.Errorf("only %d different waits of 50", len(waits))
		}
		begin := time.Now()
		if err := waitSplay(t.Context(), 0); err != nil || time.Since(begin) != 0 {
			t.Errorf("without a limit it waited %s: %v", time.Since(begin), err)
		}
	})
}

// TestSplayObeys: whoever breaks the check off ends the wait at once.
func TestSplayObeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("signal: terminated")
		cancel(why)
		begin := time.Now()
		err := waitSplay(ctx, 24*time.Hour)
		if !errors.Is(err, why) || time.Since(begin) != 0 {
			t.Errorf("after %s: %v", time.Since(begin), err)
		}
	})
}

func TestSplayLimits(t *testing.T) {
	for limit, fine := range map[time.Duration]bool{0: true, time.Second: true, maxSplay: true, -1: false, maxSplay + 1: false} {
		if err := (&options{splay: limit}).checkSplay(); (err == nil) != fine {
			t.Errorf("%s: %v", limit, err)
		}
	}
}

// TestExplain: only the plugin's line goes where a result would, and the failure
// stays one.
func TestExplain(t *testing.T) {
	failed := errors.New("--timeout: give at least 1s")
	cases := []struct {
		err            error
		format, output string
		want           string
	}{
		{failed, "plugin", "", "UNSKEW UNKNOWN - --timeout: give at least 1s\n"},
		{failed, "plugin", "file", ""},
		{failed, "json", "", ""},
		{nil, "plugin", "", ""},
	}
	for _, c := range cases {
		var out bytes.Buffer
		err := console{out: &out}.explain(c.err, &options{format: c.format, output: c.output})
		if out.String() != c.want || !errors.Is(err, c.err) {
			t.Errorf("%+v: %q, %v", c, &out, err)
		}
	}
}
