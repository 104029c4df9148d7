package plain

import (
	"strconv"
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

// The export is a dialogue: for whom, in which form, in which language. Then the
// report is printed, which leaves it in the scrollback, and may be written to a
// file. A single b goes back at each question.

// changeRequest is the format that asks somebody else to mend the clock.
const changeRequest = "change-request"

// exporting is what was chosen so far.
type exporting struct {
	steps.Export
	format steps.ExportFormat
	fixed  bool // the format was chosen by the key that opened the dialogue
}

// export asks for the report's form, where there is a choice.
func (f *front) export() bool {
	if !f.options.Exports.Any() {
		return false
	}
	f.report = exporting{}
	f.askAudience()
	return true
}

// canRequest: on the last page it is known what is to be asked for.
func (f *front) canRequest() bool {
	return f.options.Exports.Any() && f.view.Page.Step == steps.StepConfirm && f.options.Exports.Find(changeRequest) >= 0
}

// request is the export of the change request.
func (f *front) request() bool {
	if !f.canRequest() {
		return false
	}
	f.report = exporting{fixed: true, format: f.options.Exports.Formats[f.options.Exports.Find(changeRequest)]}
	f.askAudience()
	return true
}

// choices prints the choices of a question under their numbers.
func (f *front) choices(texts ...say.Text) {
	for i, text := range texts {
		f.out.lines(f.layout.Paragraph("  "+say.Number(i+1)+". ", text)...)
	}
}

// pick is the place of an answer among count choices: by its number, by its name,
// or the first by an empty line where there is a default.
func pick(given string, byDefault bool, names ...string) (at int, found bool) {
	if given == "" && byDefault {
		return 0, true
	}
	for i, name := range names {
		if given == strconv.Itoa(i+1) || given == plainWord(name) {
			return i, true
		}
	}
	return 0, false
}

func goesBack(text string) bool {
	word := plainWord(text)
	return word == "b" || word == "back"
}

func (f *front) askAudience() {
	if chosen := f.options.Exports.Audience; chosen != steps.Unchosen {
		f.report.Audience = chosen
		f.askFormat()
		return
	}
	f.mode = namingAudience
	f.out.gap()
	f.say(say.T("For whom is this report?"))
	f.choices(
		say.T("Our own support: the names of machines, servers and accounts are kept."),
		say.T("Somebody outside: stand-ins such as HOST-1 take the place of names, and a table of them is kept apart."))
	f.say(say.T("Answer with a number, or b to go back."))
}

func (f *front) nameAudience(text string) {
	at, found := pick(plainWord(text), false, string(steps.OwnSupport), string(steps.Outsiders))
	switch {
	case goesBack(text):
		f.reopen()
	case !found:
		f.say(say.T("Please answer 1 or 2: nothing goes out before."))
		f.askAudience()
	default:
		f.report.Audience = steps.Audiences()[at]
		f.askFormat()
	}
}

func (f *front) askFormat() {
	formats := f.options.Exports.Formats
	if f.report.fixed || len(formats) == 1 {
		if !f.report.fixed {
			f.report.format = formats[0]
		}
		f.askLanguage()
		return
	}
	f.mode = namingFormat
	f.out.gap()
	f.say(say.T("In which form?"))
	texts := make([]say.Text, len(formats))
	for i, format := range formats {
		texts[i] = say.Verbatim(format.Name)
	}
	texts[0] = say.T("%s [Enter]", texts[0])
	f.choices(texts...)
	f.say(say.T("Answer with a number, or b to go back."))
}

func (f *front) nameFormat(text string) {
	formats := f.options.Exports.Formats
	names := make([]string, len(formats))
	for i, format := range formats {
		names[i] = format.Name
	}
	at, found := pick(plainWord(text), true, names...)
	switch {
	case goesBack(text):
		f.reopen()
	case !found:
		f.say(say.T("That is none of the forms."))
		f.askFormat()
	default:
		f.report.format = formats[at]
		f.askLanguage()
	}
}

// reportLanguages are those to choose from, that of the dialogue first.
func (f *front) reportLanguages() []say.Printer {
	own := say.In(f.layout.Printer.Tag())
	return []say.Printer{own, own.Other()}
}

func (f *front) languageName(p say.Printer) string {
	return say.Name(p.Tag(), f.options.ASCII && f.layout.Printer.Tag() == say.English().Tag())
}

func (f *front) askLanguage() {
	f.report.Format, f.report.Printer = f.report.format.Name, say.English()
	if !f.report.format.Translated {
		f.show()
		return
	}
	f.mode = namingLanguage
	f.out.gap()
	f.say(say.T("In which language?"))
	all := f.reportLanguages()
	f.choices(say.T("%s [Enter]", f.languageName(all[0])), say.Verbatim(f.languageName(all[1])))
	f.say(say.T("Answer with a number, or b to go back."))
}

func (f *front) nameLanguage(text string) {
	all := f.reportLanguages()
	at, found := pick(plainWord(text), true, f.languageName(all[0]), f.languageName(all[1]))
	switch {
	case goesBack(text):
		f.reopen()
	case !found:
		f.say(say.T("That is none of the languages."))
		f.askLanguage()
	default:
		f.report.Printer = all[at]
		f.show()
	}
}

// show prints the report as it would go out.
func (f *front) show() {
	seen := f.report.Export
	if as := f.report.format.SeenAs; as != "" {
		seen.Format = as
		f.say(say.T("The file is a page for a web browser, with a chart. It says the same as this:"))
	}
	text, err := f.options.Exports.Preview(seen)
	if err != nil {
		f.say(say.T("It cannot be shown: %s", err.Error()))
		f.reopen()
		return
	}
	f.out.gap()
	f.out.lines(strings.Split(strings.TrimRight(text, "\n"), "\n")...)
	f.out.gap()
	if f.options.Exports.Save == nil {
		f.reopen()
		return
	}
	f.askFile()
}

func (f *front) proposed() string {
	return f.report.format.FileName(f.view.Host, f.report.Audience)
}

func (f *front) askFile() {
	f.mode = namingFile
	if f.options.Exports.Unnamed {
		f.say(say.T("Enter writes it into the administrator's folder; a single b goes back without a file."))
		return
	}
	f.say(say.T("Into which file? Enter takes %s; a single b goes back without a file.", f.proposed()))
}

// nameFile takes the name of the file that the report is written to.
func (f *front) nameFile(text string) {
	name := strings.TrimSpace(text)
	switch {
	case goesBack(name):
		f.reopen()
		return
	case f.options.Exports.Unnamed:
		name = ""
	case name == "":
		name = f.proposed()
	}
	saved, err := f.options.Exports.Save(f.report.Export, name)
	switch {
	case err != nil && f.options.Exports.Unnamed: // another try would be the same
		f.say(say.T("It was not written: %s", err.Error()))
		f.reopen()
		return
	case err != nil:
		f.say(say.T("It was not written: %s", err.Error()))
		f.askFile()
		return
	}
	for _, said := range f.options.Exports.Told(saved) {
		f.say(said)
	}
	f.say(say.T("No key, secret or token is in it."))
	f.reopen()
}

// reopen goes back to the page's own prompt.
func (f *front) reopen() {
	f.mode = closed
	f.update(true)
}
