package steps

import (
	"time"

	"unskew/diagnostics/credential"
	"unskew/steps/say"
)

// certificateSoon is when it is time to renew a certificate: a month is what an
// organisation needs to find the person who may do it.
const certificateSoon = 30 * 24 * time.Hour

// credentialRules are the findings about the certificate by which the service
// knows the key. Its dates are held against the reference, never the OS clock.
func credentialRules() []rule {
	return []rule{credentialMismatch(), credentialExpired(), credentialExpiring()}
}

func credentialMismatch() rule {
	return rule{
		Code: "credential.mismatch", Step: StepToken,
		Means:    say.T("The private key and the certificate beside it do not belong together: the service knows another key than the one that signs."),
		Told:     say.T("The public half of the private key is not the one in the certificate, of the same file or of the credential file."),
		Mend:     say.T("Give the private key that was made together with the certificate, or register the certificate of this key with the service."),
		Explains: []string{"exchange.signature"},
		Look: func(f facts) *Finding {
			target := signedTarget(f)
			if target == nil || target.Certificate == nil || target.Certificate.Match != credential.Mismatches {
				return nil
			}
			return &Finding{
				Severity: Problem,
				Title:    say.T("The private key does not belong to the certificate beside it."),
				Detail:   say.T("The certificate is %s with the SHA-1 fingerprint %s. Whoever knows that one refuses what this key signs. Look for the key that was made with it.", target.Certificate.Subject, target.Certificate.SHA1),
			}
		},
	}
}

func credentialExpired() rule {
	return rule{
		Code: "credential.expired", Step: StepToken,
		Means:    say.T("The certificate by which the service knows the key has run out."),
		Told:     say.T("The end of the certificate beside the key, or else of the last one in the console's list, lies before the reference's time. Without a reference nothing is said."),
		Mend:     say.T("Make a new key and certificate, register the certificate with the service, and put the new credential in place."),
		Explains: []string{"exchange.signature"},
		Look: func(f facts) *Finding {
			ends, left, known := certificateLeft(f)
			if !known || left > 0 {
				return nil
			}
			return &Finding{
				Severity: Problem,
				Title:    say.T("The certificate of this credential ran out on %s.", ends.Format(time.DateOnly)),
				Detail:   say.T("The service may refuse every signature made with its key, whatever the clock shows. Make a new key and certificate, and register the certificate with the service."),
			}
		},
	}
}

func credentialExpiring() rule {
	return rule{
		Code: "credential.expiring", Step: StepToken,
		Means: say.T("The certificate by which the service knows the key runs out within 30 days."),
		Told:  say.T("The end of the certificate beside the key, or else of the last one in the console's list, is at most 30 days after the reference's time. The OS clock plays no part in it."),
		Mend:  say.T("Make a new key and certificate before that day, register the certificate with the service, and put the new credential in place."),
		Look: func(f facts) *Finding {
			ends, left, known := certificateLeft(f)
			if !known || left <= 0 || left > certificateSoon {
				return nil
			}
			return &Finding{
				Severity: Warning,
				Title:    say.T("The certificate of this credential runs out on %s, in %s.", ends.Format(time.DateOnly), Span(left.Truncate(time.Hour))),
				Detail:   say.T("After that the token request fails, and it is not the clock. Have a new one made and registered before."),
			}
		},
	}
}

// signedTarget is the token request of the session where it is signed with a key.
func signedTarget(f facts) *Target {
	target := targetOf(f.session)
	if target == nil || target.TimeFree {
		return nil
	}
	return target
}

// certificateLeft is when the certificate ends, and how long that is from the
// reference's time; not known where either is not.
func certificateLeft(f facts) (ends time.Time, left time.Duration, known bool) {
	target := signedTarget(f)
	if target == nil || target.CertificateExpires.IsZero() || !f.judged.Known || f.judged.Reference.IsZero() {
		return time.Time{}, 0, false
	}
	return target.CertificateExpires, target.CertificateExpires.Sub(f.judged.Reference), true
}

// certificateRows say which certificate is beside the key.
func certificateRows(target *Target) []Fact {
	one := target.Certificate
	if one == nil {
		return nil
	}
	row := Fact{
		Label: say.T("certificate"), Value: say.Verbatim(one.Subject),
		Note: say.T("until %s", one.NotAfter.Format(time.DateOnly)),
	}
	if one.Match == credential.Mismatches {
		row.Note, row.Tone = say.T("of another key"), Bad
	}
	return []Fact{row}
}
