package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

type (
	previewedMsg struct {
		asked int
		text  string
		err   error
	}
	savedMsg struct {
		asked int
		saved steps.Saved
		err   error
	}
)

// clipboardLimit is how many bytes most terminals take for the clipboard: 100,000
// as they are sent, which is in base64 (RFC 4648). More is cut or dropped.
const clipboardLimit = 74_994

func (m Model) openExport(format int) (tea.Model, tea.Cmd) {
	asked := m.export.asked
	m.phase, m.overlay = onExport, 0
	m.export = export{asked: asked, audience: m.options.Exports.Audience, language: m.printer.Tag(), format: format}
	m.export.name = fieldOf(m.format().FileName(m.view.Host, m.export.audience))
	return m.refreshPreview()
}

// refreshPreview asks for the report as it is chosen now, once it is known for whom.
func (m Model) refreshPreview() (tea.Model, tea.Cmd) {
	m.export.asked++
	m.overlay, m.export.preview, m.export.problem, m.export.done = 0, "", say.Text{}, nil
	if m.export.audience == steps.Unchosen {
		return m, nil
	}
	m.export.loading = true
	asked, wanted, preview := m.export.asked, m.wanted(), m.options.Exports.Preview
	if as := m.format().SeenAs; as != "" {
		wanted.Format = as
	}
	return m, func() tea.Msg {
		text, err := preview(wanted)
		return previewedMsg{asked: asked, text: text, err: err}
	}
}

func (m Model) previewed(msg previewedMsg) Model {
	if m.phase != onExport || msg.asked != m.export.asked {
		return m
	}
	m.export.loading, m.export.preview = false, msg.text
	if msg.err != nil {
		m.export.problem = say.T("It cannot be shown: %s", msg.err.Error())
	}
	return m
}

func (m Model) saved(msg savedMsg) Model {
	if m.phase != onExport || msg.asked != m.export.asked {
		return m
	}
	switch {
	case msg.err != nil && m.options.Exports.Unnamed:
		m.export.done, m.export.problem = nil, say.T("It was not written: %s", msg.err.Error())
		return m
	case msg.err != nil:
		m.export.done, m.export.row = nil, toFile
		m.export.problem = say.T("It was not written: %s. Choose another name or folder, then press Enter.", msg.err.Error())
		return m
	}
	m.export.problem = say.Text{}
	m.export.done = m.options.Exports.Told(msg.saved)
	return m
}

// updateExport is the keys of the export page. Enter sends the report out,
// wherever one is.
func (m Model) updateExport(k keystroke) (tea.Model, tea.Cmd) {
	switch k.name {
	case "ctrl+c":
		return m.wantQuit()
	case "esc":
		m.phase = onPage
		return m, nil
	case "enter":
		return m.send()
	case "down":
		return m.moveRow(1), nil
	case "shift+tab", "up":
		return m.moveRow(-1), nil
	case "pgup", "pgdown":
		at, shown, total := m.scrolled()
		m.overlay = scrollTo(k.name, at, shown, total)
		return m, nil
	}
	if m.export.row == toFile {
		var used bool
		if m.export.name, used = m.export.name.press(k); used {
			m.export.edited, m.export.done, m.export.problem = true, nil, say.Text{}
		}
		return m, nil
	}
	return m.updateRow(k)
}

// updateRow is the keys of a row with a choice.
func (m Model) updateRow(k keystroke) (tea.Model, tea.Cmd) {
	count, chosen := m.choices()
	switch k.name {
	case "left":
		chosen = (max(chosen, 0) + count - 1) % count
	case "right":
		chosen = (chosen + 1) % count
	case "q", "b":
		m.phase = onPage
		return m, nil
	default:
		at, used := choose(k.name, chosen, count)
		if !used || at == chosen || at < 0 {
			return m, nil
		}
		chosen = at
	}
	if m = m.chosen(chosen); m.export.row == byWay {
		m.export.problem, m.export.done = say.Text{}, nil
		return m, nil
	}
	return m.refreshPreview()
}

// send lets the report out by the chosen way.
func (m Model) send() (tea.Model, tea.Cmd) {
	switch {
	case m.export.audience == steps.Unchosen:
		m.export.row, m.export.problem = forWhom, say.T("First choose for whom it is, with the arrow keys: nothing goes out before.")
		return m, nil
	case m.export.loading || m.export.preview == "":
		return m, nil // it goes only as it was seen
	}
	switch m.way() {
	case intoClipboard:
		return m.copyOut()
	case ontoScreen:
		m.options.Exports.Leave(m.wanted())
		m.export.problem = say.Text{}
		m.export.done = []say.Text{say.T("It will stand in your terminal when you leave: press Esc, then q. Copy it there with the mouse.")}
		return m, nil
	}
	return m.save()
}

func (m Model) save() (tea.Model, tea.Cmd) {
	name := strings.TrimSpace(m.export.name.String())
	if m.options.Exports.Unnamed {
		name = ""
	}
	if name == "" && !m.options.Exports.Unnamed {
		m.export.problem, m.export.row = say.T("The file needs a name: type one."), toFile
		return m, nil
	}
	asked, wanted, save := m.export.asked, m.wanted(), m.options.Exports.Save
	return m, func() tea.Msg {
		saved, err := save(wanted, name)
		return savedMsg{asked: asked, saved: saved, err: err}
	}
}

// copyOut asks the terminal to put the report into the clipboard of the person's
// own computer (OSC 52). Terminals do not say whether they did.
func (m Model) copyOut() (tea.Model, tea.Cmd) {
	size := len(m.export.preview)
	if size > clipboardLimit {
		m.export.done = nil
		m.export.problem = say.T("It is too long for a clipboard over a terminal (%s kB, most take 75): choose a shorter form, or a file.", say.Number(size/1000))
		return m, nil
	}
	m.export.problem = say.Text{}
	m.export.done = []say.Text{
		say.T("Sent to the clipboard of your terminal. It does not tell whether it took it: paste it somewhere to see."),
		say.T("PuTTY, screen and many others take none, nor does tmux by default. Then use a file, or leave it on the screen."),
	}
	return m, tea.SetClipboard(m.export.preview)
}

func (m Model) pasteName(text string) Model {
	if m.options.Exports.Unnamed {
		return m
	}
	m.export.name = m.export.name.insert(strings.TrimSpace(text))
	m.export.row, m.export.edited, m.export.done = toFile, true, nil
	return m
}
