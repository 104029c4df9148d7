package steps

import (
	"context"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/process"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/lab"
	"unskew/steps/say"
)

// simulatedLog tells what the log on a simulated host says, as reading the log of a
// real one would.
func simulatedLog(l *lab.Lab) func(context.Context, process.Found) *LogEvidence {
	if l.Log() == nil {
		return nil
	}
	return func(context.Context, process.Found) *LogEvidence {
		tests := l.Log()
		said := &LogEvidence{Files: []string{"error.log"}, Title: say.T("A token came at the last test in the log.")}
		for _, test := range tests {
			behind := test.Behind.Seconds()
			column := LogColumn{From: test.Date, Least: behind, Most: behind, Refused: !test.Passed, Accepted: test.Passed}
			said.History = append(said.History, column)
			said.Latest = &LogExchange{
				Agent: test.Agent, Class: exchange.ClassAccepted, HTTPStatus: 200,
				Stamp: test.Date.Add(-test.Behind).Format("02.01.2006 15:04:05"), Date: test.Date, Least: &behind, Most: &behind,
			}
			if test.Passed {
				continue
			}
			said.Latest.Class, said.Latest.HTTPStatus = exchange.ClassExpired, 400
			said.Latest.Error, said.Latest.Description = "invalid_grant", "JWT has expired"
			said.Class, said.Refused, said.Least, said.Most = exchange.ClassExpired, true, &behind, &behind
			said.Title = say.T("A token was refused for its time. The clock of the machine that wrote the log was %s then.", Skew(diagnostics.OffsetOf(test.Behind)))
		}
		if last := tests[len(tests)-1]; last.Passed && said.Refused {
			said.Title = say.T("The clock was wrong, and is right again: a token came at the last test in the log.")
		}
		return said
	}
}
