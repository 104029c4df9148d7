package report

import (
	"fmt"
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

// Format is a form that a report has.
type Format string

// The formats.
const (
	Text     Format = "text"
	JSON     Format = "json"
	Markdown Format = "markdown"
)

// Formats lists the formats of this version, the default first.
func Formats() []Format { return []Format{Text, JSON, Markdown} }

// Parse returns the format of that name.
func Parse(name string) (Format, error) {
	for _, format := range Formats() {
		if string(format) == name {
			return format, nil
		}
	}
	switch name {
	case "html", "prometheus", "plugin":
		return "", fmt.Errorf("format %q is not built yet: choose %s", name, choices())
	}
	return "", fmt.Errorf("unknown format %q: choose %s", name, choices())
}

// choices lists the formats for an error: "text, json or markdown".
func choices() string {
	var names []string
	for _, format := range Formats() {
		names = append(names, string(format))
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// Render writes a session in a format. p is the language of text and Markdown;
// JSON is always English. The result ends with a newline.
func Render(s steps.Session, f Format, p say.Printer) ([]byte, error) {
	return render(s, steps.Assess, f, p)
}

// assess judges a session. It is a parameter so that what is written can be
// tested apart from what is judged.
type assess func(steps.Session) steps.Assessment

func render(s steps.Session, judge assess, f Format, p say.Printer) ([]byte, error) {
	if s.Empty() {
		return nil, fmt.Errorf("the session is empty: there is nothing to report")
	}
	content := contentOf(s, judge)
	switch f {
	case Text:
		return asText(documentOf(content), p), nil
	case Markdown:
		return asMarkdown(documentOf(content), p), nil
	case JSON:
		return asJSON(content)
	}
	return nil, fmt.Errorf("unknown format %q: choose %s", string(f), choices())
}
