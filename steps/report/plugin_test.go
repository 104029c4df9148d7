package report

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/steps"
	"unskew/steps/say"
)

// figure is one item of performance data after the guidelines:
// label=value[UOM];[warn];[crit];[min];[max].
var figure = regexp.MustCompile(`^([a-z_]+)=(-?[0-9]+(?:\.[0-9]+)?)(s?)(?:;(-?[0-9.]*:?[0-9.]*)(?:;(-?[0-9.]*:?[0-9.]*)(?:;([-0-9.]*)(?:;([-0-9.]*))?)?)?)?$`)

// readPlugin reads a line as a monitoring server does.
func readPlugin(t *testing.T, out []byte) (status, words string, figures map[string][]string) {
	t.Helper()
	line, rest, ended := strings.Cut(string(out), "\n")
	if !ended || rest != "" {
		t.Fatalf("not one line: %q", out)
	}
	words, data, found := strings.Cut(line, "|")
	status, words, dash := strings.Cut(strings.TrimPrefix(words, "UNSKEW "), " - ")
	if !dash || !strings.HasPrefix(line, "UNSKEW ") || strings.Contains(data, "|") {
		t.Fatalf("not a plugin's line: %q", line)
	}
	figures = map[string][]string{}
	if !found {
		return status, words, figures
	}
	for _, item := range strings.Fields(data) {
		parts := figure.FindStringSubmatch(item)
		if parts == nil {
			t.Fatalf("not a figure: %q in %q", item, line)
		}
		if figures[parts[1]] != nil {
			t.Errorf("the figure %s comes twice", parts[1])
		}
		figures[parts[1]] = parts[2:]
	}
	return status, strings.TrimSpace(words), figures
}

// checkPlugin holds a session's line to its assessment.
func checkPlugin(t *testing.T, r rendered) {
	t.Helper()
	out, judged := []byte(r.reports[Plugin]), r.now
	status, words, figures := readPlugin(t, out)
	if want := []string{"OK", "WARNING", "CRITICAL", "UNKNOWN"}[steps.ExitStatus(judged)]; status != want {
		t.Errorf("the line says %s, the exit status is %s", status, want)
	}
	if !strings.Contains(words, r.session.Start().Simulated) || !strings.Contains(words, judged.Verdict.Title.String()) {
		t.Errorf("the line does not say what was found: %s", out)
	}
	if _, there := figures["offset"]; there != judged.Offset.Known || there && figures["offset"][0] != judged.Offset.Offset.String() {
		t.Errorf("the offset is %v, known is %v: %s", judged.Offset.Offset, judged.Offset.Known, out)
	}
	for _, always := range []string{"servers_asked", "servers_agreeing", "witnesses"} {
		if figures[always] == nil {
			t.Errorf("the figure %s is missing: %s", always, out)
		}
	}
}

func TestStatusWords(t *testing.T) {
	words := map[int]string{0: "OK", 1: "WARNING", 2: "CRITICAL", 3: "UNKNOWN", 4: "UNKNOWN", -1: "UNKNOWN"}
	for status, want := range words {
		if got := statusWord(status); got != want {
			t.Errorf("status %d is %q, want %q", status, got, want)
		}
	}
}

// TestPluginTolerance: the alarm ranges are those that the session was judged by.
func TestPluginTolerance(t *testing.T) {
	ranges := map[time.Duration]string{
		0: "-1:1", time.Second: "-1:1", 500 * time.Millisecond: "-0.5:0.5", time.Millisecond: "-0.001:0.001",
		90 * time.Second: "-90:90", 1000 * time.Hour: "-3600000:3600000",
	}
	for tolerance, want := range ranges {
		s := begun("", steps.Settings{Tolerance: tolerance})
		judged := content{session: s, now: steps.Assessment{Offset: measuredOffset(steps.Judged{}, behind)}}
		_, _, figures := readPlugin(t, asPlugin(judged))
		if got := figures["offset"]; got == nil || got[2] != want || got[3] != want {
			t.Errorf("tolerance %s: %v, want the range %s", tolerance, got, want)
		}
	}
}

// TestPluginFigures: what was not measured is absent, and what was measured as
// zero is there.
func TestPluginFigures(t *testing.T) {
	s, zero := begun("", steps.Settings{}), diagnostics.Offset{}
	always := []string{"servers_agreeing", "servers_asked", "witnesses"}
	cases := []struct {
		name string
		now  steps.Assessment
		want []string
	}{
		{"nothing", steps.Assessment{}, always},
		{"zero", steps.Assessment{Offset: measuredOffset(steps.Judged{}, 0)}, append([]string{"offset", "uncertainty"}, always...)},
		{"exchange", steps.Assessment{Exchange: steps.Proofs{ServerOffset: &zero, Margin: &zero}}, append([]string{"margin", "server_offset"}, always...)},
	}
	for _, c := range cases {
		_, _, figures := readPlugin(t, asPlugin(content{session: s, now: c.now}))
		slices.Sort(c.want)
		if got := slices.Sorted(maps.Keys(figures)); !slices.Equal(got, c.want) {
			t.Errorf("%s: the figures are %v, want %v", c.name, got, c.want)
		}
	}
}

func TestPluginFailure(t *testing.T) {
	status, words, figures := readPlugin(t, PluginFailure(errors.New("--key: a|b\nc: name another")))
	if status != "UNKNOWN" || words != "--key: a/b c: name another" || len(figures) != 0 {
		t.Errorf("%q %q %v", status, words, figures)
	}
}

// FuzzPluginWords: whatever stands in a text from outside, the line stays one
// line with one bar.
func FuzzPluginWords(f *testing.F) {
	for _, seed := range []string{"", "plain", "a | b=1;2;3", "line\nline\r\n", "\x1b[31mred", "\xff\xfe", strings.Repeat("|", 2000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		now := steps.Assessment{Verdict: steps.Verdict{Title: say.Verbatim(text)}}
		out := asPlugin(content{session: begun(text, steps.Settings{}), now: now})
		status, _, figures := readPlugin(t, out)
		if status != "UNKNOWN" || len(figures) != 3 {
			t.Errorf("%q gives %q", text, out)
		}
		if len(out) > 4*maxPluginWords+300 {
			t.Errorf("a line of %d bytes", len(out))
		}
	})
}
