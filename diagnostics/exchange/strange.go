package exchange

import (
	"net/http"
	"net/url"
	"strings"
)

// What is said where something else answers in the endpoint's place.
const (
	proxyAsks = "the proxy asks for a user and a password"
	webPage   = "a web page came back: a sign-in page or a captive portal, or the token URL is wrong"
)

// foreign says of the answer to a HEAD request why it is not the endpoint's own,
// "" where nothing speaks against it.
func (a Answer) foreign(target *url.URL, proxied bool, scrub scrubber) (class Class, why string) {
	host := a.redirect()
	switch {
	case a.Status == http.StatusProxyAuthRequired:
		return ClassProxyAuth, proxyAsks
	case a.Status == http.StatusNetworkAuthenticationRequired, // RFC 6585 section 6
		a.HTML && a.Status >= 200 && a.Status < 300:
		return ClassNotAnOAuthAnswer, webPage
	case host != "" && !strings.EqualFold(host, target.Hostname()):
		return ClassNotAnOAuthAnswer, a.strange(scrub)
	case proxied && a.maybeProxys():
		return ClassProxyBlocked, "a web page with an error came back, which may be the proxy's"
	}
	return "", ""
}

// maybeProxys reports whether an answer looks like what proxies that open
// connections send in the endpoint's name: a page that forbids, or an outage.
func (a Answer) maybeProxys() bool {
	return a.HTML && (a.Status == http.StatusForbidden || a.Status >= http.StatusInternalServerError)
}

// redirect returns the host that a redirect leads to, "" for none or the same.
func (a Answer) redirect() string {
	if a.Status < 300 || a.Status >= 400 {
		return ""
	}
	to, err := url.Parse(a.Header.Get("Location"))
	if err != nil {
		return ""
	}
	return to.Hostname()
}

// strange says what came instead of an OAuth answer.
func (a Answer) strange(scrub scrubber) string {
	switch {
	case a.Status >= 300 && a.Status < 400:
		where := "elsewhere"
		// The host alone: the rest may hold a session or the request itself.
		if host := a.redirect(); host != "" {
			where = "to " + scrub.keep(host, 100)
		}
		return "the endpoint redirects " + where + ", and a credential follows no redirect: check the token URL"
	case a.HTML:
		return webPage
	case a.Status == http.StatusNotFound, a.Status == http.StatusMethodNotAllowed, a.Status == http.StatusGone:
		return "nothing takes token requests at this path: check the token URL"
	}
	return "what came back is no answer of an authorization server: check the token URL"
}
