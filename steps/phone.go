package steps

import (
	"slices"
	"strings"

	"unskew/steps/say"
)

// phoneCode is what a finding is called over the telephone.
type phoneCode struct {
	digits  string
	finding string
	retired bool // the finding is no longer made; its code is never given to another
}

// phoneCodes is the list of all codes that were ever given. Four digits: the first
// is the room, the last a check digit (H. M. Damm, "Total anti-symmetrische
// Quasigruppen", 2004), so that one digit misheard, or two neighbours swapped,
// never make another code of this list. None has a nought, which is said in several
// ways, nor a doubled digit, and none can be taken for an HTTP status or a year.
// A finding that goes keeps its row, as retired.
func phoneCodes() []phoneCode {
	return slices.Concat(phoneCodesOfMachine(), phoneCodesOfReference(), phoneCodesOfExchange(), phoneCodesOfRest())
}

// phoneCodesOfMachine are those of rooms 1 to 3: the machine, its time service, its clock.
func phoneCodesOfMachine() []phoneCode {
	return []phoneCode{
		// 1: the machine: where it runs, its hardware, its zone
		{digits: "1216", finding: "host.elsewhere"},
		{digits: "1368", finding: "host.container"},
		{digits: "1242", finding: "host.libfaketime"},
		{digits: "1269", finding: "host.paused"},
		{digits: "1275", finding: "host.guest-sync"},
		{digits: "1291", finding: "host.hypervisor-clock"},
		{digits: "1313", finding: "rtc.battery"},
		{digits: "1321", finding: "rtc.local-time"},
		{digits: "1345", finding: "zone.dst-by-hand"},
		{digits: "1359", finding: "zone.set-by-hand"},
		// 2: the time service that keeps its clock
		{digits: "2121", finding: "timeservice.upstream-wrong"},
		{digits: "2137", finding: "timeservice.none"},
		{digits: "2145", finding: "timeservice.gave-up"},
		{digits: "2159", finding: "timeservice.stopped"},
		{digits: "2168", finding: "timeservice.nts-dates"},
		{digits: "2176", finding: "timeservice.only-slews"},
		{digits: "2184", finding: "timeservice.secure-time-seeding"},
		{digits: "2192", finding: "timeservice.sync-off"},
		{digits: "2312", finding: "timeservice.too-big"},
		{digits: "2348", finding: "timeservice.no-answer"},
		{digits: "2357", finding: "timeservice.nothing-selected"},
		{digits: "2361", finding: "timeservice.disabled"},
		{digits: "2373", finding: "timeservice.two"},
		{digits: "2385", finding: "keeping.unknown"},
		// 3: the clock itself
		{digits: "3128", finding: "clock.behind"},
		{digits: "3131", finding: "clock.ahead"},
		{digits: "3153", finding: "clock.unclear"},
		{digits: "3189", finding: "clock.moved-back"},
		{digits: "3254", finding: "clock.before-release"},
		{digits: "3265", finding: "clock.went-back"},
		{digits: "3279", finding: "clock.moved"},
		{digits: "3287", finding: "log.evidence"},
	}
}

// phoneCodesOfReference are those of room 4.
func phoneCodesOfReference() []phoneCode {
	return []phoneCode{
		// 4: what the clock is compared with
		{digits: "4126", finding: "server.clock-off"},
		{digits: "4139", finding: "reference.doubted"},
		{digits: "4147", finding: "reference.changed"},
		{digits: "4152", finding: "reference.contradictory"},
		{digits: "4171", finding: "reference.none"},
		{digits: "4183", finding: "reference.circular"},
		{digits: "4194", finding: "ntp.falseticker"},
		{digits: "4219", finding: "ntp.too-distant"},
		{digits: "4235", finding: "ntp.unsynchronised"},
		{digits: "4243", finding: "ntp.kiss-of-death"},
		{digits: "4256", finding: "ntp.refused"},
	}
}

// phoneCodesOfExchange are those of room 5.
func phoneCodesOfExchange() []phoneCode {
	return []phoneCode{
		// 5: the token exchange
		{digits: "5127", finding: "exchange.expired"},
		{digits: "5134", finding: "exchange.not-yet-valid"},
		{digits: "5142", finding: "exchange.lifetime-too-long"},
		{digits: "5169", finding: "exchange.signature"},
		{digits: "5175", finding: "exchange.client"},
		{digits: "5191", finding: "exchange.audience"},
		{digits: "5214", finding: "exchange.scope"},
		{digits: "5238", finding: "exchange.malformed"},
		{digits: "5246", finding: "exchange.refused-without-words"},
		{digits: "5251", finding: "exchange.retired"},
		{digits: "5267", finding: "exchange.rate-limited"},
		{digits: "5272", finding: "exchange.server-error"},
		{digits: "5295", finding: "exchange.not-an-oauth-answer"},
		{digits: "5329", finding: "exchange.proxy-auth"},
		{digits: "5341", finding: "exchange.proxy-blocked"},
		{digits: "5364", finding: "exchange.tls-time"},
		{digits: "5378", finding: "exchange.tls-inspected"},
		{digits: "5386", finding: "exchange.tls"},
		{digits: "5393", finding: "exchange.dns"},
		{digits: "5454", finding: "exchange.refused"},
		{digits: "5465", finding: "exchange.timeout"},
		{digits: "5479", finding: "exchange.other"},
		{digits: "5487", finding: "exchange.time-free"},
		{digits: "5498", finding: "exchange.untested"},
	}
}

// phoneCodesOfRest are those of rooms 6 to 8: AEM, the credential, the way out.
func phoneCodesOfRest() []phoneCode {
	return []phoneCode{
		// 6: AEM
		{digits: "6154", finding: "aem.cluster-skew"},
		{digits: "6165", finding: "aem.other-clock"},
		{digits: "6179", finding: "aem.in-between"},
		{digits: "6187", finding: "aem.unreached"},
		{digits: "6198", finding: "aem.token-refused"},
		{digits: "6217", finding: "aem.agent-failed"},
		{digits: "6249", finding: "aem.agent-disabled"},
		{digits: "6258", finding: "aem.untested"},
		{digits: "6263", finding: "aem.zone"},
		{digits: "6274", finding: "aem.proxy-differs"},
		// 7: the credential
		{digits: "7123", finding: "credential.mismatch"},
		{digits: "7138", finding: "credential.expired"},
		{digits: "7146", finding: "credential.expiring"},
		// 8: the way out: network and proxy
		{digits: "8129", finding: "ntp.blocked"},
		{digits: "8132", finding: "network.dns"},
		{digits: "8141", finding: "https.inspected"},
		{digits: "8164", finding: "proxy.auth"},
		{digits: "8178", finding: "proxy.blocked"},
		{digits: "8186", finding: "proxy.clock"},
	}
}

// PhoneOf is the telephone code of a finding's code, "" for one that has none.
func PhoneOf(finding string) string {
	for _, code := range phoneCodes() {
		if code.finding == finding {
			return code.digits
		}
	}
	return ""
}

// Spoken writes a telephone code as it is read out: digit by digit.
func Spoken(digits string) string { return strings.Join(strings.Split(digits, ""), "-") }

// PhoneDigits reads a telephone code as a person types it: four digits, with spaces,
// hyphens or points between them, or as an input method makes them.
func PhoneDigits(text string) (digits string, ok bool) {
	const fullWidth = '０' // U+FF10; its nine followers are the other digits
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r >= fullWidth && r <= fullWidth+9:
			digits += string('0' + r - fullWidth)
		case r >= '0' && r <= '9':
			digits += string(r)
		case !strings.ContainsRune(" -.‐–　", r):
			return "", false
		}
		if len(digits) > phoneLength {
			return "", false
		}
	}
	return digits, len(digits) == phoneLength
}

// phoneLength is how many digits a telephone code has.
const phoneLength = 4

// NearPhones are the codes that one misheard digit, or two swapped neighbours, make
// of what was understood; none for a code that was given.
func NearPhones(digits string) []string {
	var near []string
	for _, code := range phoneCodes() {
		if !code.retired && misheard(code.digits, digits) {
			near = append(near, code.digits)
		}
	}
	return near
}

// misheard reports whether two codes differ in one digit, or in the order of two
// neighbours.
func misheard(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	var differ []int
	for i := range a {
		if a[i] != b[i] {
			differ = append(differ, i)
		}
	}
	switch len(differ) {
	case 1:
		return true
	case 2:
		i, j := differ[0], differ[1]
		return j == i+1 && a[i] == b[j] && a[j] == b[i]
	}
	return false
}

// maxPhoneCodes is how many codes are asked to be read out: what comes first to be
// mended, and what stands beside it.
const maxPhoneCodes = 4

// PhoneFindings are the findings whose codes tell a session over the telephone: what
// has to be mended first, then what else matters and follows from nothing else. After
// the fix they are those from before it.
func PhoneFindings(s Session, a Assessment) []Finding {
	for older := s.Before(); a.Verdict.Code == Fixed && !older.Empty(); older = older.Before() {
		if before := Assess(older); before.Offset.Relation == Beyond {
			a = before
		}
	}
	var told []Finding
	if first := MendingOf(a).Cause; first != nil && first.Severity != Info {
		told = append(told, *first)
	}
	for _, found := range a.Findings {
		again := slices.ContainsFunc(told, func(f Finding) bool { return f.Code == found.Code })
		if !again && found.Severity != Info && len(found.BecauseOf) == 0 && len(told) < maxPhoneCodes {
			told = append(told, found)
		}
	}
	return told
}

// PhoneLine is the line of the last page that is read out; empty where nothing was
// found.
func PhoneLine(s Session, a Assessment) []say.Text {
	var codes []string
	for _, found := range PhoneFindings(s, a) {
		codes = append(codes, Spoken(found.Phone()))
	}
	if len(codes) == 0 {
		return nil
	}
	return []say.Text{say.T("Phone code: %s", strings.Join(codes, ", "))}
}
