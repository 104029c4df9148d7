package remedy

import (
	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// WithoutNTS has a service believe its servers' certificates once, whatever
// their dates, so that it can set the clock; then the check is on again.
func WithoutNTS(p Place, s timeservice.Service) []Command {
	if elsewhere := p.notHere(); elsewhere != nil {
		return elsewhere
	}
	var file, allow, allowed string
	switch s.Name {
	case "chronyd":
		// chrony.conf(5): the dates are not checked until the first update.
		file, allow = chronyConf(p), "add the line: nocerttimecheck 1"
		allowed = "take the line nocerttimecheck 1 out again"
	case "ntpsec":
		// ntp.conf(5) of NTPsec: noval takes any certificate.
		file, allow = ntpConf(p, s), "add the word noval at the end of each line with nts"
		allowed = "take the word noval out again"
	default:
		return nil
	}
	once := byHand(say.T("lets the service believe its servers although their certificates' dates do not fit this clock; do it only in a network that you trust"),
		"in "+file+", "+allow)
	once.Takes = say.T("a minute")
	commands := append([]Command{once}, p.restart(say.T("fetches the time and sets the clock"), s)...)
	strict := byHand(say.T("the certificates are checked in full again: do not leave this out"), "when the clock is right: in "+file+", "+allowed)
	strict.Takes = say.T("a minute")
	return append(append(commands, strict), p.restart(say.T("reads the settings"), s)...)
}
