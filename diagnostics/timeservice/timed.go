package timeservice

import (
	"context"
	"io/fs"
	"strconv"
	"strings"
	"sync"

	"unskew/diagnostics"
)

// What is asked of macOS. Each only shows something.
const (
	launchctlProgram   = "/bin/launchctl"
	plutilProgram      = "/usr/bin/plutil"
	systemsetupProgram = "/usr/sbin/systemsetup"
	timedProgram       = "/usr/libexec/timed"
	timedLabel         = "com.apple.timed"
)

// automaticTime is the setting behind "set time and date automatically".
const automaticTime = "TMAutomaticTimeOnlyEnabled"

// timedPreferences are where that setting is kept, a managed one first.
func timedPreferences() []string {
	return []string{
		"/Library/Managed Preferences/com.apple.timed.plist",
		"/private/var/db/timed/Library/Preferences/com.apple.timed.plist",
		"/Library/Preferences/com.apple.timed.plist",
	}
}

// darwinServices reads the time service of macOS. It tells nobody whom it follows
// and what it corrects.
func darwinServices(ctx context.Context, host Host) []Service {
	ctx, cancel := context.WithTimeout(ctx, commandPatience)
	defer cancel()
	s := Service{Name: timedName, Unit: timedLabel}
	var asked sync.WaitGroup
	var job launched
	var jobErr, setupErr error
	var setup string
	asked.Go(func() {
		var text string
		text, jobErr = host.run(ctx, launchctlProgram, "print", "system/"+timedLabel)
		job = parseLaunched(text)
	})
	asked.Go(func() {
		setup, setupErr = host.run(ctx, systemsetupProgram, "-getusingnetworktime")
	})
	automatic, why := automaticOf(ctx, host)
	asked.Wait()
	s.launched(ctx, host.Root, job, jobErr)
	if on, told := networkTime(setup); told && setupErr == nil {
		automatic, why = strconv.FormatBool(on), ""
	}
	s.automatic(automatic, why)
	for _, field := range []string{"selected", "sources", "correction"} {
		s.unknown(field, "timed tells nobody")
	}
	if s.Steps == "" {
		s.unknown("steps", "the service does not tell")
	}
	return []Service{s}
}

// notLoaded is launchctl's exit status for a service that launchd does not have.
const notLoaded = 113

// launched completes the service with what launchd tells.
func (s *Service) launched(ctx context.Context, root fs.FS, job launched, err error) {
	if root != nil {
		_, missing := fs.Stat(root, rooted(timedProgram))
		s.Installed = missing == nil
	}
	switch {
	case exitCode(err) == notLoaded:
		s.Active = "inactive"
		s.Enabled = "disabled"
		return
	case err == nil && job.state != "":
		s.Installed, s.Enabled = true, "enabled"
		s.Running = job.state == "running"
		s.PID = job.pid
		s.Active = "active"
		if !s.Running {
			s.Active = "inactive"
			s.unknown("running", "launchd starts it when it is needed")
		}
		return
	}
	why := "launchctl's answer cannot be read"
	switch {
	case err != nil && ctx.Err() != nil:
		why = "launchctl did not answer in time"
	case err != nil:
		why = "launchctl cannot be asked"
	}
	for _, field := range []string{"running", "enabled", "active"} {
		s.unknown(field, why)
	}
	if root == nil {
		s.unknown("installed", why)
	}
}

// automatic keeps whether timed is to set the clock.
func (s *Service) automatic(value, why string) {
	switch value {
	case "true":
		s.Sync = SyncNTP
	case "false":
		s.Sync, s.Steps = SyncNone, "never"
	default:
		s.unknown("sync", why)
		return
	}
	s.Settings = map[string]string{automaticTime: value}
}

// launched is what "launchctl print" tells of a service.
type launched struct {
	state string // "running", "not running", "waiting"; "" unknown
	pid   int
}

// parseLaunched reads the lines "name = value" of the outermost braces: those of
// its parts have the same names. The output is documented as not to be relied
// on, so what is not there is unknown.
func parseLaunched(text string) launched {
	var job launched
	depth := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasSuffix(line, "{"):
			depth++
			continue
		case strings.HasPrefix(line, "}"):
			depth--
			continue
		}
		name, value, found := strings.Cut(line, " = ")
		if !found || depth != 1 {
			continue
		}
		switch {
		case name == "state" && job.state == "":
			job.state = diagnostics.Clean(value, 40)
		case name == "pid" && job.pid == 0:
			if pid, err := strconv.ParseUint(value, 10, 31); err == nil {
				job.pid = int(pid)
			}
		}
	}
	return job
}

// networkTime reads "Network Time: On" of systemsetup, which says it to
// administrators only.
func networkTime(text string) (on, told bool) {
	for line := range strings.Lines(text) {
		if value, found := strings.CutPrefix(strings.TrimSpace(line), "Network Time:"); found {
			value = strings.TrimSpace(value)
			return strings.EqualFold(value, "on"), strings.EqualFold(value, "on") || strings.EqualFold(value, "off")
		}
	}
	return false, false
}

// timed lists the server of timed's configuration, which is in the syntax of
// ntp.conf and was read with it. Where there is none, Apple's is built in.
func (s *survey) timed() {
	for i := range s.servers {
		if s.servers[i].File == "/etc/ntp.conf" {
			s.servers[i].By = byTimed
		}
	}
	if len(s.servers) == 0 && s.exists(timedProgram) {
		s.add(source{name: "time.apple.com"}, place{file: timedProgram, by: byTimed})
	}
}
