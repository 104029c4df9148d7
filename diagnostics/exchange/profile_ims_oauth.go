package exchange

// imsOAuth is Adobe's OAuth Server-to-Server: the client credentials grant of
// RFC 6749 section 4.4. It carries no time at all, and its scopes are joined
// by commas.
func imsOAuth() Profile {
	return Profile{
		ID: "ims-oauth", Title: "Adobe OAuth Server-to-Server",
		Grant: "client_credentials", DefaultPath: "/ims/token/v3",
		SecretInForm: true, ScopeInForm: true, ScopeSeparator: ",",
		TimeFree: true,
	}
}
