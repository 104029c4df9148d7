package main

import (
	"slices"
	"strings"
	"testing"
)

// TestLayerRulesCatch breaks each rule on purpose, and comes near to it.
func TestLayerRulesCatch(t *testing.T) {
	cases := []struct {
		rule, path, source string
		want               string // a part of what is told; "" is: nothing
	}{
		{"imports", "tui/view.go", `import "unskew/diagnostics"`, "measures nothing"},
		{"imports", "tui/view.go", `import "unskew/diagnostics/ntp"`, "measures nothing"},
		{"imports", "tui/view.go", `import x "net/http"`, "measures nothing"},
		{"imports", "tui/view.go", `import "net"`, "measures nothing"},
		{"imports", "tui/deep/view.go", `import _ "os/exec"`, "measures nothing"},
		{"imports", "tui/view.go", `import ("net/url"; "unskew/steps"; "unskew/steps/say")`, ""},
		{"imports", "tui/view_test.go", `import "unskew/diagnostics"`, ""},
		{"imports", "steps/flow.go", `import "unskew/tui"`, "only main"},
		{"imports", "steps/report/text.go", `import "unskew/tui/chart"`, "only main"},
		{"imports", "diagnostics/ntp/ntp.go", `import "unskew/tui"`, "only main"},
		{"imports", "main.go", `import "unskew/tui"`, ""},
		{"imports", "diagnostics/ntp/ntp.go", `import "unskew/steps"`, "who asks"},
		{"imports", "diagnostics/offset.go", `import "unskew/steps/say"`, "who asks"},
		{"imports", "diagnostics/offset.go", `import "unskew/diagnostics/ntp"`, "depends on nobody"},
		{"imports", "diagnostics/ntp/ntp.go", `import ("unskew/diagnostics"; "github.com/beevik/ntp")`, ""},
		{"imports", "steps/flow.go", `import ("unskew/diagnostics/ntp"; "net/http")`, ""},

		{"time", "steps/a.go", `import "time"; func f() { time.Now() }`, "time.Now"},
		{"time", "steps/a.go", `import "time"; var x = time.Now`, "time.Now"},
		{"time", "tui/a.go", `import "time"; func f(a time.Time) { _ = time.Since(a) }`, "time.Since"},
		{"time", "main.go", `import "time"; func f(a time.Time) { _ = time.Until(a) }`, "time.Until"},
		{"time", "main.go", `import clock "time"; func f() { clock.Now() }`, "time.Now"},
		{"time", "diagnostics/hostclock/read.go", `import "time"; func f() { time.Now() }`, "time.Now"},
		{"time", "diagnostics/hostclock/clock.go", `import "time"; func f() { time.Now() }`, ""},
		{"time", "diagnostics/lab/clock.go", `import "time"; func f() { time.Now() }`, ""},
		{"time", "steps/a_test.go", `import "time"; func f() { time.Now() }`, ""},
		{"time", "steps/a.go", `import "time"; func f(c clock) { c.Now(); time.Unix(0, 0); time.NewTimer(0) }`, ""},
		{"time", "steps/a.go", `import "my/time"; func f() { time.Now() }`, ""},

		{"programs", "steps/a.go", `import "os/exec"`, "only"},
		{"programs", "main.go", `import run "os/exec"`, "only"},
		{"programs", "steps/remedy/a.go", `import _ "os/exec"`, "only"},
		{"programs", "steps/execute/a.go", `import "os/exec"`, ""},
		{"programs", "diagnostics/timeservice/a.go", `import "os/exec"`, "only"},
		{"programs", "diagnostics/inquiry/a.go", `import "os/exec"`, ""},
		{"programs", "e2e/a_test.go", `import "os/exec"`, ""},
		{"programs", "steps/a.go", `import "os"; func f() { os.StartProcess("", nil, nil) }`, "StartProcess"},
		{"programs", "steps/a.go", `import "syscall"; var f = syscall.Exec`, "Exec"},
		{"programs", "steps/a.go", `import w "golang.org/x/sys/windows"; var f = w.ShellExecute`, "ShellExecute"},
		{"programs", "world.go", `import "unskew/steps/execute"; var x = execute.Host{}`, ""},
		{"programs", "world_test.go", `import "unskew/steps/execute"; var x = execute.Host{}`, "recording"},
		{"programs", "steps/a.go", `import "unskew/steps/execute"; var x execute.Executor = execute.Host{}`, "recording"},
		{"programs", "steps/a_test.go", `import e "unskew/steps/execute"; var x = e.Host{}`, "recording"},
		{"programs", "steps/a_test.go", `import "unskew/steps/execute"; var x = execute.Result{}`, ""},

		{"init", "steps/a.go", `func init() {}`, "func init"},
		{"init", "steps/a_test.go", `func init() {}`, "func init"},
		{"init", "steps/a.go", `func (t thing) init() {}; func initialise() {}`, ""},

		{"names", "util/a.go", "", "package util"},
		{"names", "steps/helpers/a_test.go", "", "package helpers"},
		{"names", "steps/common/a.go", "", "package common"},
		{"names", "steps/types/a.go", "", "package types"},
		{"names", "steps/report/a.go", "", ""},

		{"state", "steps/a.go", `var count int`, "no value"},
		{"state", "steps/a.go", `var a, b = pair()`, "no value"},
		{"state", "steps/a.go", `var m = map[string]int{}; func f() { m["a"] = 1 }`, "assigned to"},
		{"state", "steps/a.go", `var n = 1; func f() { n++ }`, "assigned to"},
		{"state", "steps/a.go", `var n = 1; func f() { n = 2 }`, "assigned to"},
		{"state", "steps/a.go", `var n = 1; func f() *int { return &n }`, "assigned to"},
		{"state", "steps/a.go", `var s = thing{}; func f() { s.deep.list[0] = 2 }`, "assigned to"},
		{"state", "steps/a.go", `var m = map[string]int{}; func f() { delete(m, "a") }`, "assigned to"},
		{"state", "steps/a.go", `var n = 1; func f() { for n = range 3 {} }`, "assigned to"},
		{"state", "steps/a.go", `import "sync"; var mu = sync.Mutex{}`, "may change"},
		{"state", "steps/a.go", `var c = make(chan int)`, "may change"},
		{"state", "steps/a.go", `var p = &thing{}`, "may change"},
		{"state", "steps/a.go", `var list = []*thing{&thing{}}`, "may change"},
		{"state", "steps/a.go", `var x = compute()`, "may change"},
		{"state", "steps/a.go", `import errors "my/errors"; var x = errors.New("x")`, "may change"},
		{"state", "steps/a.go", `import "errors"; var errGone = errors.New("gone")`, ""},
		{"state", "steps/a.go", `import "regexp"; var shape = regexp.MustCompile("x" + "y")`, ""},
		{"state", "steps/a.go", `import "sync"; var key = sync.OnceValues(makeKey)`, ""},
		{"state", "steps/a.go", `var _ fmt.Stringer = thing{}; var _ = compute()`, ""},
		{"state", "steps/a.go", "import _ \"embed\"\n//go:embed page.html\nvar page string", ""},
		{"state", "steps/a.go", "import _ \"embed\"\n//go:embed page.html\nvar page string\nfunc f() { page = \"\" }", "assigned to"},
		{"state", "steps/a.go", `var table = map[string][]int{"a": {1}, "b": nil}; func f() int { return table["a"][0] }`, ""},
		{"state", "steps/a.go", `var n = 1; func f(n int) { n = 2 }; func g() { n := 1; n++ }`, ""},
		{"state", "steps/a.go", `func f() { var n int; n = 2; _ = n }`, ""},
		{"state", "steps/a_test.go", `var update = compute()`, ""},

		{"setters", "steps/a.go", `import "golang.org/x/sys/unix"; func f() { unix.ClockSettime(0, nil) }`, "ClockSettime"},
		{"setters", "steps/a.go", `import "syscall"; func f() { syscall.Settimeofday(nil) }`, "Settimeofday"},
		{"setters", "steps/a.go", `import "syscall"; func f() { syscall.Syscall(syscall.SYS_CLOCK_SETTIME, 0, 0, 0) }`, "SYS_CLOCK_SETTIME"},
		{"setters", "steps/a.go", `import "golang.org/x/sys/unix"; func f() { unix.Adjtimex(nil) }`, "Adjtimex"},
		{"setters", "diagnostics/hostclock/platform_linux.go", `import "golang.org/x/sys/unix"; func f() { unix.Adjtimex(nil) }`, ""},
		{"setters", "diagnostics/hostclock/platform_linux.go", `func f() { t.Modes = 1 }`, "stays zero"},
		{"setters", "diagnostics/hostclock/platform_linux.go", `var t = unix.Timex{Modes: 1}`, "stays zero"},
		{"setters", "steps/a.go", `var words = "hwclock"`, "hwclock"},
		{"setters", "steps/a.go", "var words = `sudo /sbin/hwclock --systohc`", "hwclock"},
		{"setters", "steps/a.go", `var words = "date -s @0"`, "date -s"},
		{"setters", "steps/a.go", `var words = "timedatectl set-time 12:00"`, "set-time"},
		{"setters", "steps/a.go", `var words = "timedatectl set-timezone Europe/Vienna; chronyc makestep; the date --since"`, ""},
		{"setters", "steps/a_test.go", `var words = "hwclock"`, ""},

		{"commands", "steps/a.go", `func f() { run("date", "-s", "@0") }`, "date -s"},
		{"commands", "steps/a.go", `var c = []string{"sudo", "/bin/date", "-u", "--set=now"}`, "--set"},
		{"commands", "steps/a.go", `func f() { run("date", "-u"); run("sort", "-s"); run("date"); run("-s") }`, ""},
		{"commands", "steps/a_test.go", `func f() { run("date", "-s", "@0") }`, ""},
	}
	caught := map[string]int{}
	for _, c := range cases {
		folders := strings.Split(c.path, "/")
		name := "main"
		if len(folders) > 1 {
			name = folders[len(folders)-2]
		}
		file := parseLayer(t, c.path, "package "+name+"\n"+c.source)
		broken := layerRules()[c.rule](file)
		told := slices.ContainsFunc(broken, func(text string) bool { return strings.Contains(text, c.want) })
		if c.want == "" && len(broken) > 0 || c.want != "" && !told {
			t.Errorf("%s of %s: %s\n told %q, want %q", c.rule, c.path, c.source, broken, c.want)
		}
		if c.want != "" {
			caught[c.rule]++
		}
	}
	for rule := range layerRules() {
		if caught[rule] < 2 {
			t.Errorf("the rule %s is shown to fail %d times only", rule, caught[rule])
		}
	}
}
