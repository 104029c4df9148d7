package refusal

import "unskew/diagnostics/exchange"

func kerberos() []Row {
	const vendor = "Kerberos"
	const realm = "Compare the clock with that of the domain controller or KDC: run unskew check --ntp with its name. The KDC's own clock may be the wrong one."
	return []Row{
		{
			ID: "kerberos.skew-kdc", Vendor: vendor, Context: "kinit, login",
			Match: Match{Words: []string{"clock skew too great in kdc reply"}}, Class: exchange.ClassExpired, Clock: Either,
			Cause:  "This machine's clock and that of the KDC are more than 5 minutes apart (clockskew in krb5.conf): the reply's time does not fit.",
			Remedy: realm,
			Source: "RFC 4120 section 3.1.5; MIT Kerberos documentation, krb5.conf clockskew", Certainty: High,
			Example: Example{Body: "kinit: Clock skew too great in KDC reply while getting initial credentials"},
		},
		{
			ID: "kerberos.skew", Vendor: vendor, Context: "any use of a ticket",
			Match: Match{Words: []string{"clock skew too great"}, Not: []string{"in kdc reply"}}, Class: exchange.ClassExpired, Clock: Either,
			Cause:  "KRB_AP_ERR_SKEW (37): the clocks of client and server are more than 5 minutes apart. A KRB-ERROR message holds the server's time (stime).",
			Remedy: realm,
			Source: "RFC 4120 sections 5.9.1 and 7.5.9", Certainty: High,
			Example: Example{Body: ">>>KRBError:\n\t cTime is Tue Feb 28 18:39:51 UTC 2017 1488307191000\n\t sTime is Fri Mar 03 04:29:05 UTC 2017 1488515345000\n\t suSec is 123456\n\t error code is 37\n\t error Message is Clock skew too great\n\t realm is EXAMPLE.COM\n"},
		},
		{
			ID: "kerberos.skew-code", Vendor: vendor, Context: "Windows event log, network trace",
			Match: Match{Words: []string{"krb_ap_err_skew"}, Not: []string{"clock skew too great"}}, Class: exchange.ClassExpired, Clock: Either,
			Cause:  "The clocks of client and server are more than 5 minutes apart.",
			Remedy: realm,
			Source: "RFC 4120 section 7.5.9; Microsoft documentation, Kerberos errors", Certainty: High,
			Example: Example{Body: "KRB Error: KRB5KRB_AP_ERR_SKEW"},
		},
	}
}

// saml is what its service providers say; the time is that of the host that
// checks, not only of the one that asks.
func saml() []Row {
	return []Row{
		{
			ID: "saml.not-before", Vendor: "SAML", Context: "single sign-on",
			Match: Match{Words: []string{"assertion is not yet valid"}, Not: []string{"client assertion", "jwt"}}, Class: exchange.ClassNotYetValid, Clock: Either,
			Cause:  "The assertion's NotBefore is in the future for the host that checks it: its clock is behind, or that of the identity provider ahead.",
			Remedy: "Measure the clock of the host that checks the assertion (AEM, for a login to AEM), then that of the identity provider.",
			Source: "SAML 2.0 core section 2.5.1.2", Certainty: Medium,
			Example: Example{Body: "SAML assertion is not yet valid (NotBefore)"},
		},
		{
			ID: "saml.not-on-or-after", Vendor: "SAML", Context: "single sign-on",
			Match: Match{Words: []string{"expired", "notonorafter"}}, Class: exchange.ClassExpired, Clock: Either,
			Cause:  "The assertion's NotOnOrAfter has passed for the host that checks it: its clock is ahead, or that of the identity provider behind.",
			Remedy: "Measure the clock of the host that checks the assertion (AEM, for a login to AEM), then that of the identity provider.",
			Source: "SAML 2.0 core section 2.5.1.2", Certainty: Medium,
			Example: Example{Body: "SAML assertion has expired (NotOnOrAfter)"},
		},
	}
}
