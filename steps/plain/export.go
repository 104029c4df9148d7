package plain

import (
	"slices"
	"strconv"
	"strings"

	"unskew/steps"
	"unskew/steps/say"
)

// export asks for the form of the report, where there is a choice.
func (f *front) export() bool {
	formats := f.options.Formats
	if f.options.Save == nil || len(formats) == 0 {
		return false
	}
	f.format = formats[0]
	if len(formats) == 1 {
		f.askFile()
		return true
	}
	f.mode = namingFormat
	f.askFormat()
	return true
}

// changeRequest is the format that asks somebody else to mend the clock.
const changeRequest = "change-request"

// canRequest: on the last page it is known what is to be asked for.
func (f *front) canRequest() bool {
	return f.options.Save != nil && f.view.Page.Step == steps.StepConfirm && slices.Contains(f.options.Formats, changeRequest)
}

// request shows the change request and asks for a file to write it to.
func (f *front) request() bool {
	if !f.canRequest() {
		return false
	}
	f.format = changeRequest
	if f.options.Preview != nil {
		text, err := f.options.Preview(changeRequest)
		if err != nil {
			f.say(say.T("It cannot be shown: %s", err.Error()))
		}
		f.out.gap()
		f.out.lines(strings.Split(strings.TrimRight(text, "\n"), "\n")...)
		f.out.gap()
	}
	f.askFile()
	return true
}

func (f *front) askFormat() {
	f.out.gap()
	f.say(say.T("In which form?"))
	for i, format := range f.options.Formats {
		text := say.Verbatim(format)
		if i == 0 {
			text = say.T("%s [Enter]", format)
		}
		f.out.lines(f.layout.Paragraph("  "+say.Number(i+1)+". ", text)...)
	}
	f.say(say.T("Answer with a number, or b to go back."))
}

func (f *front) nameFormat(text string) {
	given := plainWord(text)
	switch given {
	case "":
		given = "1"
	case "b", "back":
		f.reopen()
		return
	}
	for i, format := range f.options.Formats {
		if given == strconv.Itoa(i+1) || given == plainWord(format) {
			f.format = format
			f.askFile()
			return
		}
	}
	f.say(say.T("That is none of the forms."))
	f.askFormat()
}

func (f *front) askFile() {
	if f.options.Unnamed {
		f.save("")
		return
	}
	f.mode = namingFile
	f.say(say.T("Into which file? Enter takes %s; a single b goes back.", fileName(f.format)))
}

// nameFile takes the name of the file that the report is written to.
func (f *front) nameFile(text string) {
	name := strings.TrimSpace(text)
	switch {
	case plainWord(name) == "b":
		f.reopen()
		return
	case name == "":
		name = fileName(f.format)
	}
	f.save(name)
}

// save writes the report. Where that fails, another name is asked for, if that can
// help.
func (f *front) save(name string) {
	full, err := f.options.Save(f.format, name)
	switch {
	case err != nil && f.options.Unnamed:
		f.say(say.T("It was not written: %s", err.Error()))
		f.reopen()
		return
	case err != nil:
		f.say(say.T("It was not written: %s", err.Error()))
		f.askFile()
		return
	}
	f.say(say.T("Written to %s. It holds the verdict, what was measured, the findings and the remedies, and no key, secret or token.", full))
	f.reopen()
}

// reopen goes back to the page's own prompt.
func (f *front) reopen() {
	f.mode = closed
	f.update(true)
}

// fileName is the name that is proposed for a report.
func fileName(format string) string {
	switch format {
	case "markdown":
		return "unskew-report.md"
	case "text":
		return "unskew-report.txt"
	case changeRequest:
		return "unskew-change-request.txt"
	}
	return "unskew-report." + format
}
