package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/BurntSushi/toml"

	"unskew/diagnostics"
)

// maxConfig bounds a configuration file, in bytes.
const maxConfig = 64 << 10

// access is what others can do with a file.
type access struct{ read, write bool }

// entry is one key of a configuration file.
type entry struct {
	value any // as the TOML package decodes it
	at    place
}

// configFile is what a configuration file says; without a file, nothing.
type configFile struct {
	path    string
	found   bool
	others  access
	entries map[string]entry
}

// readConfig reads a configuration file. That there is none is no error.
func readConfig(path string) (configFile, error) {
	config := configFile{path: path}
	if path == "" {
		return config, nil
	}
	data, others, err := readSmall(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		// A link that leads nowhere was meant to lead to a file.
		if _, link := os.Lstat(path); link == nil {
			return config, fmt.Errorf("%s: this link leads to no file", path)
		}
		return config, nil
	}
	if err != nil {
		return config, fmt.Errorf("%s: %w", path, err)
	}
	config.found, config.others = true, others
	config.entries, err = decodeConfig(path, string(data))
	return config, err
}

// readSmall reads a regular file that is not large, and tells what others can do
// with it. Nothing else is opened: a pipe would be waited for.
func readSmall(path string) ([]byte, access, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR):
		return nil, access{}, fmt.Errorf("this file cannot be read: %w", cause(err))
	case err != nil:
		return nil, access{}, err
	case info.IsDir():
		return nil, access{}, errors.New("this is a folder, not a configuration file")
	case !info.Mode().IsRegular():
		return nil, access{}, errors.New("this is no regular file: a configuration file is one")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, access{}, fmt.Errorf("this file cannot be read: %w", cause(err))
	}
	defer file.Close()
	if info, err = file.Stat(); err != nil {
		return nil, access{}, fmt.Errorf("this file cannot be read: %w", cause(err))
	}
	data, err := io.ReadAll(io.LimitReader(file, maxConfig+1))
	switch {
	case err != nil:
		return nil, access{}, fmt.Errorf("this file cannot be read: %w", cause(err))
	case len(data) > maxConfig:
		return nil, access{}, errors.New("this file is larger than 64 KiB: no configuration is")
	}
	return data, whoElse(file, info), nil
}

// errTaken ends the decoding of a value that was taken.
var errTaken = errors.New("taken")

// taken takes any value. Its error makes the TOML package tell the value's line.
type taken struct{ value any }

// UnmarshalTOML implements toml.Unmarshaler.
func (t *taken) UnmarshalTOML(value any) error {
	t.value = value
	return errTaken
}

// decodeConfig reads the keys of a file, each with its line.
func decodeConfig(path, text string) (map[string]entry, error) {
	if line := nested(text); line > 0 {
		return nil, fmt.Errorf("%s: this is more than a key and its value", place{path, line})
	}
	var raw map[string]toml.Primitive
	meta, err := toml.Decode(text, &raw)
	var bad toml.ParseError
	if errors.As(err, &bad) {
		return nil, fmt.Errorf("%s: %s", place{path, bad.Position.Line}, syntaxWords(bad.Message))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: this is no TOML", path)
	}
	entries := map[string]entry{}
	for key, primitive := range raw {
		value, line := take(&meta, primitive)
		entries[key] = entry{value: value, at: place{path, line}}
	}
	return entries, nil
}

// Bounds of a line: no key has parts, and no value lists of lists. What has many
// takes the TOML package time and memory that grow with their square.
const (
	mostLine  = 4096
	mostParts = 16
)

// nested returns the number of the first line that cannot be a setting, 0 where
// there is none.
func nested(text string) int {
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		key, _, _ := strings.Cut(line, "=")
		lists := strings.Count(line, "[[") + strings.Count(line, "{")
		if len(line) > mostLine || strings.Count(key, ".") > mostParts || lists > mostParts {
			return i + 1
		}
	}
	return 0
}

// take returns a value and the line on which it begins. Of a table that no header
// opens (a.b = 1), it is the first line within.
func take(meta *toml.MetaData, primitive toml.Primitive) (any, int) {
	var value taken
	var at toml.ParseError
	if err := meta.PrimitiveDecode(primitive, &value); errors.As(err, &at) && at.Position.Line > 0 {
		return value.value, at.Position.Line
	}
	var inner map[string]toml.Primitive
	if meta.PrimitiveDecode(primitive, &inner) != nil {
		return value.value, 1
	}
	first := 0
	for _, primitive := range inner {
		if _, line := take(meta, primitive); first == 0 || line < first {
			first = line
		}
	}
	return value.value, max(first, 1)
}

// syntaxWords says what is wrong with the text of a file. It does not repeat a
// value, which may hold a password.
func syntaxWords(message string) string {
	if strings.HasPrefix(message, "expected value but found") {
		return `expected a value here: a text stands in quotes, such as "1s"`
	}
	return "this is no TOML: " + diagnostics.Clean(message, 160)
}
