package exchange

// What a credential file says beyond the claims. All that reads these fields of a
// credential stands here.

// keyID is the name that the service knows the key by.
func (r Request) keyID() string { return first(r.KeyID, r.Credential.KeyID) }

// tokenURL is the endpoint that the credential file names, where this kind of file
// names one.
func (r Request) tokenURL() string { return r.Credential.TokenURL }
