package steps

import (
	"slices"
	"strings"

	"unskew/diagnostics"
	"unskew/steps/say"
)

// maxReason bounds a reason that is shown as it is, in characters.
const maxReason = 300

// Reason makes a Text of a reason that stands in the record. What measures says why
// it failed in English words, with the names of hosts and files in them; the record
// keeps that as it is. Here the sentences that are known are taken apart again, so
// that they can be said in another language. What is not known is said as it is.
func Reason(words string) say.Text {
	for _, known := range slices.Concat(requestReasons(), serverReasons(), hostReasons(), credentialReasons()) {
		args, fits := argumentsOf(known.Format, words)
		if !fits {
			continue
		}
		texts := make([]any, len(args))
		for i, arg := range args {
			if peer, ok := strings.CutPrefix(arg, "the proxy "); ok {
				texts[i] = say.T("the proxy %s", peer)
				continue
			}
			texts[i] = arg
		}
		return known.With(texts...)
	}
	if words == "" {
		return say.Text{}
	}
	return say.Verbatim(diagnostics.Clean(words, maxReason))
}

// argumentsOf is what stands in words where a format has its verbs.
func argumentsOf(format, words string) ([]string, bool) {
	pieces := strings.Split(format, "%s")
	rest, fits := strings.CutPrefix(words, pieces[0])
	if !fits || len(pieces) == 1 {
		return nil, fits && rest == ""
	}
	last := len(pieces) - 1
	var args []string
	for _, piece := range pieces[1:last] {
		arg, behind, found := strings.Cut(rest, piece)
		if !found || arg == "" {
			return nil, false
		}
		args, rest = append(args, arg), behind
	}
	arg, fits := strings.CutSuffix(rest, pieces[last])
	return append(args, arg), fits && arg != ""
}
