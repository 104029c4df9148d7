package exchange

// imsJWT is Adobe IMS's exchange of a service account's JWT, as documented for
// Adobe I/O: aud is the client's URL, each metascope is a claim, there is no
// iat, and expires_in counts milliseconds.
func imsJWT() Profile {
	return Profile{
		ID: "ims-jwt", Title: "Adobe IMS JWT exchange",
		AssertionField: "jwt_token", Algorithm: "RS256", DefaultPath: "/ims/exchange/jwt",
		Unique: true, Metascopes: true, SecretInForm: true, Milliseconds: true,
	}
}
