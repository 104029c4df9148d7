package say

import "golang.org/x/text/language"

// Marks are what a layout puts between texts, with the space that belongs to it. In
// Chinese they are of full width and have their space within.
type Marks struct {
	Colon     string // behind a label
	Comma     string
	Semicolon string
	Open      string // of brackets, behind a text
	Close     string
}

// Marks returns the marks of p's language.
func (p Printer) Marks() Marks {
	if p.Tag() == language.TraditionalChinese {
		return Marks{Colon: "：", Comma: "，", Semicolon: "；", Open: "（", Close: "）"}
	}
	return Marks{Colon: ": ", Comma: ", ", Semicolon: "; ", Open: " (", Close: ")"}
}

// Aside is a text with a remark in brackets behind it.
func (p Printer) Aside(text, remark string) string {
	marks := p.Marks()
	return text + marks.Open + remark + marks.Close
}
