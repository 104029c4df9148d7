package remedy

import "unskew/steps/say"

// RTCInUTC sets the OS clock first: the command after it copies the OS clock to
// the hardware clock (timedatectl(1), set-local-rtc).
func RTCInUTC(p Place) []Command {
	if p.Container != "" {
		return []Command{onContainerHost()}
	}
	if p.system() != "linux" {
		return []Command{byHand(say.T("The hardware clock should hold UTC."), "have whoever runs this machine set its hardware clock to UTC")}
	}
	var commands []Command
	if p.Offset.Abs() > 0 {
		commands = SetByService(p)
		if p.notHere() != nil {
			return commands
		}
	}
	if p.manager() == "systemd" {
		utc := asRoot(say.T("keeps the hardware clock in UTC from now on, and writes the OS clock's time to it: so the OS clock has to be right before"),
			"timedatectl", "set-local-rtc", "0")
		utc.Takes, utc.Check, utc.Undo = say.T("at once"), "timedatectl", "timedatectl set-local-rtc 1"
		commands = append(commands, utc)
	} else {
		utc := byHand(say.T("keeps the hardware clock in UTC from now on; while a time service keeps the OS clock, the kernel copies it there every 11 minutes"),
			"in /etc/adjtime, as the third line, write UTC instead of LOCAL")
		utc.Takes, utc.Undo = say.T("a minute"), "write LOCAL again"
		commands = append(commands, utc)
	}
	return append(commands, byHand(say.T("Windows otherwise sets the hardware clock to local time again."),
		`only if Windows is installed on this machine, too: there, set RealTimeIsUniversal (a DWORD) to 1 in HKLM\SYSTEM\CurrentControlSet\Control\TimeZoneInformation`))
}
