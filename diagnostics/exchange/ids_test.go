package exchange

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestRequestIDs: what the operator of a service finds a request by is kept, of the
// service and of what stands before it, bounded and without secrets.
func TestRequestIDs(t *testing.T) {
	const secret = "hush-hush-secret"
	cases := []struct {
		name    string
		header  map[string]string
		body    string
		want    string // of all
		wantOne string
	}{
		{"none", nil, `{"error":"invalid_grant"}`, "[]", ""},
		{"Adobe IMS", map[string]string{"X-Debug-Id": "d-1", "X-Request-Id": "r-1"}, "", "[{x-request-id r-1} {x-debug-id d-1}]", "r-1"},
		{
			"Microsoft Entra",
			map[string]string{"X-Ms-Request-Id": "m-1"},
			`{"error":"invalid_client","error_description":"AADSTS700024","trace_id":"m-1","correlation_id":"c-1"}`,
			"[{x-ms-request-id m-1} {correlation_id c-1}]", "m-1",
		},
		{"behind Cloudflare", map[string]string{"Cf-Ray": "ray-TPE", "X-GitHub-Request-Id": "g"}, "", "[{x-github-request-id g} {cf-ray ray-TPE}]", "g"},
		{"twice the same", map[string]string{"X-Request-Id": "same", "X-Correlation-Id": "same"}, "", "[{x-request-id same}]", "same"},
		{"an echo", map[string]string{"X-Request-Id": secret, "Traceparent": "a\x1b[31m"}, "", "[{x-request-id [secret]} {traceparent a [31m}]", "[secret]"},
		{"too long", map[string]string{"X-Request-Id": strings.Repeat("x", 500)}, "", "[{x-request-id " + strings.Repeat("x", 128) + "…}]", strings.Repeat("x", 128) + "…"},
	}
	for _, c := range cases {
		header := http.Header{}
		for name, value := range c.header {
			header.Set(name, value)
		}
		var attempt Attempt
		attempt.identify(readAnswer(400, header, []byte(c.body)), newScrubber(secret))
		if got := fmt.Sprint(attempt.RequestIDs); got != c.want || attempt.RequestID != c.wantOne {
			t.Errorf("%s: %s and %q, want %s and %q", c.name, got, attempt.RequestID, c.want, c.wantOne)
		}
	}
	all := http.Header{}
	for i, name := range idHeaders() {
		all.Set(name, fmt.Sprint("id-", i))
	}
	var attempt Attempt
	if attempt.identify(Answer{Header: all}, newScrubber()); len(attempt.RequestIDs) != maxIDs {
		t.Errorf("%d ids are kept, want %d", len(attempt.RequestIDs), maxIDs)
	}
	if len(cases) != 7 {
		t.Fatalf("%d answers were read, want 7", len(cases))
	}
}
