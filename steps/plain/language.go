package plain

import (
	"fmt"

	"unskew/steps/say"
)

// languageWord is what a person types for the other language. It may come in
// full-width letters, from the input method of those who need it most.
const languageWord = "lang"

// offerLanguage says in the other language how to come to it.
func (f *front) offerLanguage() {
	offer := f.layout.Printer.Other().Offer()
	form := offer.Type
	if f.layout.ASCII {
		form = offer.ASCII
	}
	f.say(say.Verbatim(fmt.Sprintf(form, languageWord)))
}

// switchLanguage tells the page again in the other language.
func (f *front) switchLanguage() {
	f.layout.Printer = f.layout.Printer.Other()
	f.out.gap()
	f.offerLanguage()
	f.page, f.problem, f.mode = pageKey{}, "", closed
	f.update(true)
}
