package httpdate

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"unskew/diagnostics"
)

// dateOf returns the Date of an answer that may be counted. Nearly every status
// carries a Date of its own; a proxy's refusal carries the proxy's, a cache's
// answer (Age, RFC 9111 section 5.1) an old one.
func dateOf(response *http.Response, proxied bool) (time.Time, error) {
	switch response.StatusCode {
	case http.StatusProxyAuthRequired:
		return time.Time{}, failure{reason: diagnostics.ReasonProxyAuth, detail: "a proxy wants a user and a password"}
	case http.StatusNetworkAuthenticationRequired:
		return time.Time{}, failure{reason: diagnostics.ReasonProxyBlocked, detail: "the network wants a sign-in"}
	case http.StatusForbidden:
		if proxied {
			return time.Time{}, failure{reason: diagnostics.ReasonProxyBlocked, detail: "answered 403"}
		}
	}
	if age, err := strconv.ParseUint(strings.TrimSpace(response.Header.Get("Age")), 10, 64); err == nil && age > 0 {
		return time.Time{}, failure{reason: diagnostics.ReasonStale, detail: "a cache's answer, " + strconv.FormatUint(age, 10) + " s old"}
	}
	text := response.Header.Get("Date")
	if text == "" {
		return time.Time{}, failure{reason: diagnostics.ReasonNoDate, detail: "answered " + strconv.Itoa(response.StatusCode) + " without a Date"}
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return time.Time{}, failure{reason: diagnostics.ReasonNoDate, detail: diagnostics.Clean("its Date is no date: "+text, detailLimit)}
	}
	return date.UTC(), nil
}
