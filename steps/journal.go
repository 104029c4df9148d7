package steps

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"unskew/diagnostics"
)

// journalSchema is the first line of a session's file. Each further line is one
// Entry, in the order of its number.
const journalSchema = `{"schema":"unskew.journal/1"}`

// maxLine bounds one entry of a journal: a pasted transcript of 64 KiB, escaped.
const maxLine = 1 << 20

// maxJournal bounds the record of one session, in bytes: weeks of waiting on the last
// page. Who holds down a key, or has a program press it, must not fill the disk.
const maxJournal = 64 << 20

// errJournalFull is in words for the person in front of the screen.
var errJournalFull = errors.New("its record is as long as it may be: go on in a new session")

// Journal is a session's file. It is only ever appended to, by one program at a
// time: it is locked for as long as it is open.
type Journal struct {
	file *os.File
	size int64 // up to the end of the last whole record
}

// newJournal begins a journal in a file that was just created. Where the file
// system has no locks it goes on without: nobody else knows the file yet.
func newJournal(file *os.File) (*Journal, error) {
	_ = lockFile(file)
	journal := &Journal{file: file}
	return journal, journal.write([]byte(journalSchema))
}

// Name is the journal's file.
func (j *Journal) Name() string { return j.file.Name() }

// Append implements Keeper. After a failure the file ends with the last whole
// record.
func (j *Journal) Append(entry Entry) error {
	line, err := json.Marshal(entry)
	if err != nil {
		return fmt.Errorf("entry %d: %w", entry.N, err)
	}
	return j.write(line)
}

func (j *Journal) write(line []byte) error {
	if j.size+int64(len(line)) >= maxJournal {
		return errJournalFull
	}
	written, err := j.file.Write(append(line, '\n'))
	if err != nil {
		return errors.Join(err, j.file.Truncate(j.size))
	}
	j.size += int64(written)
	return nil
}

// Sync implements Keeper.
func (j *Journal) Sync() error { return j.file.Sync() }

// Close closes the file.
func (j *Journal) Close() error { return errors.Join(j.file.Sync(), j.file.Close()) }

// ReadJournal reads a session's file. A last line that was cut off, by a full
// disk or a crash, is dropped; any other damage is an error that names the line.
func ReadJournal(in io.Reader) (Session, error) {
	s, _, err := readJournal(in)
	return s, err
}

// readJournal also returns the size of the file up to the end of the last whole
// record.
func readJournal(in io.Reader) (s Session, size int64, err error) {
	reader := bufio.NewReaderSize(in, 64<<10)
	first, err := readLine(reader)
	if err != nil || string(first) != journalSchema {
		return Session{}, 0, foreignSchema(first)
	}
	size = int64(len(first) + 1)
	var entries []Entry
	for number := 2; ; number++ {
		line, err := readLine(reader)
		if errors.Is(err, io.EOF) {
			return SessionOf(entries), size, nil
		}
		if err != nil {
			return Session{}, 0, fmt.Errorf("line %d: %w", number, err)
		}
		var entry Entry
		if err := json.Unmarshal(line, &entry); err != nil {
			return Session{}, 0, fmt.Errorf("line %d is damaged: %w", number, err)
		}
		if err := entry.whole(); err != nil {
			return Session{}, 0, fmt.Errorf("line %d is damaged: %w", number, err)
		}
		if entry.N != len(entries)+1 {
			return Session{}, 0, fmt.Errorf("line %d is entry %d, expected %d", number, entry.N, len(entries)+1)
		}
		entries = append(entries, entry)
		size += int64(len(line) + 1)
	}
}

// foreignSchema says what a file is whose first line is not ours: a session of
// another version, or none at all.
func foreignSchema(first []byte) error {
	var head struct {
		Schema string `json:"schema"`
	}
	if json.Unmarshal(first, &head) == nil && strings.HasPrefix(head.Schema, "unskew.journal/") {
		return fmt.Errorf("another version of unskew wrote it (%s): use that version for it", diagnostics.Clean(head.Schema, 40))
	}
	return errors.New("this is not a session of unskew")
}

// readLine returns a whole line without its end. A line with no end is dropped:
// it was never whole.
func readLine(reader *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := reader.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return bytes.TrimSuffix(line, []byte("\n")), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case len(line) > maxLine:
			return nil, errors.New("the line is too long")
		}
	}
}

// whole reports what an entry of its kind lacks.
func (e Entry) whole() error {
	lacks := false
	switch e.Kind {
	case Started:
		lacks = e.Start == nil
	case Answered:
		lacks = e.Answer == nil
	case Moved:
		lacks = e.Move == nil
	case Offered:
		lacks = e.Offer == nil
	case Applied:
		lacks = e.Run == nil
	case Observed, Ended, Skipped, Reopened, Quit:
	default:
		return fmt.Errorf("%q is not a kind of entry", diagnostics.Clean(string(e.Kind), 40))
	}
	switch {
	case lacks:
		return fmt.Errorf("a %s entry is incomplete", e.Kind)
	case e.N == 1 && e.Kind != Started:
		return errors.New("the beginning is missing")
	}
	return nil
}
