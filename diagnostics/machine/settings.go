package machine

import "strings"

// settings reads a file of [section] and key = value, keys in lower case. The
// first value of a key stays, as Kerberos has it.
func settings(text string) map[string]map[string]string {
	sections := map[string]map[string]string{}
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
			continue
		case line[0] == '[':
			name, _, _ := strings.Cut(line[1:], "]")
			section = strings.ToLower(strings.TrimSpace(name))
			continue
		}
		key, value, found := strings.Cut(line, "=")
		if !found {
			continue
		}
		if sections[section] == nil {
			sections[section] = map[string]string{}
		}
		key = strings.ToLower(strings.TrimSpace(key))
		if _, known := sections[section][key]; !known {
			sections[section][key] = strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return sections
}
