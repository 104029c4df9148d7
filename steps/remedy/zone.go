package remedy

import "unskew/steps/say"

// ZoneFirst corrects the zone before the clock: in the other order the local
// time looks wrong, and somebody sets it back.
func ZoneFirst(p Place) []Command {
	if p.Container != "" {
		return []Command{onContainerHost()}
	}
	commands := setZone(p)
	commands = append(commands, SetByService(p)...)
	again := byHand(say.T("A program that runs keeps the zone that it started with. For the clock itself nothing has to be restarted."),
		"restart AEM and other Java programs when it suits, only if their logs and schedules are to have the new zone")
	return append(commands, again)
}

func setZone(p Place) []Command {
	const place = "<Area/City>"
	why := say.T("sets the zone first (timedatectl list-timezones names them); the clock itself stays as it is")
	var set Command
	switch {
	case p.system() == "windows":
		set = toFillIn(say.T("sets the zone first; tzutil /l lists the names"), "tzutil", "/s", `"<name of the zone>"`)
		set.NeedsRoot, set.Check = false, "tzutil /g"
	case p.system() == "darwin":
		set = toFillIn(why, "systemsetup", "-settimezone", place)
		set.Check = "systemsetup -gettimezone"
	case p.manager() == "systemd":
		set = toFillIn(why, "timedatectl", "set-timezone", place)
		set.Check = "timedatectl"
		if plainZone(p.Zone) {
			set.Undo = "timedatectl set-timezone " + p.Zone
		}
	case p.manager() == "openrc":
		set = toFillIn(why, "setup-timezone", "-z", place)
		set.Check = "date"
	default:
		set = toFillIn(why, "ln", "-sf", "/usr/share/zoneinfo/"+place, "/etc/localtime")
		set.Check = "date"
		if plainZone(p.Zone) {
			set.Undo = "ln -sf /usr/share/zoneinfo/" + p.Zone + " /etc/localtime"
		}
	}
	set.Takes = say.T("at once")
	commands := []Command{set}
	if p.oldRHEL() {
		keep := byHand(say.T("keeps the zone where the system is updated"), "in /etc/sysconfig/clock, write: ZONE="+place)
		keep.Takes = say.T("a minute")
		commands = append(commands, keep)
	}
	return commands
}
