package remedy

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

var say0 = say.Text{}

// everyRemedy is what all functions say for a place and a service.
func everyRemedy(p Place, s timeservice.Service) []Command {
	other := service("systemd-timesyncd")
	return slices.Concat(
		SetByService(p), SetNow(p, s), Start(p, s), AtBoot(p, s), KeepOne(p, []timeservice.Service{s, other}), AfterPanic(p, s),
		Install(p), NameServers(p, s), StepAfterPause(p, s), WithoutNTS(p, s), RTCInUTC(p), ZoneFirst(p), SeedingOff(p), SyncOn(p, s), AllowLarge(p, s),
		GuestSyncOff(p, []string{"vmware-tools", "hyperv"}), OnAnother(p.Offset))
}

// TestRulesOfCommands holds every command of every place to the rules of the
// package.
func TestRulesOfCommands(t *testing.T) {
	tools := strings.Fields("chronyc ntpd systemctl service rc-service rc-update chkconfig update-rc.d timedatectl systemsetup sntp w32tm net sc.exe reg " +
		"dnf yum apt-get zypper apk pacman vmware-toolbox-cmd tzutil setup-timezone ln")
	forbidden := regexp.MustCompile(`\bhwclock\b|\bdate\s+-|set-time\b|(?i:set-date)|\bntpdate\b|settimeofday|[|;&>$]|\bsudo\b`)
	seen := map[string]bool{}
	count := 0
	for name, p := range places() {
		for _, offset := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute, 60 * time.Hour, -60 * time.Hour} {
			for _, running := range []string{"chronyd", "ntpd", "ntpsec", "systemd-timesyncd", "openntpd", "w32time", "timed", "vmware-tools"} {
				for _, cloud := range []string{"", "aws"} {
					p.Offset, p.Machine.Cloud = diagnostics.OffsetOf(offset), cloud
					for _, command := range everyRemedy(p, service(running)) {
						count++
						if len(command.Argv) > 0 {
							seen[command.Argv[0]] = true
						}
						for _, broken := range brokenRules(command, tools, forbidden) {
							t.Errorf("%s, %s: %q: %s", name, running, command.Line, broken)
						}
					}
				}
			}
		}
	}
	if count < 10000 || len(seen) < 18 {
		t.Errorf("only %d commands of %d tools were looked at", count, len(seen))
	}
}

func brokenRules(c Command, tools []string, forbidden *regexp.Regexp) []string {
	var broken []string
	tell := func(when bool, what string) {
		if when {
			broken = append(broken, what)
		}
	}
	tell(c.Line == "" || c.Why.IsZero(), "without a line or a reason")
	tell(c.ByHand != strings.HasPrefix(c.Line, "("), "words are in brackets, commands are not")
	tell(c.ByHand && len(c.Argv) > 0, "words have arguments")
	tell(!c.ByHand && c.Takes.IsZero(), "it is not said how long it takes")
	line := regexp.MustCompile(`<[^<>]*>`).ReplaceAllString(c.Line, "X")
	tell(forbidden.MatchString(line) && !c.ByHand, "sets the clock itself, or needs a shell")
	tell(strings.Contains(c.Undo, "<"), "what takes it back has a place to fill in")
	first, _, _ := strings.Cut(c.Line, " ")
	tell(!c.ByHand && !slices.Contains(tools, first), "a tool that is not known")
	if len(c.Argv) == 0 {
		tell(!c.ByHand && !strings.Contains(c.Line, "<"), "complete, and has no arguments")
		return broken
	}
	tell(strings.Join(c.Argv, " ") != c.Line, "the arguments are not the line")
	tell(slices.ContainsFunc(c.Argv, func(word string) bool { return word == "" || strings.ContainsAny(word, "<> \"'") && word != "start=" }), "an argument to fill in, or with a space")
	reading := c.Argv[0] == "reg" && c.Argv[1] == "query"
	tell(c.NeedsRoot == reading, "who may type it is wrong")
	moving := []string{"makestep", "-gq", "-sS", "/resync"}
	tell(slices.ContainsFunc(c.Argv, func(word string) bool { return slices.Contains(moving, word) }) && !c.Moves, "it moves the clock, and does not say so")
	return broken
}

// TestRulesAreCaught: each of the rules can fail.
func TestRulesAreCaught(t *testing.T) {
	good := asRoot(say.T("why"), "chronyc", "makestep")
	good.Takes, good.Moves = say.T("at once"), true
	tools, forbidden := []string{"chronyc", "date"}, regexp.MustCompile(`\bdate\s+-|[|;&>$]`)
	if broken := brokenRules(good, tools, forbidden); len(broken) > 0 {
		t.Fatalf("a good command: %v", broken)
	}
	spoil := map[string]func(*Command){
		"without a line or a reason":                func(c *Command) { c.Why = say.Text{} },
		"words are in brackets, commands are not":   func(c *Command) { c.ByHand = true },
		"it is not said how long it takes":          func(c *Command) { c.Takes = say.Text{} },
		"sets the clock itself, or needs a shell":   func(c *Command) { c.Argv = []string{"date", "-s", "@0"}; c.Line = "date -s @0" },
		"a tool that is not known":                  func(c *Command) { c.Argv = []string{"ntpdate", "x"}; c.Line = "ntpdate x" },
		"complete, and has no arguments":            func(c *Command) { c.Argv = nil },
		"the arguments are not the line":            func(c *Command) { c.Line += " 1" },
		"an argument to fill in, or with a space":   func(c *Command) { c.Argv = []string{"chronyc", "<x>"}; c.Line = "chronyc <x>" },
		"who may type it is wrong":                  func(c *Command) { c.NeedsRoot = false },
		"it moves the clock, and does not say so":   func(c *Command) { c.Moves = false },
		"what takes it back has a place to fill in": func(c *Command) { c.Undo = "chronyc <x>" },
	}
	for want, change := range spoil {
		spoiled := good
		change(&spoiled)
		if broken := brokenRules(spoiled, tools, forbidden); !slices.Contains(broken, want) {
			t.Errorf("%s: %v", want, broken)
		}
	}
}

// TestNotHere: in a container, and behind wrong servers, nothing is typed that
// moves the clock.
func TestNotHere(t *testing.T) {
	ran := 0
	for name, p := range places() {
		contained, misled := p, p
		contained.Container, misled.Wrong = "docker", []string{"ntp-1.corp.example"}
		for _, running := range []string{"chronyd", "ntpd", "w32time", "timed"} {
			for _, c := range SetByService(contained) {
				if !c.ByHand {
					t.Errorf("%s in a container: %s", name, c.Line)
				}
			}
			s := service(running)
			for _, c := range slices.Concat(SetByService(misled), SetNow(misled, s), Start(misled, s), AfterPanic(misled, s), StepAfterPause(misled, s), WithoutNTS(misled, s), SyncOn(misled, s), AllowLarge(misled, s)) {
				ran++
				if c.Moves || !strings.Contains(c.Line, "ntp-1.corp.example") {
					t.Errorf("%s behind a wrong server: %s", name, c.Line)
				}
			}
			for _, c := range slices.Concat(RTCInUTC(misled), ZoneFirst(misled), SeedingOff(misled)) {
				if c.Moves {
					t.Errorf("%s behind a wrong server: %s moves the clock", name, c.Line)
				}
			}
		}
	}
	if ran < 300 {
		t.Errorf("only %d commands were looked at", ran)
	}
}
