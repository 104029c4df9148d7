package credential

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"unskew/diagnostics"
)

// maxField bounds a field that is not secret; the longest real one, an account
// id, has some 60 characters.
const maxField = 256

// fromIntegration reads the service credentials of AEM as a Cloud Service.
func fromIntegration(name string, in object, passphrase diagnostics.Secret) (Credential, error) {
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
	err := in.keyInto(&found, name, passphrase)
	if at, bad := time.Parse(time.RFC3339, in.text("certificateexpirationdate")); bad == nil && found.CertificateExpires.IsZero() {
		found.CertificateExpires = at.UTC()
	}
	return found, err
}

// fromWorkspace reads a Developer Console workspace: the first credential of
// its list that this version has a profile for.
func fromWorkspace(name string, project object, passphrase diagnostics.Secret) (Credential, error) {
	organisation := project.object("org").field("imsorgid")
	details := project.object("workspace").object("details")
	credentials, _ := details["credentials"].([]any)
	for _, item := range credentials {
		entry, _ := item.(object)
		for _, kind := range []string{"oauthservertoserver", "jwt"} {
			if inner := entry.object(kind); inner != nil {
				found, ok, err := fromFlat(name, inner, passphrase)
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
func fromFlat(name string, in object, passphrase diagnostics.Secret) (_ Credential, ok bool, _ error) {
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
	found.Registered = registered(in.object("publickeyswithexpiry"))
	found.settle()
	return found, true, in.keyInto(&found, name, passphrase)
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

// keyInto reads the private key inside a file, PEM (a string or a list of
// lines) or base64 of PKCS #8, and the certificate beside it. Without a key it
// leaves that nil. A passphrase that stands in the file opens the key.
func (o object) keyInto(into *Credential, file string, passphrase diagnostics.Secret) error {
	found := material{certificates: certificatesIn([]byte(o.text("publickey", "certificate")))}
	text := o.text("privatekey", "encodedpkcs8")
	if text == "" {
		text = o.lines("privatekey")
	}
	if text == "" {
		found.into(into)
		return nil
	}
	if own := o.secret("passphrase"); !own.IsZero() {
		passphrase = own
	}
	inside, err := readMaterial("the private key in "+show(file), []byte(text), passphrase)
	found.key, found.certificates = inside.key, append(found.certificates, inside.certificates...)
	found.into(into)
	return err
}

// lines joins a list of lines.
func (o object) lines(name string) string {
	list, _ := o[name].([]any)
	var text strings.Builder
	for _, line := range list {
		part, _ := line.(string)
		text.WriteString(part + "\n")
	}
	return strings.TrimSpace(text.String())
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

// registered reads the console's PUBLIC_KEYS_WITH_EXPIRY: fingerprints with the
// day, "MM/DD/YYYY", on which each certificate runs out, in that order.
func registered(keys object) []Registered {
	var list []Registered
	for name := range keys {
		if len(list) == maxRegistered {
			break
		}
		one := Registered{Fingerprint: strings.ToLower(diagnostics.Clean(name, 64))}
		if at, err := time.Parse("01/02/2006", keys.text(name)); err == nil {
			one.Expires = at
		}
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b Registered) int {
		return cmp.Or(a.Expires.Compare(b.Expires), strings.Compare(a.Fingerprint, b.Fingerprint))
	})
	return list
}

// maxRegistered bounds that list; an integration has a handful of certificates.
const maxRegistered = 50
