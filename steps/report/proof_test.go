package report

import (
	"strings"
	"testing"

	"unskew/diagnostics/exchange"
	"unskew/steps"
)

// TestProofWords: what is said to have been refused and accepted is what was.
func TestProofWords(t *testing.T) {
	cases := []struct {
		verdict steps.Verdict
		away    string
		by      string
		want    string
	}{
		{steps.Verdict{Code: steps.ClockCaused, Proof: steps.BothSides}, "", "", "refused with this machine's time and accepted with the true time"},
		{steps.Verdict{Code: steps.ClockCaused, Proof: steps.BothSides}, "aem:4502", "", "refused with the time of AEM's clock and accepted with the true time"},
		{steps.Verdict{Code: steps.OtherCause, Proof: steps.BothSides}, "", "", "refused with this machine's time and with the true time, and accepted with the token service's own"},
		{steps.Verdict{Code: steps.OtherCause, Proof: steps.BothSides}, "aem:4502", "", "refused with the time of AEM's clock and with the true time, and accepted with the token service's own"},
		{steps.Verdict{Code: steps.Fixed, Proof: steps.BeforeAfter}, "", "", "failed before the clock was corrected and passed afterwards"},
		{steps.Verdict{Code: steps.ClockWrong, Proof: steps.ByMeasuring}, "", "", "no token exchange decided it"},
		{steps.Verdict{Code: steps.ClockCaused, Proof: steps.ByMeasuring}, "", "aem", "AEM's own test was refused for its time"},
		{steps.Verdict{Code: steps.Inconclusive, Proof: steps.NoProof}, "", "", "nothing was proved"},
	}
	for _, c := range cases {
		got := steps.Assessment{Verdict: c.verdict, Offset: steps.Judged{Away: c.away}, Exchange: steps.Proofs{By: c.by}}.ProofWords()
		if !strings.Contains(got.String(), c.want) || chinese.Text(got) == got.String() {
			t.Errorf("%s, %s: %s, %s", c.verdict.Code, c.verdict.Proof, got, chinese.Text(got))
		}
	}
	if len(cases) != 8 {
		t.Errorf("%d cases", len(cases))
	}
}

// checkProof holds what a report says of its proof to the requests in it.
func checkProof(t *testing.T, r rendered) {
	t.Helper()
	c := r.content
	if c.now.Verdict.Proof != steps.BothSides {
		return
	}
	words, tried := c.now.ProofWords().String(), c.now.Exchange
	took := func(attempt *exchange.Attempt) bool { return attempt != nil && attempt.Outcome == exchange.Accepted }
	if strings.Contains(words, "accepted with the true time") != took(tried.Reference) ||
		strings.Contains(words, "accepted with the token service's own") != took(tried.Server) {
		t.Errorf("that is not how it went: %s", words)
	}
	for _, finding := range c.now.Findings {
		if blamed := strings.Contains(finding.Detail.String(), "token service's own clock"); finding.Code == "exchange.expired" && blamed != took(tried.Server) {
			t.Errorf("the refusal is laid at the wrong clock: %s", finding.Detail)
		}
	}
}
