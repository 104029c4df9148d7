package report

import (
	"bytes"
	_ "embed"
	"html"
	"html/template"
	"strings"

	"unskew/steps"
	"unskew/steps/report/lines"
	"unskew/steps/say"
)

// The page: its skeleton, and how it looks on a screen and on paper.
var (
	//go:embed report.html.tmpl
	pageTemplate string
	//go:embed report.css
	pageStyle string
)

// asHTML lays a document out as one page that needs nothing else: no script, no
// remote content, and a policy in the page that forbids both. It is well formed as
// XML too, so that strict readers take it. html/template escapes every text by the
// place where it stands.
func asHTML(doc document, chart *illustration, p say.Printer) ([]byte, error) {
	page, err := template.New("report").Parse(pageTemplate)
	if err != nil {
		return nil, err
	}
	h := htmlLayout{lines.Layout{Printer: p}}
	view := pageView{
		Language: p.Tag().String(), Style: template.CSS(pageStyle), //nolint:gosec // our own file
		Title: h.text(doc.Title), Banner: h.text(doc.Banner), Tone: string(doc.Tone), Intro: h.blocks(doc.Intro),
	}
	if chart != nil {
		view.Figure = h.figure(*chart)
	}
	for _, part := range doc.Sections {
		view.Sections = append(view.Sections, sectionView{Title: h.text(part.Title), Blocks: h.blocks(part.Blocks)})
	}
	var out bytes.Buffer
	if err := page.Execute(&out, view); err != nil {
		return nil, err
	}
	return append(bytes.TrimRight(out.Bytes(), "\n"), '\n'), nil
}

// pageView is what the template is given: texts in their language, which it
// escapes, and nothing of the session itself.
type pageView struct {
	Language, Title, Banner, Tone string

	Style    template.CSS
	Intro    []blockView
	Figure   *figureView
	Sections []sectionView
}

type sectionView struct {
	Title  string
	Blocks []blockView
}

// blockView is one block; exactly one of its fields is set.
type blockView struct {
	Heading    string
	Paragraphs []string
	Facts      []factView
	Table      *tableView
	Command    *commandView
	Output     string
}

type factView struct{ Label, Value, Note string }

type tableView struct {
	Head []string
	Rows [][]cellView
}

// cellView repeats the head of its column, for screens too narrow for columns.
type cellView struct{ Head, Text string }

type commandView struct {
	Why, Line string
	ByHand    bool
	Notes     []noteView
}

type noteView struct{ Label, Words, Command string }

type figureView struct {
	Title, Words string
	Drawing      template.HTML
	Legend       []legendView
}

type legendView struct{ Kind, Text string }

type htmlLayout struct{ layout lines.Layout }

// text renders a text. What is no character of XML (1.0, section 2.2) becomes one.
func (h htmlLayout) text(t say.Text) string { return characters(h.layout.Text(t)) }

func characters(text string) string {
	return strings.NewReplacer("\uFFFE", "\uFFFD", "\uFFFF", "\uFFFD").Replace(text)
}

func (h htmlLayout) blocks(blocks []steps.Block) []blockView {
	var out []blockView
	for _, block := range blocks {
		switch b := block.(type) {
		case steps.Prose:
			out = append(out, h.prose(b)...)
		case steps.Facts:
			out = append(out, blockView{Facts: h.facts(b)})
		case steps.Table:
			out = append(out, blockView{Table: h.table(b)})
		case steps.Command:
			out = append(out, blockView{Command: h.command(b)})
		case steps.Output:
			out = append(out, blockView{Output: characters(lines.Output(b))})
		case steps.History:
			out = append(out,
				blockView{Output: strings.Join(b.Rows(len(b.Columns)), "\n")},
				blockView{Paragraphs: []string{h.text(say.Join("; ", b.Words(len(b.Columns))...))}})
		case steps.Progress:
			out = append(out, blockView{Paragraphs: []string{h.text(lines.ProgressText(b))}})
		}
	}
	return out
}

// prose is paragraphs; the first of a strong one heads what follows.
func (h htmlLayout) prose(b steps.Prose) []blockView {
	var out []blockView
	var texts []string
	for _, line := range b.Lines {
		if text := h.text(line); text != "" {
			texts = append(texts, text)
		}
	}
	if b.Tone == steps.Strong && len(texts) > 0 {
		out, texts = append(out, blockView{Heading: texts[0]}), texts[1:]
	}
	if len(texts) > 0 {
		out = append(out, blockView{Paragraphs: texts})
	}
	return out
}

func (h htmlLayout) facts(b steps.Facts) []factView {
	var out []factView
	for _, row := range b.Rows {
		note := h.text(row.Note)
		if note != "" {
			note = strings.TrimSpace(h.layout.Printer.Aside("", note))
		}
		out = append(out, factView{h.text(row.Label), h.text(row.Value), note})
	}
	return out
}

func (h htmlLayout) table(b steps.Table) *tableView {
	out := &tableView{}
	for _, head := range b.Head {
		out.Head = append(out.Head, h.text(head))
	}
	for _, row := range b.Rows {
		cells := make([]cellView, len(b.Head))
		for i := range cells {
			cells[i].Head = out.Head[i]
			if i < len(row.Cells) {
				cells[i].Text = h.text(row.Cells[i])
			}
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

func (h htmlLayout) command(b steps.Command) *commandView {
	out := &commandView{Why: h.text(lines.CommandWhy(b)), Line: characters(h.layout.CommandLine(b)), ByHand: b.ByHand}
	for _, note := range lines.CommandNotes(b) {
		out.Notes = append(out.Notes, noteView{h.text(note.Label), h.text(note.Words), characters(note.Command)})
	}
	return out
}

// figure draws the chart. Its own writer has escaped the words in it.
func (h htmlLayout) figure(f illustration) *figureView {
	view := &figureView{Title: h.text(f.Title), Words: h.text(f.Words), Drawing: template.HTML(f.draw(h.text).SVG())} //nolint:gosec // escaped by package chart
	for _, one := range f.Legend {
		view.Legend = append(view.Legend, legendView{string(one.Kind), h.text(one.Text)})
	}
	return view
}

// betweenTags gives the text of a page to change, and leaves tags and style as they
// are: a machine may have the name of a tag. Every "<" and ">" of a text is escaped,
// so each that stands in a page is a tag's, or in its style.
func betweenTags(page []byte, change func(string) string) []byte {
	var out bytes.Buffer
	style := false
	for len(page) > 0 {
		end := bytes.IndexByte(page, '<')
		if end < 0 {
			end = len(page)
		}
		if text := page[:end]; style || len(bytes.TrimSpace(text)) == 0 {
			out.Write(text)
		} else {
			out.WriteString(template.HTMLEscapeString(change(html.UnescapeString(string(text)))))
		}
		page = page[end:]
		if end = bytes.IndexByte(page, '>') + 1; end == 0 {
			end = len(page)
		}
		style = bytes.HasPrefix(page, []byte("<style"))
		out.Write(page[:end])
		page = page[end:]
	}
	return out.Bytes()
}
