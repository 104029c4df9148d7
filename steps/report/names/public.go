package names

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"unskew/diagnostics/exchange"
	"unskew/steps"
)

// brandPortal is behind the tenant in the name of a Brand Portal.
const brandPortal = ".brand-portal.adobe.com"

// public reports whether a name of a host identifies nobody: this machine's own
// name for itself, the servers that are asked by default, and those of vendors
// that all their customers use. To know them helps whoever reads the report.
func public(name string) bool {
	name = strings.ToLower(name)
	for _, server := range steps.PublicNTP() {
		if server.Name == name {
			return true
		}
	}
	for _, server := range steps.PublicHTTPS() {
		if server.Name == name {
			return true
		}
	}
	for _, profile := range exchange.Profiles() {
		if endpoint, err := url.Parse(profile.DefaultEndpoint); err == nil && endpoint.Host == name {
			return true
		}
	}
	return slices.Contains([]string{
		"localhost", "localhost.localdomain", "localdomain", "watch",
		"ims-na1.adobelogin.com", "ims-na1-stg1.adobelogin.com", "legacy-oauth.cloud.adobe.io",
		"login.microsoftonline.com", "oauth2.googleapis.com", "api.github.com",
		"time.windows.com", "ntp.ubuntu.com", "time.aws.com", "metadata.google.internal", "pool.ntp.org",
		"techacct.adobe.com", "adobeorg",
	}, name) || strings.HasSuffix(name, ".pool.ntp.org")
}

// publicDomain reports whether a domain is a vendor's, of which each customer has
// a name below.
func publicDomain(name string) bool {
	name = strings.ToLower(name)
	for _, vendor := range []string{
		"adobe.com", "adobe.io", "adobelogin.com", "adobeaemcloud.com", "microsoftonline.com", "windows.net", "googleapis.com", "google.com",
		"okta.com", "auth0.com", "github.com", "amazonaws.com", "ntp.org", "in-addr.arpa", "ip6.arpa",
	} {
		if name == vendor || strings.HasSuffix(name, "."+vendor) {
			return true
		}
	}
	return public(name)
}

// publicAddress reports whether an address is the same for everybody: the
// machine's own, or a cloud's for its guests.
func publicAddress(address netip.Addr) bool {
	address = address.Unmap()
	if address.IsLoopback() || address.IsUnspecified() {
		return true
	}
	return slices.Contains([]string{"169.254.169.123", "169.254.169.254", "fd00:ec2::123", "fd00:ec2::254"}, address.String())
}

// publicSegment reports whether a segment of a URL's path is one of protocols
// and products, and names nobody.
func publicSegment(segment string) bool {
	return slices.Contains([]string{
		"", ".default", "oauth", "oauth2", "oauth2.0", "token", "tokens", "access_token", "authorize", "v1", "v1.0", "v2", "v2.0", "v3", "v4", "ims", "exchange", "jwt",
		"c", "s", "connect", "protocol", "openid-connect", "realms", "auth", "as", "idp", "default", "common", "organizations", "api", "app", "bin", "receive", "login",
		"author", "publish", "crx", "content", "libs", "granite", "core", "etc", "replication", "agents.author", "services",
	}, strings.ToLower(segment))
}

// publicScope reports whether a scope is a vendor's word.
func publicScope(scope string) bool {
	lower := strings.ToLower(scope)
	for _, vendor := range []string{"ent_", "dam-", "cc-", "openid", "profile", "email", "offline_access", "adobeid", "read_", "additional_info", "https://www.googleapis.com/auth/"} {
		if strings.HasPrefix(lower, vendor) {
			return true
		}
	}
	return false
}
