package logscan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics/exchange"
)

func scanText(t testing.TB, text string) Result {
	t.Helper()
	return Scan(t.Context(), []Input{{Name: "standard input", Reader: strings.NewReader(text)}}, Options{})
}

func fixture(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestArticle: a knowledge-base article with a transcript in the middle, as it is.
func TestArticle(t *testing.T) {
	got := scanText(t, fixture(t, "article.md"))
	if len(got.Exchanges) != 1 || got.Partial {
		t.Fatalf("got %+v", got)
	}
	e := got.Exchanges[0]
	raw, ok := e.Raw()
	if !ok || raw.Seconds() != 208154 || e.Class != exchange.ClassExpired || e.Agent != "mp_replication_agent_default_example" || e.Status != 400 || e.Uncertainty() != time.Second {
		t.Errorf("got %v, %+v", raw, e)
	}
	least, most, ok := e.Interval()
	if !ok || least.Seconds() != 164954 || most.Seconds() != 258554 {
		t.Errorf("interval %v to %v", least, most)
	}
	for zone, want := range map[string]float64{"UTC": 208154, "Asia/Kolkata": 227954, "America/Los_Angeles": 179354} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		if skew := e.Date.Sub(e.Stamp.In(place).Nearest).Seconds(); skew != want {
			t.Errorf("%s: %v, want %v", zone, skew, want)
		}
	}
}

// Interval returns the least and the most that the OS clock was behind, over all
// zones in which the log may have been written; less than zero is ahead. ok is false
// where the clocks are not both known.
func (e Exchange) Interval() (least, most time.Duration, ok bool) {
	raw, ok := e.Raw()
	if !ok {
		return 0, 0, false
	}
	if e.Stamp.Zoned {
		return raw.Duration(), raw.Duration(), true
	}
	return raw.Duration() + Westernmost, raw.Duration() + Easternmost, true
}
