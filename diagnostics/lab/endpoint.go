package lab

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Request is what the authorization server received: when, and how it answered.
// Assertions is 1 where one was sent; its text is not kept.
type Request struct {
	At         time.Time // true time
	Method     string
	Path       string
	Assertions int
	Status     int
	Outcome    string // "accepted", the reason of the refusal, or "" where nothing was asked
}

// endpoint is the authorization server's token endpoint.
type endpoint struct {
	Token
	verifier *verifier
	now      func() time.Time // its own clock
	trueNow  func() time.Time
	clientID string
	secret   string

	mu   sync.Mutex
	seen []Request
}

// jwtBearer is the grant of RFC 7523, section 2.1.
const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	pass(r.Context(), time.Duration(e.Forth))
	got := Request{At: e.trueNow(), Method: r.Method, Path: r.URL.Path}
	stamp(w, e.now())
	w.Header().Set("X-Request-Id", e.requestID())
	w.Header().Set("Cache-Control", "no-store")
	status, body := e.answer(r, &got)
	got.Status = status
	if e.Behaviour == Quoting {
		quote(r, len(e.requests()), w.Header(), body)
	}
	e.note(got)
	pass(r.Context(), time.Duration(e.Back))
	if e.Behaviour == HTML {
		signIn(w)
		return
	}
	if body == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// answer decides; got is told how.
func (e *endpoint) answer(r *http.Request, got *Request) (int, map[string]any) {
	switch {
	case e.Behaviour == HTML:
		return http.StatusOK, nil
	case r.Method != e.method():
		return http.StatusMethodNotAllowed, nil
	case r.URL.Path != e.path():
		return http.StatusNotFound, nil
	}
	r.Body = http.MaxBytesReader(nil, r.Body, 64<<10)
	if err := r.ParseForm(); err != nil {
		return http.StatusBadRequest, map[string]any{"error": "invalid_request"}
	}
	bearer, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if isBearer {
		got.Assertions++
	}
	for _, field := range []string{"assertion", "jwt_token", "client_assertion"} {
		if r.PostForm.Has(field) {
			got.Assertions++
		}
	}
	switch e.Behaviour {
	case RateLimited:
		return http.StatusTooManyRequests, nil
	case ServerError:
		return http.StatusServiceUnavailable, nil
	}
	why, assertion := e.judge(r.PostForm), r.PostForm.Get("client_assertion")
	if e.Profile == "github-app" {
		why = e.verifier.judge(bearer)
	}
	got.Outcome = string(why)
	if why != accepted {
		said := say(e.Dialect, why, stamps{server: e.now(), claims: claimed(assertion)})
		return said.status, said.body()
	}
	return http.StatusOK, e.token()
}

// method is the one that is served.
func (e *endpoint) method() string {
	if e.Profile == "github-app" {
		return http.MethodGet
	}
	return http.MethodPost
}

// judge takes the fields that the profile has.
func (e *endpoint) judge(form url.Values) refusal {
	if e.Dialect == "retired" {
		return retired
	}
	switch e.Profile {
	case "jwt-bearer":
		id := form.Get("client_id")
		switch {
		case form.Get("grant_type") != jwtBearer:
			return grantType
		case id != "" && id != e.clientID:
			return client
		case !within(form.Get("scope"), e.Scope):
			return scope
		}
		return e.verifier.judge(form.Get("assertion"))
	case "google-sa":
		if form.Get("grant_type") != jwtBearer {
			return grantType
		}
		return e.verifier.judge(form.Get("assertion"))
	case "ims-jwt":
		if why := e.client(form); why != accepted {
			return why
		}
		return e.verifier.judge(form.Get("jwt_token"))
	}
	if form.Get("grant_type") != "client_credentials" {
		return grantType
	}
	if e.Profile == "private-key-jwt" {
		return e.clientAssertion(form)
	}
	if why := e.client(form); why != accepted {
		return why
	}
	if !within(form.Get("scope"), e.Scope) {
		return scope
	}
	return accepted
}

// assertionType is the client_assertion_type of RFC 7523, section 2.2.
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// clientAssertion checks a client that says who it is with an assertion.
func (e *endpoint) clientAssertion(form url.Values) refusal {
	switch {
	case form.Get("client_assertion_type") != assertionType:
		return malformed
	case form.Get("client_id") != "" && form.Get("client_id") != e.clientID: // RFC 7521, section 4.2
		return client
	}
	if why := e.verifier.judge(form.Get("client_assertion")); why != accepted {
		return why
	}
	if !within(form.Get("scope"), e.Scope) {
		return scope
	}
	return accepted
}

// client checks the client's id and secret.
func (e *endpoint) client(form url.Values) refusal {
	if form.Get("client_id") != e.clientID {
		return client
	}
	if subtle.ConstantTimeCompare([]byte(form.Get("client_secret")), []byte(e.secret)) != 1 {
		return secret
	}
	return accepted
}

// within reports whether every scope that is asked for is granted.
func within(asked, granted string) bool {
	has := map[string]bool{}
	for _, name := range scopes(granted) {
		has[name] = true
	}
	for _, name := range scopes(asked) {
		if !has[name] {
			return false
		}
	}
	return true
}

// scopes splits a list that is separated by commas (IMS) or spaces (RFC 6749,
// section 3.3).
func scopes(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// token is the body of a success; of a GitHub App it is the app's description. The IMS exchange says its lifetime in
// milliseconds, the others in seconds (RFC 6749, section 5.1).
func (e *endpoint) token() map[string]any {
	lifetime := 3600
	switch e.Profile {
	case "github-app":
		return map[string]any{"id": 420042, "slug": "lab-app", "node_id": "MDM6QXBwNDIwMDQy", "name": e.Title, "client_id": e.clientID}
	case "ims-jwt":
		lifetime = 86399999
	case "ims-oauth":
		lifetime = 86399
	}
	return map[string]any{
		"access_token": "lab-canary-" + rand.Text(), "token_type": "bearer", "expires_in": lifetime,
	}
}

func (e *endpoint) path() string {
	u, err := url.Parse(e.URL)
	if err != nil {
		return ""
	}
	return u.Path
}

// requestID numbers the answers, so that a screen is reproducible.
func (e *endpoint) requestID() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return fmt.Sprintf("lab-%04d", len(e.seen)+1)
}

func (e *endpoint) note(r Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.seen = append(e.seen, r)
}

func (e *endpoint) requests() []Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]Request(nil), e.seen...)
}
