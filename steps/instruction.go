package steps

import (
	"strings"

	"unskew/steps/say"
)

// Instruction makes a Text of a remedy that is done by hand, or of how it is taken
// back: these stand among the commands, in English and in brackets (package remedy).
// A command stays as it is.
func Instruction(line string) say.Text {
	inner, bracketed := strings.CutPrefix(line, "(")
	if bracketed {
		inner, bracketed = strings.CutSuffix(inner, ")")
	}
	if !bracketed {
		inner = line
	}
	for _, known := range instructions() {
		args, fits := argumentsOf(known.Format, inner)
		if !fits {
			continue
		}
		texts := make([]any, len(args))
		for i, arg := range args {
			texts[i] = arg
		}
		if bracketed {
			return say.T("(%s)", known.With(texts...))
		}
		return known.With(texts...)
	}
	return say.Verbatim(line)
}

func instructions() []say.Text {
	return []say.Text{
		say.T("restart AEM and other Java programs when it suits, only if their logs and schedules are to have the new zone"),
		say.T("in /etc/sysconfig/clock, write: ZONE=%s"),
		say.T("have whoever builds this image add its time service, usually the package chrony"),
		say.T("install the time service that this distribution comes with, usually the package chrony"),
		say.T("have it started, now and at every boot"),
		say.T("name the domain controllers of %s as its time servers"),
		say.T("have whoever runs this machine set its hardware clock to UTC"),
		say.T("in /etc/adjtime, as the third line, write UTC instead of LOCAL"),
		say.T("write LOCAL again"),
		say.T("on the container's host"),
		say.T("where AEM runs in a container: type it on the container's host"),
		say.T("only if Windows is installed on this machine, too: there, set RealTimeIsUniversal (a DWORD) to 1 in %s"),
		say.T("save your work here; in Windows, type: wsl --shutdown; then open this Linux again"),
		say.T("first: whoever runs the time servers %s has to correct them"),
		say.T("ask whoever runs the domain %s: its domain controllers have to give the time, and this machine has to reach them"),
		say.T("first: find out why the time source of %s (%s) tells another time: chronyc -n sources"),
		say.T("add -s to the options with which OpenNTPD is started: DAEMON_OPTS in /etc/default/openntpd on Debian, ntpd_flags elsewhere"),
		say.T("in %s, put a # in front of the line that begins with maxchange"),
		say.T("when the clock is right: in %s, take the # in front of maxchange away again"),
		say.T("in %s, in place of the line that begins with makestep, write: makestep 1 -1"),
		say.T("write the former line again"),
		say.T("in %s, as the first line, write: tinker panic 0"),
		say.T("take that line out again"),
		say.T("name time servers in the settings of %s"),
		say.T("in %s, below [Time], write: %s"),
		say.T("in %s, add the line: %s"),
		say.T("in %s, add the word noval at the end of each line with nts"),
		say.T("when the clock is right: in %s, take the line nocerttimecheck 1 out again"),
		say.T("when the clock is right: in %s, take the word noval out again"),
		say.T("on the Hyper-V host: %s"),
		say.T("on the VirtualBox host, with this machine switched off: %s"),
		say.T("on the Parallels host: switch off the time synchronisation in this machine's options"),
		say.T("on the hypervisor: switch off that %s sets this machine's clock"),
	}
}
