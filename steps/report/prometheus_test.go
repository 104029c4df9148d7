package report

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/steps"
)

var (
	sampleLine = regexp.MustCompile(`^([a-z_]+)(?:\{(.*)\})? (-?[0-9]+(?:\.[0-9]+)?)$`)
	labelPair  = regexp.MustCompile(`^([a-z_]+)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(,|$)`)
)

// series is one sample that was read.
type series struct {
	labels map[string]string
	value  string
}

// readMetrics reads the exposition format strictly: each metric announced with
// HELP and TYPE, all its samples together, no series twice.
func readMetrics(t *testing.T, out []byte) map[string][]series {
	t.Helper()
	read, current := map[string][]series{}, ""
	seen := map[string]bool{}
	all := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	for i, line := range all {
		if help, found := strings.CutPrefix(line, "# HELP "); found {
			name, text, _ := strings.Cut(help, " ")
			if read[name] != nil || text == "" || i+1 == len(all) || all[i+1] != "# TYPE "+name+" gauge" {
				t.Errorf("%q begins no metric", line)
			}
			current = name
			continue
		}
		if line == "# TYPE "+current+" gauge" {
			continue
		}
		parts := sampleLine.FindStringSubmatch(line)
		if parts == nil || parts[1] != current {
			t.Fatalf("%q is no sample of %s", line, current)
		}
		labels := readLabels(t, parts[2])
		if key := fmt.Sprint(parts[1], labels); seen[key] {
			t.Errorf("%q comes twice", line)
		} else {
			seen[key] = true
		}
		read[current] = append(read[current], series{labels, parts[3]})
	}
	return read
}

func readLabels(t *testing.T, text string) map[string]string {
	t.Helper()
	labels := map[string]string{}
	for text != "" {
		parts := labelPair.FindStringSubmatch(text)
		if parts == nil {
			t.Fatalf("%q is no label", text)
		}
		labels[parts[1]] = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n").Replace(parts[2])
		text = text[len(parts[0]):]
	}
	return labels
}

// checkMetrics holds a session's metrics to its assessment: what is not known is
// absent, and never 0.
func checkMetrics(t *testing.T, r rendered) {
	t.Helper()
	judged, read := r.now, readMetrics(t, []byte(r.reports[Prometheus]))
	tested := judged.Exchange.OSClock != nil && judged.Exchange.OSClock.Outcome != exchange.Skipped
	for name, known := range map[string]bool{
		"unskew_offset_seconds": judged.Offset.Known, "unskew_offset_uncertainty_seconds": judged.Offset.Known,
		"unskew_reference_time_seconds": !judged.Offset.Reference.IsZero(),
		"unskew_within_tolerance":       judged.Offset.Relation == steps.Within || judged.Offset.Relation == steps.Beyond,
		"unskew_exchange_accepted":      tested,
		"unskew_server_offset_seconds":  judged.Exchange.ServerOffset != nil,
		"unskew_margin_seconds":         judged.Exchange.Margin != nil,
		"unskew_margin_ahead_seconds":   judged.Exchange.MarginAhead != nil,
		"unskew_finding":                len(judged.Findings) > 0,
		"unskew_check_info":             true, "unskew_servers_asked": true, "unskew_witnesses": true,
	} {
		if there := len(read[name]) > 0; there != known {
			t.Errorf("%s is there: %v; known: %v", name, there, known)
		}
	}
	if judged.Offset.Known && read["unskew_offset_seconds"][0].value != judged.Offset.Offset.String() {
		t.Errorf("the offset is %v, not %v", read["unskew_offset_seconds"], judged.Offset.Offset)
	}
	if got := read["unskew_check_status"]; len(got) != 1 || got[0].value != strconv.Itoa(steps.ExitStatus(judged)) {
		t.Errorf("the status is %v, not %d", got, steps.ExitStatus(judged))
	}
	if got := read["unskew_verdict"]; len(got) != 1 || got[0].labels["code"] != string(judged.Verdict.Code) || got[0].value != "1" {
		t.Errorf("the verdict is %v, not %s", got, judged.Verdict.Code)
	}
	if got := read["unskew_check_info"]; got[0].labels["simulated"] != r.session.Start().Simulated || got[0].labels["version"] != r.session.Start().Tool {
		t.Errorf("the information is %v", got)
	}
	if len(read["unskew_finding"]) != len(judged.Findings) {
		t.Errorf("%d findings of %d", len(read["unskew_finding"]), len(judged.Findings))
	}
}

// TestMetricsOnce: a finding that came twice would have the whole file refused.
func TestMetricsOnce(t *testing.T) {
	twice := steps.Finding{Code: "clock.behind", Severity: steps.Problem}
	now := steps.Assessment{Findings: []steps.Finding{twice, twice, {Code: "ntp.blocked", Severity: steps.Info}}}
	read := readMetrics(t, asPrometheus(content{session: begun("", steps.Settings{}), now: now}))
	if got := read["unskew_finding"]; len(got) != 2 {
		t.Errorf("the findings are %v", got)
	}
}

// TestWithinTolerance: what is not certain is neither 0 nor 1.
func TestWithinTolerance(t *testing.T) {
	for relation, want := range map[steps.Relation]string{steps.Within: "1", steps.Beyond: "0", steps.Unclear: "", steps.Unmeasured: "", "": ""} {
		got := ""
		for _, one := range withinSamples(relation) {
			got += one.value
		}
		if got != want {
			t.Errorf("%s gives %q, want %q", relation, got, want)
		}
	}
}

// TestExchangeAccepted: a request that was not sent is neither 0 nor 1.
func TestExchangeAccepted(t *testing.T) {
	for outcome, want := range map[string]string{exchange.Accepted: "1", exchange.Refused: "0", exchange.Failed: "0", exchange.Skipped: ""} {
		got := ""
		for _, one := range acceptedSamples(&exchange.Attempt{Outcome: outcome}) {
			got += one.value
		}
		if got != want {
			t.Errorf("%s gives %q, want %q", outcome, got, want)
		}
	}
	if acceptedSamples(nil) != nil {
		t.Error("an exchange that was not tested has a sample")
	}
}

// TestMonitoringDocument: the document lists every metric, with its meaning, and
// every figure of the plugin, and no metric that is not there.
func TestMonitoringDocument(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "monitoring.md"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, one := range metrics(content{session: begun("", steps.Settings{})}) {
		names[one.name] = true
		if !strings.Contains(string(text), "| `"+one.name) || !strings.Contains(string(text), one.help) {
			t.Errorf("docs/monitoring.md does not list %s: %s", one.name, one.help)
		}
	}
	if len(names) != 16 {
		t.Errorf("there are %d metrics, want 16", len(names))
	}
	for _, name := range regexp.MustCompile(`unskew_[a-z_]+`).FindAllString(string(text), -1) {
		if !names[name] {
			t.Errorf("docs/monitoring.md lists %s, which is not there", name)
		}
	}
	zero := diagnostics.Offset{}
	full := steps.Assessment{Offset: measuredOffset(steps.Judged{}, 0), Exchange: steps.Proofs{ServerOffset: &zero, Margin: &zero}}
	_, _, figures := readPlugin(t, asPlugin(content{session: begun("", steps.Settings{}), now: full}))
	if len(figures) != 7 {
		t.Errorf("there are %d figures, want 7", len(figures))
	}
	for name := range figures {
		if !strings.Contains(string(text), "| `"+name+"`") {
			t.Errorf("docs/monitoring.md does not list the figure %s", name)
		}
	}
}

// FuzzLabelValue: every text comes back out of its label, cleaned.
func FuzzLabelValue(f *testing.F) {
	for _, seed := range []string{"", "plain", `"`, `\`, `\n`, `a\"b`, "a\nb", `"} 1`, "\xff", strings.Repeat(`\`, 500)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := begun(text, steps.Settings{})
		read := readMetrics(t, asPrometheus(content{session: s}))
		if text == "" {
			return
		}
		if got := read["unskew_check_info"][0].labels["simulated"]; got != diagnostics.Clean(text, maxLabel) {
			t.Errorf("%q came back as %q", text, got)
		}
	})
}
