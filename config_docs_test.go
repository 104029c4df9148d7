package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestConfigurationIsDocumented: docs/configuration.md lists every key, as the
// flags have it, and no other.
func TestConfigurationIsDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "## Keys\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var listed []string
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "| `") {
			listed = append(listed, strings.TrimSpace(line))
		}
	}
	if want := keyRows(t); !slices.Equal(listed, want) {
		t.Errorf("the table of keys is not what the flags say; put this in its place:\n%s", strings.Join(want, "\n"))
	}
	if len(listed) < 29 {
		t.Errorf("only %d keys are listed", len(listed))
	}
}

// keyRows are the rows of the table: name, how its value is written, default,
// meaning.
func keyRows(t *testing.T) []string {
	t.Helper()
	var public bool
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	(&options{}).checking(flags)
	forms := map[string]string{"bool": "true, false", "string": "text", "duration": "duration", "stringArray": "list of texts"}
	var rows []string
	keys(flags, &public).VisitAll(func(flag *pflag.Flag) {
		form, known := forms[flag.Value.Type()]
		if !known {
			t.Fatalf("%s: a flag of a new type", flag.Name)
		}
		standard := flag.DefValue
		if form == "text" || form == "duration" {
			standard = fmt.Sprintf("%q", standard)
		}
		rows = append(rows, fmt.Sprintf("| `%s` | %s | `%s` | %s |", flag.Name, form, standard, strings.ReplaceAll(flag.Usage, "|", `\|`)))
	})
	return rows
}

// TestDocumentedExampleWorks: the administrator's file in docs/configuration.md is
// one that the program reads, and it forbids what the text says.
func TestDocumentedExampleWorks(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, example, found := strings.Cut(string(text), "```toml\n")
	example, _, ended := strings.Cut(example, "```")
	if !found || !ended {
		t.Fatal("there is no example")
	}
	o := newOffice(t, example, "")
	for _, name := range []string{"public", "no-exchange", "allow-fix"} {
		if line := o.line(name); !strings.Contains(line, "# forbidden by ETC:") {
			t.Error(line)
		}
	}
	if line := o.line("ntp"); !strings.Contains(line, "ntp1.example.com") {
		t.Error(line)
	}
}
