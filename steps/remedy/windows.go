package remedy

import (
	"strconv"
	"strings"
	"time"

	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// w32Config is where the settings of the Windows Time service are.
const w32Config = `HKLM\SYSTEM\CurrentControlSet\Services\W32Time\Config`

// w32Limit is the largest correction that the Windows Time service makes on a
// machine without a domain (MaxPosPhaseCorrection, MaxNegPhaseCorrection: 54000 s).
const w32Limit = 15 * time.Hour

// resync has the Windows Time service measure and correct. Beyond its limit it
// refuses: the limit is lifted for that one time.
func resync(p Place, s timeservice.Service) []Command {
	if p.Offset.Abs() > w32Limit && p.Machine.Domain == "" && s.Steps != "always" {
		return AllowLarge(p, s)
	}
	return append(startWindows(s), resyncNow())
}

// running is a service as it is once it was started.
func running(s timeservice.Service) timeservice.Service {
	s.Running = true
	return s
}

// startWindows starts the service where it is known that it does not run.
func startWindows(s timeservice.Service) []Command {
	if !s.Installed || s.Running || s.Unknown["running"] != "" {
		return nil
	}
	start := asRoot(say.T("starts the time service"), "net", "start", "w32time")
	start.Takes, start.Check, start.Undo = say.T("at once"), "sc.exe query w32time", "net stop w32time"
	return []Command{start}
}

func resyncNow() Command {
	again := asRoot(say.T("has the time service ask its servers and set the clock"), "w32tm", "/resync")
	again.Moves, again.Takes, again.Check = true, say.T("a few seconds, once a server answers"), "w32tm /query /status"
	return again
}

// AllowLarge lifts the service's limit in the direction of the correction, has
// it correct, and puts the limit back.
func AllowLarge(p Place, s timeservice.Service) []Command {
	if elsewhere := p.notHere(); elsewhere != nil {
		return elsewhere
	}
	limit, usual := "MaxPosPhaseCorrection", "54000"
	if !p.Offset.Behind() {
		limit = "MaxNegPhaseCorrection"
	}
	if strings.HasPrefix(s.Steps, "up to 48 h") { // a domain controller
		usual = "172800"
	}
	if _, err := strconv.ParseUint(s.Settings[limit], 10, 32); err == nil {
		usual = s.Settings[limit] // its own, as it was read
	}
	look := Command{
		Argv: []string{"reg", "query", w32Config, "/v", limit}, ByPerson: true, Line: "reg query " + w32Config + " /v " + limit,
		Why:   say.T("shows the largest correction that the service may make, in seconds: note the number (this program takes it for %s; it is shown as 0x...)", usual),
		Takes: say.T("at once"),
	}
	lift := w32Setting(limit, "0xffffffff", usual, say.T("allows a correction of any size, for the next lines; type the last two also where one before them fails"))
	lift.ByPerson = true // it has to be put back, also where a line in between fails
	back := w32Setting(limit, usual, "0xffffffff", say.T("puts the limit back; if you noted another number, put that one"))
	back.Undo = "" // it is what takes the other back
	return append(startWindows(s), look, lift, w32Update(), resyncNow(), back, w32Update())
}

// SyncOn has a service that is set to leave the clock alone follow somebody
// again: a member of a domain the domain, any other its servers (w32tm /config,
// /syncfromflags).
func SyncOn(p Place, s timeservice.Service) []Command {
	switch {
	case s.Name == "timed":
		if elsewhere := p.notHere(); elsewhere != nil {
			return elsewhere
		}
		return switchOnApple(p)
	case p.notHere() != nil:
		return p.notHere()
	case p.Machine.Domain == "" && len(p.Configured) == 0:
		return NameServers(p, s)
	}
	from, why := "manual", say.T("has the time service follow the servers again that are named in its settings")
	if p.Machine.Domain != "" {
		from, why = "domhier", say.T("has the time service follow the domain %s, as every member does", p.Machine.Domain)
	}
	on := asRoot(why, "w32tm", "/config", "/syncfromflags:"+from, "/update")
	on.Takes, on.Check, on.Undo = say.T("at once"), "w32tm /query /configuration", "w32tm /config /syncfromflags:no /update"
	return append([]Command{on}, resync(p, s)...)
}

// w32Setting is a command that changes a number among the service's settings.
func w32Setting(name, value, before string, why say.Text) Command {
	line := func(number string) []string {
		return []string{"reg", "add", w32Config, "/v", name, "/t", "REG_DWORD", "/d", number, "/f"}
	}
	set := asRoot(why, line(value)...)
	set.Takes, set.Check, set.Undo = say.T("at once"), "reg query "+w32Config+" /v "+name, words(line(before))
	return set
}

func w32Update() Command {
	update := asRoot(say.T("has the time service read its settings again"), "w32tm", "/config", "/update")
	update.Takes, update.Check = say.T("at once"), "w32tm /query /configuration"
	return update
}

// SeedingOff switches off that Windows sets its clock by what TLS servers say,
// and has the time service set it.
func SeedingOff(p Place) []Command {
	off := w32Setting("UtilizeSslTimeData", "0", "1", say.T("no longer takes the time from what web servers say"))
	commands := []Command{off, w32Update()}
	if elsewhere := p.notHere(); elsewhere != nil {
		return append(commands, elsewhere...)
	}
	return append(commands, resync(p, p.named("w32time"))...)
}
