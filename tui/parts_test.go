package tui

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
	"unskew/steps/say"
)

// TestClocksTurnOverTogether: all clocks are shown as of the OS clock's second.
func TestClocksTurnOverTogether(t *testing.T) {
	base := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	cases := []struct {
		late, offset time.Duration
		want         string
	}{
		{0, 0, "03:04:05"},
		{7 * time.Millisecond, 200 * time.Microsecond, "03:04:05"},
		{7 * time.Millisecond, -200 * time.Microsecond, "03:04:05"}, // not :04
		{999 * time.Millisecond, 400 * time.Millisecond, "03:04:05"},
		{999 * time.Millisecond, 600 * time.Millisecond, "03:04:06"},
		{5 * time.Millisecond, -time.Hour, "02:04:05"},
	}
	for _, c := range cases {
		live := steps.Live{OS: base.Add(c.late), Reference: base.Add(c.late + c.offset)}
		at := instantOf(live)
		if got := at.reference.Format("15:04:05"); got != c.want || at.os != base {
			t.Errorf("%v late, %v off: OS %v, true %s, want %s", c.late, c.offset, at.os, got, c.want)
		}
	}
	if len(cases) != 6 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestTickComesAfterTheWholeSecond(t *testing.T) {
	live := steps.Live{OS: time.Date(2026, 1, 2, 3, 4, 5, 600e6, time.UTC)}
	if got, want := untilTick(live), 400*time.Millisecond+tickMargin; got != want {
		t.Errorf("next tick in %v, want %v", got, want)
	}
	live.Motion.Jumped = true
	if got := untilTick(live); got != movingTick {
		t.Errorf("while the clock moves the next tick is in %v", got)
	}
}

func TestChart(t *testing.T) {
	column := func(last float64) steps.Column { return steps.Column{Least: last, Most: last, Last: last} }
	cases := []struct {
		name    string
		columns []steps.Column
		want    string
	}{
		{"constant", []steps.Column{column(100), column(100)}, "██"},
		{"either side looks alike", []steps.Column{column(-100), column(100)}, "██"},
		{"corrected", []steps.Column{column(208154), column(0.002)}, "█▁"},
		{"slewed away", []steps.Column{column(0.8), column(0.4), column(0)}, "█▅▁"},
		{"noise is not blown up", []steps.Column{column(0.0001), column(-0.0001)}, "▁▁"},
		{"a gap", []steps.Column{column(1), {Empty: true}, column(1)}, "█ █"},
		{"not a number", []steps.Column{column(1), column(math.NaN())}, "█ "},
	}
	for _, c := range cases {
		m := screen(newFake(steps.View{Live: steps.Live{Columns: c.columns, Uncertainty: time.Millisecond}}), options(), 80, 24)
		if got := m.bars(c.columns); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if len(cases) != 7 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestACommandIsNeverCut: half a command must not be typed.
func TestACommandIsNeverCut(t *testing.T) {
	const line = `timedatectl set-ntp true && printf '%s\n' "server time.example iburst" 'a  b' >> /etc/chrony/chrony.conf && systemctl restart chrony`
	ran := 0
	for columns := 40; columns <= 160; columns += 7 {
		view := proofPage()
		view.Page.About = nil
		view.Page.Blocks = []steps.Block{steps.Command{Line: line}}
		m := screen(newFake(view), options(), columns, 60)
		got := strings.Join(shellLines(line, max(8, m.tableWidth()-6)), " ")
		if got != line {
			t.Errorf("%d columns: %q", columns, got)
		}
		for _, piece := range shellLines(line, max(8, m.tableWidth()-6)) {
			if !strings.Contains(ansi.Strip(m.View().Content), piece) {
				t.Errorf("%d columns: %q is not drawn", columns, piece)
			}
			if strings.Count(piece, "'")%2 != 0 || strings.Count(piece, `"`)%2 != 0 {
				t.Errorf("%d columns: broken within quotes: %q", columns, piece)
			}
		}
		ran++
	}
	if ran != 18 {
		t.Errorf("%d widths", ran)
	}
}

func TestTableDropsColumnsFromTheRight(t *testing.T) {
	head, rows := []string{"server", "skew", "remark"}, [][]string{{"time.example", "1h behind", strings.Repeat("r", 30)}}
	cases := []struct {
		limit int
		want  []int
	}{
		{80, []int{12, 9, 30}},
		{50, []int{12, 9, 25}},
		{34, []int{12, 9}}, // too little would remain of the remark
		{23, []int{12, 9}},
		{22, []int{11, 9}},
		{12, []int{10}},
	}
	for _, c := range cases {
		if got := columnWidths(head, rows, c.limit); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%d cells: %v, want %v", c.limit, got, c.want)
		}
	}
	if len(cases) != 6 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestWrap(t *testing.T) {
	cases := []struct {
		text  string
		limit int
		want  string
	}{
		{"", 5, ""},
		{"a b c", 5, "a b c"},
		{"a b c", 3, "a b|c"},
		{"a-b c", 3, "a-b|c"},
		{"abcdefg h", 3, "abc|def|g h"},
		{"  a   b ", 9, "a b"},
		{"日本語", 4, "日本|語"},
		{"日本", 1, "日|本"}, // nothing can be done; the screen cuts it
		{"ab", 0, "a|b"},
	}
	for _, c := range cases {
		if got := strings.Join(wrap(c.text, c.limit), "|"); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.limit, got, c.want)
		}
	}
	if len(cases) != 9 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestQuitIsAskedForOnlyWhereSomethingIsLost: a poll in the background of a page
// that is being read is nothing to lose.
func TestQuitIsAskedForOnlyWhereSomethingIsLost(t *testing.T) {
	polled := proofPage()
	polled.Page.Busy = true
	if m := press(screen(newFake(polled), options(), 80, 24), "q"); !m.leaving {
		t.Error("it asks although the page is complete")
	}
	if m := press(screen(newFake(ntpBusy()), options(), 80, 24), "q"); m.leaving {
		t.Error("it leaves in the middle of a measurement without asking")
	}
}

// TestTableKeepsItsWords: what an agent said is the proof, and is not cut off after
// half of it.
func TestTableKeepsItsWords(t *testing.T) {
	words := "invalid_grant: JWT has expired"
	table := steps.Table{
		Head: []say.Text{say.T("agent"), say.T("AEM's own test"), say.T("in its words")},
		Rows: []steps.Row{
			{Tone: steps.Caution, Cells: []say.Text{say.Verbatim("mp_replication_agent_default_example"), say.T("token refused"), say.Verbatim(words)}},
			{Tone: steps.Caution, Cells: []say.Text{say.Verbatim("mp_replication_agent_first_example"), say.T("token refused"), say.Verbatim(words)}},
			{Cells: []say.Text{say.Verbatim("another"), say.T("passed"), {}}},
		},
	}
	ran := 0
	for _, columns := range []int{64, 80, 132} {
		m := screen(newFake(firstPage()), options(), columns, 24)
		lines := m.table(table)
		text := ansi.Strip(strings.Join(lines, "\n"))
		if columns >= 80 && !strings.Contains(strings.Join(strings.Fields(text), " "), words) {
			t.Errorf("%d columns: the words are not whole:\n%s", columns, text)
		}
		if columns == 80 && len(lines) != 5 {
			t.Errorf("%d lines, want 5: the same words are wrapped once", len(lines))
		}
		for _, line := range lines {
			if width(line) > m.tableWidth() {
				t.Errorf("%d columns: too wide: %q", columns, line)
			}
		}
		ran++
	}
	if ran != 3 {
		t.Errorf("%d widths", ran)
	}
}
