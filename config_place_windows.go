package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"
)

// administratorFile is the administrator's file where it is not the platform's:
// a packager sets it with -ldflags "-X main.administratorFile=...". No user can.
var administratorFile = ""

// administratorsPlace asks the system for the folder: the environment's
// ProgramData is the user's to set.
func administratorsPlace() string {
	if administratorFile != "" {
		return administratorFile
	}
	folder, err := windows.KnownFolderPath(windows.FOLDERID_ProgramData, windows.KF_FLAG_DEFAULT)
	if err != nil {
		folder = `C:\ProgramData`
	}
	return filepath.Join(folder, "unskew", "config.toml")
}

// Rights that let somebody read a file, or change it or who may change it.
const (
	readRights  = windows.FILE_READ_DATA | windows.GENERIC_READ | windows.GENERIC_ALL
	writeRights = windows.FILE_WRITE_DATA | windows.FILE_APPEND_DATA | windows.DELETE | windows.WRITE_DAC |
		windows.WRITE_OWNER | windows.GENERIC_WRITE | windows.GENERIC_ALL
)

// whoElse tells what others can do with a file: others than the system,
// administrators and the user who runs this program. What cannot be read of the
// file's security is taken to allow everything. Folders below ProgramData let
// every user add files, so the owner counts as well.
func whoElse(file *os.File, _ fs.FileInfo) access {
	all := access{read: true, write: true}
	security, err := windows.GetSecurityInfo(windows.Handle(file.Fd()), windows.SE_FILE_OBJECT,
		windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return all
	}
	owner, _, err := security.Owner()
	if err != nil || !trusted(owner) {
		return all
	}
	list, _, err := security.DACL()
	if err != nil || list == nil { // without a list everybody may do everything
		return all
	}
	var found access
	for i := range uint32(list.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if windows.GetAce(list, i, &entry) != nil {
			return all
		}
		const denied = 1 // ACCESS_DENIED_ACE_TYPE
		switch {
		case entry.Header.AceType == denied, entry.Header.AceFlags&windows.INHERIT_ONLY_ACE != 0:
			continue
		case entry.Header.AceType != windows.ACCESS_ALLOWED_ACE_TYPE:
			return all
		case trusted((*windows.SID)(unsafe.Pointer(&entry.SidStart))):
			continue
		}
		found.read = found.read || entry.Mask&readRights != 0
		found.write = found.write || entry.Mask&writeRights != 0
	}
	return found
}

// trusted reports whether somebody may change this host anyway, or runs this
// program.
func trusted(who *windows.SID) bool {
	if who.IsWellKnown(windows.WinLocalSystemSid) || who.IsWellKnown(windows.WinBuiltinAdministratorsSid) {
		return true
	}
	me, err := windows.GetCurrentProcessToken().GetTokenUser()
	return err == nil && windows.EqualSid(who, me.User.Sid)
}

const ownFile = "leave only administrators the right to change it, in its security settings"

const privateFile = "leave only yourself the right to read it, in the security settings of"
