package lab

import "time"

// Fix does what the remedy does in this world: it steps the simulated OS clock,
// or has it slewed; a world with a relapse sets it wrong again some time later.
// A second call does it again. In a world without a remedy nothing happens.
func (l *Lab) Fix() {
	fix := l.scenario.Fix
	if fix.How == "none" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fixed = true
	raw := l.clock.Raw()
	right := leg{from: raw}
	if fix.How == "slew" {
		right.behind, right.rate = l.course.behind(raw), fix.Rate/1e6
	}
	if fix.RelapseAfter == 0 {
		l.course.add(right)
		return
	}
	l.course.add(right, leg{from: raw + time.Duration(fix.RelapseAfter), behind: time.Duration(fix.Relapse)})
}

// Fixed reports whether Fix was called.
func (l *Lab) Fixed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fixed
}
