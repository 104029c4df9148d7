package hostclock

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"unskew/diagnostics"
)

// mostBytes bounds each file that is read. Files of /proc and /sys say nothing
// of their size; the first flags of /proc/cpuinfo stand well before this.
const mostBytes = 64 << 10

// mostText bounds what is kept of a line from outside.
const mostText = 128

// readFile returns the beginning of a regular file. Anything else (a pipe
// would block) is refused.
func readFile(root fs.FS, name string) (string, error) {
	info, err := fs.Stat(root, name)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("/%s is no regular file", name)
	}
	file, err := root.Open(name)
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(io.LimitReader(file, mostBytes))
	return string(data), errors.Join(err, file.Close())
}

// readLine returns the first line of a file, cleaned.
func readLine(root fs.FS, name string) (string, error) {
	text, err := readFile(root, name)
	if err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(text, "\n")
	line = diagnostics.Clean(line, mostText)
	if line == "" {
		return "", fmt.Errorf("/%s is empty", name)
	}
	return line, nil
}

func exists(root fs.FS, name string) bool {
	_, err := fs.Stat(root, name)
	return err == nil
}

// assignment returns the value of a line KEY=value or KEY="value" of a file in
// the shell's style, such as os-release(5).
func assignment(text, key string) string {
	for line := range strings.Lines(text) {
		name, value, found := strings.Cut(strings.TrimSpace(line), "=")
		if !found || name != key {
			continue
		}
		if len(value) >= 2 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0] {
			value = value[1 : len(value)-1]
		}
		value = strings.NewReplacer(`\"`, `"`, `\$`, `$`, `\\`, `\`, "\\`", "`").Replace(value)
		return diagnostics.Clean(value, mostText)
	}
	return ""
}

// osRelease returns the pretty name of os-release(5).
func osRelease(root fs.FS) (string, error) {
	text, err := readFile(root, "etc/os-release")
	if err != nil {
		text, err = readFile(root, "usr/lib/os-release")
	}
	if err != nil {
		return "", err
	}
	for _, key := range []string{"PRETTY_NAME", "NAME", "ID"} {
		if value := assignment(text, key); value != "" {
			return value, nil
		}
	}
	return "", errors.New("os-release names no system")
}

// brief is why something could not be read, in a few words.
func brief(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "not there"
	case errors.Is(err, fs.ErrPermission):
		return "not permitted"
	case errors.Is(err, errors.ErrUnsupported):
		return "this system does not tell"
	}
	return diagnostics.Clean(err.Error(), mostText)
}
