package execute

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/windows"
)

// systemFolders is where Windows keeps its programs.
func systemFolders() []string {
	folder, err := windows.GetSystemDirectory()
	if err != nil {
		return nil
	}
	return []string{folder}
}

func endings() []string { return []string{".exe"} }

func runnable(info fs.FileInfo) bool { return info.Mode().IsRegular() }

func rootFolder() string {
	for _, folder := range systemFolders() {
		return folder
	}
	return ""
}

// environment is all that a command gets to know: programs of Windows do not
// start without SystemRoot.
func environment() []string {
	system := rootFolder()
	return []string{"SystemRoot=" + filepath.Dir(system), "SystemDrive=" + filepath.VolumeName(system), "PATH=" + system}
}

// asRoot returns nothing to put in front: Windows gives a program its rights
// when it is started.
func asRoot() ([]string, error) {
	if windows.GetCurrentProcessToken().IsElevated() {
		return nil, nil
	}
	return nil, errors.New("an administrator has to do this: type the command in a window that was opened with \"Run as administrator\"")
}

// group is a job object, which holds a command and all that it starts. What it
// starts before it is put there is missed.
type group struct {
	job     windows.Handle
	process *os.Process
}

func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP, HideWindow: true}
}

func holdGroup(process *os.Process) group {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return group{process: process}
	}
	handle, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(process.Pid))
	if err == nil {
		err = windows.AssignProcessToJobObject(job, handle)
		_ = windows.CloseHandle(handle)
	}
	if err != nil {
		_ = windows.CloseHandle(job)
		return group{process: process}
	}
	return group{job, process}
}

func (g group) release() {
	if g.job != 0 {
		_ = windows.CloseHandle(g.job)
	}
}

// terminate does nothing: a program without a window cannot be asked to stop.
func (group) terminate() error { return nil }

func (g group) kill() error {
	if g.job == 0 {
		return g.process.Kill()
	}
	return windows.TerminateJobObject(g.job, 1)
}
