package exchange

import "time"

// gitHubApp is how a GitHub App says who it is ("Generating a JSON Web Token (JWT)
// for a GitHub App"): iss is the app's client id or number, iat stands 60 seconds
// in the past against clock drift, exp is at most ten minutes ahead. The JWT is
// the bearer token of a GET of the app's own description; it grants no other
// token, so nothing but the JWT itself stays valid.
func gitHubApp() Profile {
	return Profile{
		ID: "github-app", Title: "GitHub App", Bearer: true, Algorithm: "RS256",
		DefaultEndpoint: "https://api.github.com/app",
		ClientIssues:    true, Subject: SubjectNever, NoAudience: true,
		IssuedAt: true, IssuedBack: time.Minute, MaxLifetime: 10 * time.Minute,
		ChecksAhead: true,
	}
}
