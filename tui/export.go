package tui

import (
	"slices"

	"golang.org/x/text/language"

	"unskew/steps"
	"unskew/steps/say"
)

// export is the state of the export page: a form of a few rows, and what the
// report looks like. Nothing goes out before it was said for whom it is, and seen.
type export struct {
	row      exportRow
	audience steps.Audience
	format   int
	language language.Tag
	way      way
	name     field
	edited   bool // the name is the person's: a change of format leaves it alone

	asked   int // previews asked for
	preview string
	loading bool
	problem say.Text
	done    []say.Text // what came of it
}

// exportRow is a row of the form.
type exportRow int

const (
	forWhom exportRow = iota
	inFormat
	inLanguage
	byWay
	toFile
)

// way is how a report leaves the program.
type way int

const (
	intoFile way = iota
	intoClipboard
	ontoScreen // left in the scrollback of the terminal
)

// changeRequest is the format that asks somebody else to mend the clock.
const changeRequest = "change-request"

func (m Model) canExport() bool { return m.options.Exports.Any() }

// canRequest: on the last page it is known what is to be asked for.
func (m Model) canRequest() bool {
	return m.canExport() && m.view.Page.Step == steps.StepConfirm && m.requestFormat() >= 0
}

func (m Model) requestFormat() int { return m.options.Exports.Find(changeRequest) }

// ways are those that there are here. The clipboard is the terminal's, so it is
// always there to be tried.
func (m Model) ways() []way {
	var list []way
	if m.options.Exports.Save != nil {
		list = append(list, intoFile)
	}
	if m.format().SeenAs != "" {
		return list
	}
	list = append(list, intoClipboard)
	if m.options.Exports.Leave != nil {
		list = append(list, ontoScreen)
	}
	return list
}

// way is the chosen one, or the first where the format has no such way.
func (m Model) way() way {
	list := m.ways()
	if len(list) > 0 && !slices.Contains(list, m.export.way) {
		return list[0]
	}
	return m.export.way
}

// exportRows are the rows that have something to choose.
func (m Model) exportRows() []exportRow {
	rows := []exportRow{forWhom, inFormat}
	if m.format().Translated {
		rows = append(rows, inLanguage)
	}
	rows = append(rows, byWay)
	if m.way() == intoFile && !m.options.Exports.Unnamed {
		rows = append(rows, toFile)
	}
	return rows
}

func (m Model) format() steps.ExportFormat { return m.options.Exports.Formats[m.export.format] }

// wanted is the report as it is chosen.
func (m Model) wanted() steps.Export {
	return steps.Export{Format: m.format().Name, Audience: m.export.audience, Printer: say.In(m.export.language)}
}

// moveRow goes to the next row, round.
func (m Model) moveRow(by int) Model {
	rows := m.exportRows()
	at := max(0, slices.Index(rows, m.export.row))
	m.export.row = rows[(at+by+len(rows))%len(rows)]
	return m
}

// choices is how many values the row has, and which is chosen; -1 is none.
func (m Model) choices() (count, chosen int) {
	switch m.export.row {
	case forWhom:
		return 2, slices.Index(steps.Audiences(), m.export.audience)
	case inFormat:
		return len(m.options.Exports.Formats), m.export.format
	case inLanguage:
		return len(say.Languages()), slices.Index(say.Languages(), m.export.language)
	case byWay:
		return len(m.ways()), slices.Index(m.ways(), m.way())
	}
	return 0, 0
}

// chosen sets the value of the row.
func (m Model) chosen(at int) Model {
	switch m.export.row {
	case forWhom:
		m.export.audience = steps.Audiences()[at]
	case inFormat:
		m.export.format = at
	case inLanguage:
		m.export.language = say.Languages()[at]
	case byWay:
		m.export.way = m.ways()[at]
	}
	if !m.export.edited {
		m.export.name = fieldOf(m.format().FileName(m.view.Host, m.export.audience))
	}
	return m
}
