package report

import (
	"bytes"
	"fmt"

	"unskew/diagnostics"
	"unskew/steps"
)

// NamesTable is the table that belongs to reports of a session with stand-ins:
// who has it can read them. It is kept apart from every report. Each line is a
// stand-in, two or more blanks, and the name; the first line says what it is.
func NamesTable(s steps.Session) []byte {
	var out bytes.Buffer
	out.WriteString("# unskew: names and their stand-ins. Keep this to yourself.\n")
	for _, row := range Names(s) {
		fmt.Fprintf(&out, "%-12s  %s\n", row.StandIn, diagnostics.Clean(row.Name, maxWord))
	}
	return out.Bytes()
}
