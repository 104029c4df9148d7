package credential

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io/fs"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"
)

// fixtures is the keys of all tests, made once: RSA takes a while.
type fixtures struct {
	key              *rsa.PrivateKey
	pkcs1, pkcs8     string // PEM
	pkcs1DER         []byte
	pkcs8DER         []byte
	ec, ecOld, ed    string
	public           string
	certificate      string
	certificateUntil time.Time
	small            string
}

var keys = sync.OnceValue(func() fixtures {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(err)
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	must(err)
	until := time.Date(2027, 5, 6, 7, 8, 9, 0, time.UTC)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "x"},
		NotBefore: until.Add(-time.Hour), NotAfter: until,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	must(err)
	return fixtures{
		key:   key,
		pkcs1: block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)), pkcs8: block("PRIVATE KEY", pkcs8(key)),
		pkcs1DER: x509.MarshalPKCS1PrivateKey(key), pkcs8DER: pkcs8(key),
		ec: block("PRIVATE KEY", pkcs8(ec)), ecOld: block("EC PRIVATE KEY", sec1(ec)), ed: block("PRIVATE KEY", pkcs8(ed)),
		public: block("PUBLIC KEY", pkix1(key.Public())), certificate: block("CERTIFICATE", certificate), certificateUntil: until,
		small: block("RSA PRIVATE KEY", smallKey()),
	}
})

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func block(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

func pkcs8(key any) []byte { der, err := x509.MarshalPKCS8PrivateKey(key); must(err); return der }

func pkix1(key any) []byte { der, err := x509.MarshalPKIXPublicKey(key); must(err); return der }

func sec1(k *ecdsa.PrivateKey) []byte { der, err := x509.MarshalECPrivateKey(k); must(err); return der }

// smallKey is an RSA key of 512 bits, which the library no longer makes.
func smallKey() []byte {
	one := big.NewInt(1)
	for {
		p, err := rand.Prime(rand.Reader, 256)
		must(err)
		q, err := rand.Prime(rand.Reader, 256)
		must(err)
		n := new(big.Int).Mul(p, q)
		p1, q1 := new(big.Int).Sub(p, one), new(big.Int).Sub(q, one)
		e := big.NewInt(65537)
		d := new(big.Int).ModInverse(e, new(big.Int).Mul(p1, q1))
		if d == nil || n.BitLen() != 512 {
			continue
		}
		key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: n, E: 65537}, D: d, Primes: []*big.Int{p, q}}
		key.Precompute()
		return x509.MarshalPKCS1PrivateKey(key)
	}
}

const secret = "CANARY-secret"

func quote(text string) string { out, err := json.Marshal(text); must(err); return string(out) }

func serviceCredentials(key string) string {
	return `{"ok":true,"integration":{"imsEndpoint":"ims-na1.adobelogin.com","metascopes":"ent_aem_cloud_api,ent_cloudmgr_sdk",` +
		`"technicalAccount":{"clientId":"cm-p1-e1-integration","clientSecret":"` + secret + `"},"email":"x@techacct.example",` +
		`"id":"ABC@techacct.adobe.com","org":"ORG@AdobeOrg","privateKey":` + key + `,"publicKey":` + quote(keys().certificate) + `},"statusCode":200}`
}

const console = `{"CLIENT_SECRET":"` + secret + `","ORG_ID":"ORG@AdobeOrg","API_KEY":"api-1","TECHNICAL_ACCOUNT_ID":"ABC@techacct.adobe.com",` +
	`"TECHNICAL_ACCOUNT_EMAIL":"x@y","PUBLIC_KEYS_WITH_EXPIRY":{"0123abcd":"05/06/2027"}}`

const serverToServer = `{"TYPE":"oauthservertoserver","CLIENT_ID":"id-1","CLIENT_SECRETS":["` + secret + `","CANARY-older"],"ORG_ID":"ORG@AdobeOrg","SCOPES":["openid","AdobeID"],"TECHNICAL_ACCOUNT_ID":"ABC@techacct.adobe.com"}`

// disk is a file system of texts. Some names are special.
func disk(files map[string]string) ReadFile {
	return func(name string) ([]byte, error) {
		text, ok := files[name]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return []byte(text), nil
	}
}

func utf16File(text string, order binary.ByteOrder) string {
	out := order.(binary.AppendByteOrder).AppendUint16(nil, 0xFEFF)
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.(binary.AppendByteOrder).AppendUint16(out, unit)
	}
	return string(out)
}

// reads is one case of TestLoadReads.
type reads struct {
	name, file, key string // contents; "" for a file that is not given
	want            Credential
	hasKey, secret  bool
}

// readable lists what is read, with what it is read as.
func readable() []reads {
	k := keys()
	service := Credential{
		Kind: KindServiceCredentials, ClientID: "cm-p1-e1-integration", Issuer: "ORG@AdobeOrg", Subject: "ABC@techacct.adobe.com",
		Scopes: []string{"ent_aem_cloud_api", "ent_cloudmgr_sdk"}, IMSHost: "ims-na1.adobelogin.com", CertificateExpires: k.certificateUntil,
	}
	dev := Credential{Kind: KindDeveloperConsole, ClientID: "api-1", Issuer: "ORG@AdobeOrg", Subject: "ABC@techacct.adobe.com", CertificateExpires: time.Date(2027, 5, 6, 0, 0, 0, 0, time.UTC)}
	dev.Registered = []Registered{{"0123abcd", dev.CertificateExpires}}
	s2s := Credential{Kind: KindServerToServer, ClientID: "id-1", Issuer: "ORG@AdobeOrg", Subject: "ABC@techacct.adobe.com", Scopes: []string{"openid", "AdobeID"}}
	alone := Credential{Kind: KindPrivateKey}
	with := func(c Credential, change func(*Credential)) Credential { change(&c); return c }
	crlf := strings.ReplaceAll(k.pkcs1, "\n", "\r\n")
	lines, err := json.Marshal(strings.Split(strings.TrimSpace(k.pkcs8), "\n"))
	must(err)

	return []reads{
		{"service credentials", serviceCredentials(quote(crlf)), "", service, true, true},
		{"service credentials, PKCS #8", serviceCredentials(quote(k.pkcs8)), "", service, true, true},
		{"service credentials, key beside", serviceCredentials(`""`), k.pkcs8, service, true, true},
		{"service credentials, no key", serviceCredentials(`null`), "", service, false, true},
		{"service credentials, doubly escaped key", serviceCredentials(quote(strings.ReplaceAll(k.pkcs1, "\n", `\r\n`))), "", service, true, true},
		{"byte order mark", "\uFEFF" + serviceCredentials(quote(k.pkcs1)), "", service, true, true},
		{"UTF-16, little endian", utf16File(serviceCredentials(quote(k.pkcs1)), binary.LittleEndian), "", service, true, true},
		{"UTF-16, big endian", utf16File(serviceCredentials(quote(k.pkcs1)), binary.BigEndian), "", service, true, true},
		{"Developer Console", console, k.pkcs1, dev, true, true},
		{"Developer Console, no key", console, "", dev, false, true},
		{
			"Developer Console, key inside", strings.Replace(console, "{", `{"METASCOPES":["https://ims-na1.adobelogin.com/s/ent_brand_portal_sdk"],"PRIVATE_KEY":`+quote(k.pkcs8)+",", 1), "",
			with(dev, func(c *Credential) { c.Scopes = []string{"ent_brand_portal_sdk"} }), true, true,
		},
		{"Developer Console, key as lines", strings.Replace(console, "{", `{"private_key":`+string(lines)+",", 1), "", dev, true, true},
		{
			"Developer Console, several certificates", strings.Replace(console, `"05/06/2027"`, `"05/06/2027","ff":"01/01/2028"`, 1), "",
			with(dev, func(c *Credential) {
				c.CertificateExpires = time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
				c.Registered = append(c.Registered, Registered{"ff", c.CertificateExpires})
			}), false, true,
		},
		{
			"a client library's names", `{"clientId":"api-1","clientSecret":"` + secret + `","orgId":"ORG@AdobeOrg","technicalAccountId":"ABC@techacct.adobe.com","metaScopes":"a,b","ims":"https://ims-na1.adobelogin.com/"}`, "",
			with(dev, func(c *Credential) {
				c.Registered, c.CertificateExpires, c.Scopes, c.IMSHost = nil, time.Time{}, []string{"a", "b"}, "ims-na1.adobelogin.com"
			}), false, true,
		},
		{"OAuth Server-to-Server", serverToServer, "", s2s, false, true},
		{"OAuth Server-to-Server, flat", `{"CLIENT_ID":"id-1","CLIENT_SECRETS":["` + secret + `"],"SCOPES":"openid, AdobeID"}`, "", with(s2s, func(c *Credential) { c.Issuer, c.Subject = "", "" }), false, true},
		{"a workspace", `{"project":{"org":{"ims_org_id":"ORG@AdobeOrg"},"workspace":{"details":{"credentials":[{"oauth_server_to_server":{"client_id":"id-1","client_secrets":["` + secret + `"],"technical_account_id":"ABC@techacct.adobe.com","scopes":["openid","AdobeID"]}}]}}}}`, "", s2s, false, true},
		{"a key alone", k.pkcs1, "", alone, true, false},
		{"a key alone, by --key", "", k.pkcs8, alone, true, false},
		{"a key after its certificate", k.certificate + k.pkcs8, "", with(alone, func(c *Credential) { c.CertificateExpires = k.certificateUntil }), true, false},
		{"a key with a remark before it", "Bag Attributes\n    friendlyName: x\n" + k.pkcs8, "", alone, true, false},
		{"a key with a byte order mark and CR LF", "\uFEFF" + crlf, "", alone, true, false},
		{"a key with literal line ends", strings.ReplaceAll(k.pkcs8, "\n", `\n`), "", alone, true, false},
		{"a key with literal line ends, in quotes", quote(k.pkcs8), "", alone, true, false},
		{"a key in UTF-16", utf16File(k.pkcs8, binary.LittleEndian), "", alone, true, false},
		{"a key in PKCS #1 DER", string(k.pkcs1DER), "", alone, true, false},
		{"a key in PKCS #8 DER", string(k.pkcs8DER), "", alone, true, false},
		{"a key under the wrong label", block("PRIVATE KEY", k.pkcs1DER), "", alone, true, false},
	}
}

func TestLoadReads(t *testing.T) {
	cases := readable()
	for _, c := range cases {
		files, names := map[string]string{}, [2]string{}
		if c.file != "" {
			files["c.json"], names[0] = c.file, "c.json"
		}
		if c.key != "" {
			files["k.pem"], names[1] = c.key, "k.pem"
		}
		got, err := Load(disk(files), names[0], names[1])
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if (got.Key != nil) != c.hasKey {
			t.Errorf("%s: key %v", c.name, got.Key)
		}
		if c.hasKey {
			signs(t, c.name, got.Key)
		}
		if want := map[bool]string{true: secret}[c.secret]; got.ClientSecret.Reveal() != want {
			t.Errorf("%s: another client secret", c.name)
		}
		if held := strings.Contains(strings.ReplaceAll(c.file, "\x00", ""), "BEGIN CERTIFICATE"); held != (got.Certificate != nil) {
			t.Errorf("%s: certificate %+v", c.name, got.Certificate)
		} else if held && c.hasKey && got.Certificate.Match != Matches {
			t.Errorf("%s: the certificate is not seen to belong to the key", c.name)
		}
		got.Key, got.ClientSecret, got.Certificate = nil, c.want.ClientSecret, nil
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, c.want)
		}
	}
	if len(cases) != 28 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// signs checks that a key signs as the one that was written to the file.
func signs(t *testing.T, name string, key crypto.Signer) {
	t.Helper()
	digest := sha256.Sum256([]byte("x"))
	signature, err := key.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err == nil {
		err = rsa.VerifyPKCS1v15(&keys().key.PublicKey, crypto.SHA256, digest[:], signature)
	}
	if err != nil {
		t.Errorf("%s: the key does not sign: %v", name, err)
	}
}

func TestKeyIsRedacted(t *testing.T) {
	k, err := ParseKey("k", []byte(keys().pkcs1))
	if err != nil {
		t.Fatal(err)
	}
	c := Credential{Kind: KindPrivateKey, Key: k}
	type holder struct{ inner Credential } // an unexported field: fmt cannot call methods there
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	d := keys().key.D
	texts := []string{string(encoded), fmt.Sprint(k), fmt.Sprint(c)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%d", "%x", "%s", "%q"} {
		texts = append(texts, fmt.Sprintf(verb, k), fmt.Sprintf(verb, c), fmt.Sprintf(verb, &c), fmt.Sprintf(verb, holder{c}))
	}
	for _, text := range texts {
		if strings.Contains(text, d.String()[:40]) || strings.Contains(text, d.Text(16)[:40]) {
			t.Errorf("the key is printed: %.200s", text)
		}
	}
	if len(texts) != 31 {
		t.Fatalf("ran %d cases", len(texts))
	}
	if !strings.Contains(string(encoded), `"key":"[secret]"`) || fmt.Sprintf("%+v", k) != "[secret]" {
		t.Errorf("printed as %s and %+v", encoded, k)
	}
	if k.Algorithm() != "RSA 2048" || k.IsZero() || !(Key{}).IsZero() {
		t.Errorf("algorithm %q", k.Algorithm())
	}
}

func sha256Options() crypto.SignerOpts { return crypto.SHA256 }
