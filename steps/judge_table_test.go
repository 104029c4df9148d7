package steps

import (
	"testing"
	"time"

	"unskew/diagnostics/exchange"
)

// column is one relation of the clock to the reference.
type column struct {
	relation Relation
	begin    func() *making
}

// columns are sessions in which the clock stands in each relation.
func columns() []column {
	clock := func(behind, uncertainty time.Duration) func() *making {
		return func() *making {
			return made(behind, Settings{}).target(nil).reading("a", uncertainty).reading("b", uncertainty).reading("c", uncertainty)
		}
	}
	return []column{
		{Within, clock(3*time.Millisecond, time.Millisecond)},
		{Beyond, clock(2*time.Hour, time.Millisecond)},
		{Unclear, clock(950*time.Millisecond, 200*time.Millisecond)},
		{Unmeasured, func() *making {
			return made(2*time.Hour, Settings{}).target(nil).reading("a", 0, silent).reading("b", 0, silent)
		}},
	}
}

// cell is what is said of one row in one column.
type cell struct {
	code      VerdictCode
	proof     Proof
	certainty Certainty
	exit      int
}

// row is what the exchange came to; cells are within, beyond, and the rest.
type row struct {
	name    string
	ahead   time.Duration // of the endpoint's clock
	classes []exchange.Class
	within  cell
	beyond  cell
	exit    int // where the clock is not decided
}

// table is the verdict's table, row by row.
func table() []row {
	const (
		ok, expired, early = exchange.ClassAccepted, exchange.ClassExpired, exchange.ClassNotYetValid
		wordless, tlsTime  = exchange.ClassRefusedWithoutWords, exchange.ClassTLSTime
	)
	type classes = []exchange.Class
	const off = 2 * time.Hour
	healthy := cell{Healthy, ByMeasuring, MeasuredOne, 0}
	wrong := cell{ClockWrong, ByMeasuring, MeasuredOne, 2}
	caused := cell{ClockCaused, BothSides, Proved, 2}
	once := cell{Inconclusive, NoProof, Unsure, 2}
	other := cell{OtherCause, ByMeasuring, Proved, 2}
	both := cell{ClockAndOther, ByMeasuring, Proved, 2}
	doubted := cell{ClockCaused, ByMeasuring, Likely, 2}
	rows := []row{
		{"not tested", 0, nil, healthy, wrong, 3},
		{"accepted", 0, classes{ok}, healthy, wrong, 3},
		{"expired, then accepted", 0, classes{expired, ok}, once, caused, 2},
		{"not yet valid, then accepted", 0, classes{early, ok}, once, caused, 2},
		{"without words, then accepted", 0, classes{wordless, ok}, once, caused, 2},
		{"certificate dates, then accepted", 0, classes{tlsTime, ok}, once, caused, 2},
		{"expired, then the key", 0, classes{expired, exchange.ClassSignature}, other, both, 2},
		{"certificate dates, then the client", 0, classes{tlsTime, exchange.ClassClient}, other, both, 2},
		{"only with the endpoint's time", off, classes{expired, expired, ok}, cell{OtherCause, BothSides, Proved, 2}, doubted, 2},
		{"expired whatever the time", 0, classes{expired, expired, expired}, cell{OtherCause, ByMeasuring, Likely, 2}, doubted, 2},
		{"expired whatever the time, by an endpoint that is off", off, classes{expired, expired, expired}, once, doubted, 2},
		{"expired twice, by an endpoint that is off", off, classes{expired, expired}, once, doubted, 2},
		{"expired, and not reached again", 0, classes{expired, exchange.ClassTimeout}, once, cell{ClockWrong, ByMeasuring, Likely, 2}, 2},
		{"expired, and nothing after it", 0, classes{expired}, once, cell{ClockWrong, ByMeasuring, Likely, 2}, 2},
	}
	for _, class := range exchange.Classes() {
		switch {
		case class == ok || class.Time() || class == wordless || class == tlsTime:
		case class.Reached():
			rows = append(rows, row{"refused: " + string(class), 0, classes{class}, other, cell{ClockAndOther, ByMeasuring, Likely, 2}, 2})
		default:
			rows = append(rows, row{"not reached: " + string(class), 0, classes{class}, cell{OtherCause, ByMeasuring, Likely, 2}, wrong, 2})
		}
	}
	return rows
}

// TestVerdictTable holds every row of the table against every column.
func TestVerdictTable(t *testing.T) {
	ran := 0
	for _, row := range table() {
		for _, column := range columns() {
			ran++
			want := cell{Inconclusive, NoProof, Unsure, row.exit}
			switch column.relation {
			case Within:
				want = row.within
			case Beyond:
				want = row.beyond
			}
			a := Assess(column.begin().round(row.ahead, row.classes...).session)
			if a.Offset.Relation != column.relation {
				t.Fatalf("the column %s is %s", column.relation, a.Offset.Relation)
			}
			got := cell{a.Verdict.Code, a.Verdict.Proof, a.Verdict.Certainty, ExitStatus(a)}
			if got != want {
				t.Errorf("%s, clock %s: %v (%s), want %v", row.name, column.relation, got, a.Verdict.Title, want)
			}
			if a.Verdict.Title.IsZero() || a.Verdict.Next.IsZero() {
				t.Errorf("%s, clock %s: title %q, next %q", row.name, column.relation, a.Verdict.Title, a.Verdict.Next)
			}
		}
	}
	// 14 rows written out, and all classes but the five that stand in those.
	if want := 4 * (14 + len(exchange.Classes()) - 5); ran != want || ran < 120 {
		t.Errorf("%d cells, want %d", ran, want)
	}
}

// TestRepeatedOnce: refused for time although the clock is right, then accepted
// with the reference's time, is repeated; the second answer counts.
func TestRepeatedOnce(t *testing.T) {
	const ok, expired, key = exchange.ClassAccepted, exchange.ClassExpired, exchange.ClassSignature
	cases := []struct {
		name   string
		second []exchange.Class
		want   VerdictCode
	}{
		{"a hiccup", []exchange.Class{ok}, Healthy},
		{"again", []exchange.Class{expired, ok}, Inconclusive},
		{"the key after all", []exchange.Class{key}, OtherCause},
	}
	ran := 0
	for _, c := range cases {
		ran++
		a := Assess(columns()[0].begin().round(0, expired, ok).round(0, c.second...).session)
		if a.Verdict.Code != c.want {
			t.Errorf("%s: %s (%s), want %s", c.name, a.Verdict.Code, a.Verdict.Title, c.want)
		}
	}
	if ran != 3 {
		t.Errorf("%d cases", ran)
	}
}

// TestEndpointsTimeIsTold: where the clock is not decided, the endpoint's own
// clock is at least told; where the reference was refused too, it is doubted.
func TestEndpointsTimeIsTold(t *testing.T) {
	const ok, expired = exchange.ClassAccepted, exchange.ClassExpired
	ran := 0
	for _, column := range columns() {
		ran++
		a := Assess(column.begin().round(2*time.Hour, expired, expired, ok).session)
		if a.Exchange.ServerOffset == nil || a.Exchange.Margin == nil {
			t.Errorf("clock %s: the endpoint's clock is not told", column.relation)
			continue
		}
		if doubted := finding(a, "reference.doubted") != nil; doubted != (column.relation != Within) {
			t.Errorf("clock %s: reference doubted: %v", column.relation, doubted)
		}
		if off := finding(a, "server.clock-off") != nil; off != (column.relation != Unmeasured) {
			t.Errorf("clock %s: the endpoint's clock is off: %v", column.relation, off)
		}
	}
	if ran != 4 {
		t.Errorf("%d columns", ran)
	}
}

// TestTimeFree: a request that carries no time is refused for something else.
func TestTimeFree(t *testing.T) {
	want := map[Relation]cell{
		Within:     {OtherCause, ByMeasuring, Proved, 2},
		Beyond:     {ClockAndOther, ByMeasuring, Likely, 2},
		Unclear:    {Inconclusive, NoProof, Unsure, 2},
		Unmeasured: {Inconclusive, NoProof, Unsure, 2},
	}
	for _, column := range columns() {
		m := column.begin().target(func(target *Target) { target.Profile, target.TimeFree = "ims-oauth", true })
		a := Assess(m.round(0, exchange.ClassClient).session)
		got := cell{a.Verdict.Code, a.Verdict.Proof, a.Verdict.Certainty, ExitStatus(a)}
		if got != want[column.relation] {
			t.Errorf("clock %s: %v, want %v", column.relation, got, want[column.relation])
		}
		if finding(a, "exchange.time-free") == nil {
			t.Errorf("clock %s: the finding exchange.time-free is missing", column.relation)
		}
	}
}
