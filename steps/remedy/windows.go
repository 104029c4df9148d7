package remedy

import (
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
	var commands []Command
	if s.Installed && !s.Running && s.Unknown["running"] == "" {
		start := asRoot(say.T("starts the time service"), "net", "start", "w32time")
		start.Takes, start.Check, start.Undo = say.T("at once"), "sc.exe query w32time", "net stop w32time"
		commands = append(commands, start)
	}
	again := asRoot(say.T("has the time service ask its servers and set the clock"), "w32tm", "/resync")
	again.Moves, again.Takes, again.Check = true, say.T("a few seconds, once a server answers"), "w32tm /query /status"
	if p.Offset.Abs() <= w32Limit || p.Machine.Domain != "" {
		return append(commands, again)
	}
	limit := "MaxPosPhaseCorrection"
	if !p.Offset.Behind() {
		limit = "MaxNegPhaseCorrection"
	}
	look := Command{
		Argv: []string{"reg", "query", w32Config, "/v", limit}, Line: "reg query " + w32Config + " /v " + limit,
		Why: say.T("shows the largest correction that the service may make, in seconds: note the number, 0xd2f0 (15 hours) is the usual one"), Takes: say.T("at once"),
	}
	lift := w32Setting(limit, "0xffffffff", "54000", say.T("allows a correction of any size, for the next lines"))
	back := w32Setting(limit, "54000", "0xffffffff", say.T("puts the limit back; if you noted another number, put that one"))
	return append(commands, look, lift, w32Update(), again, back, w32Update())
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
