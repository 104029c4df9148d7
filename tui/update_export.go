package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

// exportFocus is where the keys of the export page go.
type exportFocus int

const (
	atFormat exportFocus = iota
	atName
)

// export is the state of the export page.
type export struct {
	format  int
	name    field
	edited  bool // the name is the person's, a change of format leaves it alone
	focus   exportFocus
	preview string
	loading bool
	problem string
	written string // the full name of the file
}

type (
	previewedMsg struct {
		format, text string
		err          error
	}
	savedMsg struct {
		format, name string
		err          error
	}
)

func (m Model) canExport() bool {
	return m.options.Preview != nil && m.options.Save != nil && len(m.options.Formats) > 0
}

// changeRequest is the format that asks somebody else to mend the clock.
const changeRequest = "change-request"

// canRequest: on the last page it is known what is to be asked for.
func (m Model) canRequest() bool {
	return m.canExport() && m.view.Page.Step == steps.StepConfirm && m.requestFormat() >= 0
}

func (m Model) requestFormat() int { return slices.Index(m.options.Formats, changeRequest) }

func (m Model) openExport(format int) (tea.Model, tea.Cmd) {
	m.phase, m.overlay, m.export = onExport, 0, export{}
	return m.chooseFormat(format)
}

// chooseFormat changes the format and asks for its preview.
func (m Model) chooseFormat(format int) (tea.Model, tea.Cmd) {
	m.export.format, m.overlay = format, 0
	m.export.preview, m.export.problem, m.export.written, m.export.loading = "", "", "", true
	if !m.export.edited {
		m.export.name = fieldOf(m.defaultName())
	}
	name, preview := m.format(), m.options.Preview
	return m, func() tea.Msg {
		text, err := preview(name)
		return previewedMsg{format: name, text: text, err: err}
	}
}

func (m Model) format() string { return m.options.Formats[m.export.format] }

// defaultName is a file name for the report of this host.
func (m Model) defaultName() string {
	host := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, m.view.Host)
	if host = strings.Trim(host, ".-"); host == "" {
		host = "report"
	}
	return "unskew-" + host + extension(m.format())
}

func extension(format string) string {
	switch format {
	case "text", "plugin":
		return ".txt"
	case "markdown":
		return ".md"
	case "prometheus":
		return ".prom"
	case changeRequest:
		return "-change-request.txt"
	}
	return "." + format
}

func (m Model) previewed(msg previewedMsg) Model {
	if m.phase != onExport || msg.format != m.format() {
		return m
	}
	m.export.loading, m.export.preview = false, msg.text
	if msg.err != nil {
		m.export.problem = msg.err.Error()
	}
	return m
}

func (m Model) saved(msg savedMsg) Model {
	if m.phase != onExport || msg.format != m.format() {
		return m
	}
	m.export.problem, m.export.written = "", msg.name
	if msg.err != nil {
		m.export.problem, m.export.written = msg.err.Error(), ""
		if !m.options.Unnamed {
			m.export.focus = atName
		}
	}
	return m
}

// updateExport is the keys of the export page. Enter writes, wherever one is.
func (m Model) updateExport(k keystroke) (tea.Model, tea.Cmd) {
	switch k.name {
	case "ctrl+c":
		return m.wantQuit()
	case "esc":
		m.phase = onPage
		return m, nil
	case "enter":
		return m.save()
	case "tab", "shift+tab":
		if !m.options.Unnamed {
			m.export.focus = atName - m.export.focus
		}
		return m, nil
	case "up", "down", "pgup", "pgdown":
		at, shown, total := m.scrolled()
		m.overlay = scrollTo(k.name, at, shown, total)
		return m, nil
	}
	if m.export.focus == atName {
		var used bool
		if m.export.name, used = m.export.name.press(k); used {
			m.export.edited, m.export.written, m.export.problem = true, "", ""
		}
		return m, nil
	}
	count := len(m.options.Formats)
	switch k.name {
	case "left":
		return m.chooseFormat((m.export.format + count - 1) % count)
	case "right":
		return m.chooseFormat((m.export.format + 1) % count)
	case "q", "b":
		m.phase = onPage
		return m, nil
	}
	if at, used := choose(k.name, m.export.format, count); used && at != m.export.format {
		return m.chooseFormat(at)
	}
	return m, nil
}

func (m Model) save() (tea.Model, tea.Cmd) {
	name := strings.TrimSpace(m.export.name.String())
	if m.options.Unnamed {
		name = ""
	} else if name == "" {
		m.export.problem, m.export.focus = m.printer.Text(say.T("the file needs a name: type one")), atName
		return m, nil
	}
	format, save := m.format(), m.options.Save
	return m, func() tea.Msg {
		full, err := save(format, name)
		return savedMsg{format: format, name: full, err: err}
	}
}

func (m Model) pasteName(text string) Model {
	if m.options.Unnamed {
		return m
	}
	m.export.name = m.export.name.insert(strings.TrimSpace(text))
	m.export.focus, m.export.edited, m.export.written = atName, true, ""
	return m
}
