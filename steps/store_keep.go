package steps

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// ErrOpenElsewhere says that another program, or another window of this one, writes
// the session.
var ErrOpenElsewhere = errors.New("open in another window or program: close it there first")

// Reopen opens a kept session to go on with it.
func (st Store) Reopen(number int) (*Journal, Session, error) {
	return reopen(st.path(number), fmt.Sprintf("session %d", number))
}

// ReopenFile opens a session by its file to go on with it.
func ReopenFile(name string) (*Journal, Session, error) {
	return reopen(name, "session "+name)
}

// reopen locks a session's file, reads it, and cuts off a last line that was
// never whole: what is appended must not become its end.
func reopen(name, called string) (*Journal, Session, error) {
	if err := regular(name); err != nil {
		return nil, Session{}, fmt.Errorf("%s: %w", called, err)
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_APPEND, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Session{}, fmt.Errorf("%s is not there: unskew resume without a name takes the newest", called)
	}
	if err != nil {
		return nil, Session{}, fmt.Errorf("%s cannot be written (%w), so it cannot be gone on with: unskew report prints it, unskew begins a new one", called, reason(err))
	}
	journal, s, err := takeUp(file, name)
	if err != nil {
		_ = file.Close()
		return nil, Session{}, fmt.Errorf("%s: %w", called, err)
	}
	return journal, s, nil
}

func takeUp(file *os.File, name string) (*Journal, Session, error) {
	if err := lockFile(file); errors.Is(err, ErrOpenElsewhere) {
		return nil, Session{}, fmt.Errorf("it is %w", err)
	} else if err != nil {
		return nil, Session{}, fmt.Errorf("it cannot be locked against other programs (%w): copy the file to a local folder, and name it there", err)
	}
	// Between opening and locking, somebody may have removed it to make room.
	opened, err := file.Stat()
	if there, gone := os.Stat(name); err != nil || gone != nil || !os.SameFile(opened, there) {
		return nil, Session{}, errors.New("it was just removed: unskew begins a new one")
	}
	s, size, err := readJournal(file)
	if err != nil {
		return nil, Session{}, fmt.Errorf("%w; it cannot be gone on with: unskew begins a new one", err)
	}
	if s.Empty() {
		return nil, Session{}, errors.New("nothing is recorded in it: unskew begins a new one")
	}
	if opened.Size() > size {
		// By name: a file that is open for appending cannot be cut on Windows.
		if err := os.Truncate(name, size); err != nil {
			return nil, Session{}, fmt.Errorf("its last line is torn and cannot be cut off: %w", reason(err))
		}
	}
	return &Journal{file: file, size: size}, s, nil
}

// prune makes room: it removes the sessions with the lowest numbers, but none
// that is open, and one that waits for its clock to be corrected only where no
// other can go. One that cannot be removed stays: keeping too many harms nobody.
func (st Store) prune(numbers []int) {
	surplus := len(numbers) - keptSessions
	for _, waitingToo := range []bool{false, true} {
		for _, number := range numbers {
			if surplus <= 0 {
				return
			}
			if removeSession(st.path(number), waitingToo) {
				surplus--
			}
		}
	}
}

// removeSession removes a session's file unless it is open somewhere, or waits.
// It reports whether there is one less.
func removeSession(name string, waitingToo bool) bool {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return false // gone already, or not ours to remove
	}
	defer file.Close()
	if errors.Is(lockFile(file), ErrOpenElsewhere) {
		return false
	}
	if s, _, err := readJournal(file); err == nil && s.State() == StateWaiting && !waitingToo {
		return false
	}
	err = os.Remove(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		_ = file.Close() // Windows removes no open file
		err = os.Remove(name)
	}
	if err == nil {
		_ = os.Remove(strings.TrimSuffix(name, ".jsonl") + ReportSuffix)
	}
	return err == nil
}
