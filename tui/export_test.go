package tui

import (
	"errors"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
)

// outbox is where reports go in these tests.
type outbox struct {
	saved, left []string
	fail        func(name string) error
}

func (b *outbox) options() Options {
	o := options()
	o.Exports.Save = func(e steps.Export, name string) (steps.Saved, error) {
		b.saved = append(b.saved, describe(e)+" "+name)
		if b.fail != nil && b.fail(name) != nil {
			return steps.Saved{}, b.fail(name)
		}
		saved := steps.Saved{Name: "/srv/" + name}
		if e.Audience == steps.Outsiders {
			saved.Table = "/srv/" + name + ".names"
		}
		return saved, nil
	}
	o.Exports.Leave = func(e steps.Export) { b.left = append(b.left, describe(e)) }
	return o
}

func describe(e steps.Export) string {
	return strings.Join([]string{e.Format, string(e.Audience), e.Printer.Tag().String()}, " ")
}

func shown(m Model) string { return ansi.Strip(m.View().Content) }

// TestExportGoesNowhereUnasked: without a word for whom it is, nothing is made,
// shown or written.
func TestExportGoesNowhereUnasked(t *testing.T) {
	var out outbox
	o := out.options()
	o.Exports.Preview = func(e steps.Export) (string, error) {
		if e.Audience == steps.Unchosen {
			t.Error("a report was made for nobody")
		}
		return "REPORT", nil
	}
	m := press(screen(newFake(proofPage()), o, 80, 24), "e", "down", "right", "down", "down", "right", "enter")
	if text := shown(m); !strings.Contains(text, "First choose for whom") || strings.Contains(text, "REPORT") || len(out.saved)+len(out.left) > 0 {
		t.Errorf("saved %q, left %q:\n%s", out.saved, out.left, text)
	}
	if m.export.row != forWhom {
		t.Error("the row is not where the choice is to be made")
	}
}

// TestExport is what goes out by which keys.
func TestExport(t *testing.T) {
	cases := []struct {
		name, keys  string
		saved, left string
		says        string
	}{
		{"for our support", "e right enter", "text own en unskew-aem-author-01.txt", "", "Written to /srv/unskew-aem-author-01.txt"},
		{"for outside", "e 2 enter", "text outside en unskew-report.txt", "", "/srv/unskew-report.txt.names"},
		{"the other way round", "e left enter", "text outside en unskew-report.txt", "", "Written to"},
		{"a format", "e 1 down 2 enter", "markdown own en unskew-aem-author-01.md", "", "Written to"},
		{"the language", "e 1 down down right enter", "text own zh-Hant unskew-aem-author-01.txt", "", "Written to"},
		{"a format in English alone has no row for it", "e 1 down 3 down right enter", "", "", "clipboard of your terminal"},
		{"left on the screen", "e 1 down down down 3 enter", "", "text own en", "when you leave"},
		{"a name", "e 1 shift+tab ctrl+u x . m d enter", "text own en x.md", "", "/srv/x.md"},
		{"an empty name", "e 1 shift+tab ctrl+u enter", "", "", "needs a name"},
		{"a name that was typed stays", "e 1 shift+tab ctrl+u x down down 2 enter", "markdown own en x", "", "/srv/x"},
		{"a page has no other way than a file", "e 1 down 5 down down right enter", "html own en unskew-aem-author-01.html", "", "says the same as this: unskew report (text, own, en)"},
		{"the change request", "c 1 enter", "change-request own en unskew-aem-author-01-change-request.txt", "", "Written to"},
	}
	ran := 0
	for _, c := range cases {
		var out outbox
		view := proofPage()
		if strings.HasPrefix(c.keys, "c") {
			view = confirmPage()
		}
		m := press(screen(newFake(view), out.options(), 80, 24), strings.Fields(c.keys)...)
		if got := strings.Join(out.saved, "|"); got != c.saved {
			t.Errorf("%s: saved %q, want %q", c.name, got, c.saved)
		}
		if got := strings.Join(out.left, "|"); got != c.left {
			t.Errorf("%s: left %q, want %q", c.name, got, c.left)
		}
		if text := strings.Join(strings.Fields(shown(m)), " "); !strings.Contains(text, c.says) {
			t.Errorf("%s: %q is not said:\n%s", c.name, c.says, shown(m))
		}
		ran++
	}
	if ran != 12 {
		t.Errorf("%d cases", ran)
	}
}

// TestExportFails: the reason is told, and what to do; the page stays.
func TestExportFails(t *testing.T) {
	out := outbox{fail: func(name string) error {
		if strings.HasPrefix(name, "/etc") {
			return errors.New("permission denied")
		}
		return nil
	}}
	m := press(screen(newFake(proofPage()), out.options(), 80, 24), "e", "1", "shift+tab", "ctrl+u", "/", "e", "t", "c", "/", "x", "enter")
	if text := shown(m); !strings.Contains(text, "permission denied") || !strings.Contains(text, "Choose another name") {
		t.Errorf("the problem and the next move are not shown:\n%s", text)
	}
	if m = press(m, "ctrl+u", "x", "enter"); !strings.Contains(shown(m), "Written to /srv/x") {
		t.Errorf("the second try:\n%s", shown(m))
	}
}

// TestClipboard: the report goes as it was seen, unless no terminal would take it.
func TestClipboard(t *testing.T) {
	var out outbox
	o := out.options()
	report := "the report\n"
	o.Exports.Preview = func(steps.Export) (string, error) { return report, nil }
	keys := []string{"e", "1", "down", "down", "down", "2"}
	m := press(screen(newFake(proofPage()), o, 80, 24), keys...)
	_, cmd := m.Update(typed("enter"))
	if cmd == nil || cmd() != tea.SetClipboard(report)() {
		t.Error("the report was not sent to the clipboard")
	}
	report = strings.Repeat("x", clipboardLimit+1)
	m = press(screen(newFake(proofPage()), o, 80, 24), keys...)
	next, cmd := m.Update(typed("enter"))
	if cmd != nil || !strings.Contains(shown(next.(Model)), "too long for a clipboard") {
		t.Error("a report that is too long was sent, or it is not said why not")
	}
}

// TestChosenBeforehand: with --pseudonyms nothing is asked, and in a fixed folder
// there is no name to type.
func TestChosenBeforehand(t *testing.T) {
	var out outbox
	o := out.options()
	o.Exports.Audience, o.Exports.Unnamed = steps.Outsiders, true
	m := press(screen(newFake(proofPage()), o, 80, 24), "e")
	if text := shown(m); !strings.Contains(text, "(text, outside, en)") || strings.Contains(text, "unskew-report.txt") {
		t.Errorf("it is:\n%s", text)
	}
	m = press(m, "shift+tab", "x", "enter")
	if slices.Contains(m.exportRows(), toFile) || len(out.saved) != 1 {
		t.Errorf("saved %q", out.saved)
	}
	m = deliver(m, tea.PasteMsg{Content: "/etc/passwd"})
	press(m, "enter")
	if strings.Contains(strings.Join(out.saved, " "), "passwd") {
		t.Errorf("a pasted name was taken: %q", out.saved)
	}
}

// TestManyFormats: where the list of formats is too long, the chosen one is seen.
func TestManyFormats(t *testing.T) {
	o := options()
	for _, name := range []string{"prometheus", "plugin"} {
		o.Exports.Formats = append(o.Exports.Formats, steps.ExportFormat{Name: name, Ending: "." + name})
	}
	m := press(screen(newFake(proofPage()), o, 40, 18), "e", "1", "down", "6")
	if text := shown(m); !strings.Contains(text, "[prometheus] 6/7") {
		t.Errorf("the chosen format cannot be seen:\n%s", text)
	}
}

func TestStalePreviewIsDropped(t *testing.T) {
	m := press(screen(newFake(proofPage()), options(), 80, 24), "e", "1", "down", "right")
	m = deliver(m, previewedMsg{asked: m.export.asked - 1, text: "late"})
	if strings.Contains(shown(m), "late") {
		t.Error("the preview of another form is shown")
	}
}
