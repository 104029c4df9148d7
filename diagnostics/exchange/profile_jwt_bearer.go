package exchange

// jwtBearer is the authorization grant of RFC 7523 section 2.1, as AEM's
// OAuth client sends it to Brand Portal's legacy gateway. Whether the server
// looks at iat is up to it (section 3, item 6), so it is not counted on.
func jwtBearer() Profile {
	return Profile{
		ID: "jwt-bearer", Title: "JWT bearer grant (RFC 7523)",
		Grant:          "urn:ietf:params:oauth:grant-type:jwt-bearer",
		AssertionField: "assertion", Algorithm: "RS256", Unique: true, IssuedAt: true,
		ScopeInForm: true, ScopeSeparator: " ",
	}
}
