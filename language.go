package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"unskew/steps/say"
)

// speaking adds the flag of everything that is said to people. What programs read,
// the help and the errors of the command line are English always.
func (o *options) speaking(flags *pflag.FlagSet) {
	flags.StringVar(&o.lang, "lang", "", "language of the screen and of reports for people: en or zh-Hant (default: by LC_ALL, LC_MESSAGES or LANG)")
}

// checkLanguage refuses a language that nobody here speaks.
func (o *options) checkLanguage() error {
	if o.lang == "" {
		return nil
	}
	if _, err := say.Named(o.lang); err != nil {
		return o.wrong("lang", "%w", err)
	}
	return nil
}

// printer speaks the language that was asked for, else the locale's.
func (c console) printer(o *options) say.Printer {
	if o.lang != "" {
		if p, err := say.Named(o.lang); err == nil { // see checkLanguage
			return p
		}
	}
	return c.locale.Printer()
}

// tell leaves a sentence in the scrollback, in lines that fit.
func (c console) tell(o *options, text say.Text) {
	for _, line := range say.Wrap(c.printer(o).Text(text), scrollbackWidth) {
		fmt.Fprintln(c.out, line)
	}
}
