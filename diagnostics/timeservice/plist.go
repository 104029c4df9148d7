package timeservice

import (
	"context"
	"encoding/xml"
	"errors"
	"io/fs"
	"strings"
)

// automaticOf reads timed's setting from the first of its files that has it:
// "true", "false", or "" and why that is not known.
func automaticOf(ctx context.Context, host Host) (value, why string) {
	why = "its settings were not found; ask: sudo systemsetup -getusingnetworktime"
	if host.Root == nil {
		return "", why
	}
	for _, file := range timedPreferences() {
		text, err := head(host.Root, file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			why = "only an administrator may read it: sudo systemsetup -getusingnetworktime"
			continue
		}
		if strings.HasPrefix(text, "bplist") {
			// The binary form is Apple's own matter: its program shows it as XML.
			if text, err = host.run(ctx, plutilProgram, "-convert", "xml1", "-o", "-", file); err != nil {
				why = "its settings are in a binary file that could not be read"
				continue
			}
		}
		if value := parsePlist(text)[automaticTime]; value != "" {
			return value, ""
		}
		why = "its settings do not say it"
	}
	return "", why
}

// parsePlist reads the true and false of the outermost dictionary of a property
// list in XML (plist(5)). What cannot be read ends it.
func parsePlist(text string) map[string]string {
	found := map[string]string{}
	decoder := xml.NewDecoder(strings.NewReader(text))
	decoder.CharsetReader = nil // UTF-8, as Apple writes it
	depth, key := 0, ""
	for len(found) < mostVariables {
		token, err := decoder.Token()
		if err != nil {
			return found
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			const inside = 3 // plist, dict, entry
			switch name := token.Name.Local; {
			case depth != inside:
			case name == "key":
				var text string
				if decoder.DecodeElement(&text, &token) != nil {
					return found
				}
				key = strings.TrimSpace(text)
				depth--
			default:
				if (name == "true" || name == "false") && key != "" {
					found[key] = name
				}
				key = ""
			}
		case xml.EndElement:
			depth--
		}
	}
	return found
}
