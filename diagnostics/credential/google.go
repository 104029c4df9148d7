package credential

import (
	"fmt"

	"unskew/diagnostics"
)

// fromGoogle reads the key file of a Google service account. Its client_id is no
// part of the request: the grant knows the account by its address alone (RFC
// 7523 section 2.1; developers.google.com/identity/protocols/oauth2/service-account).
func fromGoogle(name string, in object, passphrase diagnostics.Secret) (Credential, error) {
	found := Credential{
		Kind:   KindGoogle,
		Issuer: in.field("clientemail"), KeyID: in.field("privatekeyid"), TokenURL: in.field("tokenuri"),
	}
	if found.Issuer == "" {
		return Credential{}, fmt.Errorf("%s is a Google service account's key without client_email: download it again", show(name))
	}
	return found, in.keyInto(&found, name, passphrase)
}
