package refusal

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/refusals.md anew")

// TestRefusalsAreDocumented: docs/refusals.md is what the catalogue says.
func TestRefusalsAreDocumented(t *testing.T) {
	const name = "../../docs/refusals.md"
	want := documentation()
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
		t.Errorf("%s is not what the catalogue says: go test ./diagnostics/refusal -run TestRefusalsAreDocumented -update", name)
	}
}

// documentation writes the catalogue as a page.
func documentation() string {
	var out strings.Builder
	out.WriteString(`# Refusals

What services say when they refuse, and whether a clock can be behind it. Made from
the catalogue that ` + "`unskew explain`" + ` answers from; a test keeps this page as it is. To
write it anew:

    go test ./diagnostics/refusal -run TestRefusalsAreDocumented -update

*behind*, *ahead*, *either*: a clock of the asking machine that is so can cause the
answer. *never*: it cannot. *open*: the words do not say. The certainty is *high* for
what stands in the vendor's own documents or was seen word for word, *medium* for
reports of users and what is one inference away, *low* for what is plausible only.
Rows of the last part know no more than the kind of the words.

`)
	vendor := ""
	for i, tier := range tiers() {
		if i == lastTier {
			out.WriteString("## By the kind of words alone\n\n")
		}
		for _, row := range tier {
			if row.Vendor != vendor && i < lastTier {
				fmt.Fprintf(&out, "## %s\n\n", vendorTitle(row.Vendor))
			}
			vendor = row.Vendor
			documentRow(&out, row)
		}
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

func vendorTitle(vendor string) string {
	if vendor == "any" {
		return "Any authorization server (RFC 6749, RFC 7523)"
	}
	return vendor
}

func documentRow(out *strings.Builder, row Row) {
	fmt.Fprintf(out, "### %s\n\n", row.ID)
	answer := row.Example.Body
	if row.Example.Status != 0 {
		answer = strings.TrimSpace(fmt.Sprintf("HTTP %d\n%s", row.Example.Status, answer))
	}
	for line := range strings.Lines(strings.ReplaceAll(answer, "\t", " ") + "\n") {
		fmt.Fprintf(out, "    %s\n", strings.TrimRight(line, "\n "))
	}
	fmt.Fprintf(out, "\n%s\n\n", row.Cause)
	fmt.Fprintf(out, "- **Clock:** %s\n- **What to do:** %s\n", row.Clock, row.Remedy)
	for i, step := range row.Steps {
		fmt.Fprintf(out, "  %d. %s\n", i+1, step)
	}
	fmt.Fprintf(out, "- **Class:** %s; %s\n- **Source:** %s (certainty: %s)\n\n", row.Class, row.Context, row.Source, row.Certainty)
}
