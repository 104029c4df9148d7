package report

import (
	"fmt"
	"strings"

	"unskew/steps"
	"unskew/steps/report/digest"
	"unskew/steps/report/names"
	"unskew/steps/report/standin"
	"unskew/steps/say"
)

// writer writes one report: what it tells is put together, freed of names,
// sealed, and laid out.
type writer struct {
	content content
	options Options
	names   *standin.Table // nil: names stand
	own     string         // our own words in it, where names is set
}

func newWriter(c content, o Options) writer {
	w := writer{content: c, options: o}
	if o.Pseudonyms {
		w.names = names.Of(c.session)
		w.own = w.ours()
	}
	return w
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
			return digest.Seal(betweenTags(out, netOf(w.names, w.own).Replace))
		}
	case ChangeRequest:
		out = asTicket(w.document(requestOf(w.content)), say.English())
	case Short:
		out = asShort(w.short(), w.options.Printer)
	case JSON:
		filled, err := w.json()
		if err != nil {
			return nil, err
		}
		out = filled
	case Plugin:
		out = asPlugin(w.titles())
	case Prometheus:
		out = asPrometheus(w.content)
	default:
		return nil, fmt.Errorf("unknown format %q: choose %s", string(f), Choices(CheckFormats()))
	}
	if err != nil {
		return nil, err
	}
	return digest.Seal(w.sweep(out))
}

// document is what people read, with all that every such report has.
func (w writer) document(doc document) document {
	if w.names != nil {
		doc.Sections = append(doc.Sections, namesSection())
	}
	doc.Sections = append(doc.Sections, digestSection())
	if w.names == nil {
		return doc
	}
	return hidden(doc, w.names.Replace)
}

// short is the short form, freed of names.
func (w writer) short() short {
	sh := shortOf(w.content, w.options.Number, w.names != nil)
	if w.names == nil {
		return sh
	}
	return hidden(sh, w.names.Replace)
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
	filled.Digest = digest.Blank
	if w.names != nil {
		filled.Pseudonyms = true
		filled = hidden(filled, w.names.Replace)
	}
	return encoded(filled)
}

// sweep is the last look for names.
func (w writer) sweep(out []byte) []byte {
	if w.names == nil {
		return out
	}
	return []byte(netOf(w.names, w.own).Replace(string(out)))
}

// ours are the words of the report that come from this program, in every format.
func (w writer) ours() string {
	nothing := func(string) string { return "" }
	codes, _ := encoded(hidden(sessionOf(w.content), nothing))
	var all strings.Builder
	for _, doc := range []document{documentOf(w.content), requestOf(w.content)} {
		doc.Sections = append(doc.Sections, namesSection())
		all.Write(asText(hidden(doc, nothing), w.options.Printer))
	}
	all.Write(codes)
	return all.String()
}

// digestSection holds the report's digest: it is put there when all else is done.
func digestSection() section {
	return section{Title: say.T("Whether this copy is whole"), Blocks: []steps.Block{steps.Prose{Lines: []say.Text{
		say.T("The command \"%s\" tells whether this copy is still as it was written. It finds damage, such as lines that were lost on the way. It does not find forgery: whoever changes a report can make a new digest.", "unskew report --verify FILE"),
		say.Verbatim(digest.Blank),
	}}}}
}
