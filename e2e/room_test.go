//go:build e2e && linux

package e2e

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A room is a host of its own for one test: namespaces with a loopback network,
// processes and files that nobody else sees. What runs there listens on its usual
// ports, reads and writes its usual files, and is gone with the room, whatever
// becomes of the test. Nothing in it can set a clock: neither the room nor what is
// started in it has the capability to, and before anything is started that is
// read from the kernel.
//
// A namespace is entered when a process starts, so the test runs itself again.
const (
	roomName    = "UNSKEW_E2E_ROOM"    // set inside: the name of the test
	roomOutside = "UNSKEW_E2E_OUTSIDE" // the namespaces outside
	roomProgram = "UNSKEW_E2E_PROGRAM" // the built program
)

// roomLimit ends a room that hangs.
const roomLimit = 2 * time.Minute

const noRoom = "a private host for this test cannot be made"

// needsRoom is said where no room can be made.
const needsRoom = noRoom + `: %v.
It needs root, and a kernel that lets root make namespaces (network, mount, PID, cgroup).
In a container: start it with --privileged, or run the tests on the machine itself.`

// namespaces are those that a room has of its own.
func namespaces() []string { return []string{"net", "mnt", "pid", "cgroup"} }

// inRoom runs body in a room of its own, beside other rooms.
func inRoom(t *testing.T, body func(r *room)) {
	t.Helper()
	if os.Getenv(roomName) != "" {
		body(enterRoom(t))
		return
	}
	t.Parallel()
	if os.Getuid() != 0 {
		t.Fatalf(needsRoom, "this is not root")
	}
	// With a user namespace on top, not even root's name counts for the clock.
	said, err := runRoom(t, true)
	if err != nil && (said == "" || strings.Contains(said, noRoom)) {
		said, err = runRoom(t, false)
	}
	switch {
	case err != nil && said == "":
		t.Fatalf(needsRoom, err)
	case err != nil:
		t.Fatalf("in its room: %v\n%s", err, said)
	case !strings.Contains(said, "--- PASS: "+t.Name()+" (") || strings.Contains(said, "--- SKIP"):
		t.Fatalf("the test did not run in its room:\n%s", said)
	}
}

// runRoom runs the test once more, inside. What it says is empty where there is
// no inside.
func runRoom(t *testing.T, userNamespace bool) (said string, err error) {
	t.Helper()
	setpriv := tool(t, "", "setpriv", "/usr/bin/setpriv")
	ctx, cancel := context.WithTimeout(t.Context(), roomLimit)
	defer cancel()
	command := exec.CommandContext(ctx, setpriv, "--bounding-set=-sys_time", "--inh-caps=-sys_time",
		os.Args[0], "-test.run="+exactly(t.Name()), "-test.v", "-test.count=1")
	command.Env = append(os.Environ(), roomName+"="+t.Name(), roomProgram+"="+built, roomOutside+"="+strings.Join(namespaceLinks(t), " "))
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWCGROUP,
		Pdeathsig:  syscall.SIGKILL,
	}
	if userNamespace {
		command.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		command.SysProcAttr.UidMappings = sameIDs(t, "/proc/self/uid_map")
		command.SysProcAttr.GidMappings = sameIDs(t, "/proc/self/gid_map")
		command.SysProcAttr.GidMappingsEnableSetgroups = true
	}
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	command.WaitDelay = time.Second
	// The first process of the room is killed with the thread that started it,
	// and all others with the first.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err = command.Run()
	return output.String(), err
}

// exactly is the pattern of -test.run for one test and nothing else.
func exactly(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	return strings.Join(parts, "/")
}

// namespaceLinks identifies the namespaces of this process.
func namespaceLinks(t *testing.T) []string {
	t.Helper()
	var links []string
	for _, name := range namespaces() {
		link, err := os.Readlink("/proc/self/ns/" + name)
		if err != nil {
			t.Fatal(err)
		}
		links = append(links, link)
	}
	return links
}

// sameIDs maps every user or group number that there is to itself
// (user_namespaces(7)).
func sameIDs(t *testing.T, file string) []syscall.SysProcIDMap {
	t.Helper()
	var maps []syscall.SysProcIDMap
	for _, line := range strings.Split(strings.TrimSpace(readText(t, file)), "\n") {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			t.Fatalf("%s has the line %q", file, line)
		}
		first, size := number(t, fields[0]), number(t, fields[2])
		maps = append(maps, syscall.SysProcIDMap{ContainerID: first, HostID: first, Size: size})
	}
	return maps
}
