package tui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestExpandTabs: on a terminal tabs are expanded by the line discipline while
// the screen is up, and what was set before is set again afterwards.
func TestExpandTabs(t *testing.T) {
	terminal := openTerminal(t)
	before := tabs(t, terminal)
	if before == unix.TAB3 {
		t.Fatal("a new terminal expands tabs already: nothing can be seen")
	}
	restore := expandTabs(terminal)
	if got := tabs(t, terminal); got != unix.TAB3 {
		t.Errorf("tabs are %#x, want TAB3", got)
	}
	restore()
	if got := tabs(t, terminal); got != before {
		t.Errorf("tabs are %#x afterwards, were %#x", got, before)
	}
	expandTabs(strings.NewReader(""))() // no terminal: nothing to do
	expandTabs(nil)()
}

func tabs(t *testing.T, file *os.File) uint32 {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(file.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Oflag & unix.TABDLY
}

// openTerminal opens a pseudo terminal.
func openTerminal(t *testing.T) *os.File {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("this machine gives no pseudo terminal: %v", err)
	}
	t.Cleanup(func() { _ = master.Close() })
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetUint32(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = terminal.Close() })
	return terminal
}
