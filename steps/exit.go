package steps

// ExitStatus is the status of an unattended check, after the convention of
// monitoring plugins: 0 OK, 1 warning, 2 critical, 3 unknown. Unknown is never
// OK, and nothing that was not measured is.
func ExitStatus(a Assessment) int {
	result := resultOf(round{osClock: a.Exchange.OSClock, reference: a.Exchange.Reference, server: a.Exchange.Server})
	tested := result != untested
	switch {
	case a.Offset.Relation == Beyond, tested && result != accepted, len(a.Exchange.Failing) > 0:
		return 2
	case a.Offset.Relation != Within || a.Verdict.Code != Healthy && a.Verdict.Code != Fixed:
		return 3
	}
	for _, found := range a.Findings {
		if found.Severity != Info {
			return 1
		}
	}
	return 0
}
