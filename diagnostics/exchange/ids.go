package exchange

import "strings"

// maxIDs bounds how many identifiers of one answer are kept.
const maxIDs = 6

// idHeaders are the headers in which services and what stands before them name a
// request, those of the service itself first: X-Debug-Id is Adobe IMS's,
// X-Ms-Request-Id Microsoft Entra's, X-Okta-Request-Id, X-GitHub-Request-Id and
// X-Auth0-RequestId those of their services, X-Amzn-* and X-Amz-Cf-Id AWS's, Cf-Ray
// Cloudflare's, Akamai-Grn Akamai's; Traceparent is W3C Trace Context, section 3.2.
func idHeaders() []string {
	return []string{
		"X-Request-Id", "X-Debug-Id", "X-Ms-Request-Id", "X-Okta-Request-Id", "X-GitHub-Request-Id", "X-Auth0-RequestId",
		"Request-Id", "X-Amzn-Requestid", "X-Amzn-Trace-Id", "Client-Request-Id", "Cf-Ray", "X-Amz-Cf-Id", "Akamai-Grn",
		"X-Correlation-Id", "Traceparent",
	}
}

// idFields are fields of a body that do the same (Microsoft Entra's error answer).
// Its description repeats them, but at its end, which may be cut.
func idFields() []string { return []string{"trace_id", "correlation_id"} }

// identify notes what the operator of the endpoint finds the request by.
func (a *Attempt) identify(answer Answer, scrub scrubber) {
	a.RequestID, a.RequestIDs = "", nil
	seen := map[string]bool{}
	note := func(name, value string) {
		value = scrub.keep(value, 128)
		if value == "" || seen[value] || len(a.RequestIDs) == maxIDs {
			return
		}
		seen[value] = true
		if a.RequestID == "" {
			a.RequestID = value
		}
		a.RequestIDs = append(a.RequestIDs, RequestID{Name: strings.ToLower(name), Value: value})
	}
	for _, name := range idHeaders() {
		note(name, answer.Header.Get(name))
	}
	for i, name := range idFields() {
		if i < len(answer.IDs) {
			note(name, answer.IDs[i])
		}
	}
}

// RequestID is one identifier of a request: the header or field that named it, in
// lower case, and what it said.
type RequestID struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
