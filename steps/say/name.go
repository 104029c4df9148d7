package say

import "golang.org/x/text/language"

// Name is what the readers of a language call it, or its tag, for a screen that
// has no characters beyond ASCII.
func Name(tag language.Tag, ascii bool) string {
	if tag == language.TraditionalChinese && !ascii {
		return "繁體中文"
	}
	if tag == language.English {
		return "English"
	}
	return tag.String()
}
