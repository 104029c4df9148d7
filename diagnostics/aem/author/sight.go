package author

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"unskew/diagnostics"
	"unskew/diagnostics/httpdate"
)

// Sight is one look at an AEM's own clock, from its Date header. The JVM makes it,
// so it is the time as AEM sees it.
type Sight struct {
	URL string `json:"url"` // as named, without a user
	// Reading ties AEM's clock to raw time. It is no witness: its clock is the one
	// under suspicion.
	Reading diagnostics.Reading `json:"reading"`
	// Same: AEM is asked at an address of this machine.
	Same bool `json:"same,omitempty"`
	// Between are signs that another program answered, or may have, whose clock is
	// then the one that was read: "Via", "X-Dispatcher", ...
	Between []string `json:"between,omitempty"`
	// Cloud: the name is that of AEM as a Cloud Service, where Adobe keeps the clock.
	Cloud  bool `json:"cloud,omitempty"`
	Status int  `json:"status,omitempty"`
}

// loginPath answers whoever asks, with a Date; a dispatcher rarely caches it.
const loginPath = "/libs/granite/core/content/login.html"

// Look reads an AEM's clock, to a fraction of a second where fine is true. No
// credential is sent. emit gets interim readings, where it is not nil.
func (c *Client) Look(ctx context.Context, address string, fine bool, emit func(diagnostics.Reading)) Sight {
	sight := Sight{URL: diagnostics.Clean(address, 200)}
	base, err := ParseURL(address)
	if err != nil {
		sight.Reading = diagnostics.Reading{Source: diagnostics.SourceHTTPS, Server: sight.URL, Outcome: diagnostics.Failed, Reason: diagnostics.ReasonInvalid, Detail: err.Error()}
		return sight
	}
	sight.Cloud = isCloud(base.Hostname())
	dates := &httpdate.Client{Network: c.Network, Clock: c.Clock, Roots: c.Roots, Proxy: c.Proxy, Reference: c.Reference, Built: c.Built}
	target := *base
	target.Path += loginPath
	found := dates.Measure(ctx, httpdate.Host{Name: base.Host, URL: target.String(), Plain: true}, fine, emit)
	sight.Reading, sight.Same, sight.Status = found.Reading, found.Same, found.Status
	sight.Between = between(found.Header)
	if found.Reading.Via != "" {
		sight.Between = append(sight.Between, "proxy "+found.Reading.Via)
	}
	return sight
}

// isCloud reports whether a name is one of AEM as a Cloud Service.
func isCloud(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return strings.HasSuffix(host, ".adobeaemcloud.com") || strings.HasSuffix(host, ".adobeaemcloud.net")
}

// between lists the signs that something stands before AEM: Via (RFC 9110 section
// 7.6.3), what caches say of themselves, and the names of web servers: AEM's own
// says nothing, or Jetty.
func between(header http.Header) []string {
	var signs []string
	for _, name := range []string{"Via", "X-Cache", "X-Dispatcher", "X-Vhost", "X-Served-By", "X-Varnish", "Cf-Ray", "X-Amz-Cf-Id"} {
		if value := header.Get(name); value != "" {
			signs = append(signs, diagnostics.Clean(name+": "+value, 80))
		}
	}
	server := strings.ToLower(header.Get("Server"))
	front := slices.ContainsFunc([]string{"apache", "nginx", "httpd", "cloudflare", "varnish", "iis", "haproxy", "big-ip", "awselb", "envoy"}, func(name string) bool {
		return strings.Contains(server, name)
	})
	if front {
		signs = append(signs, diagnostics.Clean("Server: "+header.Get("Server"), 80))
	}
	if age, err := strconv.Atoi(header.Get("Age")); err == nil {
		signs = append(signs, "Age: "+strconv.Itoa(age))
	}
	return signs
}
