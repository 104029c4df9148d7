package execute

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Vet tells why a command is never run, whoever asks for it. It reads no file.
func Vet(argv []string) error {
	if len(argv) == 0 || argv[0] == "" {
		return errors.New("there is no command to run: a person has to do this")
	}
	for _, word := range argv {
		switch {
		case !utf8.ValidString(word) || strings.ContainsFunc(word, unprintable):
			return errors.New("the command holds control characters: type it yourself")
		case placeholder(word):
			return fmt.Errorf("%q stands for something that only you know: type the command yourself", word)
		}
	}
	name := programName(argv[0])
	switch {
	case slices.Contains(shells(), name):
		return fmt.Errorf("%s runs other commands, which cannot be shown: type it yourself", name)
	case slices.Contains(raisers(), name):
		return fmt.Errorf("%s is put in front where it is needed, and is no part of a command", name)
	case strings.ContainsAny(argv[0], `/\`) && (!filepath.IsAbs(argv[0]) || filepath.Clean(argv[0]) != argv[0]):
		return fmt.Errorf("%s is not a full name: a program that depends on the current folder is not run", argv[0])
	}
	return nil
}

// vetPrepared tells why a prepared command is not run: the program itself has to
// pass, behind what gives it its rights.
func vetPrepared(argv []string) error {
	if len(argv) > len(rightsWords) && programName(argv[0]) == "sudo" && slices.Equal(argv[1:len(rightsWords)], rightsWords[1:]) {
		argv = argv[len(rightsWords):]
	}
	if err := Vet(argv); err != nil {
		return err
	}
	if !filepath.IsAbs(argv[0]) {
		return fmt.Errorf("%s was not looked up", argv[0])
	}
	return nil
}

// rightsWords are what is put in front of a command that needs an
// administrator. sudo(8): -n never asks, and fails instead.
var rightsWords = [...]string{"sudo", "-n"}

func unprintable(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co) }

// signs are what stands around, or for, what a person has to fill in.
var signs = regexp.MustCompile(`[<>{}…]|\.\.\.`)

// blanks are names in capitals that stand for what a person has to fill in.
var blanks = regexp.MustCompile(`(^|[^A-Za-z_])(HOST|HOSTNAME|SERVER|NAME|ADDRESS|FILE|UNIT|AREA|CITY|ZONE|PEER|TIME|DATE)[0-9]*([^A-Za-z_]|$)`)

func placeholder(word string) bool { return signs.MatchString(word) || blanks.MatchString(word) }

// programName is a program's bare name, as its folder and Windows leave it.
func programName(program string) string {
	name := program[strings.LastIndexAny(program, `/\`)+1:]
	name = strings.TrimSuffix(strings.ToLower(name), ".exe")
	return versions.ReplaceAllString(name, "")
}

// versions are what an interpreter's name ends in: python3.11.
var versions = regexp.MustCompile(`[0-9][0-9.]*$`)

// shells are programs that run what their arguments say.
func shells() []string {
	return []string{
		"sh", "bash", "rbash", "dash", "ash", "ksh", "mksh", "zsh", "csh", "tcsh", "fish", "busybox", "toybox",
		"env", "xargs", "nohup", "setsid", "timeout", "nice", "ionice", "chroot", "unshare", "nsenter", "script", "watch", "find", "eval",
		"python", "perl", "ruby", "lua", "awk", "gawk", "mawk", "node", "php", "tclsh", "expect", "ssh", "make", "vi", "vim",
		"cmd", "command", "powershell", "pwsh", "wscript", "cscript", "mshta", "rundll32", "wsl", "osascript",
	}
}

// raisers are programs that give a command other rights.
func raisers() []string {
	return []string{"sudo", "su", "doas", "pkexec", "runas", "runuser", "setpriv", "systemd-run", "gsudo"}
}
