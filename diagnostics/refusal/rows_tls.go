package refusal

import "unskew/diagnostics/exchange"

// tls is what clients say of a server's certificate. The dates are judged by the
// clock of the machine that asks.
func tls() []Row {
	const context = "TLS, by the clock of the machine that asks"
	const early = "A certificate's dates begin in the future for this machine: its clock is behind, by hours or more; or the certificate is really that new."
	const late = "A certificate's dates have ended for this machine: the certificate really ran out, or this machine's clock is ahead."
	const fix = measure + " If it is right, the certificate is at fault: its owner must renew it, or a proxy on the way shows its own."
	lab := "seen: curl 7, OpenSSL 3, Python 3, Java 11 and Go, each with a clock before and after the certificate's dates"
	tell := func(id, vendor string, words, not []string, clock Clock, cause, example string) Row {
		return Row{
			ID: "tls." + id, Vendor: vendor, Context: context, Match: Match{Words: words, Not: not}, Class: exchange.ClassTLSTime, Clock: clock,
			Cause: cause, Remedy: fix, Source: lab, Certainty: High, Example: Example{Body: example},
		}
	}
	other := []string{"verify return code", "_ssl.c", "has expired or is not yet valid"}
	return []Row{
		tell("curl-early", "curl", []string{"certificate is not yet valid"}, other, Behind, early, "curl: (60) SSL certificate problem: certificate is not yet valid"),
		tell("curl-late", "curl", []string{"certificate has expired"}, other, Ahead, late, "curl: (60) SSL certificate problem: certificate has expired"),
		tell("openssl-early", "OpenSSL", []string{"verify return code: 9 "}, nil, Behind, early, "    Verify return code: 9 (certificate is not yet valid)"),
		tell("openssl-late", "OpenSSL", []string{"verify return code: 10 "}, nil, Ahead, late, "    Verify return code: 10 (certificate has expired)"),
		tell("python-early", "Python", []string{"certificate is not yet valid", "_ssl.c"}, nil, Behind, early, "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid (_ssl.c:1006)"),
		tell("python-late", "Python", []string{"certificate has expired", "_ssl.c"}, nil, Ahead, late, "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)"),
		tell("go-early", "Go", []string{"has expired or is not yet valid", " is before "}, nil, Behind, early, "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2017-02-28T18:39:51Z is before 2017-03-01T00:00:00Z"),
		tell("go-late", "Go", []string{"has expired or is not yet valid", " is after "}, nil, Ahead, late, "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2027-02-28T18:39:51Z is after 2026-03-01T00:00:00Z"),
		tell("java-early", "Java", []string{"certificatenotyetvalidexception"}, nil, Behind, early, "Caused by: java.security.cert.CertificateNotYetValidException: NotBefore: Fri Mar 03 04:29:05 UTC 2017"),
		tell("java-late", "Java", []string{"certificateexpiredexception"}, nil, Ahead, late, "Caused by: java.security.cert.CertificateExpiredException: NotAfter: Tue Feb 28 18:39:51 UTC 2017"),
		tlsUntrusted(context), tlsNoRoots(context),
	}
}

func tlsUntrusted(context string) Row {
	return Row{
		ID: "tls.untrusted", Vendor: "Java", Context: context,
		Match: Match{Words: []string{"unable to find valid certification path"}}, Class: exchange.ClassTLSInspected, Clock: Never,
		Cause:  "The server's certificate is signed by nobody whom this machine trusts: mostly a proxy on the way that opens TLS, or a missing root certificate.",
		Remedy: "Find out who signed it, and add that root to Java's trust store (with unskew: --ca-file). " + notClock,
		Source: "seen: Java 11", Certainty: High,
		Example: Example{Body: "javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target"},
	}
}

func tlsNoRoots(context string) Row {
	return Row{
		ID: "tls.no-roots", Vendor: "Java", Context: context,
		Match: Match{Words: []string{"trustanchors parameter must be non-empty"}}, Class: exchange.ClassTLS, Clock: Never,
		Cause:  "Java finds no trusted certificates: javax.net.ssl.trustStore names a file that is missing, empty or unreadable.",
		Remedy: "Correct or remove -Djavax.net.ssl.trustStore, and restart. " + notClock,
		Source: "Adobe documentation, Configuring Dynamic Media (troubleshooting)", Certainty: High,
		Example: Example{Body: "java.security.InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty"},
	}
}
