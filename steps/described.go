package steps

import "unskew/steps/say"

// Described is what is known of a finding before any machine was measured.
type Described struct {
	Code    string
	Phone   string
	Cause   bool // a reason why the OS clock is wrong, or will be again
	Retired bool // it is no longer made; only its codes are known
	Means   say.Text
	Told    say.Text // how it is told
	Mend    say.Text // what mends it
	// Explains lists the codes of the findings that follow from it.
	Explains []string
}

// DescribePhone looks a finding up by its telephone code, given as digits.
func DescribePhone(digits string) (Described, bool) {
	for _, code := range phoneCodes() {
		if code.digits == digits {
			return described(code), true
		}
	}
	return Described{}, false
}

// DescribeFinding looks a finding up by its own code.
func DescribeFinding(finding string) (Described, bool) {
	for _, code := range phoneCodes() {
		if code.finding == finding {
			return described(code), true
		}
	}
	return Described{}, false
}

func described(code phoneCode) Described {
	for _, rule := range rules() {
		if rule.Code == code.finding {
			means, mend := rule.words()
			return Described{
				Code: rule.Code, Phone: code.digits, Cause: rule.Cause,
				Means: means, Told: rule.Told, Mend: mend, Explains: rule.Explains,
			}
		}
	}
	return Described{Code: code.finding, Phone: code.digits, Retired: true}
}

// words are what a rule means and what mends it.
func (r rule) words() (means, mend say.Text) {
	if r.Class != "" {
		words := meaningOf(r.Class)
		return say.T("The token request failed: %s", words.title), words.next
	}
	return r.Means, r.Mend
}
