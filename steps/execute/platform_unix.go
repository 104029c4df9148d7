//go:build unix

package execute

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// systemFolders are where the system keeps its programs. /usr/local is left out:
// on many machines others than root may write there.
func systemFolders() []string { return []string{"/usr/sbin", "/usr/bin", "/sbin", "/bin"} }

func endings() []string { return []string{""} }

func runnable(info fs.FileInfo) bool { return info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0 }

func rootFolder() string { return "/" }

// environment is all that a command gets to know: English output that can be
// read in a report, and no questions.
func environment() []string {
	return []string{
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C", "LC_ALL=C", "TERM=dumb", "HOME=/",
		"DEBIAN_FRONTEND=noninteractive", "SYSTEMD_PAGER=", "SYSTEMD_COLORS=0",
	}
}

// asRoot returns what is put in front of a command so that root runs it.
func asRoot() ([]string, error) {
	if os.Geteuid() == 0 {
		return nil, nil
	}
	sudo, err := lookUp(rightsWords[0])
	if err != nil {
		return nil, errors.New("an administrator has to do this, and sudo is not installed: type the command as root")
	}
	return append([]string{sudo}, rightsWords[1:]...), nil
}

// group is a command's process group, whose leader it is: setpgid(2).
type group struct{ id int }

func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func holdGroup(process *os.Process) group { return group{process.Pid} }

func (group) release() {}

func (g group) terminate() error { return g.signal(syscall.SIGTERM) }

func (g group) kill() error { return g.signal(syscall.SIGKILL) }

func (g group) signal(number syscall.Signal) error {
	if err := syscall.Kill(-g.id, number); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}
