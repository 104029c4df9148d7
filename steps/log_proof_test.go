package steps

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"unskew/diagnostics/aem/process"
	"unskew/diagnostics/exchange"
	"unskew/steps/say"
)

const logAgent = "mp_replication_agent_default_example"

// toldAt is a log's exchange whose answer came at a moment, with the skew that its two
// clocks have in a known zone; unknown zones add -12 to +14 hours.
func toldAt(class exchange.Class, date time.Time, behind time.Duration, zone bool) *LogExchange {
	least, most := behind.Seconds(), behind.Seconds()
	if !zone {
		least, most = (behind + westernmost).Seconds(), (behind + easternmost).Seconds()
	}
	return &LogExchange{Agent: logAgent, Class: class, Stamp: date.Add(-behind).Format("02.01.2006 15:04:05"), Date: date, Least: &least, Most: &most}
}

// TestLogAboutThisClock: a log's refusal is the first half of a proof only where its
// two clocks are as far apart as was measured, and where it is not old.
func TestLogAboutThisClock(t *testing.T) {
	const skew = 2*time.Hour + 7*time.Minute + 3*time.Second
	now := truthAt()
	cases := []struct {
		name   string
		behind time.Duration
		said   *LogExchange
		code   VerdictCode
	}{
		{"the same skew, an hour ago", skew, toldAt(exchange.ClassExpired, now.Add(-time.Hour), skew, true), ClockCaused},
		{"a slow exchange", skew, toldAt(exchange.ClassExpired, now.Add(-time.Hour), skew+40*time.Second, true), ClockCaused},
		{"another skew", skew, toldAt(exchange.ClassExpired, now.Add(-time.Hour), skew+10*time.Minute, true), ClockWrong},
		{"any zone, and it fits one", skew, toldAt(exchange.ClassExpired, now.Add(-time.Hour), skew-5*time.Hour-45*time.Minute, false), ClockCaused},
		{"any zone, and it fits none", skew, toldAt(exchange.ClassExpired, now.Add(-time.Hour), skew-5*time.Hour-40*time.Minute, false), ClockWrong},
		{"any zone, and too far", skew, toldAt(exchange.ClassExpired, now.Add(-time.Hour), skew+30*time.Hour, false), ClockWrong},
		{"a fortnight ago", skew, toldAt(exchange.ClassExpired, now.Add(-13*24*time.Hour), skew, true), ClockCaused},
		{"a month ago", skew, toldAt(exchange.ClassExpired, now.Add(-30*24*time.Hour), skew, true), ClockWrong},
		{"from the future", skew, toldAt(exchange.ClassExpired, now.Add(time.Hour), skew, true), ClockWrong},
		{"accepted last", skew, toldAt(exchange.ClassAccepted, now.Add(-time.Hour), skew, true), ClockWrong},
		{"refused for another reason", skew, toldAt(exchange.ClassSignature, now.Add(-time.Hour), skew, true), ClockWrong},
		{"no answer's date", skew, &LogExchange{Agent: logAgent, Class: exchange.ClassExpired}, ClockWrong},
		{"expired, and the clock is ahead", -skew, toldAt(exchange.ClassExpired, now.Add(-time.Hour), -skew, true), ClockWrong},
		{"not yet valid, and the clock is ahead", -skew, toldAt(exchange.ClassNotYetValid, now.Add(-time.Hour), -skew, true), ClockCaused},
		{"the clock is right", 0, toldAt(exchange.ClassExpired, now.Add(-time.Hour), 0, true), Healthy},
	}
	for _, c := range cases {
		m := made(c.behind, Settings{}).observe(StepOSTime, Observation{Log: &LogEvidence{Title: say.T("It was behind."), Latest: c.said}})
		a := Assess(m.reading("a", time.Millisecond).reading("b", time.Millisecond).session)
		if a.Verdict.Code != c.code {
			t.Errorf("%s: %s (%s), want %s", c.name, a.Verdict.Code, a.Verdict.Title, c.code)
		}
		if c.code == ClockCaused && (a.Verdict.Certainty != Likely || a.Exchange.By != byAEM || a.Exchange.OSClock == nil || !contains(a.Verdict.Title.String(), "log")) {
			t.Errorf("%s: %s by %s: %s", c.name, a.Verdict.Certainty, a.Exchange.By, a.Verdict.Title)
		}
	}
	if len(cases) != 15 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestOwnTestGoesBeforeALog: what was tested in the session is the proof.
func TestOwnTestGoesBeforeALog(t *testing.T) {
	m := made(2*time.Hour, Settings{}).observe(StepOSTime, Observation{Log: &LogEvidence{Title: say.T("It was behind."), Latest: toldAt(exchange.ClassExpired, truthAt(), 2*time.Hour, true)}})
	m.reading("a", time.Millisecond).reading("b", time.Millisecond).target(nil).round(0, exchange.ClassExpired, exchange.ClassAccepted)
	if a := Assess(m.session); a.Exchange.By != "unskew" || a.Verdict.Certainty != Proved {
		t.Errorf("by %s, %s", a.Exchange.By, a.Verdict.Certainty)
	}
}

// TestLogIsTheSecondHalf: after the fix the log is read again; the same agent's pass is
// the second half of the proof, another agent's is not, and a failure is another fault.
func TestLogIsTheSecondHalf(t *testing.T) {
	cases := []struct {
		name      string
		agent     string
		class     exchange.Class
		date      bool
		code      VerdictCode
		certainty Certainty
	}{
		{"the same agent passes", logAgent, exchange.ClassAccepted, true, Fixed, Proved},
		{"the same, in a log without answers", logAgent, exchange.ClassAccepted, false, Fixed, Proved},
		{"another agent", "mp_replication_agent_first_example", exchange.ClassAccepted, true, Fixed, MeasuredOne},
		{"it fails for another reason", logAgent, exchange.ClassSignature, true, OtherCause, Likely},
	}
	for _, c := range cases {
		bubble(t, c.name, func(t *testing.T) {
			var pressed atomic.Bool
			var reads atomic.Int64
			d := sit(t, "no-credential", NoKeeper{}, func(w *labWorld) {
				w.settings.Profile, w.settings.TokenURL, w.settings.NoExchange = "", "", true
				skew := w.lab.Now().Sub(w.lab.Clock().Wall())
				refused := toldAt(exchange.ClassExpired, w.lab.Now().Add(-time.Hour).Truncate(time.Second), skew, true)
				w.world.Log = func(context.Context, process.Found) *LogEvidence {
					reads.Add(1)
					if !pressed.Load() {
						return &LogEvidence{Title: say.T("It was behind."), Latest: refused}
					}
					latest := toldAt(c.class, w.lab.Now().Truncate(time.Second), 0, true)
					latest.Agent = c.agent
					if !c.date {
						latest.Date, latest.Least, latest.Most = time.Time{}, nil, nil
					}
					return &LogEvidence{Title: say.T("It is right."), Latest: latest}
				}
			})
			d.asked(askWhere)
			d.do(ActAnswer, WhereHere)
			for _, page := range []StepID{StepOSTime, StepNTP, StepToken} {
				d.until(string(page), func(v View) bool {
					if v.Page.Question != nil && v.Page.Question.ID == askProfile {
						d.do(ActAnswer, profileNone)
					}
					return v.Page.Step == page && can(v, ActNext) || skippedBy(d.engine, page)
				})
				if !skippedBy(d.engine, page) {
					d.do(ActNext, "")
				}
			}
			d.shown(StepConfirm)
			if d.verdict() != ClockCaused {
				t.Fatalf("before: %s", Assess(d.engine.Session()).Verdict.Title)
			}
			d.lab.Fix()
			time.Sleep(30 * time.Second)
			if v := Assess(d.engine.Session()).Verdict; v.Code != Fixed || v.Certainty != MeasuredOne {
				t.Errorf("with no newer test: %s, %s: %s", v.Code, v.Certainty, v.Title)
			}
			pressed.Store(true)
			time.Sleep(2 * logEvery)
			if v := Assess(d.engine.Session()).Verdict; v.Code != c.code || v.Certainty != c.certainty {
				t.Errorf("after the test: %s, %s: %s", v.Code, v.Certainty, v.Title)
			}
			before := reads.Load()
			time.Sleep(10 * time.Minute)
			if more := reads.Load() - before; c.certainty == Proved && more != 0 || more > 20 {
				t.Errorf("the log was read %d times more", more)
			}
		})
	}
	if len(cases) != 4 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestHistoryIsDrawn at any width: behind is up, ahead is down, and neighbours are put
// together where there is no room.
func TestHistoryIsDrawn(t *testing.T) {
	from := truthAt()
	var columns []LogColumn
	for i := range 60 {
		column := LogColumn{From: from.Add(time.Duration(i) * time.Hour), Empty: i%3 == 2}
		switch {
		case column.Empty:
		case i >= 20 && i < 40:
			column.Least, column.Most, column.Refused = 7200, 7500, true
		case i >= 50:
			column.Least, column.Most = -3600, -3600
		default:
			column.Accepted = true
		}
		columns = append(columns, column)
	}
	for _, width := range []int{0, 1, 12, 40, 60, 200} {
		h := History{Columns: columns}
		rows := h.Rows(width)
		if len(rows) != 2*historyHeight+2 {
			t.Fatalf("width %d: %d rows", width, len(rows))
		}
		for _, row := range rows {
			if len(row) > max(1, min(width, 60)) {
				t.Errorf("width %d: a row of %d", width, len(row))
			}
		}
		if words := h.Words(width); len(words) != 4 {
			t.Errorf("width %d: %v", width, words)
		}
	}
	rows := History{Columns: columns}.Rows(60)
	if rows[0][21] != '#' || rows[0][5] != ' ' || rows[8][51] != '#' || rows[4][2] != '.' || rows[9][21] != 'x' || rows[9][3] != 'o' {
		t.Errorf("%q", rows)
	}
	if (History{}).Rows(40) != nil || (History{}).Words(40) != nil {
		t.Error("nothing is drawn of nothing")
	}
}
