package aem

// PlainText turns a page's HTML, or what was copied out of one escaped, into text.
// It looks at the first 1 MiB.
func PlainText(text string) string { return readable(text) }
