package steps

import "unskew/steps/say"

// ProofWords says how the verdict was reached. Where AEM made the exchange, its
// refusal is half of a proof; that it is not the clock came by the answer of the token
// service as well.
func (a Assessment) ProofWords() say.Text {
	switch a.Verdict.Proof {
	case BothSides:
		return bothSidesWords(a.Verdict.Code, a.Offset.Away != "")
	case BeforeAfter:
		return say.T("the same test failed before the clock was corrected and passed afterwards")
	case ByMeasuring:
		switch {
		case a.Verdict.Code == ClockCaused && a.Exchange.By == "aem":
			return say.T("the clock was measured, and AEM's own test was refused for its time; the same test passing after the fix is the other half")
		case a.Verdict.Code == OtherCause && a.Exchange.OSClock != nil:
			return say.T("the clock was measured, and the token service's own answer names another reason")
		}
		return say.T("the clock was measured; no token exchange decided it")
	}
	return say.T("nothing was proved")
}

// bothSidesWords: what the two sides are depends on whose clock is wrong, and on whose
// was judged.
func bothSidesWords(code VerdictCode, away bool) say.Text {
	switch {
	case code == OtherCause && away:
		return say.T("the same request was refused with the time of AEM's clock and with the true time, and accepted with the token service's own")
	case code == OtherCause:
		return say.T("the same request was refused with this machine's time and with the true time, and accepted with the token service's own")
	case away:
		return say.T("the same request was refused with the time of AEM's clock and accepted with the true time")
	}
	return say.T("the same request was refused with this machine's time and accepted with the true time")
}
