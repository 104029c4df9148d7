package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/spf13/pflag"

	"unskew/steps/report"
)

// pluginTimeout stays below the ten seconds after which monitoring servers and
// their agents give a plugin up by default.
const pluginTimeout = 9 * time.Second

// suitFormat gives flags that were not given the default of the format: a plugin
// has to be quick, and the collector of metrics, who is another user, must be
// able to read its file.
func (o *options) suitFormat(flags *pflag.FlagSet) {
	if len(o.aem) > 0 && o.format != string(report.Plugin) && !flags.Changed("timeout") {
		o.timeout = aemTimeout
	}
	switch {
	case o.format == string(report.Plugin) && !flags.Changed("timeout"):
		o.timeout = pluginTimeout
	case o.format == string(report.Prometheus) && !flags.Changed("mode"):
		o.mode = "0644"
	}
}

// explain puts a failure on standard output too where a monitoring server reads
// only that.
func (c console) explain(failed error, o *options) error {
	if failed == nil || o.format != string(report.Plugin) || o.output != "" {
		return failed
	}
	_, err := c.out.Write(report.PluginFailure(failed))
	return errors.Join(failed, err)
}

// maxSplay bounds --splay: who waits for longer has mistyped it.
const maxSplay = 24 * time.Hour

func (o *options) checkSplay() error {
	if o.splay < 0 || o.splay > maxSplay {
		return o.wrong("splay", "give between 0s and 24h, such as 5m")
	}
	return nil
}

// waitSplay waits a random time up to a limit, so that many hosts that were told
// to check at the same time do not ask the same servers at once.
func waitSplay(ctx context.Context, limit time.Duration) error {
	if limit <= 0 {
		return nil
	}
	timer := time.NewTimer(rand.N(limit + 1))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("broken off before the check began (--splay): %w", context.Cause(ctx))
	}
}
