package timeservice

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"unskew/diagnostics/inquiry"
)

// mostOutput is looked at of what a program wrote.
const mostOutput = inquiry.MostOutput

// decoded makes text of a program's output: UTF-16 becomes UTF-8, with or
// without a mark at its beginning; a code page stays as it is, because in those
// of Windows the ASCII characters that matter here (digits, colon, brackets,
// space) are never part of another character.
func decoded(raw []byte) string {
	raw = raw[:min(len(raw), mostOutput)]
	switch order := byteOrder(raw); {
	case order != nil:
		raw = fromUTF16(raw, order)
	default:
		raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	}
	text := strings.ReplaceAll(string(raw), "\r", "")
	text = strings.ReplaceAll(text, "\u00a0", " ") // French typography before a colon
	return strings.ReplaceAll(text, "\uff1a", ":") // the full-width colon of Chinese and Japanese
}

// byteOrder returns the order of bytes of UTF-16, nil where it is none.
func byteOrder(raw []byte) binary.ByteOrder {
	switch {
	case len(raw) < 4:
		return nil
	case raw[0] == 0xff && raw[1] == 0xfe, raw[1] == 0 && raw[3] == 0:
		return binary.LittleEndian
	case raw[0] == 0xfe && raw[1] == 0xff, raw[0] == 0 && raw[2] == 0:
		return binary.BigEndian
	}
	return nil
}

func fromUTF16(raw []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, 0, len(raw)/2)
	for ; len(raw) >= 2; raw = raw[2:] {
		units = append(units, order.Uint16(raw))
	}
	return bytes.TrimPrefix([]byte(string(utf16.Decode(units))), []byte("\ufeff"))
}

// blocks splits output of the shape "label: value" into its values. An empty
// line ends a block. A line without a colon is the rest of a long one, and left
// out; a label is never looked at, because it is in the language of the host.
func blocks(text string) [][]string {
	var all [][]string
	var block []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		label, value, found := strings.Cut(line, ":")
		switch {
		case line == "" && len(block) > 0:
			all, block = append(all, block), nil
		case found && label != "" && len(line) <= mostLine:
			block = append(block, strings.TrimSpace(value))
		}
	}
	if len(block) > 0 {
		all = append(all, block)
	}
	return all
}
