package lab

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// attempt is a request in the making.
type attempt struct {
	claims jwt.MapClaims
	form   url.Values
	field  string    // of the assertion; empty: none is sent; bearer: as the Authorization header of a GET
	now    time.Time // what the times of the assertion are made from
}

// outcome is what came back.
type outcome struct {
	status            int
	code, description string
	token             string
	expiresIn         float64
	header            http.Header
}

// try fills in a right request for the world, lets change spoil it, and sends it.
func try(t *testing.T, l *Lab, change func(*attempt)) outcome {
	t.Helper()
	got, err := tryAt(t, l, l.Now(), change)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// tryAt is try with an assertion that is stamped with another time, and TLS
// verified at it.
func tryAt(t *testing.T, l *Lab, now time.Time, change func(*attempt)) (outcome, error) {
	t.Helper()
	e := l.Exchange()
	a := &attempt{form: url.Values{}, now: now, claims: jwt.MapClaims{
		"iss": e.Issuer, "sub": e.Subject, "aud": e.Audience, "exp": now.Add(e.Lifetime).Unix(), "jti": rand.Text(),
	}}
	switch e.Profile {
	case "jwt-bearer":
		a.field = "assertion"
		a.claims["iat"] = now.Unix()
		a.form = url.Values{"grant_type": {jwtBearer}, "client_id": {e.ClientID}, "scope": {e.Scope}}
	case "private-key-jwt":
		a.field = "client_assertion"
		a.claims["iss"], a.claims["sub"], a.claims["aud"] = e.ClientID, e.ClientID, e.TokenURL
		a.claims["iat"], a.claims["nbf"] = now.Unix(), now.Unix()
		a.form = url.Values{"grant_type": {"client_credentials"}, "client_assertion_type": {assertionType}, "client_id": {e.ClientID}, "scope": {e.Scope}}
	case "google-sa":
		file := accountFile(t, l)
		a.field, e.TokenURL = "assertion", file.TokenURI
		a.claims = jwt.MapClaims{"iss": file.Email, "aud": file.TokenURI, "scope": e.Scope, "iat": now.Unix(), "exp": now.Add(e.Lifetime).Unix()}
		a.form = url.Values{"grant_type": {jwtBearer}}
	case "github-app":
		a.field = bearer
		a.claims = jwt.MapClaims{"iss": e.ClientID, "iat": now.Add(-time.Minute).Unix(), "exp": now.Add(e.Lifetime).Unix()}
	case "ims-jwt":
		a.field = "jwt_token"
		for _, name := range scopes(e.Scope) {
			a.claims["https://ims.example/s/"+name] = true
		}
		a.form = url.Values{"client_id": {e.ClientID}, "client_secret": {clientSecret(t, l)}}
	default:
		a.form = url.Values{
			"grant_type": {"client_credentials"}, "client_id": {e.ClientID}, "client_secret": {clientSecret(t, l)}, "scope": {e.Scope},
		}
	}
	change(a)
	if a.field != "" && !a.form.Has(a.field) {
		text, err := jwt.NewWithClaims(jwt.SigningMethodRS256, a.claims).SignedString(fileKey(t, l))
		if err != nil {
			t.Fatal(err)
		}
		a.form.Set(a.field, text)
	}
	return post(t, l, e.TokenURL, a.form, now)
}

// bearer stands for the Authorization header, where others have a field.
const bearer = "bearer"

func post(t *testing.T, l *Lab, to string, form url.Values, verifyAt time.Time) (outcome, error) {
	t.Helper()
	client := webClient(t, l)
	transport, _ := client.Transport.(*http.Transport)
	transport.TLSClientConfig.Time = func() time.Time { return verifyAt }
	request, err := http.NewRequest(http.MethodPost, to, strings.NewReader(form.Encode()))
	if form.Has(bearer) {
		request, err = http.NewRequest(http.MethodGet, to, nil)
	}
	if err != nil {
		return outcome{}, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if form.Has(bearer) {
		request.Header.Set("Authorization", "Bearer "+form.Get(bearer))
	}
	r, err := client.Do(request)
	if err != nil {
		return outcome{}, err
	}
	defer func() { _ = r.Body.Close() }()
	var body struct {
		Error       string  `json:"error"`
		Description string  `json:"error_description"`
		Token       string  `json:"access_token"`
		ExpiresIn   float64 `json:"expires_in"`
		Message     string  `json:"message"`
		Slug        string  `json:"slug"`
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Fatal(err)
		}
	}
	return outcome{r.StatusCode, body.Error, body.Description + body.Message, body.Token + body.Slug, body.ExpiresIn, r.Header}, nil
}

// integrationFile is the part of the service credentials that is read here.
type integrationFile struct {
	Integration struct {
		IMSEndpoint string `json:"imsEndpoint"`
		PrivateKey  string `json:"privateKey"`
		PublicKey   string `json:"publicKey"`
		Account     struct {
			ClientSecret string `json:"clientSecret"`
		} `json:"technicalAccount"`
	} `json:"integration"`
}

func integration(t *testing.T, l *Lab) (file integrationFile) {
	t.Helper()
	if err := json.Unmarshal(l.Files()[serviceCredentials], &file); err != nil {
		t.Fatal(err)
	}
	return file
}

func clientSecret(t *testing.T, l *Lab) string {
	t.Helper()
	if data, is := l.Files()[oauthCredentials]; is {
		var file struct {
			Secrets []string `json:"CLIENT_SECRETS"`
		}
		if err := json.Unmarshal(data, &file); err != nil || len(file.Secrets) != 1 {
			t.Fatal(err, len(file.Secrets))
		}
		return file.Secrets[0]
	}
	return integration(t, l).Integration.Account.ClientSecret
}

// account is the part of a service account's file that is read here.
type account struct {
	Email    string `json:"client_email"`
	TokenURI string `json:"token_uri"`
	Key      string `json:"private_key"`
}

func accountFile(t *testing.T, l *Lab) (file account) {
	t.Helper()
	if err := json.Unmarshal(l.Files()[serviceAccount], &file); err != nil {
		t.Fatal(err)
	}
	return file
}

// fileKey is the key that lies on the simulated host.
func fileKey(t *testing.T, l *Lab) *rsa.PrivateKey {
	t.Helper()
	data, is := l.Files()[privateKey]
	if _, google := l.Files()[serviceAccount]; google {
		data = []byte(accountFile(t, l).Key)
	} else if !is {
		data = []byte(integration(t, l).Integration.PrivateKey)
	}
	block, _ := pem.Decode(data)
	if block == nil {
		t.Fatal("no PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	key, _ := parsed.(*rsa.PrivateKey)
	return key
}
