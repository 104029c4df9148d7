package timeservice

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"time"
)

// Host is how a host is looked at. What is nil is not there, and what it would
// have told is unknown.
type Host struct {
	OS   string // as runtime.GOOS has it: "windows", "darwin"; anything else is read as Linux
	Root fs.FS  // the host's files, as os.DirFS("/") has them; not of Windows

	SystemBus  func(context.Context) (net.Conn, error) // D-Bus
	Chrony     func(context.Context) (net.Conn, error) // chronyd's command port, datagrams
	NTPControl func(context.Context) (net.Conn, error) // mode 6 of ntpd and NTPsec, datagrams

	// Run starts a program by its full path and returns what it wrote to its
	// standard output, also where it failed. Only programs of the operating
	// system that show state and change none are asked for.
	Run func(ctx context.Context, argv ...string) ([]byte, error)
	// Registry is Windows' registry, and Control its service control manager.
	Registry Registry
	Control  func(service string) (Controlled, error)
	// SystemFolder is where Windows keeps its own programs: C:\Windows\System32.
	SystemFolder string
}

// Registry reads values below HKEY_LOCAL_MACHINE. The error for what is not
// there is fs.ErrNotExist, for what may not be read fs.ErrPermission.
type Registry interface {
	Text(key, name string) (string, error)   // REG_SZ
	Number(key, name string) (uint64, error) // REG_DWORD, REG_QWORD
}

// Controlled is what Windows' service control manager says of a service, in the
// numbers of winsvc.h: SERVICE_STATUS_PROCESS and QUERY_SERVICE_CONFIG.
type Controlled struct {
	State    uint32 // 1 stopped, 2 start pending, 3 stop pending, 4 running, 5 to 7 paused or on the way
	Start    uint32 // 0 boot, 1 system, 2 automatic, 3 manual, 4 disabled
	PID      uint32
	ExitCode uint32 // of the last run; 1077 is that it never ran
}

const (
	// patience is how long all services together have to answer. They are on this
	// very host: an answer takes a millisecond.
	patience = time.Second
	// commandPatience is the same where programs have to be started.
	commandPatience = 4 * time.Second
)

// errNoRun is for a host where nothing can be started.
var errNoRun = errors.New("there is no way to ask it")

// run starts a program that only reads, and returns its output as text.
func (h Host) run(ctx context.Context, argv ...string) (string, error) {
	if h.Run == nil {
		return "", errNoRun
	}
	raw, err := h.Run(ctx, argv...)
	return decoded(raw), err
}

// exitCode returns the exit status that an error of Run tells, -1 where it tells none.
func exitCode(err error) int {
	var exited interface{ ExitCode() int }
	if errors.As(err, &exited) {
		return exited.ExitCode()
	}
	return -1
}
