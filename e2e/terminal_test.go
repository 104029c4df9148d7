//go:build e2e && unix

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// patience is how long a screen may take to show what is awaited. A page with
// work behind it needs about two seconds; a busy machine needs more.
const patience = 30 * time.Second

// terminal is a real terminal with a shell in it, drawn by a tmux server of its
// own.
type terminal struct {
	t      testing.TB
	tmux   string
	folder string // for files of the test; the shell's working folder
	socket string
	raw    string // every byte that was written to the terminal
}

// openTerminal opens a terminal of the given size. env is added to the shell's
// environment.
func openTerminal(t testing.TB, width, height int, env ...string) *terminal {
	t.Helper()
	// The name of a socket may have about 100 bytes, and t.TempDir's is longer.
	short, err := os.MkdirTemp("", "e2e-")
	if err != nil {
		t.Fatal(err)
	}
	w := &terminal{
		t: t, tmux: tool(t, "", "tmux"), folder: t.TempDir(),
		socket: filepath.Join(short, "tmux"), raw: filepath.Join(short, "raw"),
	}
	shell := []string{"env", "-i"}
	shell = append(shell, bareEnvironment(t)...)
	shell = append(shell, "TERM=tmux-256color", "PS1=ready> ")
	shell = append(shell, env...)
	shell = append(shell, "sh", "-i")
	args := append([]string{
		"-f", "/dev/null", "new-session", "-d", "-x", strconv.Itoa(width), "-y", strconv.Itoa(height), "-c", w.folder,
	}, shell...)
	w.do(args...)
	t.Cleanup(func() {
		_ = w.command("kill-server").Run()
		_ = os.RemoveAll(short)
	})
	w.do("pipe-pane", "cat >"+w.raw)
	w.await("ready>")
	return w
}

func (w *terminal) command(args ...string) *exec.Cmd {
	command := exec.Command(w.tmux, append([]string{"-S", w.socket}, args...)...)
	command.Env = append(os.Environ(), "TMUX=", "LANG=C.UTF-8")
	return command
}

// do gives tmux an order, and returns what it answers.
func (w *terminal) do(args ...string) string {
	w.t.Helper()
	answer, err := w.command(args...).CombinedOutput()
	if err != nil {
		w.t.Fatalf("tmux %s: %v: %s", args[0], err, answer)
	}
	return string(answer)
}

// press presses keys, by tmux's names for them.
func (w *terminal) press(keys ...string) {
	w.t.Helper()
	w.do(append([]string{"send-keys"}, keys...)...)
}

// write types text.
func (w *terminal) write(text string) {
	w.t.Helper()
	w.do("send-keys", "-l", text)
}

// enter types a line for the shell.
func (w *terminal) enter(line string) {
	w.t.Helper()
	w.write(line)
	w.press("Enter")
}

// start runs the program in the shell. Its process id goes into a file, its exit
// status onto the screen.
func (w *terminal) start(args ...string) {
	w.t.Helper()
	w.enter("stty -g >modes-before")
	w.enter(fmt.Sprintf("sh -c 'echo $$ >pid; exec %s %s'; echo status=$?", built, strings.Join(args, " ")))
}

// pid is the process id of the program that was started.
func (w *terminal) pid() int {
	w.t.Helper()
	id, err := strconv.Atoi(strings.TrimSpace(w.read("pid")))
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// read reads a file of the shell's folder.
func (w *terminal) read(name string) string {
	w.t.Helper()
	text, err := os.ReadFile(filepath.Join(w.folder, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// screen is what the terminal shows.
func (w *terminal) screen() string {
	w.t.Helper()
	return w.do("capture-pane", "-p")
}

// scrollback is what the terminal has shown, with lines that it broke joined.
func (w *terminal) scrollback() string {
	w.t.Helper()
	return w.do("capture-pane", "-p", "-J", "-S", "-")
}

// bytes is all that was written to the terminal.
func (w *terminal) bytes() string {
	w.t.Helper()
	raw, err := os.ReadFile(w.raw)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(raw)
}

// await waits until the screen shows all the texts, and returns it. Line breaks
// count as spaces, because they depend on the width.
func (w *terminal) await(texts ...string) string {
	w.t.Helper()
	for limit := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		screen := w.screen()
		missing := absent(screen, texts)
		if missing == "" {
			return screen
		}
		if time.Now().After(limit) {
			w.t.Fatalf("after %s the screen does not show %q:\n%s", patience, missing, screen)
		}
	}
}

// absent returns the first of the texts that a screen does not show.
func absent(screen string, texts []string) string {
	flat := flatten(screen)
	for _, text := range texts {
		if !strings.Contains(flat, text) {
			return text
		}
	}
	return ""
}

// pause is longer than the program takes from a key to its frame.
func pause() { time.Sleep(150 * time.Millisecond) }

// withoutDigits blanks the digits of a screen, because its clocks tick.
func withoutDigits(screen string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, screen)
}

// flatten turns every run of white space into one space.
func flatten(text string) string { return strings.Join(strings.Fields(text), " ") }

// checkLeft waits for the program's end with the status, and checks that the
// terminal is as it was.
func (w *terminal) checkLeft(status int) {
	w.t.Helper()
	w.await(fmt.Sprintf("status=%d ready>", status))
	w.checkCalm()
	w.enter("stty -g >modes-after; echo modes kept")
	w.await("modes kept ready>")
	if before, after := w.read("modes-before"), w.read("modes-after"); before != after {
		w.t.Errorf("the terminal's modes were %s, and are %s after the program", before, after)
	}
}

// checkCalm checks that the terminal shows its main screen and its cursor.
func (w *terminal) checkCalm() {
	w.t.Helper()
	if got := strings.TrimSpace(w.do("display-message", "-p", "alternate #{alternate_on}, cursor #{cursor_flag}, mouse #{mouse_any_flag}")); got != "alternate 0, cursor 1, mouse 0" {
		w.t.Errorf("the terminal was left with %s", got)
	}
}
