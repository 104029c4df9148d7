package exchange

// privateKeyJWT is the client assertion of RFC 7523 section 2.2, which OpenID
// Connect Core 1.0 section 9 calls private_key_jwt: iss and sub are the client
// id, aud is the token endpoint, and there is a jti. Microsoft Entra wants nbf as
// well ("certificate credentials"), and RFC 7523 section 3, item 5, has a server
// refuse what is not valid yet: so a clock that is ahead is refused.
func privateKeyJWT() Profile {
	return Profile{
		ID: "private-key-jwt", Title: "Client assertion (private_key_jwt)",
		Grant: "client_credentials", AssertionField: "client_assertion", ClientAssertion: true,
		ClientIssues: true, Subject: SubjectClient, Unique: true, IssuedAt: true, NotBefore: true,
		ScopeInForm: true, ScopeSeparator: " ", AsksScope: true, AsksKeyID: true,
		ChecksAhead: true,
	}
}
