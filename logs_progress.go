package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"unskew/diagnostics/aem/logscan"
	"unskew/diagnostics/hostclock"
	"unskew/steps"
	"unskew/steps/say"
)

const (
	progressAfter = 400 * time.Millisecond // a short reading shows nothing
	progressEvery = 200 * time.Millisecond
)

// showProgress keeps a line with rate and time left on standard error while logs
// are read, if that is a terminal. The returned function takes it away.
func showProgress(ctx context.Context, meter *logscan.Meter, o *options, io console) (stop func()) {
	if o.plain || !isTerminal(io.err) {
		return func() {}
	}
	clock := hostclock.System()
	start := clock.Raw()
	ended, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		ticker := time.NewTicker(progressEvery)
		defer ticker.Stop()
		width := 0
		for {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				fmt.Fprint(io.err, "\r"+strings.Repeat(" ", width)+"\r")
				return
			case <-ended:
				fmt.Fprint(io.err, "\r"+strings.Repeat(" ", width)+"\r")
				return
			}
			if spent := clock.Raw() - start; spent >= progressAfter {
				line := io.printer(o).Text(progressLine(meter.Done(), meter.Total(), spent))
				cells := ansi.StringWidth(line)
				width = max(width, cells)
				fmt.Fprint(io.err, "\r"+line+strings.Repeat(" ", width-cells))
			}
		}
	}()
	return func() {
		close(ended)
		<-gone
	}
}

// progressLine says how far a reading is. total 0 is not known.
func progressLine(done, total int64, spent time.Duration) say.Text {
	rate := float64(done) / spent.Seconds()
	if total <= 0 || done > total {
		return say.T("read %s, %s/s", size(float64(done)), size(rate))
	}
	left := say.T("some time")
	if rate > 0 {
		seconds := float64(total-done) / rate
		left = say.Verbatim(steps.Span(time.Duration(seconds * float64(time.Second)).Round(time.Second)))
		if seconds < 1 {
			left = say.Verbatim("1 s")
		}
	}
	percent := say.Number(int(done * 100 / total))
	return say.T("read %s%% of %s, %s/s, %s left", percent, size(float64(total)), size(rate), left)
}

// size says an amount of bytes, to three figures.
func size(bytes float64) string {
	unit := 0
	names := []string{"B", "kB", "MB", "GB", "TB"}
	for bytes >= 1000 && unit < len(names)-1 {
		bytes /= 1000
		unit++
	}
	return fmt.Sprintf("%.3g %s", bytes, names[unit])
}
