package credential

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
	"time"

	"unskew/diagnostics"
)

// maxField bounds a field that is not secret; the longest real one, an account
// id, has some 60 characters.
const maxField = 256

// fromIntegration reads the service credentials of AEM as a Cloud Service.
func fromIntegration(name string, in object) (Credential, error) {
	account := in.object("technicalaccount")
	if account == nil {
		return Credential{}, fmt.Errorf("%s has no integration.technicalAccount: download the service credentials again", show(name))
	}
	found := Credential{
		Kind:         KindServiceCredentials,
		ClientID:     account.field("clientid"),
		ClientSecret: account.secret("clientsecret"),
		Issuer:       in.field("org"),
		Subject:      in.field("id"),
		Scopes:       scopes(in.list("metascopes")),
		IMSHost:      host(in.text("imsendpoint")),
	}
	found.CertificateExpires = certificateExpiry(in)
	return found, in.keyInto(&found, name, "privatekey")
}

// fromWorkspace reads a Developer Console workspace: the first credential of
// its list that this version has a profile for.
func fromWorkspace(name string, project object) (Credential, error) {
	organisation := project.object("org").field("imsorgid")
	details := project.object("workspace").object("details")
	credentials, _ := details["credentials"].([]any)
	for _, item := range credentials {
		entry, _ := item.(object)
		for _, kind := range []string{"oauthservertoserver", "jwt"} {
			if inner := entry.object(kind); inner != nil {
				found, ok, err := fromFlat(name, inner)
				if ok || err != nil {
					if found.Issuer == "" {
						found.Issuer = organisation
					}
					return found, err
				}
			}
		}
	}
	return Credential{}, fmt.Errorf("%s describes a project without an oauth_server_to_server or jwt credential: add one in the Developer Console, or download the credential itself", show(name))
}

// fromFlat reads the flat files: the Developer Console's two, and those that
// client libraries write from them. It is not ok where the names do not fit.
func fromFlat(name string, in object) (_ Credential, ok bool, _ error) {
	found := Credential{
		ClientID:     in.field("clientid", "apikey"),
		ClientSecret: in.secret("clientsecret", "clientsecrets"),
		Issuer:       in.field("orgid", "imsorgid"),
		Subject:      in.field("technicalaccountid"),
		IMSHost:      host(in.text("ims", "imshost", "imsendpoint")),
	}
	serverToServer := fold(in.text("type")) == "oauthservertoserver"
	_, secrets := in["clientsecrets"]
	_, plainScopes := in["scopes"]
	switch {
	case found.ClientID == "":
		return Credential{}, false, nil
	case serverToServer || secrets || (plainScopes && in["privatekey"] == nil && in["apikey"] == nil):
		found.Kind = KindServerToServer
		found.Scopes = scopes(in.list("scopes", "metascopes"))
		return found, true, nil
	case found.Issuer == "" && found.Subject == "":
		return Credential{}, false, nil
	}
	found.Kind = KindDeveloperConsole
	found.Scopes = scopes(in.list("metascopes", "scopes"))
	found.CertificateExpires = consoleExpiry(in.object("publickeyswithexpiry"))
	return found, true, in.keyInto(&found, name, "privatekey")
}

// field returns a text that may be shown.
func (o object) field(names ...string) string { return diagnostics.Clean(o.text(names...), maxField) }

// secret returns a secret, of a list the first: the others are older or newer
// ones of the same client, valid at the same time.
func (o object) secret(names ...string) diagnostics.Secret {
	if text := o.text(names...); text != "" {
		return diagnostics.NewSecret(text)
	}
	for _, name := range names {
		if list, isList := o[name].([]any); isList && len(list) > 0 {
			if text, isText := list[0].(string); isText {
				return diagnostics.NewSecret(strings.TrimSpace(text))
			}
		}
	}
	return diagnostics.Secret{}
}

// keyInto reads the private key inside a file, a string or a list of lines.
// Without one it leaves the key nil.
func (o object) keyInto(into *Credential, file, name string) error {
	text := o.text(name)
	if lines, ok := o[name].([]any); ok {
		text = strings.Join(o.list(name), "\n")
		if len(lines) == 0 {
			text = ""
		}
	}
	if text == "" {
		return nil
	}
	key, err := ParseKey("the private key in "+show(file), []byte(text))
	if err != nil {
		return err
	}
	into.Key = key
	return nil
}

// scopes drops the URL that a metascope is written with in a claim,
// "https://<host>/s/<metascope>".
func scopes(words []string) []string {
	var out []string
	for _, word := range words {
		if strings.HasPrefix(word, "https://") {
			word = word[strings.LastIndexByte(word, '/')+1:]
		}
		if word = diagnostics.Clean(word, maxField); word != "" {
			out = append(out, word)
		}
	}
	return out
}

// host reduces an IMS endpoint to its host name.
func host(endpoint string) string {
	endpoint = strings.TrimPrefix(strings.TrimPrefix(endpoint, "https://"), "http://")
	endpoint, _, _ = strings.Cut(endpoint, "/")
	return diagnostics.Clean(endpoint, maxField)
}

// certificateExpiry reads NotAfter of the certificate beside the key, which is
// proof, rather than the date that some editions write next to it.
func certificateExpiry(in object) time.Time {
	block, _ := pem.Decode(unescape([]byte(in.text("publickey"))))
	if block != nil {
		if certificate, err := x509.ParseCertificate(block.Bytes); err == nil {
			return certificate.NotAfter.UTC()
		}
	}
	at, err := time.Parse(time.RFC3339, in.text("certificateexpirationdate"))
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

// consoleExpiry reads the date of the one public key that is registered. With
// several it is not known which one belongs to the key at hand.
func consoleExpiry(keys object) time.Time {
	if len(keys) != 1 {
		return time.Time{}
	}
	for name := range keys {
		if at, err := time.Parse("01/02/2006", keys.text(name)); err == nil {
			return at
		}
	}
	return time.Time{}
}
