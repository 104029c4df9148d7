package report

import (
	"strconv"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps"
)

// metric is one metric of the Prometheus format, a gauge. One without samples
// was not measured, and is absent.
type metric struct {
	name, help string
	samples    []sample
}

type sample struct {
	labels []label
	value  string // a decimal number
}

type label struct{ name, value string }

// metrics is the visible list of all metrics, whether measured or not. Names and
// meanings are fixed: docs/monitoring.md lists them.
func metrics(c content) []metric {
	return append(append(clockMetrics(c), exchangeMetrics(c)...), outcomeMetrics(c)...)
}

func clockMetrics(c content) []metric {
	judged := c.now.Offset
	var offset, uncertainty *diagnostics.Offset
	if judged.Known {
		offset, uncertainty = &judged.Offset, seconds(judged.Uncertainty)
	}
	return []metric{
		{"unskew_offset_seconds", "True time minus this machine's clock: positive means that the clock is behind.", inSeconds(offset)},
		{"unskew_offset_uncertainty_seconds", "Half-width of the interval that holds the true offset.", inSeconds(uncertainty)},
		{"unskew_tolerance_seconds", "How far off the clock may be.", inSeconds(seconds(toleranceOf(c.session)))},
		{"unskew_within_tolerance", "1: the clock is within tolerance; 0: beyond it; absent: neither is certain.", withinSamples(judged.Relation)},
		{"unskew_reference_time_seconds", "True time of the last measurement, since 1970-01-01 UTC: this machine's own time stamps are as wrong as its clock.", sinceEpoch(judged.Reference)},
		{"unskew_servers_asked", "Sources of time that were asked.", counted(judged.Asked)},
		{"unskew_servers_agreeing", "Sources of time that agree on the true time.", counted(judged.Agreeing)},
		{"unskew_witnesses", "Agreeing sources that are independent of each other.", counted(judged.Witnesses)},
	}
}

func exchangeMetrics(c content) []metric {
	proofs := c.now.Exchange
	return []metric{
		{"unskew_exchange_accepted", "Whether the token request with this machine's time was accepted; absent: not tested.", acceptedSamples(proofs.OSClock)},
		{"unskew_server_offset_seconds", "The token endpoint's clock minus this machine's.", inSeconds(proofs.ServerOffset)},
		{"unskew_margin_seconds", "How much further this machine's clock may fall behind before a fresh assertion is refused; negative: refused by that much.", inSeconds(proofs.Margin)},
		{"unskew_margin_ahead_seconds", "The same for a clock that is ahead; absent where the endpoint is not known to check that.", inSeconds(proofs.MarginAhead)},
	}
}

func outcomeMetrics(c content) []metric {
	start := c.session.Start()
	info := []label{{"version", start.Tool}}
	if start.Simulated != "" {
		info = append(info, label{"simulated", start.Simulated})
	}
	return []metric{
		{"unskew_verdict", "The verdict that stands, as a label.", []sample{{[]label{{"code", string(c.now.Verdict.Code)}}, "1"}}},
		{"unskew_finding", "A finding that stands, as labels.", findingSamples(c.now.Findings)},
		{"unskew_check_status", "Exit status of a check: 0 OK, 1 warning, 2 critical, 3 unknown.", counted(steps.ExitStatus(c.now))},
		{"unskew_check_info", "Version of the program; in a demo also the simulated scenario.", []sample{{info, "1"}}},
	}
}

func inSeconds(offset *diagnostics.Offset) []sample {
	if offset == nil {
		return nil
	}
	return []sample{{value: offset.String()}}
}

// sinceEpoch writes a time in Unix seconds, exactly.
func sinceEpoch(at time.Time) []sample {
	if at.IsZero() {
		return nil
	}
	since, err := diagnostics.Between(at, time.Unix(0, 0))
	if err != nil {
		return nil
	}
	return inSeconds(&since)
}

func counted(n int) []sample { return []sample{{value: strconv.Itoa(n)}} }

func withinSamples(relation steps.Relation) []sample {
	switch relation {
	case steps.Within:
		return counted(1)
	case steps.Beyond:
		return counted(0)
	}
	return nil
}

func acceptedSamples(attempt *exchange.Attempt) []sample {
	switch {
	case attempt == nil, attempt.Outcome == exchange.Skipped:
		return nil
	case attempt.Outcome == exchange.Accepted:
		return counted(1)
	}
	return counted(0)
}

// findingSamples names each finding once: a series that came twice would have
// the whole file refused.
func findingSamples(findings []steps.Finding) []sample {
	var samples []sample
	told := map[string]bool{}
	for _, finding := range findings {
		if told[finding.Code] {
			continue
		}
		told[finding.Code] = true
		samples = append(samples, sample{[]label{{"code", finding.Code}, {"severity", string(finding.Severity)}}, "1"})
	}
	return samples
}
