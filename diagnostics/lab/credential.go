package lab

import (
	"encoding/json"
	"fmt"
	"net/url"
	"time"
)

// Exchange is how the simulated host's service asks for a token: what a person
// would give as flags, and the names of its Files.
type Exchange struct {
	Title    string // of the endpoint, for people
	Profile  string
	TokenURL string

	Issuer, Subject, Audience string
	ClientID, Scope           string

	CredentialFile string // empty: none
	KeyFile        string // empty: none, or inside the credential
	Lifetime       time.Duration
}

// The names of the host's files.
const (
	serviceCredentials = "service-credentials.json"
	oauthCredentials   = "oauth-credentials.json"
	privateKey         = "private.key"
	serviceAccount     = "service-account.json"
)

// exchange names the files that the scenario's profile uses.
func (t *Token) exchange() Exchange {
	e := Exchange{
		Title: t.Title, Profile: t.Profile, TokenURL: t.URL,
		Issuer: t.Issuer, Subject: t.Subject, Audience: t.Audience, ClientID: t.ClientID, Scope: t.Scope,
		Lifetime: time.Duration(t.Lifetime),
	}
	if t.Credential == "none" {
		return e
	}
	switch t.Profile {
	case "ims-jwt":
		e.CredentialFile = serviceCredentials
	case "ims-oauth":
		e.CredentialFile = oauthCredentials
	case "google-sa": // its file says all of this
		e.CredentialFile = serviceAccount
		e.TokenURL, e.Issuer, e.Subject, e.Audience, e.ClientID = "", "", "", "", ""
	case "github-app", "private-key-jwt":
		e.KeyFile = privateKey
		e.Issuer, e.Subject, e.Audience = "", "", ""
	default:
		e.KeyFile = privateKey
	}
	return e
}

// files makes the host's files for a client secret.
func (t *Token) files(secret string, now time.Time) (map[string][]byte, error) {
	if t.Credential == "none" {
		return map[string][]byte{}, nil
	}
	if t.Profile == "ims-oauth" {
		data, err := json.MarshalIndent(map[string]any{
			"TYPE": "oauthservertoserver", "CLIENT_ID": t.ClientID, "CLIENT_SECRETS": []string{secret},
			"ORG_ID": t.Issuer, "SCOPES": scopes(t.Scope), "TECHNICAL_ACCOUNT_ID": t.Subject,
		}, "", "  ")
		return map[string][]byte{oauthCredentials: data}, err
	}
	key, err := t.hostKey()
	if err != nil {
		return nil, fmt.Errorf("key of the service account: %w", err)
	}
	pem, err := privatePEM(key)
	if err != nil {
		return nil, fmt.Errorf("key of the service account: %w", err)
	}
	if t.Profile == "google-sa" {
		data, err := t.serviceAccount(string(pem))
		return map[string][]byte{serviceAccount: data}, err
	}
	if t.Profile != "ims-jwt" {
		return map[string][]byte{privateKey: pem}, nil
	}
	certificate, err := certificatePEM(key, t.ClientID, now.Add(time.Duration(t.CertificateLasts)))
	if err != nil {
		return nil, err
	}
	data, err := t.integration(secret, string(pem), string(certificate))
	return map[string][]byte{serviceCredentials: data}, err
}

// integration is the file that the developer console of AEM as a Cloud Service
// gives out for a service account.
func (t *Token) integration(secret, key, certificate string) ([]byte, error) {
	u, err := url.Parse(t.URL)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(map[string]any{
		"ok": true, "statusCode": 200,
		"integration": map[string]any{
			"imsEndpoint": u.Host, "metascopes": t.Scope,
			"technicalAccount": map[string]any{"clientId": t.ClientID, "clientSecret": secret},
			"email":            t.Subject, "id": t.Subject, "org": t.Issuer,
			"privateKey": key, "publicKey": certificate,
		},
	}, "", "  ")
}

// serviceAccount is the key file that Google's console gives out for a service
// account.
func (t *Token) serviceAccount(key string) ([]byte, error) {
	return json.MarshalIndent(map[string]any{
		"type": "service_account", "project_id": "lab-project", "private_key_id": keyID, "private_key": key,
		"client_email": t.Issuer, "client_id": t.ClientID,
		"auth_uri": "https://accounts.example/o/oauth2/auth", "token_uri": t.URL,
	}, "", "  ")
}

// keyID is what the authorization server calls the key that is registered.
const keyID = "0123456789abcdef0123456789abcdef01234567"
