package exchange

import "time"

// googleSA is how a Google service account asks for an access token ("Using OAuth
// 2.0 for Server to Server Applications"): scope is a claim, aud is the token
// endpoint, exp is at most an hour after iat, and sub is only there where the
// account acts for somebody else (domain-wide delegation). Google judges iat and
// exp ("in a reasonable timeframe").
//
// The default scope opens nothing but the account's own address, because an
// accepted probe leaves a real token behind.
func googleSA() Profile {
	return Profile{
		ID: "google-sa", Title: "Google service account",
		Grant:           "urn:ietf:params:oauth:grant-type:jwt-bearer",
		AssertionField:  "assertion",
		Algorithm:       "RS256",
		DefaultEndpoint: "https://oauth2.googleapis.com/token",
		Subject:         SubjectOptional, IssuedAt: true, MaxLifetime: time.Hour,
		ScopeInClaim: true, DefaultScope: "https://www.googleapis.com/auth/userinfo.email",
		ChecksAhead: true,
	}
}
