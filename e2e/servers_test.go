//go:build e2e && unix

package e2e

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/beevik/ntp"
)

// startLimit is how long a server may take to start.
const startLimit = 15 * time.Second

// server is one of the servers that this project did not write.
type server struct {
	name   string
	pid    int
	stdout *bufio.Reader
	said   *transcript
	gone   chan struct{} // closed when it has ended
}

// transcript keeps what a server says, for the message of a failing test.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *transcript) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *transcript) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// startServer starts a server whose clock is wrong by shift, in faketime's words
// ("+2d"; "" is right), and ends it with the test. Its library shifts that process
// only. It is loaded directly: the program of that name keeps a named semaphore,
// which stays behind when its group is killed and is then in the way of the next
// process with the same number.
func startServer(t testing.TB, shift, name string, args ...string) *server {
	t.Helper()
	command := exec.Command(name, args...)
	// Time-outs inside the server follow the monotonic clock, which is right.
	command.Env = append(os.Environ(), "FAKETIME_DONT_FAKE_MONOTONIC=1", "LC_ALL=C")
	if shift != "" {
		command.Env = append(command.Env, "LD_PRELOAD="+faketimeLibrary(t), "FAKETIME="+shift)
	}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	s := &server{name: filepath.Base(name), said: &transcript{}, gone: make(chan struct{})}
	output, stdout := io.Pipe()
	s.stdout = bufio.NewReader(output)
	command.Stdout, command.Stderr = stdout, s.said
	// A grandchild must not keep the pipes, and with them the test, open.
	command.WaitDelay = time.Second
	if err := command.Start(); err != nil {
		t.Fatalf("%s does not start: %v", s.name, err)
	}
	s.pid = command.Process.Pid
	go func() {
		_ = command.Wait()
		_ = stdout.Close()
		close(s.gone)
	}()
	t.Cleanup(func() {
		_ = output.Close()
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
		<-s.gone
		if t.Failed() {
			t.Logf("%s said:\n%s", s.name, s.said)
		}
	})
	return s
}

// faketimeLibrary finds the library, wherever the distribution puts it.
func faketimeLibrary(t testing.TB) string {
	t.Helper()
	for _, pattern := range []string{"/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib*/faketime/libfaketime.so.1"} {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return found[0]
		}
	}
	t.Fatal("libfaketime is not there, which this test needs: install faketime")
	return ""
}

// awaitStart waits until ready reports that the server answers.
func (s *server) awaitStart(t testing.TB, ready func() error) {
	t.Helper()
	s.await(t, startLimit, ready)
}

// await waits until ready reports that the server has come as far as that.
func (s *server) await(t testing.TB, limit time.Duration, ready func() error) {
	t.Helper()
	for end := time.Now().Add(limit); ; {
		err := ready()
		if err == nil {
			return
		}
		select {
		case <-s.gone:
			t.Fatalf("%s ended:\n%s", s.name, s.said)
		case <-time.After(50 * time.Millisecond):
		}
		if time.Now().After(end) {
			t.Fatalf("%s did not get ready within %s: %v\n%s", s.name, limit, err, s.said)
		}
	}
}

// chronyd starts chrony's server on loopback and returns its address. Without
// its -x it would set this machine's clock. One that is not synchronised has no
// source of time, and says so in its answers.
func chronyd(t testing.TB, shift string, synchronised bool) string {
	t.Helper()
	folder, port := t.TempDir(), freePort(t, "udp")
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{
		"port " + port, "bindaddress 127.0.0.1", "allow 127.0.0.0/8",
		"cmdport 0", "bindcmdaddress /", "pidfile " + filepath.Join(folder, "pid"), "user " + me.Username,
	}
	if synchronised {
		lines = append(lines, "local stratum 5")
	}
	config := writeFile(t, "chrony.conf", strings.Join(lines, "\n")+"\n")
	args := []string{"-x", "-d", "-f", config}
	if os.Getuid() != 0 {
		args = append(args, "-U")
	}
	s := startServer(t, shift, tool(t, "UNSKEW_E2E_CHRONYD", "chronyd", "/usr/sbin/chronyd"), args...)
	address := "127.0.0.1:" + port
	s.awaitStart(t, func() error {
		_, err := ntp.QueryWithOptions(address, ntp.QueryOptions{Timeout: 300 * time.Millisecond})
		return err
	})
	return address
}

// python starts one of the scripts of testdata, and returns the port that it
// prints first.
func python(t *testing.T, shift, script string, args ...string) string {
	t.Helper()
	return pythonServer(t, shift, script, args...).port(t)
}

func pythonServer(t *testing.T, shift, script string, args ...string) *server {
	t.Helper()
	interpreter := tool(t, "UNSKEW_E2E_PYTHON", "/usr/bin/python3", "python3")
	return startServer(t, shift, interpreter, append([]string{filepath.Join("testdata", script)}, args...)...)
}

// oidcProvider starts the provider of the folder oidc-provider. Its packages are
// where the environment says, or beside it.
func oidcProvider(t *testing.T, shift string, args ...string) *server {
	t.Helper()
	folder := os.Getenv("UNSKEW_E2E_OIDC_PROVIDER")
	if folder == "" {
		folder = "oidc-provider"
	}
	if _, err := os.Stat(filepath.Join(folder, "node_modules")); err != nil {
		t.Fatal("oidc-provider is not there, which this test needs: run npm ci --ignore-scripts in a copy of e2e/oidc-provider, and name that in UNSKEW_E2E_OIDC_PROVIDER")
	}
	return startServer(t, shift, tool(t, "UNSKEW_E2E_NODE", "node", "nodejs"), append([]string{filepath.Join(folder, "server.mjs")}, args...)...)
}

// port is what a server prints first.
func (s *server) port(t *testing.T) string {
	t.Helper()
	type answer struct {
		line string
		err  error
	}
	first := make(chan answer, 1)
	go func() {
		line, err := s.stdout.ReadString('\n')
		first <- answer{line, err}
	}()
	select {
	case got := <-first:
		port := strings.TrimSpace(got.line)
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			t.Fatalf("%s printed %q (%v) instead of its port:\n%s", s.name, got.line, got.err, s.said)
		}
		return port
	case <-time.After(startLimit):
		t.Fatalf("%s did not print its port within %s:\n%s", s.name, startLimit, s.said)
	}
	return ""
}

// tinyproxy starts a proxy and returns its URL.
func tinyproxy(t *testing.T) string {
	t.Helper()
	port := freePort(t, "tcp")
	config := writeFile(t, "tinyproxy.conf", fmt.Sprintf("Port %s\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 30\nMaxClients 20\n", port))
	s := startServer(t, "", tool(t, "UNSKEW_E2E_TINYPROXY", "tinyproxy", "/usr/bin/tinyproxy"), "-d", "-c", config)
	s.awaitStart(t, func() error {
		conn, err := net.DialTimeout("tcp", "127.0.0.1:"+port, time.Second)
		return errors.Join(err, closed(conn))
	})
	return "http://127.0.0.1:" + port
}

func closed(conn net.Conn) error {
	if conn == nil {
		return nil
	}
	return conn.Close()
}

// freePort returns a port of loopback that nothing listens on. Ports that were
// given out once are not given out again soon, so it stays free for a while.
func freePort(t testing.TB, network string) string {
	t.Helper()
	var address net.Addr
	switch network {
	case "udp":
		conn, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		address = conn.LocalAddr()
	default:
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		address = listener.Addr()
	}
	_, port, err := net.SplitHostPort(address.String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// writeFile writes a file into a folder of the test and returns its name.
func writeFile(t testing.TB, name, text string) string {
	t.Helper()
	full := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return full
}
