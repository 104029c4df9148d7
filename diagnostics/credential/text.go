package credential

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"unicode/utf16"

	"unskew/diagnostics"
)

// maxSize is far above any credential file (a few KiB) and far below what would
// hurt to hold in memory.
const maxSize = 1 << 20

// show makes a file's name safe to print.
func show(name string) string {
	if clean := diagnostics.Clean(name, 200); clean != "" {
		return clean
	}
	return "the file"
}

// shellWord writes a file's name for a command line that a person copies.
func shellWord(name string) string {
	name = show(name)
	if strings.ContainsFunc(name, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/:\\", r)
	}) {
		return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
	}
	return name
}

// slurp reads a file and explains why it cannot.
func slurp(read ReadFile, name string) ([]byte, error) {
	data, err := read(name)
	switch {
	case err == nil:
		return data, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s does not exist: check the path", show(name))
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%s may not be read by this user: run as its owner, or copy it", show(name))
	case errors.Is(err, syscall.EISDIR):
		return nil, fmt.Errorf("%s is a directory: name the file in it", show(name))
	}
	// The reason alone: the path in front of it is the one named already.
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err
	}
	return nil, fmt.Errorf("%s cannot be read (%s): name a regular file", show(name), diagnostics.Clean(err.Error(), 120))
}

// plain returns a file's text as UTF-8 without a byte order mark. Binary files
// come back as they are.
func plain(name string, data []byte) ([]byte, error) {
	if len(data) > maxSize {
		return nil, fmt.Errorf("%s is larger than 1 MiB, no credential is: check the path", show(name))
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		data = data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		data = fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}) && !isKeyStore(data):
		data = fromUTF16(data[2:], binary.BigEndian)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fmt.Errorf("%s is empty: download it again", show(name))
	}
	return data, nil
}

// fromUTF16 converts what Windows shells write with ">".
func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// unescape turns literal \n and \r (a key pasted out of JSON or an environment
// variable) into line ends, and drops quotes around the whole.
func unescape(text []byte) []byte {
	text = bytes.Trim(bytes.TrimSpace(text), `"'`)
	text = bytes.ReplaceAll(text, []byte(`\r`), nil)
	text = bytes.ReplaceAll(text, []byte(`\n`), []byte("\n"))
	return append(text, '\n')
}

// looksLikeJSON reports whether the text begins as a JSON object or array.
func looksLikeJSON(text []byte) bool {
	text = bytes.TrimSpace(text)
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}
