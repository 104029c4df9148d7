package plain

import (
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

// read takes one line of input for what is being asked.
func (f *front) read(read line) {
	f.reveal()
	if read.end {
		f.inputEnded()
		return
	}
	if f.options.Present != nil {
		f.options.Present()
	}
	switch f.mode {
	case givingReason:
		f.do(steps.ActSkip, strings.TrimSpace(read.text))
	case namingAudience:
		f.nameAudience(read.text)
	case namingLanguage:
		f.nameLanguage(read.text)
	case namingFormat:
		f.nameFormat(read.text)
	case namingFile:
		f.nameFile(read.text)
	case asking, pasting:
		switch question := f.view.Page.Question; {
		case question == nil:
		case question.Kind == steps.EnterSecret:
			f.do(steps.ActAnswer, read.raw)
		default:
			f.answer(*question, read.text)
		}
	case acting:
		f.command(read.text)
	}
}

// inputEnded leaves, or hands in the text that the end has cut short: what was
// piped in may well end without its dot.
func (f *front) inputEnded() {
	f.ended = true
	if question := f.view.Page.Question; f.mode == pasting && question != nil && len(f.paste.lines) > 0 {
		f.handIn(*question)
	}
	if !f.waiting {
		f.leave()
	}
}

// command takes a line for an action. An empty one is next.
func (f *front) command(text string) {
	if strings.TrimSpace(text) == "" {
		text = string(steps.ActNext)
	}
	if f.act(text) {
		return
	}
	f.say(say.T("Not possible here. Possible: %s", f.actions()))
}

// offer asks what is to be done now.
func (f *front) offer() {
	f.out.gap()
	f.say(say.T("What now? %s", f.actions()))
}

// actions lists what may be done: "[Enter] next, b back, ? help, q quit".
func (f *front) actions() say.Text {
	var offered []say.Text
	quit := false
	for _, action := range f.view.Actions {
		switch action.ID {
		case steps.ActAnswer, steps.ActQuit:
			quit = quit || action.ID == steps.ActQuit
			continue
		case steps.ActNext:
			offered = append(offered, say.T("[Enter] %s", action.Label))
		default:
			offered = append(offered, say.T("%s %s", action.Key, action.Label))
		}
	}
	if f.options.Exports.Any() {
		offered = append(offered, say.T("e export"))
	}
	if f.canRequest() {
		offered = append(offered, say.T("c change request"))
	}
	offered = append(offered, say.T("? help"), say.T("q quit"))
	return say.Join(", ", offered...)
}

// act does what a line names, and reports whether it named something that is
// possible now. Keys, names and labels are all understood.
func (f *front) act(text string) bool {
	word := plainWord(text)
	switch word {
	case "?", "h", "help":
		f.help()
		return true
	case "e", "export":
		return f.export()
	case "c", "change", "change request", "request":
		return f.request()
	case languageWord:
		f.switchLanguage()
		return true
	case "q", "quit", "exit":
		f.leave()
		return true
	}
	first, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	for _, action := range f.view.Actions {
		names := []string{string(action.ID), plainWord(action.Key), plainWord(f.layout.Text(action.Label))}
		if action.ID == steps.ActApply {
			names = append(names, "fix")
		}
		switch {
		case action.ID == steps.ActAnswer:
			continue
		case action.ID == steps.ActSkip && rest != "" && contains(names, plainWord(first)):
			f.do(steps.ActSkip, strings.TrimSpace(rest))
			return true
		case !contains(names, word):
			continue
		case action.ID == steps.ActSkip:
			f.mode = givingReason
			f.say(say.T("Why is this step left out? One line; Enter gives no reason."))
		default:
			f.do(action.ID, "")
		}
		return true
	}
	return false
}

func contains(names []string, word string) bool {
	for _, name := range names {
		if name != "" && name == word {
			return true
		}
	}
	return false
}

// help says what this page is about, and how plain mode is used.
func (f *front) help() {
	f.out.gap()
	for _, text := range f.view.Page.Help {
		f.say(text)
	}
	f.say(say.T("Behind: the clock shows an earlier time than it is. Ahead: a later one. The value after %s is how exactly that is known.", "±"))
	f.say(say.T("Type what you want to do and press Enter: a key such as b, or a word such as back. An empty line is next."))
	question := f.view.Page.Question
	if question == nil {
		f.offer()
		return
	}
	for _, text := range question.Help {
		delete(f.said, f.layout.Text(text))
	}
	f.ask(*question)
}
