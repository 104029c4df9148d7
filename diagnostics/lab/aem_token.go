package lab

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"unskew/diagnostics"
)

// tokenRequest asks the authorization server for a token, and says why there is
// none as AEM would; "" where one came.
type tokenRequest func(context.Context) string

// aemTimeout is what an agent gives the authorization server.
const aemTimeout = 10 * time.Second

// tokenRequest makes the very exchange that the world's service makes, by the clock
// of the machine that AEM runs on. The key is AEM's own, whether or not it is at
// hand for others.
func (l *Lab) tokenRequest(now func() time.Time) tokenRequest {
	return func(ctx context.Context) string {
		if l.scenario.Server == nil {
			return "java.net.UnknownHostException: no authorization server"
		}
		form, err := l.scenario.Server.tokenForm(now(), l.endpoint.secret)
		if err != nil {
			return "com.adobe.granite.crypto.CryptoException: " + err.Error()
		}
		ctx, cancel := context.WithTimeout(ctx, aemTimeout)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, l.scenario.Server.URL, strings.NewReader(form.Encode()))
		if err != nil {
			return "java.net.MalformedURLException"
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		transport := &http.Transport{
			DialContext: l.network.DialContext, DisableKeepAlives: true,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: l.public.pool(), Time: now},
		}
		defer transport.CloseIdleConnections()
		response, err := transport.RoundTrip(request)
		if err != nil {
			return javaError(err, l.scenario.Server.URL)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(io.LimitReader(response.Body, 64<<10))
		switch {
		case err != nil:
			return "java.net.SocketTimeoutException: Read timed out"
		case response.StatusCode != http.StatusOK:
			return fmt.Sprintf("failed to get access token from authorization server status: %d response: %s", response.StatusCode, strings.TrimSpace(string(body)))
		}
		return ""
	}
}

// javaError names a failure as a JVM does.
func javaError(err error, target string) string {
	var verify *tls.CertificateVerificationError
	switch {
	case errors.As(err, &verify):
		return "javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed"
	case diagnostics.IsRefused(err):
		return "java.net.ConnectException: Connection refused"
	case errors.Is(err, context.DeadlineExceeded):
		return "java.net.SocketTimeoutException: connect timed out"
	}
	return "java.net.UnknownHostException: " + hostOf(target)
}

// tokenForm is the body of the token request of the world's profile.
func (t *Token) tokenForm(now time.Time, secret string) (url.Values, error) {
	form := url.Values{"client_id": {t.ClientID}}
	if t.Profile == "ims-oauth" {
		form.Set("grant_type", "client_credentials")
		form.Set("client_secret", secret)
		form.Set("scope", t.Scope)
		return form, nil
	}
	key, err := t.hostKey()
	if err != nil {
		return nil, err
	}
	claims := jwt.MapClaims{
		"iss": t.Issuer, "sub": t.Subject, "aud": t.Audience, "jti": rand.Text(),
		"iat": now.Unix(), "exp": now.Add(time.Duration(t.Lifetime)).Unix(),
	}
	if t.Profile == "ims-jwt" {
		for _, name := range scopes(t.Scope) {
			claims["https://"+hostOf(t.URL)+"/s/"+name] = true
		}
	}
	assertion, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(key)
	if err != nil {
		return nil, err
	}
	if t.Profile == "ims-jwt" {
		form.Set("client_secret", secret)
		form.Set("jwt_token", assertion)
		return form, nil
	}
	form.Set("grant_type", jwtBearer)
	form.Set("assertion", assertion)
	form.Set("scope", t.Scope)
	return form, nil
}
