package report

import (
	"fmt"
	"slices"
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

// Format is a form that a report has.
type Format string

// The formats: for people and programs, and for monitoring.
const (
	Text       Format = "text"
	JSON       Format = "json"
	Markdown   Format = "markdown"
	HTML       Format = "html"
	Plugin     Format = "plugin"
	Prometheus Format = "prometheus"

	// ChangeRequest asks whoever has to mend it, in a ticket. It is in English.
	ChangeRequest Format = "change-request"

	// Short is the first comment of a ticket: what was found, in few lines.
	Short Format = "short"
)

// Formats lists the formats in which a person saves a report, the default first.
func Formats() []Format { return []Format{Text, JSON, Markdown, HTML, ChangeRequest, Short} }

// CheckFormats lists all formats of this version, the default first: those in
// which a check or a saved session is printed.
func CheckFormats() []Format { return append(Formats(), Plugin, Prometheus) }

// Parse returns the format of that name, which must be one of a list.
func Parse(name string, among []Format) (Format, error) {
	if slices.Contains(among, Format(name)) {
		return Format(name), nil
	}
	if slices.Contains(CheckFormats(), Format(name)) {
		return "", fmt.Errorf("format %q is for check and report: choose %s", name, Choices(among))
	}
	return "", fmt.Errorf("unknown format %q: choose %s", name, Choices(among))
}

// Choices lists formats for a person: "text, json or markdown".
func Choices(among []Format) string {
	var names []string
	for _, format := range among {
		names = append(names, string(format))
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// Options are how a report is written.
type Options struct {
	// Printer is the language of what people read; what programs read, and the
	// change request, is always English. The zero Printer is English.
	Printer say.Printer
	// Pseudonyms puts stand-ins in the place of names. Names tells which.
	Pseudonyms bool
	// Number is under which the session is kept; 0: it is not, or not known.
	Number int
}

// Render writes a session in a format. The result ends with a newline.
func Render(s steps.Session, f Format, o Options) ([]byte, error) {
	return render(s, steps.Assess, f, o)
}

// assess judges a session. It is a parameter so that what is written can be
// tested apart from what is judged.
type assess func(steps.Session) steps.Assessment

func render(s steps.Session, judge assess, f Format, o Options) ([]byte, error) {
	if s.Empty() {
		return nil, fmt.Errorf("the session is empty: there is nothing to report")
	}
	return newWriter(contentOf(s, judge), o).write(f)
}
