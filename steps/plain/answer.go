package plain

import (
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"unskew/steps"
	"unskew/steps/say"
)

// pasted is a text of many lines as it comes in.
type pasted struct {
	lines []string
	size  int
	cut   bool
}

// add keeps a line as long as there is room.
func (p *pasted) add(text string) {
	if p.size+len(text)+1 > maxInput {
		p.cut = true
		return
	}
	p.lines = append(p.lines, text)
	p.size += len(text) + 1
}

// ask prints a question with all that may be answered.
func (f *front) ask(q steps.Question) {
	f.out.gap()
	if !q.Problem.IsZero() {
		f.say(say.T("Not taken: %s", q.Problem))
	}
	f.say(q.Prompt)
	for _, help := range q.Help {
		f.once(help)
	}
	for i, option := range q.Options {
		f.out.lines(f.layout.Paragraph("  "+say.Number(i+1)+". ", optionWords(option, option.Value == q.Default))...)
	}
	f.say(howToAnswer(q))
	if q.Kind != steps.EnterSecret { // any word may be the passphrase
		f.say(say.T("Or: %s", f.actions()))
	}
}

func optionWords(option steps.Option, first bool) say.Text {
	text := option.Label
	if !option.Note.IsZero() {
		text = say.T("%s (%s)", text, option.Note)
	}
	if first {
		return say.T("%s [Enter]", text)
	}
	return text
}

// howToAnswer says what is accepted.
func howToAnswer(q steps.Question) say.Text {
	fallback, _ := fallbackOf(q)
	switch {
	case q.Kind == steps.Choose:
		return say.T("Answer with a number from 1 to %s.", say.Number(len(q.Options)))
	case q.Kind == steps.EnterText:
		return say.T("Type or paste it here, and end it with a line that holds a single dot.")
	case q.Kind == steps.EnterSecret:
		return say.T("Type it in one line. It is not shown. Whatever is typed here is taken for it.")
	case q.Kind == steps.EnterPath && fallback == "":
		return say.T("Answer with a file's name, in one line.")
	case fallback == "":
		return say.T("Answer in one line.")
	}
	return say.T("Answer in one line, or press Enter for %s.", fallback)
}

// fallbackOf is the answer that Enter gives, and the beginning that an answer
// may leave out: a default that ends in "://" is only that.
func fallbackOf(q steps.Question) (fallback, beginning string) {
	if strings.HasSuffix(q.Default, "://") {
		return "", q.Default
	}
	return q.Default, ""
}

// answer takes a line for the page's question. What is no answer may be an
// action; an option's number or name wins.
func (f *front) answer(q steps.Question, text string) {
	switch q.Kind {
	case steps.Choose:
		f.choose(q, text)
	case steps.EnterText:
		f.collect(q, text)
	default:
		f.enter(q, text)
	}
}

func (f *front) choose(q steps.Question, text string) {
	given := plainWord(text)
	if given == "" {
		given = plainWord(q.Default)
	}
	for i, option := range q.Options {
		names := []string{strconv.Itoa(i + 1), strconv.Itoa(i+1) + ".", plainWord(option.Value), plainWord(f.layout.Text(option.Label))}
		for _, name := range names {
			if given != "" && given == name {
				f.do(steps.ActAnswer, option.Value)
				return
			}
		}
	}
	if !f.act(text) {
		f.say(say.T("That is none of the answers."))
		f.say(howToAnswer(q))
		f.say(say.T("Or: %s", f.actions()))
	}
}

func (f *front) enter(q steps.Question, text string) {
	given := strings.TrimSpace(text)
	fallback, beginning := fallbackOf(q)
	switch {
	case given == "" && fallback == "" && !q.Optional:
		f.say(say.T("An answer is needed here."))
		f.say(howToAnswer(q))
		f.say(say.T("Or: %s", f.actions()))
		return
	case given == "":
		given = fallback
	case f.act(text):
		return
	case beginning != "" && !strings.Contains(given, "://"):
		given = beginning + given
	}
	f.do(steps.ActAnswer, given)
}

// collect takes the lines of a text. Only before the first one may a line be an
// action: later ones belong to the text, whatever they say.
func (f *front) collect(q steps.Question, text string) {
	if f.mode == asking && strings.TrimSpace(text) != "." {
		if f.act(text) {
			return
		}
		f.mode = pasting
	}
	if strings.TrimSpace(text) != "." {
		f.paste.add(text)
		return
	}
	f.mode = asking
	f.handIn(q)
}

// handIn gives a collected text to the engine.
func (f *front) handIn(q steps.Question) {
	text := strings.TrimSpace(strings.Join(f.paste.lines, "\n"))
	if f.paste.cut {
		f.say(say.T("That was more than 64 KiB: only the beginning was taken."))
	}
	f.paste = pasted{}
	if text == "" && !q.Optional {
		f.say(say.T("There was no text before the dot."))
		f.say(howToAnswer(q))
		return
	}
	f.do(steps.ActAnswer, text)
}

// plainWord makes a word comparable: an input method may give full-width letters.
func plainWord(text string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFKC.String(text)))
}
