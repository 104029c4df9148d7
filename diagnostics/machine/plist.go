package machine

import (
	"encoding/xml"
	"strings"

	"unskew/diagnostics"
)

// systemVersion reads SystemVersion.plist of macOS: a dictionary of keys, each
// with its string behind it.
func systemVersion(text string) Distribution {
	d := Distribution{ID: "macos"}
	decoder := xml.NewDecoder(strings.NewReader(text))
	key, element := "", ""
	for {
		token, err := decoder.Token()
		if err != nil {
			break // the end, or no such file: what was found stays
		}
		switch token := token.(type) {
		case xml.StartElement:
			element = token.Name.Local
		case xml.EndElement:
			element = ""
		case xml.CharData:
			value := diagnostics.Clean(string(token), mostText)
			switch {
			case element == "key":
				key = value
			case element == "string" && key == "ProductVersion":
				d.Version = value
			case element == "string" && key == "ProductName":
				d.Name = value
			}
		}
	}
	d.Name = strings.TrimSpace(d.Name + " " + d.Version)
	return d
}
