//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// forced is what stands before the program in the forced commands of docs/ssh.md.
const forced = `/usr/bin/env -u TMUX TERM="${TERM##*/}" `

// TestNothingBeforeMain shows why docs/ssh.md has env in the forced command: what
// comes with a terminal leads to a program (TMUX) and to a file (TERM) before the
// program's first line, because Lip Gloss looks at both. Behind env it leads to
// neither. In TMUX's place there is a tmux that writes a log, and TERM leads to a
// pipe, on which whoever opens it waits for ever. Should the library leave that, the
// page can too.
func TestNothingBeforeMain(t *testing.T) {
	kiosk := built + " --kiosk --ntp none --https none"
	for _, c := range []struct {
		name, command string
		tmux          int
	}{
		{"bare", built + " version", 1},
		{"behind env", forced + built + " version", 0},
		{"restricted, behind env", forced + kiosk, 0},
	} {
		w, folder := openTerminal(t, 80, 24), openFolder(t)
		log, pipe := filepath.Join(folder, "log"), filepath.Join(folder, "pipe")
		for name, text := range map[string]string{"tmux": "#!/bin/sh\necho \"$@\" >>" + log + "\n", "log": ""} {
			file := filepath.Join(folder, name)
			if err := errors.Join(os.WriteFile(file, []byte(text), 0o777), os.Chmod(file, 0o777)); err != nil {
				t.Fatal(err)
			}
		}
		if err := syscall.Mkfifo(pipe, 0o666); err != nil {
			t.Fatal(err)
		}
		w.enter("export TMUX=/nowhere,1,0 PATH=" + folder + ":$PATH")
		if c.tmux == 0 {
			w.enter("export TERM=../../../../.." + pipe)
		}
		w.enter(unprivileged() + c.command + "; echo status=$?")
		if strings.Contains(c.command, "--kiosk") {
			w.await("Where are you?")
			w.press("q")
			w.press("Enter")
		}
		w.await("status=0 ready>")
		if runs := strings.Count(readText(t, log), "info\n"); runs != c.tmux {
			t.Errorf("%s: tmux was run %d times, want %d", c.name, runs, c.tmux)
		}
	}
}

// unprivileged is what root puts in front of a command to run it as nobody.
func unprivileged() string {
	if os.Getuid() != 0 {
		return ""
	}
	return "setpriv --reuid 65534 --regid 65534 --clear-groups "
}

// TestKioskRefusesRoot: who has all rights is not restricted, and is told so.
func TestKioskRefusesRoot(t *testing.T) {
	for _, nobody := range []bool{false, true} {
		got := invocation{args: []string{"--kiosk", "--ntp", "none", "--https", "none"}, stdin: "q\n", nobody: nobody && os.Getuid() == 0}.run(t)
		if root := os.Getuid() == 0 && !nobody; !root {
			if got.status != 0 || !strings.Contains(got.stdout, "Where are you?") {
				t.Errorf("status %d, %s", got.status, fmt.Sprint(got.stdout, got.stderr))
			}
			continue
		}
		if got.status != 3 || got.stdout != "" {
			t.Errorf("root: status %d, %q", got.status, got.stdout)
		}
		checkOneLine(t, got.stderr, "does not run as root")
	}
}

// TestKioskRemedy: what a restricted session runs after a yes is the shown command,
// behind sudo -n, and nothing else: that is what sudoers has to name. In the room
// everything that could be run only writes a log.
func TestKioskRemedy(t *testing.T) {
	w := openApplyRoom(t, "unshare --user --map-user=1000 --map-group=1000 --keep-caps", "--kiosk")
	w.await("What was found, and what to do now", "f apply")
	w.press("f")
	checkStandIns(w, w.await("Type yes to have this run now: /usr/sbin/sudo -n /usr/sbin/systemctl", "enter answer"))
	w.write("yes; id")
	w.press("Enter")
	w.await("Nothing was run: the answer was not yes.", "f apply")
	w.press("f")
	checkStandIns(w, w.await("Type yes to have this run now", "enter answer"))
	w.write("yes")
	w.press("Enter")
	w.await("It ended well (exit status 0)", "f apply", "r measure now")
	w.press("q")
	w.await("status=0 ready>")
	if ran := strings.TrimSpace(w.read("log")); ran != "/usr/sbin/sudo -n /usr/sbin/systemctl enable --now chrony.service" {
		t.Errorf("run: %q", ran)
	}
}
