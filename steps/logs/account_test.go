package logs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics/aem/logscan"
	"unskew/steps"
)

const (
	refusal = `Failed to get an access token for user: mac-x-replication msg: failed to get access token from authorization server status: 400 response: {"error":"invalid_grant","error_description":"JWT has expired"}`
	other   = `Failed to get an access token for user: mac-x-replication msg: failed to get access token from authorization server status: 400 response: {"error":"invalid_token","error_description":"Could not match JWT signature to any of the bindings"}`
	token   = `* OAuth 2.0 Token: '*****' initialized`
)

// exchangeAt is the lines of one exchange: at true time, with the log's clock.
func exchangeAt(at time.Time, stamp time.Time, message string) string {
	local := stamp.Format("02.01.2006 15:04:05")
	return local + " - ERROR - mp_x : " + message + "\n" + local + " - ERROR - mp_x : << Date: " + at.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT") + "\n"
}

func judged(t *testing.T, text string, zones Zones) Account {
	t.Helper()
	return Judge(logscan.Scan(t.Context(), []logscan.Input{{Name: "a log", Reader: strings.NewReader(text)}}, logscan.Options{}), zones)
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	location, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return location
}

// TestVerdicts: what is said is true in every zone in which the log may be.
func TestVerdicts(t *testing.T) {
	at := time.Date(2017, 3, 3, 4, 29, 5, 0, time.UTC)
	behind := func(d time.Duration) time.Time { return at.Add(-d) }
	day := 24 * time.Hour
	cases := []struct {
		name, text, zone string
		state            State
		code             steps.VerdictCode
		words            string
	}{
		{"nothing", "no log", "", "", steps.Inconclusive, "No token exchange was found"},
		{"days behind", exchangeAt(at, behind(208154*time.Second), refusal), "", Behind, steps.ClockWrong, "behind, whatever its time zone: by 1d 21h 49m 14s at least, 2d 23h 49m 14s at most"},
		{"days behind, zone", exchangeAt(at, behind(208154*time.Second), refusal), "Asia/Kolkata", Behind, steps.ClockWrong, "2d 15h 19m 14s behind"},
		{"days ahead", exchangeAt(at, behind(-3*day), refusal), "", Ahead, steps.ClockWrong, "does not make a token expire"},
		{"7 hours, as a zone is", exchangeAt(at, behind(7*time.Hour), refusal), "", Unclear, steps.Inconclusive, "without the zone a skew is not certain"},
		{"7 hours, zone", exchangeAt(at, behind(7*time.Hour), refusal), "UTC", Behind, steps.ClockWrong, "7h behind"},
		{"7 hours, the zone that explains it", exchangeAt(at, behind(8*time.Hour), refusal), "America/Los_Angeles", Right, steps.Inconclusive, "the clock was right, and yet"},
		{"no zone explains it", exchangeAt(at, behind(7*time.Hour+12*time.Minute), refusal), "", Wrong, steps.ClockWrong, "no time zone explains the difference. It was off by 12m at least"},
		{"signature, right", exchangeAt(at, at, other), "UTC", Right, steps.OtherCause, "Mend what the answer names"},
		{"signature, behind", exchangeAt(at, behind(3*day), other), "", Behind, steps.ClockAndOther, "another reason than time (signature)"},
		{"no date", strings.Split(exchangeAt(at, at, refusal), "\n")[0], "UTC", Refused, steps.Inconclusive, "does not tell the skew"},
		{"accepted", exchangeAt(at, behind(7*time.Hour), token), "", Right, steps.Inconclusive, "Every token exchange in the log was accepted"},
		{"twice", exchangeAt(time.Date(2017, 10, 29, 1, 30, 0, 0, time.UTC), time.Date(2017, 10, 29, 2, 30, 0, 0, time.UTC), refusal), "Europe/Berlin", Unclear, steps.Inconclusive, "the hour that the zone had twice"},
	}
	for _, c := range cases {
		zones := Zones{}
		if c.zone != "" {
			zones.Given = zone(t, c.zone)
		}
		a := judged(t, c.text, zones)
		state := State("")
		if a.Main >= 0 {
			state = a.Points[a.Main].State
		}
		v := a.Verdict()
		words := fmt.Sprint(v.Title, " ", v.Next)
		if state != c.state || v.Code != c.code || !strings.Contains(words, c.words) || v.Next.IsZero() {
			t.Errorf("%s: %s, %s: %s", c.name, state, v.Code, words)
		}
	}
	if len(cases) != 13 {
		t.Fatalf("%d cases", len(cases))
	}
}

// TestZoneOrder: the stamp's own zone wins, then the person's, the access log's, the
// host's.
func TestZoneOrder(t *testing.T) {
	stamp := func(text string) string {
		return text + " *ERROR* [t] com.day.cq.replication.Agent.mp_x " + refusal + "\n" + text + " *ERROR* [t] com.day.cq.replication.Agent.mp_x << Date: Fri, 03 Mar 2017 04:29:05 GMT\n"
	}
	access := func(string, logscan.Stamp) (time.Duration, bool) { return -8 * time.Hour, true }
	none := func(string, logscan.Stamp) (time.Duration, bool) { return 0, false }
	cases := []struct {
		stamp string
		zones Zones
		from  ZoneSource
		want  float64
	}{
		{"2017-02-28 18:39:51+05:30", Zones{Given: time.UTC, Access: access}, ZoneStamp, 227954},
		{"28.02.2017 18:39:51", Zones{Given: time.UTC, Access: access, Host: zone(t, "Asia/Kolkata")}, ZoneGiven, 208154},
		{"28.02.2017 18:39:51", Zones{Access: access, Host: time.UTC}, ZoneAccess, 179354},
		{"28.02.2017 18:39:51", Zones{Access: none, Host: zone(t, "Asia/Kolkata")}, ZoneHost, 227954},
	}
	for _, c := range cases {
		a := judged(t, stamp(c.stamp), c.zones)
		if len(a.Points) != 1 || a.Points[0].Zone != c.from || !a.Points[0].Known || a.Points[0].Offset.Seconds() != c.want {
			t.Errorf("%s: %+v, want %s %v", c.stamp, a.Points, c.from, c.want)
		}
	}
	if len(cases) != 4 {
		t.Fatalf("%d cases", len(cases))
	}
}

// TestHistory: right, wrong, right, wrong in another way; when each began and ended.
func TestHistory(t *testing.T) {
	var text strings.Builder
	at := time.Date(2017, 2, 1, 0, 0, 0, 0, time.UTC)
	step := func(n int, skew time.Duration, message string) {
		for range n {
			text.WriteString(exchangeAt(at, at.Add(-skew), message))
			at = at.Add(time.Hour)
		}
	}
	step(30, 0, token)
	step(40, 60*time.Hour, refusal)
	step(20, 0, token)
	step(10, 100*time.Hour, refusal)
	still := judged(t, text.String(), Zones{Given: time.UTC})
	if _, gone := still.Gone(); gone || still.Verdict().Code != steps.ClockWrong {
		t.Errorf("it is not gone: %+v", still.Verdict())
	}
	step(5, 0, token)
	for name, zones := range map[string]Zones{"known": {Given: time.UTC}, "unknown": {}} {
		a := judged(t, text.String(), zones)
		var got []string
		for _, e := range a.Episodes {
			got = append(got, fmt.Sprint(e.State, " ", e.Count))
		}
		if want := "[right 30 behind 40 right 20 behind 10 right 5]"; fmt.Sprint(got) != want {
			t.Errorf("%s: %v, want %s", name, got, want)
		}
		began, ended := a.Span()
		if v := a.Verdict(); v.Code != steps.Inconclusive || !strings.Contains(v.Title.String(), "since 05.02.2017 04:00:00 it is right") {
			t.Errorf("%s: %s", name, v.Title)
		}
		if !strings.Contains(began.String(), "2017-02-04 18:00:00 UTC") || !strings.Contains(ended.String(), "2017-02-05 04:00:00 UTC") {
			t.Errorf("%s: %s %s", name, began, ended)
		}
		chart := steps.History{Columns: a.Chart(ChartColumns)}.Rows(ChartColumns)
		if len(chart) < 6 {
			t.Fatalf("%s: the chart is %q", name, chart)
		}
		marks := chart[len(chart)-1]
		if squeezed := strings.Join(strings.FieldsFunc(marks, func(r rune) bool { return r == ' ' }), " "); strings.Count(squeezed, "x") == 0 || marks[0] != 'o' || marks[len(marks)-1] != 'o' {
			t.Errorf("%s: marks %q", name, marks)
		}
	}
}

// TestOtherAgents: the clock of a publish instance is no witness, where an agent
// with a token is in the same log.
func TestOtherAgents(t *testing.T) {
	at := time.Date(2017, 3, 3, 4, 29, 5, 0, time.UTC)
	publish := strings.ReplaceAll(exchangeAt(at, at.Add(-99*time.Hour), "Replication (TEST) of /content not successful. Conversation follows"), "mp_x", "publish")
	a := judged(t, publish+exchangeAt(at, at, token), Zones{Given: time.UTC})
	if len(a.Others) != 1 || len(a.Points) != 1 || a.Points[0].State != Right {
		t.Errorf("%+v", a)
	}
	if alone := judged(t, publish, Zones{}); len(alone.Points) != 1 || alone.Points[0].State != Behind {
		t.Errorf("alone: %+v", alone)
	}
}
