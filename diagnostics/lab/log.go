package lab

import "time"

// Log is the log of an AEM on the host, in which one agent's tests stand, written by the
// host's clock in UTC.
type Log struct {
	Reaches Span `toml:"reaches"` // how far back, when the world starts
	Wrong   Span `toml:"wrong"`   // since when, by then, the clock has been wrong; before, it was right
}

// logTests is how many tests stand in a log when the world starts.
const logTests = 60

// LogTest is one test in the log.
type LogTest struct {
	Agent  string
	Date   time.Time     // of the other side's answer: true time
	Behind time.Duration // of the host's clock then
	Passed bool
}

// Log is what the log on the host says by now, oldest first; nil: there is none. Once
// the clock was corrected somebody tests again and again.
func (l *Lab) Log() []LogTest {
	log := l.scenario.Log
	if log == nil {
		return nil
	}
	agent := fourAgents()[0]
	var tests []LogTest
	for i := range logTests {
		ago := time.Duration(log.Reaches) * time.Duration(logTests-i) / logTests
		test := LogTest{Agent: agent, Date: l.scenario.True.UTC().Add(-ago).Truncate(time.Second), Passed: true}
		if ago <= time.Duration(log.Wrong) {
			test.Behind, test.Passed = l.scenario.Host.behind(), false
		}
		tests = append(tests, test)
	}
	if l.Fixed() {
		tests = append(tests, LogTest{Agent: agent, Date: l.Now().UTC().Truncate(time.Second), Passed: true})
	}
	return tests
}
