package lab

import (
	"testing"
	"testing/synctest"
	"time"
)

// behindNow is how far the OS clock is behind true time.
func behindNow(l *Lab) time.Duration {
	return l.Now().Sub(l.Clock().Wall())
}

func TestStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := world(t, Memory(), "after_fix = \"fixed\"\n[fix]\nhow = \"step\"\n[[ntp]]\nname = \"own.example\"\nown = true\n")
		l.course.add(leg{behind: 208154 * time.Second})
		time.Sleep(3 * time.Second)
		near(t, "raw", l.Clock().Raw(), 3*time.Second)
		near(t, "before", behindNow(l), 208154*time.Second)
		if l.Fixed() || l.Host().Kernel.Synchronised {
			t.Error("fixed before the remedy")
		}
		l.Fix()
		near(t, "after", behindNow(l), 0)
		time.Sleep(time.Hour)
		near(t, "an hour later", behindNow(l), 0)
		near(t, "raw after a step", l.Clock().Raw(), time.Hour+3*time.Second)
		if !l.Fixed() || !l.Host().Kernel.Synchronised {
			t.Error("not fixed after the remedy")
		}
	})
}

func TestSlewing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sc, err := Find("slewing")
		if err != nil {
			t.Fatal(err)
		}
		l := begin(t, Memory(), sc)
		time.Sleep(5 * time.Second)
		l.Fix()
		for _, c := range []struct{ after, behind time.Duration }{
			{0, 6 * time.Second},
			{time.Second, 5900 * time.Millisecond},
			{10 * time.Second, 5 * time.Second},
			{55 * time.Second, 500 * time.Millisecond},
			{time.Minute, 0},
			{time.Hour, 0},
		} {
			time.Sleep(c.after - (l.Clock().Raw() - 5*time.Second))
			near(t, "after "+c.after.String(), behindNow(l), c.behind)
			if got := l.Host().Kernel.Slewing; (got - c.behind).Abs() > 2 {
				t.Errorf("the kernel has %v to slew, want %v", got, c.behind)
			}
		}
	})
}

func TestSlewingOfAClockAhead(t *testing.T) {
	l := leg{from: time.Second, behind: -10 * time.Second, rate: 0.5}
	near(t, "at once", l.at(time.Second), -10*time.Second)
	near(t, "half way", l.at(11*time.Second), -5*time.Second)
	near(t, "at the end", l.at(21*time.Second), 0)
	near(t, "later", l.at(time.Minute), 0)
}

func TestRelapse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sc, err := Find("relapse")
		if err != nil {
			t.Fatal(err)
		}
		l := begin(t, Memory(), sc)
		near(t, "before", behindNow(l), 10*time.Minute)
		for round := range 2 { // the second remedy helps no longer than the first
			l.Fix()
			near(t, "at once", behindNow(l), 0)
			time.Sleep(6*time.Second - time.Millisecond)
			near(t, "just before", behindNow(l), 0)
			time.Sleep(time.Millisecond)
			if near(t, "after 6 s", behindNow(l), 10*time.Minute); t.Failed() {
				t.Fatalf("round %d", round)
			}
			time.Sleep(time.Minute)
			near(t, "and on", behindNow(l), 10*time.Minute)
		}
		l.Fix()
		time.Sleep(time.Second)
		l.Fix() // the relapse that was to come is put off
		time.Sleep(5500 * time.Millisecond)
		near(t, "5.5 s after the last remedy", behindNow(l), 0)
	})
}

func TestDrift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sc, err := Find("unsynchronised")
		if err != nil {
			t.Fatal(err)
		}
		l := begin(t, Memory(), sc)
		time.Sleep(1000 * time.Second)
		near(t, "1000 s at 18 ppm", behindNow(l), 9*time.Minute+18*time.Millisecond)
	})
}

// TestUpstreamIsRepaired: the remedy of wrong-upstream puts the host's own
// servers right as well.
func TestUpstreamIsRepaired(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sc, err := Find("wrong-upstream")
		if err != nil {
			t.Fatal(err)
		}
		l := begin(t, Memory(), sc)
		for _, want := range []time.Duration{12 * time.Minute, 0} {
			asked := 0
			for _, s := range l.OwnServers() {
				a, err := askNTP(t.Context(), l, s.Name+":123", time.Second)
				if err != nil {
					t.Fatal(err)
				}
				if behind := l.Now().Sub(fromNTP(a.sent, l.Now())); (behind - want).Abs() > 10*time.Millisecond {
					t.Errorf("%s is %v behind, want %v", s.Name, behind, want)
				}
				asked++
			}
			if asked != 2 {
				t.Errorf("%d own servers, want 2", asked)
			}
			l.Fix()
		}
	})
}

// TestNoRemedy: in a world without one, Fix does nothing.
func TestNoRemedy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sc, err := Find("circular")
		if err != nil {
			t.Fatal(err)
		}
		l := begin(t, Memory(), sc)
		l.Fix()
		near(t, "behind", behindNow(l), 12*time.Minute)
		if l.Fixed() {
			t.Error("fixed")
		}
	})
}

func TestHostShowsItsOwnClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sc, err := Find("years-behind")
		if err != nil {
			t.Fatal(err)
		}
		l := begin(t, Memory(), sc)
		time.Sleep(90 * time.Second)
		s := l.Host()
		if got := s.RTC.Format(time.RFC3339); got != "1970-01-02T00:01:30Z" {
			t.Errorf("hardware clock: %s", got)
		}
		if s.Uptime != 9*time.Minute+90*time.Second {
			t.Errorf("uptime: %v", s.Uptime)
		}
		if !l.Clock().Wall().Before(l.Built()) {
			t.Error("the OS clock is not before the release of the program")
		}
	})
}
