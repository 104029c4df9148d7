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
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// sshHost is a machine that is reached by ssh: a real OpenSSH server on loopback,
// with its own port, keys, configuration and user. Started by root, it has files of
// its own where it must (users, login records), and the user is an ordinary one;
// started by anybody else, the user is that one, because nobody else can log in.
type sshHost struct {
	t      testing.TB
	server *server
	folder string // its keys and configuration; the user cannot write there
	user   string
	home   string // of the user
	port   string
}

// visitor is who logs in at a server that root has started.
const (
	visitor   = "desk"
	visitorID = 42042
)

// startSSH starts a server. config is added to its configuration, at the end, where
// also a Match block may stand.
func startSSH(t testing.TB, config ...string) *sshHost {
	t.Helper()
	h := &sshHost{t: t, port: freePort(t, "tcp"), folder: openFolder(t)}
	h.home = filepath.Join(h.folder, "home")
	if err := os.Mkdir(h.home, 0o700); err != nil {
		t.Fatal(err)
	}
	h.write("home/.profile", "PS1='far> '\ncd\n")
	for _, name := range []string{"hostkey", "userkey"} {
		keygen(t, filepath.Join(h.folder, name))
	}
	h.write("known", "[127.0.0.1]:"+h.port+" "+h.text("hostkey.pub"))
	h.authorize("")
	h.findUser()
	h.write("config", strings.Join(append(h.settings(), config...), "\n")+"\n")
	program, args := h.commandLine(tool(t, "UNSKEW_E2E_SSHD", "/usr/sbin/sshd"))
	h.server = startServer(t, "", program, args...)
	t.Cleanup(h.end) // before startServer's own
	h.server.awaitStart(t, func() error {
		conn, err := net.DialTimeout("tcp", "127.0.0.1:"+h.port, time.Second)
		return errors.Join(err, closed(conn))
	})
	return h
}

// openFolder is a folder of the test that other users can look into: those of
// t.TempDir are closed to them.
func openFolder(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "unskew-ssh-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}

func keygen(t testing.TB, file string) {
	t.Helper()
	command := exec.Command(tool(t, "", "ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file)
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v: %s", err, said)
	}
}

// write writes a file that everybody may read into the host's folder.
func (h *sshHost) write(name, text string) {
	h.t.Helper()
	if err := os.WriteFile(filepath.Join(h.folder, name), []byte(text), 0o644); err != nil {
		h.t.Fatal(err)
	}
}

func (h *sshHost) text(name string) string {
	h.t.Helper()
	return readText(h.t, filepath.Join(h.folder, name))
}

// authorize lets the user's key in, with options as authorized_keys has them
// (sshd(8): command="...",restrict,pty). It counts from the next login.
func (h *sshHost) authorize(options string) {
	h.t.Helper()
	h.write("authorized", strings.TrimSpace(options+" "+h.text("userkey.pub"))+"\n")
}

// findUser chooses who logs in, and writes the table of users that a server of
// root's has for itself.
func (h *sshHost) findUser() {
	h.t.Helper()
	me, err := user.Current()
	if err != nil {
		h.t.Fatal(err)
	}
	h.user = me.Username
	if os.Getuid() != 0 {
		return
	}
	h.user = visitor
	if err := os.Chown(h.home, visitorID, visitorID); err != nil {
		h.t.Fatal(err)
	}
	h.write("passwd", "root:x:0:0:root:/root:/bin/sh\n"+
		"sshd:*:42041:42041::/run/sshd:/usr/sbin/nologin\n"+
		fmt.Sprintf("%s:*:%d:%d::%s:/bin/bash\n", visitor, visitorID, visitorID, h.home))
	h.write("group", fmt.Sprintf("root:x:0:\ntty:x:5:\nsshd:x:42041:\n%s:x:%d:\n", visitor, visitorID))
}

func (h *sshHost) settings() []string {
	settings := []string{
		"ListenAddress 127.0.0.1:" + h.port, "HostKey " + filepath.Join(h.folder, "hostkey"), "PidFile none",
		"AuthorizedKeysFile " + filepath.Join(h.folder, "authorized"), "AuthenticationMethods publickey",
		"StrictModes no", "UsePAM no", "UseDNS no", "PrintMotd no", "PrintLastLog no", "LogLevel VERBOSE",
		"AcceptEnv LANG LC_* NO_COLOR",
	}
	if os.Getuid() != 0 { // the table of users is not ours
		settings = append(settings, "SetEnv HOME="+h.home)
	}
	return settings
}

// commandLine is what starts the server. Root's has its own table of users, and
// records no login in this machine's files. Nothing in it can set a clock.
func (h *sshHost) commandLine(program string) (string, []string) {
	serve := []string{program, "-D", "-e", "-f", filepath.Join(h.folder, "config")}
	if os.Getuid() != 0 {
		return serve[0], serve[1:]
	}
	const furnish = `set -e
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/group" /etc/group
mount -t tmpfs -o mode=755 run /run
mount -t tmpfs -o mode=755 log /var/log
mkdir -m 755 /run/sshd
shift
exec "$@"`
	args := []string{"--bounding-set=-sys_time", "--inh-caps=-sys_time", "unshare", "--mount", "sh", "-c", furnish, "sh", h.folder}
	return tool(h.t, "", "setpriv"), append(args, serve...)
}

// end ends the server and whatever its users left running.
func (h *sshHost) end() {
	kill(append(h.connections(), h.processes()...)...)
}

// client is the command line of an ssh client with options, up to and with the
// host's name. It asks nothing and reads no configuration.
func (h *sshHost) client(options ...string) []string {
	words := []string{tool(h.t, "", "ssh"), "-F", "/dev/null", "-p", h.port, "-l", h.user, "-i", filepath.Join(h.folder, "userkey")}
	for _, option := range []string{
		"UserKnownHostsFile=" + filepath.Join(h.folder, "known"), "GlobalKnownHostsFile=/dev/null", "StrictHostKeyChecking=yes",
		"IdentitiesOnly=yes", "IdentityAgent=none", "BatchMode=yes", "SendEnv=LANG LC_* NO_COLOR", "LogLevel=ERROR",
	} {
		words = append(words, "-o", option)
	}
	return append(append(words, options...), "127.0.0.1")
}

// run runs a command on the host, without a terminal there.
func (h *sshHost) run(stdin string, command string, env ...string) outcome {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), runLimit)
	defer cancel()
	words := append(h.client("-T"), command)
	client := exec.CommandContext(ctx, words[0], words[1:]...)
	client.Env = append(bareEnvironment(h.t), env...)
	client.Stdin = strings.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	client.Stdout, client.Stderr = &stdout, &stderr
	err := client.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		h.t.Fatalf("ssh %s: %v; it had said:\n%s%s", command, err, &stdout, &stderr)
	}
	return outcome{stdout: stdout.String(), stderr: stderr.String(), status: client.ProcessState.ExitCode()}
}

// login opens a shell on the host in a terminal here. The client's process id goes
// into the terminal's file "client", its exit status onto the screen.
func (h *sshHost) login(w *terminal, options ...string) {
	h.t.Helper()
	h.connect(w, "", options...)
	w.await("far>")
}

// connect runs a command on the host in a terminal here, with a terminal there;
// without a command what the host runs for this user.
func (h *sshHost) connect(w *terminal, command string, options ...string) {
	h.t.Helper()
	words := append(h.client(append([]string{"-t"}, options...)...), command)
	for i, word := range words {
		words[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	if command == "" {
		words = words[:len(words)-1]
	}
	script := filepath.Join(w.folder, "connect")
	text := "echo $$ >client\nexec " + strings.Join(words, " ") + "\n"
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	w.enter("clear; sh ./connect; echo closed=$?")
}

// start runs the program in a shell that login has opened. Its process id goes into
// a file in the user's home, its exit status onto the screen.
func (h *sshHost) start(w *terminal, args ...string) {
	h.t.Helper()
	w.enter("stty -g >modes-before")
	w.enter(fmt.Sprintf("sh -c 'echo $$ >pid; exec %s %s'; echo status=$?", built, strings.Join(args, " ")))
}

// read reads a file of the user's home.
func (h *sshHost) read(name string) string {
	h.t.Helper()
	return readText(h.t, filepath.Join(h.home, name))
}

// pid is the process id of the program that start has started.
func (h *sshHost) pid() int {
	h.t.Helper()
	return number(h.t, strings.TrimSpace(h.read("pid")))
}

// clientID is the process id of the terminal's ssh client.
func (h *sshHost) clientID(w *terminal) int {
	h.t.Helper()
	return number(h.t, strings.TrimSpace(w.read("client")))
}

// processes are the ids of all that users of the host run: sshd tells each its
// connection, whose last word is the port.
func (h *sshHost) processes() []int {
	var ids []int
	for _, id := range allProcesses() {
		environment, _ := os.ReadFile(fmt.Sprintf("/proc/%d/environ", id)) // empty when it is gone
		for _, variable := range strings.Split(string(environment), "\x00") {
			if strings.HasPrefix(variable, "SSH_CONNECTION=") && strings.HasSuffix(variable, " 127.0.0.1 "+h.port) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// connections are the ids of the server's own processes, one or two a connection,
// children after their parents.
func (h *sshHost) connections() []int {
	family := []int{h.server.pid}
	for range 3 {
		for _, id := range allProcesses() {
			if parent, name := parentOf(id); name == "sshd" && slices.Contains(family, parent) && !slices.Contains(family, id) {
				family = append(family, id)
			}
		}
	}
	return family[1:]
}

// parentOf reads a process's parent and name (proc(5), stat).
func parentOf(id int) (parent int, name string) {
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", id))
	_, rest, _ := strings.Cut(string(stat), "(")
	end := strings.LastIndex(rest, ")")
	if end < 0 {
		return 0, ""
	}
	fields := strings.Fields(rest[end+1:])
	if len(fields) < 2 {
		return 0, ""
	}
	parent, _ = strconv.Atoi(fields[1])
	return parent, rest[:end]
}

func allProcesses() []int {
	entries, _ := os.ReadDir("/proc")
	var ids []int
	for _, entry := range entries {
		if id, err := strconv.Atoi(entry.Name()); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// kill ends processes of the test at once, by their ids.
func kill(ids ...int) {
	for _, id := range ids {
		if process, err := os.FindProcess(id); err == nil {
			_ = process.Kill()
		}
	}
}

// checkNothingLeft waits until the host's users run nothing more.
func (h *sshHost) checkNothingLeft() {
	h.t.Helper()
	const within = 10 * time.Second
	for limit := time.Now().Add(within); ; pause() {
		left := h.processes()
		if len(left) == 0 {
			return
		}
		if time.Now().After(limit) {
			var named []string
			for _, id := range left {
				line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", id))
				named = append(named, fmt.Sprintf("%d %q", id, line))
			}
			h.t.Fatalf("%s later the host still runs %s", within, strings.Join(named, ", "))
		}
	}
}
