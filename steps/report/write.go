package report

import (
	"fmt"
	"strings"

	"unskew/steps/report/standin"
	"unskew/steps/say"
)

// writer writes one report: what it tells is put together, freed of names,
// sealed, and laid out.
type writer struct {
	content content
	options Options
	names   *standin.Table // nil: names stand
}

func (w writer) write(f Format) ([]byte, error) {
	var out []byte
	var err error
	switch f {
	case Text:
		out = asText(w.document(documentOf(w.content)), w.options.Printer)
	case Markdown:
		out = asMarkdown(w.document(documentOf(w.content)), w.options.Printer)
	case HTML:
		out, err = asHTML(w.document(documentOf(w.content)), illustrationOf(w.content), w.options.Printer)
		if w.names != nil && err == nil {
			out = betweenTags(out, netOf(w.names, w.ours()).Replace)
		}
		return out, err
	case ChangeRequest:
		out = asTicket(w.document(requestOf(w.content)), say.English())
	case JSON:
		return w.json()
	case Plugin:
		out = asPlugin(w.titles())
	case Prometheus:
		out = asPrometheus(w.content)
	default:
		return nil, fmt.Errorf("unknown format %q: choose %s", string(f), Choices(CheckFormats()))
	}
	return w.sweep(out), err
}

// document is what people read, with all that every such report has.
func (w writer) document(doc document) document {
	if w.names == nil {
		return doc
	}
	doc.Sections = append(doc.Sections, namesSection())
	return hidden(doc, w.names.Replace)
}

// titles is the content with stand-ins in the sentences that monitoring shows.
func (w writer) titles() content {
	c := w.content
	if w.names == nil {
		return c
	}
	c.now.Verdict.Title = hiddenText(c.now.Verdict.Title, w.names.Replace)
	c.now.Findings = append(c.now.Findings[:0:0], c.now.Findings...)
	for i := range c.now.Findings {
		c.now.Findings[i].Title = hiddenText(c.now.Findings[i].Title, w.names.Replace)
	}
	return c
}

func (w writer) json() ([]byte, error) {
	filled := sessionOf(w.content)
	if w.names != nil {
		filled.Pseudonyms = true
		filled = hidden(filled, w.names.Replace)
	}
	out, err := asJSON(filled)
	return w.sweep(out), err
}

// sweep is the last look for names.
func (w writer) sweep(out []byte) []byte {
	if w.names == nil {
		return out
	}
	return []byte(netOf(w.names, w.ours()).Replace(string(out)))
}

// ours are the words of the report that come from this program, in every format.
func (w writer) ours() string {
	nothing := func(string) string { return "" }
	codes, _ := asJSON(hidden(sessionOf(w.content), nothing))
	var all strings.Builder
	for _, doc := range []document{documentOf(w.content), requestOf(w.content)} {
		doc.Sections = append(doc.Sections, namesSection())
		all.Write(asText(hidden(doc, nothing), w.options.Printer))
	}
	all.Write(codes)
	return all.String()
}
