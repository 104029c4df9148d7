package machine

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"unskew/diagnostics"
)

const (
	mostBytes = 64 << 10 // read of a file; files of /proc and /sys do not tell their size
	mostText  = 128      // characters kept of a line from outside
	mostNames = 4096     // entries looked at in a folder
)

// readFile returns the beginning of a regular file, at most limit bytes.
// Anything else is refused before it is opened: a pipe would block.
func readFile(root fs.FS, name string, limit int64) (string, error) {
	if root == nil {
		return "", errors.ErrUnsupported
	}
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
	data, err := io.ReadAll(io.LimitReader(file, limit))
	return string(data), errors.Join(err, file.Close())
}

func readText(root fs.FS, name string) (string, error) { return readFile(root, name, mostBytes) }

// readLine returns the first line of a file, cleaned.
func readLine(root fs.FS, name string) (string, error) {
	text, err := readText(root, name)
	line, _, _ := strings.Cut(text, "\n")
	return diagnostics.Clean(line, mostText), err
}

// exists reports whether there is something of that name.
func exists(root fs.FS, name string) bool {
	if root == nil {
		return false
	}
	_, err := fs.Stat(root, name)
	return err == nil
}

// anyExists reports whether one of the names is there.
func anyExists(root fs.FS, names ...string) bool {
	for _, name := range names {
		if exists(root, name) {
			return true
		}
	}
	return false
}

// readNames returns up to mostNames entries of a folder, in no order.
func readNames(root fs.FS, name string) ([]fs.DirEntry, error) {
	if root == nil {
		return nil, errors.ErrUnsupported
	}
	info, err := fs.Stat(root, name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("/%s is no folder", name)
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	folder, ok := file.(fs.ReadDirFile)
	if !ok {
		return nil, errors.Join(errors.ErrUnsupported, file.Close())
	}
	entries, err := folder.ReadDir(mostNames)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return entries, errors.Join(err, file.Close())
}
