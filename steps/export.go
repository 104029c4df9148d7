package steps

import (
	"strings"

	"unskew/steps/say"
)

// Audience is for whom a report is: whether the names in it stay.
type Audience string

// The audiences. There is none by default: a report with names that went outside
// cannot be called back, and one without them costs our own support hours.
const (
	Unchosen   Audience = ""
	OwnSupport Audience = "own"     // names are kept
	Outsiders  Audience = "outside" // stand-ins instead of names
)

// Audiences lists those to choose from.
func Audiences() []Audience { return []Audience{OwnSupport, Outsiders} }

// Export is a report that a person asks for.
type Export struct {
	Format   string
	Audience Audience
	Printer  say.Printer // its language, where the format is not always English
}

// ExportFormat is a form that a report can be had in.
type ExportFormat struct {
	Name       string
	Ending     string // of the name of its file, such as ".md"
	Translated bool   // it is written in the language that was chosen
	// SeenAs is the format in which it is shown, where that is another one: a page
	// with marks says the same as the text. It goes into a file only.
	SeenAs string
}

// Saved is what came of writing a report.
type Saved struct {
	Name   string // full, of the report's file
	Table  string // full, of the file that says which stand-in is whose; empty: none
	Shared bool   // others can read the report's file too
}

// Exports are the ways of a report out of the program. The zero value has none.
type Exports struct {
	Formats  []ExportFormat // the default first
	Audience Audience       // chosen beforehand; Unchosen is asked for

	// Preview returns the report as it would go out. Where it is nil, there is no
	// export.
	Preview func(Export) (string, error)
	// Save writes the report. Nil: there is no way to a file.
	Save func(e Export, name string) (Saved, error)
	// Leave sets what is printed once the screen was left. Nil: there is no such way.
	Leave func(Export)
	// Unnamed: the person names no file. Save is given "" and makes a name, in the
	// administrator's folder.
	Unnamed bool
}

// Told says of a report that was written where it went, and who can read it.
func (e Exports) Told(saved Saved) []say.Text {
	written, table := say.T("Written to %s, which only you can read.", saved.Name), say.T("Whose stand-in is which stands in %s. Keep that file to yourself.", saved.Table)
	switch {
	case e.Unnamed:
		written = say.T("Written to %s, where the administrator finds it.", saved.Name)
		table = say.T("Whose stand-in is which stands in %s, for the administrator alone.", saved.Table)
	case saved.Shared:
		written = say.T("Written to %s.", saved.Name)
	}
	if saved.Table == "" {
		return []say.Text{written}
	}
	return []say.Text{written, table}
}

// Any reports whether a report can be had.
func (e Exports) Any() bool { return e.Preview != nil && len(e.Formats) > 0 }

// Find returns the place of a format in Formats, -1 where it is not there.
func (e Exports) Find(name string) int {
	for i, format := range e.Formats {
		if format.Name == name {
			return i
		}
	}
	return -1
}

// FileName proposes a name for the file of a report about a machine, whose name
// does not go outside.
func (f ExportFormat) FileName(host string, audience Audience) string {
	if host = PlainName(host); host == "" || audience == Outsiders {
		host = "report"
	}
	return "unskew-" + host + f.Ending
}

// PlainName keeps what every file system and every shell takes as it is.
func PlainName(text string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, text)
	return strings.Trim(kept, ".-")
}
