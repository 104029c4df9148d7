package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/steps"
)

// maxPluginWords bounds the words of the plugin's line: agents on the way to a
// monitoring server cut a long line, and would cut off its figures.
const maxPluginWords = 400

// maxPluginFindings is how many findings the line tells besides the verdict.
const maxPluginFindings = 2

// asPlugin writes one line after the monitoring-plugins guidelines
// (https://www.monitoring-plugins.org/doc/guidelines.html): a status word, what
// was found, and performance data. The word is that of the exit status.
func asPlugin(c content) []byte {
	return pluginLine(steps.ExitStatus(c.now), pluginWords(c), performance(c))
}

// PluginFailure is the line of a check that failed itself: without one, a
// monitoring server would show nothing at all.
func PluginFailure(err error) []byte {
	return pluginLine(3, err.Error(), nil)
}

func pluginLine(status int, words string, figures []string) []byte {
	line := "UNSKEW " + statusWord(status) + " - " + plainWords(words)
	if len(figures) > 0 {
		line += " | " + strings.Join(figures, " ")
	}
	return []byte(line + "\n")
}

// statusWord names an exit status.
func statusWord(status int) string {
	switch status {
	case 0:
		return "OK"
	case 1:
		return "WARNING"
	case 2:
		return "CRITICAL"
	}
	return "UNKNOWN"
}

// plainWords takes out what the guidelines give a meaning: line ends, and the
// bar behind which the performance data begins.
func plainWords(text string) string {
	return strings.ReplaceAll(diagnostics.Clean(text, maxPluginWords), "|", "/")
}

// pluginWords are the verdict, the offset, and why it is not fine.
func pluginWords(c content) string {
	var said []string
	if scenario := c.session.Start().Simulated; scenario != "" {
		said = append(said, fmt.Sprintf("SIMULATED (%s).", scenario))
	}
	title := titleOf(c).String()
	said = append(said, title)
	judged := c.now.Offset
	if offset := judged.Words.String(); judged.Known && !strings.Contains(title, offset) {
		said = append(said, fmt.Sprintf("This machine's clock is %s.", offset))
	}
	told := 0
	for _, finding := range c.now.Findings {
		if told < maxPluginFindings && addsToVerdict(finding, c.now.Verdict) {
			said = append(said, finding.Title.String())
			told++
		}
	}
	return strings.Join(said, " ")
}

// addsToVerdict reports whether a finding is a cause, and one that the verdict's
// title has not told already.
func addsToVerdict(finding steps.Finding, verdict steps.Verdict) bool {
	switch {
	case finding.Severity == steps.Info, len(finding.BecauseOf) > 0:
		return false
	case finding.Code == "clock.behind", finding.Code == "clock.ahead":
		return false
	case strings.HasPrefix(finding.Code, "exchange."):
		return verdict.Code == steps.Inconclusive
	}
	return true
}

// performance lists the figures, always in the same order. What was not measured
// is absent: the guidelines also allow the value U, on which some servers choke.
func performance(c content) []string {
	var figures []string
	judged, proofs := c.now.Offset, c.now.Exchange
	if judged.Known {
		bound := decimal(toleranceOf(c.session).Seconds())
		alarm := "-" + bound + ":" + bound
		figures = append(figures,
			fmt.Sprintf("offset=%ss;%s;%s", judged.Offset, alarm, alarm),
			fmt.Sprintf("uncertainty=%ss;;;0", seconds(judged.Uncertainty)))
	}
	if proofs.ServerOffset != nil {
		figures = append(figures, fmt.Sprintf("server_offset=%ss", proofs.ServerOffset))
	}
	if proofs.Margin != nil {
		figures = append(figures, fmt.Sprintf("margin=%ss", proofs.Margin))
	}
	return append(figures,
		fmt.Sprintf("servers_asked=%d;;;0", judged.Asked),
		fmt.Sprintf("servers_agreeing=%d;;;0;%d", judged.Agreeing, judged.Asked),
		fmt.Sprintf("witnesses=%d;;;0", judged.Witnesses))
}

// toleranceOf is the tolerance that a session was judged by.
func toleranceOf(s steps.Session) time.Duration {
	if set := s.Settings().Tolerance; set > 0 {
		return set
	}
	return steps.DefaultTolerance
}

// decimal writes a number without an exponent.
func decimal(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
