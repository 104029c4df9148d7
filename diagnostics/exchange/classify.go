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
	}
	class, how, known := a.words()
	switch {
	case isRetired(a) && !class.Time():
		return ClassRetired, settled
	case a.Status == http.StatusNetworkAuthenticationRequired: // RFC 6585: a captive portal says so
		return ClassNotAnOAuthAnswer, settled
	case a.Status >= 500 && !class.Time() && how == settled:
		// Some servers report an expired assertion as an error of their own: such
		// words go before the status. Others are about the server's inside.
		return ClassServerError, settled
	case known && class != ClassRefusedWithoutWords:
		return class, how
	case a.HTML, a.Status < 400:
		return ClassNotAnOAuthAnswer, settled
	case known:
		return class, how
	}
	return a.unexplained(), settled
}

// words classifies the error and the description. The answer arrived, so words
// about certificates can only mean the one that is registered for the key, and
// words about connections are about one that is not ours.
func (a Answer) words() (class Class, how sense, known bool) {
	class, how, known = matchWords(a.Error, a.Description)
	if a.saysNothing(class) {
		return ClassRefusedWithoutWords, settled, true
	}
	switch class {
	case ClassTLSTime:
		class = ClassSignature
	case ClassTLS, ClassTLSInspected, ClassDNS, ClassRefused, ClassTimeout, ClassProxyAuth:
		class = ClassServerError
	}
	return class, how, known
}

// unexplained classifies a 4xx whose words are missing or not known. Nothing
// then says that it is not the time, unless the error is one that OAuth defines
// for something else; the same request with another stamp will tell.
func (a Answer) unexplained() Class {
	code := strings.ToLower(strings.TrimSpace(a.Error))
	switch {
	case isOtherError(code):
		return ClassOther
	case a.Status == http.StatusBadRequest, a.Status == http.StatusUnauthorized: // RFC 6749 section 5.2
		return ClassRefusedWithoutWords
	case a.Status == http.StatusNotFound, a.Status == http.StatusMethodNotAllowed, a.Status == http.StatusGone:
		return ClassNotAnOAuthAnswer
	case strings.Contains(code, "_"): // an error code in OAuth's style
		return ClassRefusedWithoutWords
	}
	return ClassNotAnOAuthAnswer
}

// isOtherError reports whether an error is registered for OAuth (RFC 6749
// section 11.4 and the extensions' own) and means neither client, grant nor time.
func isOtherError(code string) bool {
	switch code {
	case "access_denied", "unsupported_response_type", "unsupported_token_type", "interaction_required", "login_required",
		"consent_required", "account_selection_required", "invalid_redirect_uri", "invalid_client_metadata", "invalid_target",
		"authorization_pending", "unmet_authentication_requirements":
		return true
	}
	return false
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
