//go:build e2e && unix

package e2e

import (
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// reflector is an endpoint that answers with what it was sent, and remembers it.
type reflector struct {
	answer func(w http.ResponseWriter, sent string)

	mu   sync.Mutex
	seen []string // assertions
}

func (r *reflector) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	form, _ := url.ParseQuery(string(body))
	r.mu.Lock()
	for _, field := range []string{"assertion", "jwt_token"} {
		if assertion := form.Get(field); assertion != "" {
			r.seen = append(r.seen, assertion)
		}
	}
	r.mu.Unlock()
	if request.Method != http.MethodPost {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	// Decoded, raw, and one by one: however a server may quote what it was sent.
	sent := strings.Join([]string{form.Get("client_secret"), form.Get("assertion"), form.Get("jwt_token"), string(body)}, " ")
	r.answer(w, sent)
}

// assertions returns the parts of the assertions that came in. A signature or a
// payload alone is a part of a secret too.
func (r *reflector) assertions() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var parts []string
	for _, assertion := range r.seen {
		parts = append(parts, assertion)
		parts = append(parts, strings.Split(assertion, ".")[1:]...)
	}
	return parts
}

// inLines puts something behind every so many characters of a text.
func inLines(text string, every int, by string) string {
	var out strings.Builder
	for i := 0; i < len(text); i += every {
		out.WriteString(text[i:min(len(text), i+every)] + by)
	}
	return out.String()
}

// inPieces are secrets, and the pieces of them that are long enough to be one.
func inPieces(secrets []string) []string {
	const long = 24
	all := slices.Clone(secrets)
	for _, secret := range secrets {
		for i := 0; i+long <= len(secret); i += long / 2 {
			all = append(all, secret[i:i+long])
		}
	}
	return all
}

// ways are the ways in which a server may give back what it was sent.
func ways() map[string]func(w http.ResponseWriter, sent string) {
	asJSON := func(status int, pairs ...string) func(http.ResponseWriter, string) {
		return func(w http.ResponseWriter, sent string) {
			answer := make(map[string]string)
			for i := 0; i < len(pairs); i += 2 {
				answer[pairs[i]] = strings.ReplaceAll(pairs[i+1], "SENT", sent)
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(answer)
		}
	}
	inHeader := func(status int, header string) func(http.ResponseWriter, string) {
		return func(w http.ResponseWriter, sent string) {
			w.Header().Set(header, "/"+strings.ReplaceAll(sent, "\n", ""))
			w.WriteHeader(status)
		}
	}
	return map[string]func(w http.ResponseWriter, sent string){
		"a token":           asJSON(200, "access_token", canary+"-token", "token_type", "bearer", "refresh_token", canary+"-refresh"),
		"an opaque token":   asJSON(200, "access_token", canary, "note", "SENT"),
		"error description": asJSON(400, "error", "invalid_grant", "error_description", "JWT has expired: SENT"),
		"first words of it": asJSON(400, "error", "invalid_grant", "error_description", "SENT is not valid"),
		"in lines": func(w http.ResponseWriter, sent string) {
			asJSON(400, "error", "invalid_grant", "error_description", inLines(sent, 60, "\n"))(w, sent)
		},
		"in groups": func(w http.ResponseWriter, sent string) {
			asJSON(400, "error", "invalid_grant", "error_description", inLines(sent, 10, " "))(w, sent)
		},
		"its second half": func(w http.ResponseWriter, sent string) {
			asJSON(400, "error", "invalid_grant", "error_description", "JWT has expired ..."+sent[len(sent)/2:])(w, sent)
		},
		"in base64": func(w http.ResponseWriter, sent string) {
			asJSON(400, "error", "invalid_grant", "error_description", base64.StdEncoding.EncodeToString([]byte(sent)))(w, sent)
		},
		"as in a URL": func(w http.ResponseWriter, sent string) {
			asJSON(400, "error", "invalid_grant", "error_uri", "https://127.0.0.1/?"+url.QueryEscape(sent), "error_description", url.QueryEscape(url.QueryEscape(sent)))(w, sent)
		},
		"error code":     asJSON(401, "error", "SENT", "error_description", "no"),
		"error page":     func(w http.ResponseWriter, sent string) { http.Error(w, "<html><title>"+sent+"</title>"+sent, 500) },
		"sign-in page":   func(w http.ResponseWriter, sent string) { _, _ = fmt.Fprintf(w, "<html><title>%s</title>", sent) },
		"redirect":       inHeader(302, "Location"),
		"request id":     inHeader(400, "X-Request-Id"),
		"correlation id": inHeader(403, "X-Correlation-Id"),
		"authentication": inHeader(401, "Www-Authenticate"),
		"server's name":  inHeader(503, "Server"),
		"cut off in the JSON": func(w http.ResponseWriter, sent string) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprintf(w, `{"error":"invalid_grant","error_description":"%s`, sent)
		},
	}
}

// TestNoSecretIsEverWritten searches every output of every way for every secret.
func TestNoSecretIsEverWritten(t *testing.T) {
	ca, key := newAuthority(t), newClientKey(t)
	reference := chronyd(t, "+1h", true)
	runs := 0
	for name, answer := range ways() {
		for _, profile := range []string{"ims-jwt", "jwt-bearer", "ims-oauth"} {
			runs++
			t.Run(name+" "+profile, func(t *testing.T) {
				server := &reflector{answer: answer}
				kept, saved := t.TempDir(), filepath.Join(t.TempDir(), "report.md")
				got := unskew(t, "check", "--format", "markdown", "--output", saved, "--state-dir", kept,
					"--ntp", reference, "--https", "none", "--ca-file", ca.file, "--profile", profile,
					"--token-url", startReflector(t, ca, server)+"/token", "--credentials", credentialFile(t, profile, key),
					"--issuer", testIssuer, "--subject", testIssuer, "--audience", testAudience)
				checkStatus(t, got, 2)
				outputs := []string{got.stdout, got.stderr}
				for _, how := range [][]string{
					{"--format", "text"},
					{"--format", "json"},
					{"--format", "markdown"},
					{"--format", "change-request"},
					{"--format", "short"},
					{"--format", "plugin"},
					{"--pseudonyms"},
					{"--names"},
				} {
					again := unskew(t, append([]string{"report", "--state-dir", kept}, how...)...)
					checkStatus(t, again, 0)
					outputs = append(outputs, again.stdout, again.stderr)
				}
				outputs = append(outputs, filesIn(t, kept)...)
				outputs = append(outputs, filesIn(t, filepath.Dir(saved))...)
				if len(outputs) < 18 {
					t.Errorf("only %d outputs were searched", len(outputs))
				}
				if profile != "ims-oauth" && len(server.assertions()) < 3 {
					t.Errorf("no assertion was sent that could leak")
				}
				// The search has to find what does stand there.
				if !strings.Contains(strings.Join(outputs, "\n"), "127.0.0.1") {
					t.Errorf("the outputs do not name the endpoint: %q", outputs)
				}
				secrets := append(inPieces(server.assertions()), canary)
				secrets = append(secrets, strings.Split(strings.TrimSpace(key.private), "\n")[1:]...)
				searchFor(t, outputs, secrets)
			})
		}
	}
	if runs != 54 {
		t.Errorf("%d runs were made, not 54", runs)
	}
}

// TestProxyPasswordIsNeverWritten: the environment may hold a proxy's password,
// and the proxy may quote it.
func TestProxyPasswordIsNeverWritten(t *testing.T) {
	var asked sync.Map
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		given := request.Header.Get("Proxy-Authorization")
		asked.Store(given, true)
		w.Header().Set("Proxy-Authenticate", `Basic realm="`+given+" "+canary+`"`)
		w.WriteHeader(http.StatusProxyAuthRequired)
		_, _ = io.WriteString(w, given+" "+canary)
	}))
	defer proxy.Close()
	kept := t.TempDir()
	got := invocation{
		args: []string{
			"check", "--format", "json", "--ntp", "none", "--https", "https://www.test/", "--state-dir", kept,
			"--profile", "jwt-bearer", "--token-url", "https://authorization.test/token",
			"--key", writeFile(t, "client.key", newClientKey(t).private), "--issuer", testIssuer, "--subject", testIssuer,
		},
		env: []string{"HTTPS_PROXY=http://user:" + canary + "@" + strings.TrimPrefix(proxy.URL, "http://")},
	}.run(t)
	checkStatus(t, got, 2)
	r := got.record(t)
	if one := readingFrom(t, r, "https"); one.Reason != "proxy-auth" || !strings.Contains(one.Via, "127.0.0.1") {
		t.Errorf("the reading is %+v", one)
	}
	if r.Exchange == nil || r.Exchange.OSClock.Class != "proxy-auth" {
		t.Errorf("the exchange is %+v", r.Exchange)
	}
	secrets := []string{canary}
	asked.Range(func(given, _ any) bool {
		if basic, found := strings.CutPrefix(given.(string), "Basic "); found {
			secrets = append(secrets, basic)
		}
		return true
	})
	if len(secrets) < 2 {
		t.Error("the proxy was never given the password, so nothing could leak")
	}
	searchFor(t, append(filesIn(t, kept), got.stdout, got.stderr), secrets)
}

func searchFor(t *testing.T, outputs, secrets []string) {
	t.Helper()
	for _, output := range outputs {
		for _, secret := range secrets {
			if at := strings.Index(output, secret); at >= 0 && secret != "" {
				t.Errorf("a secret was written: ...%s", output[max(0, at-80):min(len(output), at+20)])
			}
		}
	}
}

// startReflector serves behind TLS on loopback and returns the beginning of its
// URL.
func startReflector(t *testing.T, ca authority, handler http.Handler) string {
	t.Helper()
	certificate, key := ca.issue(t)
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		t.Fatal(err)
	}
	served := httptest.NewUnstartedServer(handler)
	served.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	served.StartTLS()
	t.Cleanup(served.Close)
	return served.URL
}

// credentialFile is a credential file as the Developer Console gives it, with
// the canary as its client secret.
func credentialFile(t *testing.T, profile string, key clientKey) string {
	t.Helper()
	if profile == "ims-oauth" {
		return jsonFile(t, map[string]any{
			"CLIENT_ID": "client", "CLIENT_SECRETS": []string{canary}, "ORG_ID": "org@Example", "SCOPES": []string{"openid"},
		})
	}
	return jsonFile(t, map[string]any{"integration": map[string]any{
		"imsEndpoint": "ims.test", "metascopes": "ent_aem_cloud_api", "id": testIssuer, "org": "org@Example",
		"technicalAccount": map[string]any{"clientId": "client", "clientSecret": canary},
		"privateKey":       key.private,
	}})
}

func jsonFile(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return writeFile(t, "credentials.json", string(text))
}

// filesIn returns what the files of a folder hold, with their names.
func filesIn(t *testing.T, folder string) []string {
	t.Helper()
	var texts []string
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		texts = append(texts, name+"\n"+string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) == 0 {
		t.Errorf("there is no file in %s", folder)
	}
	return slices.Clip(texts)
}
