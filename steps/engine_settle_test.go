package steps

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/timeservice"
)

// TestServiceThatSettlesLater: a service that was started to set the clock may
// follow its servers only minutes later. The page sees it by itself, and does not
// go on saying that the clock will be wrong again. Where it never does, the page
// does not ask for ever.
func TestServiceThatSettlesLater(t *testing.T) {
	for _, settles := range []time.Duration{3 * time.Minute, 1000 * time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			var fixed time.Time
			d := sit(t, "only-slews", NoKeeper{}, func(w *labWorld) {
				services := w.world.Services
				w.world.Services = func(ctx context.Context) []timeservice.Service {
					asked++
					list := services(ctx)
					if !fixed.IsZero() && time.Since(fixed) < settles {
						list[0].Selected, list[0].Sources = "", nil
					}
					return list
				}
			})
			d.to(StepConfirm)
			time.Sleep(time.Second)
			fixed = time.Now()
			d.lab.Fix()
			time.Sleep(time.Minute)
			if a := Assess(d.engine.Session()); a.Verdict.Code != Fixed || a.Keeping.State != LastsRelapse {
				t.Fatalf("after a minute: %s, %q", a.Verdict.Code, a.Keeping.State)
			}
			time.Sleep(5 * time.Minute)
			want := LastsKept
			if settles > time.Hour {
				want = LastsRelapse
			}
			if a := Assess(d.engine.Session()); a.Keeping.State != want {
				t.Errorf("after six minutes: %q %v, want %q", a.Keeping.State, a.Keeping.Why, want)
			}
			time.Sleep(time.Hour)
			if asked > 20 {
				t.Errorf("the services were asked %d times in an hour", asked)
			}
		})
	}
}
