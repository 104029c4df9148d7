package tui

import (
	"unskew/steps"
	"unskew/steps/say"
)

// helpPart is a heading with its paragraphs.
type helpPart struct {
	title say.Text
	texts []say.Text
}

// helpSheet is the help: of the page where one stands first, then the rest.
func (m Model) helpSheet(tight bool) sheet {
	b := &builder{tight: tight}
	page := m.view.Page
	here := page.Help
	if page.Question != nil {
		here = append(here[:len(here):len(here)], page.Question.Help...)
	}
	if len(here) > 0 {
		m.addHelp(b, helpPart{title: page.Title, texts: here})
	}
	m.addHelp(b, wordsHelp())
	m.addHelp(b, stepsHelp())
	b.gap()
	b.add(m.theme.title.Render(m.say(say.T("Keys"))))
	b.add(m.facts(keysHelp(m.canExport()))...)
	return b.sheet
}

func (m Model) addHelp(b *builder, part helpPart) {
	b.gap()
	b.add(styled(m.theme.title, wrap(m.say(part.title), m.textWidth()))...)
	for _, text := range part.texts {
		b.add(wrap(m.say(text), m.textWidth())...)
	}
}

func wordsHelp() helpPart {
	return helpPart{title: say.T("What the words mean"), texts: []say.Text{
		say.T("behind: this clock shows an earlier time than the true one. A token that it stamps looks old, and is refused as expired."),
		say.T("ahead: this clock shows a later time than the true one. A token that it stamps seems to come from the future."),
		say.T("±3 ms: the measured value may be off by up to 3 milliseconds either way, not by more."),
		say.T("tolerance: how far off a clock may be and still count as right."),
		say.T("token: what a service shows to be let in. It gets one from the token service, by a signed request (JWT) that is valid for some minutes."),
		say.T("round trip: how long a question and its answer took. stratum: how many servers stand between this one and a real clock."),
		say.T("The bars show how far off the clock was over the last minutes: the higher, the further."),
	}}
}

func stepsHelp() helpPart {
	return helpPart{title: say.T("The four steps"), texts: []say.Text{
		say.T("1 OS time: what this machine believes the time is, and what keeps its clock."),
		say.T("2 NTP: what time it really is, asked from several servers that do not depend on one another."),
		say.T("3 Token: the proof. A token is asked for with this machine's time, and, if that is refused, with the true time."),
		say.T("4 Confirm: the cause, the command that mends it, and the same test once more after the fix."),
	}}
}

// keysHelp lists the keys. Everything can be done with arrows, Tab and Enter.
func keysHelp(export bool) steps.Facts {
	row := func(keys string, meaning say.Text) steps.Fact {
		return steps.Fact{Label: say.Verbatim(keys), Value: meaning} // as they stand on the keyboard
	}
	rows := []steps.Fact{
		row("Enter", say.T("go on, answer, press the chosen button")),
		row("Tab", say.T("the other language; while a file's name is typed: completes it")),
		{Label: say.T("arrows"), Value: say.T("choose an answer, then a button below; scroll")},
		row("Shift-Tab", say.T("from the page to the keys below, and back")),
		row("PgUp PgDn", say.T("scroll the page")),
		row("b", say.T("back one page")),
		row("r", say.T("repeat this step: measure again")),
		row("s", say.T("leave this step out")),
		row("f", say.T("apply the fix, in the simulated host only")),
		row("w", say.T("not today: leave the session to wait until the clock is corrected")),
	}
	if export {
		rows = append(rows, row("e", say.T("send out a report")))
		rows = append(rows, row("c", say.T("on the last page: ask somebody else to mend it, with a change request")))
	}
	return steps.Facts{Rows: append(rows,
		row("z", say.T("the clocks above in UTC, in this machine's time zone, in yours (--viewer-zone)")),
		row("a", say.T("draw with plain ASCII characters, and back")),
		row("? h", say.T("this help")),
		row("q Ctrl-C", say.T("quit; the session is kept")),
		row("Ctrl-D", say.T("hand in a pasted text")))}
}
