package steps

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/lab"
)

const (
	// seenWithin is how long after somebody set the clock right five fresh
	// samples of it must be there.
	seenWithin = 3 * time.Second
	// oneExchange bounds the token exchange that follows in a lab's world.
	oneExchange = time.Second
	// awayReads is what reading AEM's clock anew and its agents' tests take after the
	// look that saw the correction.
	awayReads = 10 * time.Second
)

// TestFixIsSeenInTime sets the clock right behind the wizard's back, in every
// world that a step mends, and times what follows.
func TestFixIsSeenInTime(t *testing.T) {
	scenarios, err := lab.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	var fresh, fixed []time.Duration
	for _, scenario := range scenarios {
		if scenario.Expect.AfterFix != string(Fixed) || scenario.Fix.How != "step" {
			continue
		}
		bubble(t, scenario.Name, func(t *testing.T) {
			measured, said := timeTheFix(t, scenario.Name)
			t.Logf("%.2f s to the fresh samples, %.2f s to fixed", measured.Seconds(), said.Seconds())
			if scenario.Name == "aem-from-afar" { // it has to be asked
				if said > awayEvery+awayReads || measured > said {
					t.Errorf("%v to fixed, want %v at most", said, awayEvery+awayReads)
				}
				return
			}
			if measured > seenWithin || said > seenWithin+oneExchange {
				t.Errorf("%v to the fresh samples, %v to fixed; want %v, and one exchange", measured, said, seenWithin)
			}
			fresh, fixed = append(fresh, measured), append(fixed, said)
		})
	}
	if len(fixed) < 10 {
		t.Fatalf("only %d worlds were mended", len(fixed))
	}
	t.Logf("%d worlds: at most %v to the fresh samples, %v to fixed", len(fixed), slices.Max(fresh), slices.Max(fixed))
}

// timeTheFix walks to the last page, steps the clock and waits for the verdict.
// It returns the time to the last fresh sample, and to what was said.
func timeTheFix(t *testing.T, name string) (measured, said time.Duration) {
	d := sit(t, name, NoKeeper{}, nil)
	d.to(StepConfirm)
	time.Sleep(time.Second)
	before := len(d.engine.Session().Entries())
	judged := before
	began := time.Now()
	d.lab.Fix()
	for time.Since(began) < time.Minute {
		if now := len(d.engine.Session().Entries()); now != judged { // a verdict is a function of the record
			judged = now
			if d.verdict() == Fixed {
				break
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	said = time.Since(began)
	synctest.Wait()
	for _, entry := range d.engine.Session().Entries()[before:] {
		if entry.Reading != nil {
			measured = said - (d.lab.Clock().Raw() - entry.Reading.At.Raw)
		}
	}
	if measured == 0 {
		t.Fatalf("nothing was measured after the clock was set; the verdict is %s", d.verdict())
	}
	return measured, said
}
