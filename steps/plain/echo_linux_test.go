package plain

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestHideTyping: a terminal does not show what is typed until it is restored.
func TestHideTyping(t *testing.T) {
	terminal := openTerminal(t)
	if !echoes(t, terminal) {
		t.Fatal("a new terminal shows nothing already")
	}
	restore := hideTyping(terminal)
	if echoes(t, terminal) {
		t.Error("what is typed is shown")
	}
	restore()
	if !echoes(t, terminal) {
		t.Error("what is typed stays hidden afterwards")
	}
	hideTyping(strings.NewReader(""))() // no terminal: nothing to do
}

func echoes(t *testing.T, file *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(file.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
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
