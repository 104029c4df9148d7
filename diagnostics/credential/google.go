package credential

import "fmt"

// fromGoogle reads the key file of a Google service account, as its console
// downloads it ("Creating a service account key").
func fromGoogle(name string, in object) (Credential, error) {
	found := Credential{
		Kind:     KindGoogle,
		Issuer:   in.field("clientemail"),
		TokenURL: in.field("tokenuri"),
		KeyID:    in.field("privatekeyid"),
	}
	if found.Issuer == "" {
		return Credential{}, fmt.Errorf("%s is a Google service account's key without client_email: download it again", show(name))
	}
	return found, in.keyInto(&found, name, "privatekey")
}
