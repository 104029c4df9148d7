package steps

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"unskew/diagnostics/lab"
	"unskew/steps/say"
)

// TestRulesAreWhole: every rule has its words, its code once, and explains only
// what can be found.
func TestRulesAreWhole(t *testing.T) {
	const least = 60
	all := rules()
	if len(all) < least {
		t.Fatalf("%d rules, want %d at least", len(all), least)
	}
	known := map[string]bool{}
	for _, rule := range all {
		if known[rule.Code] {
			t.Errorf("%s is there twice", rule.Code)
		}
		known[rule.Code] = true
		means, mend := rule.words()
		for what, text := range map[string]say.Text{"Means": means, "Told": rule.Told, "Mend": mend} {
			words := text.String()
			if len(words) < 10 || strings.Contains(words, "|") {
				t.Errorf("%s: %s is %q", rule.Code, what, words)
			}
		}
		if rule.Look == nil || rule.Step == "" {
			t.Errorf("%s has no Look or no Step", rule.Code)
		}
	}
	for _, rule := range all {
		for _, code := range rule.Explains {
			if !known[code] || code == rule.Code {
				t.Errorf("%s explains %q, which is no finding", rule.Code, code)
			}
		}
	}
}

// TestEveryCauseHasItsWorlds: for each cause there is a world in which it alone
// is named, and for each there are worlds in which it is not. That the worlds
// do so is TestScenariosUnattended's.
func TestEveryCauseHasItsWorlds(t *testing.T) {
	scenarios, err := lab.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	causes := 0
	for _, rule := range rules() {
		if !rule.Cause {
			continue
		}
		causes++
		alone, without := 0, 0
		for _, scenario := range scenarios {
			switch {
			case slices.Equal(scenario.Expect.Causes, []string{rule.Code}):
				alone++
			case !slices.Contains(scenario.Expect.Causes, rule.Code):
				without++
			}
		}
		if alone == 0 || without == 0 {
			t.Errorf("%s: %d worlds have it alone, %d do not have it", rule.Code, alone, without)
		}
	}
	if causes < 20 {
		t.Errorf("%d causes, want 20 at least", causes)
	}
}

var update = flag.Bool("update", false, "write docs/findings.md anew")

// TestFindingsAreDocumented: docs/findings.md is what the rules say.
func TestFindingsAreDocumented(t *testing.T) {
	const name = "../docs/findings.md"
	want := documentation(t)
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the rules say: go test ./steps -run TestFindingsAreDocumented -update", name)
	}
}

// documentation writes the rules as a page.
func documentation(t *testing.T) string {
	t.Helper()
	scenarios, err := lab.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	out.WriteString(`# Findings

Every code that a report can hold, made from the program's own rules. A test keeps
this page as they are; to write it anew:

    go test ./steps -run TestFindingsAreDocumented -update

A *cause* is a reason why the OS clock is wrong, or will be wrong again. A finding
that follows from another one names it (` + "`because_of`" + `) and is shown behind it. Try a
world with ` + "`unskew demo --scenario NAME`" + `.

The *phone code* of a finding is read out digit by digit. One digit
misheard, or two swapped, never make another code; ` + "`unskew explain 2-1-5-9`" + ` tells
which finding it is.

`)
	section := func(title string, cause bool) {
		fmt.Fprintf(&out, "## %s\n\n", title)
		for _, rule := range rules() {
			if rule.Cause != cause {
				continue
			}
			means, mend := rule.words()
			fmt.Fprintf(&out, "### %s\n\n%s\n\n", rule.Code, means)
			fmt.Fprintf(&out, "- **How it is told:** %s\n- **What mends it:** %s\n", rule.Told, mend)
			fmt.Fprintf(&out, "- **Phone code:** %s\n", Spoken(PhoneOf(rule.Code)))
			if len(rule.Explains) > 0 {
				fmt.Fprintf(&out, "- **Explains:** %s\n", strings.Join(rule.Explains, ", "))
			}
			if worlds := worldsWith(scenarios, rule.Code); len(worlds) > 0 {
				fmt.Fprintf(&out, "- **Worlds:** %s\n", strings.Join(worlds, ", "))
			}
			out.WriteString("\n")
		}
	}
	section("Causes", true)
	section("Everything else", false)
	return strings.TrimRight(out.String(), "\n") + "\n"
}

func worldsWith(scenarios []lab.Scenario, code string) []string {
	var names []string
	for _, scenario := range scenarios {
		if slices.Contains(scenario.Expect.Causes, code) || slices.Contains(scenario.Expect.Findings, code) {
			names = append(names, scenario.Name)
		}
	}
	return names
}
