package plain

import (
	"io"
	"strings"

	"unskew/steps/say"
)

// printer writes lines and remembers the first error.
type printer struct {
	out   io.Writer
	err   error
	blank bool // the last line was empty
}

func (p *printer) lines(lines ...string) {
	for _, line := range lines {
		line = strings.TrimRight(line, " ")
		p.blank = line == ""
		if p.err == nil {
			_, p.err = io.WriteString(p.out, line+"\n")
		}
	}
}

// gap sets what follows apart, once.
func (p *printer) gap() {
	if !p.blank {
		p.lines("")
	}
}

// say prints a text as a paragraph.
func (f *front) say(t say.Text) { f.out.lines(f.layout.Paragraph("", t)...) }

// once prints a text unless it was said on this page.
func (f *front) once(t say.Text) {
	text := f.layout.Text(t)
	if text == "" || f.said[text] {
		return
	}
	f.said[text] = true
	f.say(t)
}
