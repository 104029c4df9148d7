package tui

import (
	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

// phase is what the keys mean at the moment.
type phase int

const (
	onPage phase = iota
	onHelp
	onExport
	onSkip // the reason for leaving a step out is asked
	onQuit // work is under way: leave all the same?
)

// focus is where the keys go while a page is shown.
type focus int

const (
	atPage    focus = iota // the question, or the text where there is none
	atDone                 // the button that hands in a pasted text
	atButtons              // the key line
)

// Model is the state of the screen. The session's state is in view, which is
// replaced as a whole by each snapshot.
type Model struct {
	engine  Engine
	options Options
	printer say.Printer
	other   say.Printer     // the language that Tab switches to
	done    <-chan struct{} // closed when the program ends

	view   steps.View
	asked  int // snapshots asked for
	latest int // the newest one that came
	told   int // the one after the last action, see do

	width, height int
	glyphs        glyphs
	ground        background
	colours       palette
	theme         theme

	phase   phase
	focus   focus
	button  int  // in the key line
	scroll  int  // first line of the page that is shown
	follow  bool // keep the question in sight
	overlay int  // first line of help or preview
	answer  answer
	reason  field
	leave   bool // the chosen button of the quit question
	export  export
	zone    zone // in which the panel shows the clocks
	probed  bool // the terminal was asked how wide it draws,
	probing bool // and its answer would be taken
	settled bool // the first moments are over, see settleTime
	leaving bool // to quit as soon as they are
}

// New returns the screen at its start, with a first snapshot.
func New(e Engine, o Options) Model {
	m := Model{engine: e, options: o, printer: o.Printer, other: o.Printer.Other(), glyphs: unicodeGlyphs()}
	if o.ASCII || o.Probe {
		m.glyphs = asciiGlyphs()
	}
	if m.noColor() {
		m.colours = noColours
	}
	m.theme = themeFor(m.ground, m.colours)
	return m.seen(e.Look())
}

// noColor follows no-color.org: any non-empty value counts.
func (m Model) noColor() bool {
	if m.options.NoColor {
		return true
	}
	for _, entry := range m.options.Environ {
		if len(entry) > len("NO_COLOR=") && entry[:len("NO_COLOR=")] == "NO_COLOR=" {
			return true
		}
	}
	return false
}

// Init asks for the background, starts the tick and waits for changes.
func (m Model) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, m.settle(), m.nextTick(), m.waitForChange())
}

// Update sends each message to where it belongs.
func (m Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		return m, nil
	case tea.BackgroundColorMsg:
		m.ground = lightBackground
		if msg.IsDark() {
			m.ground = darkBackground
		}
		m.theme = themeFor(m.ground, m.colours)
		return m, nil
	case tea.ColorProfileMsg:
		return m.tellColours(msg), nil
	case tickMsg:
		m.asked++
		return m, m.look(m.asked, true)
	case changedMsg:
		m.asked++
		return m, tea.Batch(m.look(m.asked, false), m.waitForChange())
	case lookedMsg:
		return m.looked(msg)
	case settledMsg:
		m.settled = true
		if m.leaving {
			return m, tea.Quit
		}
		if m.options.Probe {
			return m.ask()
		}
		return m, nil
	case tea.CursorPositionMsg:
		return m.tellWidth(msg), nil
	case completedMsg:
		return m.completed(msg), nil
	case previewedMsg:
		return m.previewed(msg), nil
	case savedMsg:
		return m.saved(msg), nil
	case tea.PasteMsg:
		m.present()
		return m.paste(msg.Content), nil
	case tea.KeyPressMsg:
		m.present()
		return m.press(keyOf(msg))
	}
	return m, nil
}

// present says that somebody is there.
func (m Model) present() {
	if m.options.Present != nil {
		m.options.Present()
	}
}

// press gives a key to the current phase.
func (m Model) press(k keystroke) (tea.Model, tea.Cmd) {
	if k.name == "tab" && !m.typesTab() {
		return m.switchLanguage()
	}
	switch m.phase {
	case onHelp:
		return m.updateHelp(k)
	case onExport:
		return m.updateExport(k)
	case onSkip:
		return m.updateSkip(k)
	case onQuit:
		return m.updateQuit(k)
	}
	return m.updatePage(k)
}

// looked takes a snapshot that came. One that was overtaken is dropped, but its
// tick goes on.
func (m Model) looked(msg lookedMsg) (tea.Model, tea.Cmd) {
	if msg.number > m.latest {
		m.latest = msg.number
		m = m.seen(msg.view)
	}
	var next tea.Cmd
	if msg.tick {
		next = m.nextTick()
	}
	return m, next
}

// seen takes a view over. What was typed stays while the question is the same.
func (m Model) seen(view steps.View) Model {
	before, finished := m.view.Page, m.view.Finished
	m.view = view
	page := view.Page
	if page.Step != before.Step || view.Finished != finished || questionName(page) != questionName(before) {
		m.scroll, m.follow, m.focus, m.button = 0, page.Question != nil, atPage, 0
		m.answer = newAnswer(page.Question)
		if m.phase == onSkip {
			m.phase = onPage // what was to be skipped is no longer there
		}
	}
	if m.say(page.Title) != m.say(before.Title) {
		m.scroll = 0 // the step has something new to say, from its first line
	}
	if page.Question != nil {
		m.answer = m.answer.refreshed(*page.Question)
	}
	m.button = min(m.button, max(0, len(m.buttons())-1))
	return m
}

// questionName tells one question from another.
func questionName(page steps.Page) string {
	if page.Question == nil {
		return ""
	}
	return page.Question.ID + " " + string(page.Question.Kind)
}

// quit leaves: at once, or as soon as the first moments are over.
func (m Model) quit() (Model, tea.Cmd) {
	m.leaving = true
	if !m.settled {
		return m, nil
	}
	return m, tea.Quit
}
