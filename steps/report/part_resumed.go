package report

import (
	"time"

	"unskew/steps"
	"unskew/steps/say"
)

// resumedRows tell when the session was taken up again. The OS clock's time of
// it says nothing of how much time went by.
func resumedRows(s steps.Session) []steps.Fact {
	var rows []steps.Fact
	for _, one := range s.Resumptions() {
		words := say.T("after a time that is not known")
		if one.AwayKnown {
			words = say.T("%s later", steps.Span(one.Away.Round(time.Second)))
		}
		row := steps.Fact{Label: say.T("taken up again"), Value: words}
		if one.Restarted {
			row.Note = say.T("the machine was started anew in between")
		}
		rows = append(rows, row)
	}
	return rows
}

func resumedOf(s steps.Session) []resumedJSON {
	var list []resumedJSON
	for _, one := range s.Resumptions() {
		entry := resumedJSON{At: stampJSON(one.At.At.Wall), Restarted: one.Restarted}
		if one.AwayKnown {
			away := one.Away.Seconds()
			entry.Away = &away
		}
		list = append(list, entry)
	}
	return list
}
