package exchange

import (
	"net/http"
	"strings"
	"time"
)

// Classify says what an answer means. It is pure.
func Classify(a Answer) Class {
	class, _ := classify(a)
	return class
}

// classify is Classify, and how far the words of the answer go.
func classify(a Answer) (Class, sense) {
	switch {
	case a.Status == http.StatusProxyAuthRequired:
		return ClassProxyAuth, settled
	case a.Status >= 200 && a.Status < 300 && a.Token:
		return ClassAccepted, settled
	case a.Status == http.StatusTooManyRequests:
		return ClassRateLimited, settled
	case isRetired(a):
		return ClassRetired, settled
	}
	class, how := a.words()
	switch {
	// Some servers report an expired assertion as an error of their own (500):
	// words that name the reason go before the status.
	case class != ClassOther && class != ClassRefusedWithoutWords:
		return class, how
	case a.Status == http.StatusNetworkAuthenticationRequired: // RFC 6585: a captive portal says so
		return ClassNotAnOAuthAnswer, settled
	case a.Status >= 500:
		return ClassServerError, settled
	case a.HTML, a.Status < 400:
		return ClassNotAnOAuthAnswer, settled
	case class == ClassRefusedWithoutWords:
		return class, how
	}
	return a.unexplained(), settled
}

// words classifies the error and the description. The answer arrived, so words
// about certificates can only mean the one that is registered for the key, and
// words about connections are about one that is not ours.
func (a Answer) words() (Class, sense) {
	class, how := matchWords(a.Error, a.Description)
	switch class {
	case ClassTLSTime:
		return ClassSignature, settled
	case ClassTLS, ClassTLSInspected, ClassDNS, ClassRefused, ClassTimeout, ClassProxyAuth:
		return ClassServerError, settled
	}
	return class, how
}

// unexplained classifies a 4xx whose words are missing or not known.
func (a Answer) unexplained() Class {
	switch {
	// An OAuth server answers these two where it refuses a request (RFC 6749
	// section 5.2). Without an error that we know, nothing says that it is not
	// the time; the same request with another stamp will.
	case a.isRefusal() && a.Error == "":
		return ClassRefusedWithoutWords
	case a.isRefusal():
		return ClassOther
	case strings.Contains(a.Error, "_"): // an OAuth error code, with another status
		return ClassOther
	}
	return ClassNotAnOAuthAnswer
}

// isRefusal reports whether the status is one that OAuth refuses with.
func (a Answer) isRefusal() bool {
	return a.Status == http.StatusBadRequest || a.Status == http.StatusUnauthorized
}

// retiredSince is when Adobe ended the last service account (JWT) credentials.
func retiredSince() time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC) }

// isRetired infers, where no word says so, that Adobe's JWT exchange no longer
// serves this credential: its documentation ends them by 2026-03-01, but what
// the exchange answers since then is not published. So it takes the IMS
// profile, the server's own date past that day, and an error that blames the
// client or the grant as such. A description that names a wrong client_id or
// client_secret is believed instead.
func isRetired(a Answer) bool {
	if a.Profile != imsJWT().ID || a.Date.Before(retiredSince()) {
		return false
	}
	switch strings.ToLower(a.Error) {
	case "unsupported_grant_type", "unauthorized_client", "unsupported_response_type":
		return true
	case "invalid_client":
		return strings.TrimSpace(a.Description) == ""
	}
	return false
}

// refine settles what the words leave open by the server's own clock: ahead is
// how far the stamp was ahead of it, give or take uncertainty.
func refine(class Class, how sense, ahead, uncertainty time.Duration) Class {
	switch {
	case how == settled:
		return class
	case ahead > uncertainty:
		return ClassNotYetValid
	}
	return class
}
