package digest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// maxDepth bounds how deep a JSON report may be nested: ours are less than ten.
const maxDepth = 100

// errNotJSON is of a report that begins like JSON.
var errNotJSON = errors.New("it is no complete JSON: its end was cut off, or something in it was altered")

// canonicalJSON is the content of a JSON report without its digest, in the spirit
// of RFC 8785: members by name, no white space, one way to write a number. So a
// program may format it anew without changing it.
func canonicalJSON(text string) (content, digest string, err error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	value, err := read(decoder, 0)
	if err != nil {
		return "", "", err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return "", "", errNotJSON
	}
	members, is := value.(map[string]any)
	if !is {
		return "", "", errNotJSON
	}
	digest, _ = members[Field].(string)
	delete(members, Field)
	var out strings.Builder
	write(&out, members)
	return out.String(), digest, nil
}

// read reads one value. A member that stands twice is an error: programs differ
// in which they take.
func read(decoder *json.Decoder, depth int) (any, error) {
	token, err := decoder.Token()
	if err != nil || depth > maxDepth {
		return nil, errNotJSON
	}
	switch token {
	case json.Delim('{'):
		members := map[string]any{}
		for decoder.More() {
			name, err := decoder.Token()
			key, is := name.(string)
			if err != nil || !is {
				return nil, errNotJSON
			}
			if _, twice := members[key]; twice {
				return nil, fmt.Errorf("it is not as it was written: %q stands in it twice", key)
			}
			if members[key], err = read(decoder, depth+1); err != nil {
				return nil, err
			}
		}
		_, err = decoder.Token()
		return members, notJSON(err)
	case json.Delim('['):
		list := []any{}
		for decoder.More() {
			one, err := read(decoder, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, one)
		}
		_, err = decoder.Token()
		return list, notJSON(err)
	}
	return token, nil
}

func notJSON(err error) error {
	if err != nil {
		return errNotJSON
	}
	return nil
}

func write(out *strings.Builder, value any) {
	switch value := value.(type) {
	case map[string]any:
		separator := "{"
		for _, name := range slices.Sorted(maps.Keys(value)) {
			out.WriteString(separator)
			write(out, name)
			out.WriteByte(':')
			write(out, value[name])
			separator = ","
		}
		if len(value) == 0 {
			out.WriteByte('{')
		}
		out.WriteByte('}')
	case []any:
		separator := "["
		for _, one := range value {
			out.WriteString(separator)
			write(out, one)
			separator = ","
		}
		if len(value) == 0 {
			out.WriteByte('[')
		}
		out.WriteByte(']')
	case json.Number:
		out.WriteString(number(value))
	case string:
		out.WriteString(strconv.Quote(value))
	case bool:
		out.WriteString(strconv.FormatBool(value))
	default:
		out.WriteString("null")
	}
}

// number is one way to write a number: 0.0040, 4e-3 and 0.004 are the same.
func number(text json.Number) string {
	value, err := text.Float64()
	if err != nil {
		return text.String()
	}
	if value == 0 {
		return "0" // also of -0
	}
	return strconv.FormatFloat(value, 'g', -1, 64)
}
