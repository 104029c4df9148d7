package logscan

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem"
)

// source is one input that is being read.
type source struct {
	number int
	name   string
	family string // of a log and its rotated parts
	stream io.Reader
	file   *os.File
	size   int64 // of a regular file that is read in chunks, else 0
	packed string
	known  order
	first  time.Time // of the first stamp, zero where none was seen

	// What became of it; of the one goroutine that pairs.
	bytes      int64
	err, notes string
	finished   bool
	said       aem.Transcript
}

const (
	// head is how much of a file tells when it begins.
	head = 64 << 10
	// small is up to what size a text is read as a whole, and may be a web page.
	small = 1 << 20
)

// prepare opens all inputs, and puts them into the order in which they were
// written.
func prepare(inputs []Input, meter *Meter) []*source {
	var list []*source
	for i, input := range inputs {
		of := &source{number: i, name: diagnostics.Clean(input.Name, 400), stream: input.Reader, family: familyOf(input.Name)}
		if input.Reader == nil {
			if err := of.open(input.Name); err != nil {
				of.close()
				of.file, of.err, of.finished = nil, diagnostics.Clean(err.Error(), 300), true
			}
		}
		if of.file != nil {
			if info, err := of.file.Stat(); err == nil && info.Mode().IsRegular() {
				meter.total.Add(info.Size())
			}
		}
		list = append(list, of)
	}
	// Those that show no stamp keep their place behind the others.
	slices.SortStableFunc(list, func(a, b *source) int {
		if a.first.IsZero() != b.first.IsZero() {
			if a.first.IsZero() {
				return 1
			}
			return -1
		}
		return a.first.Compare(b.first)
	})
	return list
}

var rotated = regexp.MustCompile(`(?:[._-]\d{4}-?\d{2}-?\d{2}(?:[-_T]\d{2}(?:[-_:]?\d{2}){0,2})?|\.\d{1,4}|\.gz|\.bz2)$`)

// familyOf is a log's name without what rotation puts behind it.
func familyOf(name string) string {
	for {
		stem := rotated.ReplaceAllString(name, "")
		if stem == name || stem == "" {
			return name
		}
		name = stem
	}
}

// open looks at what a file is, and when it begins.
func (of *source) open(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return plainly(err)
	}
	of.file = file
	info, err := file.Stat()
	switch {
	case err != nil:
		return plainly(err)
	case info.IsDir():
		return errors.New("this is a folder: name the files in it")
	case !info.Mode().IsRegular():
		of.stream, of.family = file, name
		return nil
	}
	start := make([]byte, head)
	n, err := file.ReadAt(start, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return plainly(err)
	}
	start = start[:n]
	if of.packed, err = packing(start); err != nil {
		return err
	}
	if of.packed != "" {
		unpacked, err := unpack(io.NewSectionReader(file, 0, info.Size()), of.packed)
		if err != nil {
			return err
		}
		start = make([]byte, head)
		n, _ = io.ReadFull(unpacked, start)
		start = start[:n]
	} else if info.Size() > small {
		of.size = info.Size()
		tail := make([]byte, head)
		n, _ := file.ReadAt(tail, max(0, info.Size()-head))
		start = append(start, tail[:n]...)
	}
	of.look(start)
	return nil
}

// look learns from the beginning how stamps are written, and when the first was.
func (of *source) look(start []byte) {
	text := valid(start)
	of.known = orderIn(text)
	for line := range strings.Lines(text) {
		if stamp, _ := readStamp(line[:min(len(line), 400)], of.known); stamp.Known() {
			of.first = stamp.moment()
			return
		}
	}
}

func (of *source) close() {
	if of.file != nil {
		_ = of.file.Close()
	}
}

// packing tells by its first bytes how a file is packed.
func packing(start []byte) (string, error) {
	for _, kind := range []struct{ magic, name string }{{"\x1f\x8b", "gzip"}, {"BZh", "bzip2"}} {
		if bytes.HasPrefix(start, []byte(kind.magic)) {
			return kind.name, nil
		}
	}
	for _, kind := range []struct{ magic, name, how string }{
		{"\xfd7zXZ", "xz", "xz -dc"}, {"\x28\xb5\x2f\xfd", "zstd", "zstd -dc"}, {"PK\x03\x04", "zip", "unzip -p"},
	} {
		if bytes.HasPrefix(start, []byte(kind.magic)) {
			return "", fmt.Errorf("packed with %s: unpack it and pipe it in (%s FILE | unskew logs -)", kind.name, kind.how)
		}
	}
	return "", nil
}

func unpack(from io.Reader, packed string) (io.Reader, error) {
	switch packed {
	case "gzip":
		unpacked, err := gzip.NewReader(bufio.NewReaderSize(from, 128<<10))
		if err != nil {
			return nil, fmt.Errorf("this is no whole gzip file: %w", err)
		}
		return unpacked, nil
	case "bzip2":
		return bzip2.NewReader(from), nil
	}
	return from, nil
}

func plainly(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// note keeps what a task had to say about its source.
func (of *source) note(found batch) {
	of.addNote(found.note)
	if found.said.Class != "" {
		of.said = found.said
	}
}

func (of *source) addNote(text string) {
	if text == "" || strings.Contains(of.notes, text) {
		return
	}
	if of.notes != "" {
		of.notes += "; "
	}
	of.notes += text
}
