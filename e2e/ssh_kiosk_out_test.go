//go:build e2e && linux

package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestKioskKeysThroughSSH tries to leave by keys: from the full screen and from
// plain mode, by the signals of a terminal, and by names of files. What they get to
// is the end of the connection, and never a shell.
func TestKioskKeysThroughSSH(t *testing.T) {
	r := restrict(t, false)
	for _, env := range []string{"TERM=xterm-256color", "TERM=dumb"} {
		w := openTerminal(t, 80, 24)
		w.enter("export " + env)
		r.connect(w, "")
		w.await("Where are you?")
		for _, key := range []string{"C-z", "C-\\", "C-o", "C-x", "C-v", "C-]", "C-_", "C-@", "F1", "F10", "M-x", "!", ":", "v", "Enter"} {
			w.press(key)
			pause()
		}
		if left := r.processes(); len(left) == 0 {
			t.Fatalf("%s: it is left:\n%s", env, w.screen())
		}
		if env == "TERM=dumb" {
			checkPlainExport(r, w)
			w.enter("q")
		} else {
			w.press("Escape")
			pause() // else it is the beginning of another key
			checkScreenExport(r, w)
			w.press("Escape")
			pause()
			w.press("C-c")
		}
		w.await("closed=0 ready>")
		for _, hidden := range []string{"far>", "goroutine", "canary", filepath.Join(r.place, "state")} {
			if strings.Contains(w.scrollback(), hidden) {
				t.Errorf("%s: %s is shown:\n%s", env, hidden, w.scrollback())
			}
		}
		r.checkNothingLeft()
	}
	reports, err := os.ReadDir(filepath.Join(r.place, "reports"))
	if err != nil || len(reports) != 2 {
		t.Errorf("%d reports, %v", len(reports), err)
	}
	for _, report := range reports {
		if !strings.HasPrefix(report.Name(), "unskew-") || !strings.HasSuffix(report.Name(), ".txt") {
			t.Errorf("a report is named %s", report.Name())
		}
	}
}

// checkScreenExport types a file's name where none is asked for.
func checkScreenExport(r restricted, w *terminal) {
	w.t.Helper()
	w.press("e")
	w.await("in the administrator's folder", "For whom is this report?")
	w.press("1")
	w.await("[our own support", "Nothing was measured yet.")
	for range 6 { // wherever the keys are, none takes a name
		w.press("Down")
		w.write("/tmp/unskew-out")
	}
	w.press("Enter")
	w.await("Written to " + r.place)
}

func checkPlainExport(r restricted, w *terminal) {
	w.t.Helper()
	w.enter("e")
	w.await("For whom")
	w.enter("1")
	w.await("In which form?")
	w.enter("/tmp/unskew-out")
	w.await("none of the forms")
	w.enter("1")
	w.enter("1") // in English
	w.await("Enter writes it into the administrator's folder")
	w.enter("/tmp/unskew-out")
	w.await("Written to " + r.place)
}

// TestKioskComesBackThroughSSH: a link that breaks in a restricted session, and the
// word that goes on with it.
func TestKioskComesBackThroughSSH(t *testing.T) {
	r := restrict(t, false)
	w := openTerminal(t, 80, 24)
	r.connect(w, "")
	w.await("Where are you?")
	w.press("Enter")
	w.await("What does this machine believe the time is?")
	if got := r.run("", "resume"); got.status != 3 || !strings.Contains(got.stderr, "session 1 is still open in another window") {
		t.Errorf("while it is open: status %d, %s", got.status, got.stderr)
	}
	kill(r.clientID(w))
	r.checkNothingLeft()
	w = openTerminal(t, 40, 12)
	r.connect(w, "resume")
	w.await("What does this machine believe")
	w.press("C-c")
	w.await("closed=0 ready>")
	r.checkNothingLeft()
}

// TestKioskIdleThroughSSH: who walks away is logged out, and told how to come back.
func TestKioskIdleThroughSSH(t *testing.T) {
	r := restrict(t, false, "--kiosk", "--kiosk --idle 12s")
	w := openTerminal(t, 80, 24)
	r.connect(w, "")
	w.await("Where are you?")
	w.await("Still there? Press a key to stay")
	w.await("Nobody touched a key for 12 s, so this session was left.", "closed=0 ready>", "resume")
	r.checkNothingLeft()
}

// TestKioskCopiesNothing: neither sftp nor scp, old or new, in either direction.
func TestKioskCopiesNothing(t *testing.T) {
	r := restrict(t, false)
	out := filepath.Join(openFolder(t), "out")
	there := r.user + "@127.0.0.1:"
	options := r.client()
	options = options[1 : len(options)-1]
	options = slices.DeleteFunc(options, func(word string) bool { return word == "-l" || word == "-p" || word == r.user || word == r.port })
	options = append(options, "-P", r.port)
	for name, words := range map[string][]string{
		"scp to it": {"scp", "/etc/hostname", there + out}, "scp -O to it": {"scp", "-O", "/etc/hostname", there + out},
		"scp from it": {"scp", there + "/etc/passwd", out}, "scp -O from it": {"scp", "-O", there + "/etc/passwd", out},
		"sftp": {"sftp", there + "/etc/passwd", out},
	} {
		args := append(slices.Clone(options), words[1:]...)
		said, err := command(t, tool(t, "", words[0]), args...)
		if err == nil || !strings.Contains(said, "check, report or resume") && !strings.Contains(said, "closed") {
			t.Errorf("%s: %v, %s", name, err, said)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: it was copied", name)
		}
	}
	r.checkNothingLeft()
}

// command runs a client to its end, which comes soon.
func command(t *testing.T, program string, args ...string) (said string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	client := exec.CommandContext(ctx, program, args...)
	client.Env = bareEnvironment(t)
	var both bytes.Buffer
	client.Stdout, client.Stderr = &both, &both
	err = client.Run()
	if ctx.Err() != nil {
		t.Errorf("%s %q goes on and on: %s", program, args, &both)
	}
	return both.String(), err
}

// TestKioskForwardsNothing: no port, socket, agent or display, by the server's
// configuration and by the options of a key.
func TestKioskForwardsNothing(t *testing.T) {
	for name, byKey := range map[string]bool{"sshd_config": false, "authorized_keys": true} {
		t.Run(name, func(t *testing.T) {
			r := restrict(t, byKey)
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			reached := make(chan struct{}, 1)
			go func() {
				if conn, err := listener.Accept(); err == nil {
					_ = conn.Close()
					reached <- struct{}{}
				}
			}()
			words := r.client("-W", listener.Addr().String())
			if said, err := command(t, words[0], words[1:]...); err == nil || !strings.Contains(said, "forwarding failed") {
				t.Errorf("forwarding to a port: %v, %s", err, said)
			}
			for _, option := range []string{"0:" + listener.Addr().String(), filepath.Join(r.place, "socket") + ":" + listener.Addr().String()} {
				words = r.client("-N", "-o", "ExitOnForwardFailure=yes", "-R", option)
				if said, err := command(t, words[0], words[1:]...); err == nil || !strings.Contains(said, "forwarding failed") {
					t.Errorf("forwarding from %s: %v, %s", option, err, said)
				}
			}
			select {
			case <-reached:
				t.Error("the port was reached")
			default:
			}
			w := openTerminal(t, 80, 24)
			r.connect(w, "", "-A", "-X")
			w.await("Where are you?")
			for _, entry := range r.environment() {
				if strings.HasPrefix(entry, "SSH_AUTH_SOCK=") || strings.HasPrefix(entry, "DISPLAY=") {
					t.Errorf("it was given %s", entry)
				}
			}
			w.press("q")
			w.await("closed=0 ready>")
		})
	}
}

// environment is what the program on the host was started with.
func (r restricted) environment() []string {
	r.t.Helper()
	for _, id := range r.processes() {
		if line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", id)); bytes.HasPrefix(line, []byte(built+"\x00")) {
			data, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", id))
			if err != nil {
				r.t.Fatal(err)
			}
			return strings.Split(strings.TrimRight(string(data), "\x00"), "\x00")
		}
	}
	r.t.Fatal("the program does not run there")
	return nil
}

// hostileEnvironment is what a person may send along.
func hostileEnvironment(folder string) []string {
	return []string{
		"TMUX=" + folder + "/socket,1,0", "XDG_CONFIG_HOME=" + folder, "XDG_STATE_HOME=" + folder, "UNSKEW_AEM_USER=canary", "UNSKEW_AEM_PASSWORD=canary",
		"HTTPS_PROXY=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9", "SSL_CERT_FILE=" + folder + "/ca", "GODEBUG=http2debug=2", "ENV=" + folder + "/rc", "BASH_ENV=" + folder + "/rc",
	}
}

// TestKioskEnvironmentThroughSSH: with the AcceptEnv of docs/ssh.md nothing of what
// is sent comes through but the language. Of what a careless one lets through TMUX is
// taken away before the program starts, and nothing of the rest is obeyed. TERM always
// comes through, but no folder that it names.
func TestKioskEnvironmentThroughSSH(t *testing.T) {
	for name, accepts := range map[string]string{"as documented": "AcceptEnv LANG LC_*", "careless": "AcceptEnv LANG LC_* TMUX XDG_* UNSKEW_* *_PROXY *_proxy SSL_* GODEBUG"} {
		t.Run(name, func(t *testing.T) {
			r := restrict(t, false, "AcceptEnv LANG LC_*", accepts)
			sent := hostileEnvironment(r.home)
			if err := os.Mkdir(filepath.Join(r.home, "unskew"), 0o777); err != nil {
				t.Fatal(err)
			}
			r.write("home/unskew/config.toml", "broken")
			w := openTerminal(t, 80, 24, append(sent, "LC_MESSAGES=fr_FR.UTF-8")...)
			var names []string
			for _, entry := range sent {
				variable, _, _ := strings.Cut(entry, "=")
				names = append(names, variable)
			}
			r.connect(w, "", "-o", "SendEnv="+strings.Join(names, " "))
			w.await("Where are you?")
			came := r.environment()
			if !slices.Contains(came, "LC_MESSAGES=fr_FR.UTF-8") {
				t.Errorf("the language did not come through: %q", came)
			}
			count := 0
			for _, entry := range sent {
				if slices.Contains(came, entry) {
					count++
				}
			}
			if want := map[string]int{"careless": 8}[name]; count != want || slices.Contains(came, sent[0]) {
				t.Errorf("%d of them came through, want %d: %q", count, want, came)
			}
			w.press("q")
			w.await("closed=0 ready>")
			if _, err := os.Stat(filepath.Join(r.home, "unskew", "session-000001.jsonl")); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the session was kept where the person wanted: %v", err)
			}
			if kept, err := filepath.Glob(filepath.Join(r.place, "state", "uid-*", "session-000001.jsonl")); err != nil || len(kept) != 1 {
				t.Errorf("kept are %q, %v", kept, err)
			}
		})
	}
}
