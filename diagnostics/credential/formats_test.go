package credential

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"unskew/diagnostics"
)

const account = `"orgId":"ORG@AdobeOrg","technicalAccountId":"ABC@techacct.adobe.com"`

// TestShapes: the JSON and property files of clients and of other vendors.
func TestShapes(t *testing.T) {
	k := keys()
	encoded := base64.StdEncoding.EncodeToString(k.pkcs8DER)
	locked := quote(string(realFile(t, "pkcs8.pem")))
	jwt := Credential{Kind: KindDeveloperConsole, ClientID: "api-1", Issuer: "ORG@AdobeOrg", Subject: "ABC@techacct.adobe.com"}
	with := func(change func(*Credential)) Credential { c := jwt; change(&c); return c }
	properties := with(func(c *Credential) { c.IMSHost, c.Scopes = "ims-na1.adobelogin.com", []string{"ent_a", "ent_b"} })
	cases := []struct {
		name, file string
		want       Credential
		key        bool
	}{
		{
			"jwt-auth", `{"clientId":"api-1",` + account + `,"clientSecret":"` + secret + `","privateKey":` + locked + `,"passphrase":"` + realPassphrase + `","metaScopes":["https://ims-na1.adobelogin.com/s/ent_a","ent_b"],"ims":"https://ims-na1.adobelogin.com"}`,
			properties, true,
		},
		{
			"aio-lib-ims", `{"client_id":"api-1","ims_org_id":"ORG@AdobeOrg","technical_account_id":"ABC@techacct.adobe.com","technical_account_email":"x@y","client_secret":"` + secret + `","meta_scopes":["ent_a"],"private_key":["-----BEGIN PRIVATE KEY-----",` + strings.TrimSuffix(linesOf(k.pkcs8), ",") + `]}`,
			with(func(c *Credential) { c.Scopes = []string{"ent_a"} }), true,
		},
		{
			"aio-lib-java", "# credentials\naio_ims_url=https\\://ims-na1.adobelogin.com\naio_ims_org_id = ORG@AdobeOrg\naio_api_key: api-1\naio_client_secret=" + secret +
				"\naio_technical_account_id=ABC@techacct.adobe.com\naio_meta_scopes=ent_a,ent_b\naio_encoded_pkcs8=" + encoded[:100] + "\\\n" + encoded[100:] + "\n",
			properties, true,
		},
		{"environment file", "export AIO_API_KEY=\"api-1\"\r\nAIO_IMS_ORG_ID='ORG@AdobeOrg'\r\nAIO_TECHNICAL_ACCOUNT_ID=ABC@techacct.adobe.com\r\nAIO_CLIENT_SECRET=" + secret + "\r\n", jwt, false},
		{
			"Google", `{"type":"service_account","project_id":"p","private_key_id":"0123456789abcdef","private_key":` + quote(k.pkcs8) + `,"client_email":"robot@p.iam.example","client_id":"117","token_uri":"https://oauth2.example/token"}`,
			Credential{Kind: KindGoogle, Issuer: "robot@p.iam.example", KeyID: "0123456789abcdef", TokenURL: "https://oauth2.example/token"},
			true,
		},
		{
			"a JWT workspace", `{"project":{"org":{"ims_org_id":"ORG@AdobeOrg"},"workspace":{"details":{"credentials":[{"apiKey":{}},{"jwt":{"client_id":"api-1","client_secret":"` + secret + `","technical_account_id":"ABC@techacct.adobe.com","meta_scopes":["ent_a"]}}]}}}}`,
			with(func(c *Credential) { c.Scopes = []string{"ent_a"} }), false,
		},
		{"base64 alone", encoded, Credential{Kind: KindPrivateKey}, true},
		{"base64 in lines", strings.Join(strings.SplitAfter(encoded, "AAAA"), "\n"), Credential{Kind: KindPrivateKey}, true},
	}
	for _, c := range cases {
		got, err := Load(disk(map[string]string{"c": c.file}), "c", "")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if (got.Key != nil) != c.key {
			t.Errorf("%s: key %v", c.name, got.Key)
		} else if c.key {
			verifies(t, c.name, got.Key.(Key))
		}
		if strings.Contains(c.file, secret) != (got.ClientSecret.Reveal() == secret) {
			t.Errorf("%s: another client secret", c.name)
		}
		got.Key, got.ClientSecret = nil, diagnostics.Secret{}
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", c.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, c.want)
		}
	}
	if len(cases) != 8 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// linesOf writes a PEM text but for its first line as JSON strings.
func linesOf(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "-----BEGIN") {
			out.WriteString(quote(strings.TrimSpace(line)) + ",")
		}
	}
	return out.String()
}

// TestLockedInside: an encrypted key within a JSON keeps the rest of the
// credential, so that only the passphrase is asked for; one of its own replaces it.
func TestLockedInside(t *testing.T) {
	file := `{"clientId":"api-1",` + account + `,"clientSecret":"` + secret + `","privateKey":` + quote(string(realFile(t, "pkcs1-aes256.pem"))) + `}`
	files := disk(map[string]string{"c.json": file, "k.pem": keys().pkcs8})
	var locked *Locked
	got, err := Load(files, "c.json", "")
	if !errors.As(err, &locked) || locked.Wrong || got.ClientID != "api-1" || got.Key != nil || !strings.HasPrefix(err.Error(), "the private key in c.json is protected by a passphrase") {
		t.Errorf("%+v: %v", got, err)
	}
	leaks(t, "locked", err, file)
	got, err = LoadWith(files, "c.json", "", diagnostics.NewSecret(realPassphrase))
	if err != nil || got.Key == nil {
		t.Errorf("with the passphrase: %v", err)
	}
	if got, err = Load(files, "c.json", "k.pem"); err != nil || got.Key == nil || got.ClientID != "api-1" {
		t.Errorf("with a key of its own: %v", err)
	}
}

// consoleJSON is the console's download, with the certificates that it lists.
func consoleJSON(t *testing.T, fingerprints ...string) string {
	t.Helper()
	listed := map[string]string{}
	for _, one := range fingerprints {
		listed[one] = "11/23/2027"
	}
	text, err := json.Marshal(map[string]any{
		"CLIENT_SECRET": secret, "ORG_ID": "ORG@AdobeOrg", "API_KEY": "api-1",
		"TECHNICAL_ACCOUNT_ID": "ABC@techacct.adobe.com", "PUBLIC_KEYS_WITH_EXPIRY": listed,
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestConsoleFolder: the console's JSON with its key in the same folder. The key
// is taken unasked only where it is proved to be the right one.
func TestConsoleFolder(t *testing.T) {
	certificate := string(realFile(t, "certificate_pub.crt"))
	fingerprint := certificateOf(Key{}, certificatesIn([]byte(certificate))).SHA1
	stranger := keys().pkcs8
	ours, archive := string(realFile(t, "private.key")), string(realFile(t, "config.zip"))
	listed, other := consoleJSON(t, strings.ToUpper(fingerprint), "aa"), consoleJSON(t, "bb")
	cases := []struct {
		name, json, key  string
		files            map[string]string
		found, described bool
	}{
		{"unpacked", listed, "", map[string]string{consoleKey: ours, consoleCertificate: certificate}, true, true},
		{"as ZIP", listed, "", map[string]string{consoleZip: archive}, true, true},
		{"another key beside", listed, "", map[string]string{consoleKey: stranger, consoleCertificate: certificate}, false, false},
		{"another key beside, the ZIP too", listed, "", map[string]string{consoleKey: stranger, consoleZip: archive}, true, true},
		{"no certificate", listed, "", map[string]string{consoleKey: ours}, false, false},
		{"not listed", other, "", map[string]string{consoleZip: archive}, false, false},
		{"named", other, consoleKey, map[string]string{consoleKey: ours, consoleCertificate: certificate}, true, true},
		{"named, the certificate of another", other, consoleKey, map[string]string{consoleKey: stranger, consoleCertificate: certificate}, true, false},
		{"the ZIP named", other, consoleZip, map[string]string{consoleZip: archive}, true, true},
	}
	for _, c := range cases {
		for _, folder := range []string{"", "/home/me/", `C:\keys\`} {
			files := map[string]string{folder + "config.json": c.json}
			for name, content := range c.files {
				files[folder+name] = content
			}
			key := ""
			if c.key != "" {
				key = folder + c.key
			}
			got, err := Load(disk(files), folder+"config.json", key)
			if err != nil || (got.Key != nil) != c.found || (got.Certificate != nil) != c.described {
				t.Errorf("%s in %q: key %v, certificate %v: %v", c.name, folder, got.Key != nil, got.Certificate, err)
			}
			if got.Certificate != nil && (got.Certificate.Match != Matches || !got.CertificateExpires.Equal(got.Certificate.NotAfter)) {
				t.Errorf("%s: %+v", c.name, got)
			}
		}
	}
	if len(cases) != 9 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// TestMismatch: a certificate that does not belong to the key is told, wherever
// the two come from.
func TestMismatch(t *testing.T) {
	k, other := keys(), string(realFile(t, "private.key"))
	cases := []struct {
		name, file, key string
		want            Match
	}{
		{"in one PEM", k.certificate + other, "", Mismatches},
		{"in one PEM, the other way round", other + k.certificate, "", Mismatches},
		{"among others", string(realFile(t, "certificate_pub.crt")) + k.certificate + k.pkcs1, "", Matches},
		{"in service credentials", serviceCredentials(quote(other)), "", Mismatches},
		{"a key of its own", serviceCredentials(quote(k.pkcs8)), other, Mismatches},
		{"a key of its own that is right", serviceCredentials(quote(other)), k.pkcs8, Matches},
		{"no key", serviceCredentials(`""`), "", ""},
	}
	for _, c := range cases {
		name := ""
		if c.key != "" {
			name = "k.pem"
		}
		got, err := Load(disk(map[string]string{"c": c.file, "k.pem": c.key}), "c", name)
		if err != nil || got.Certificate == nil || got.Certificate.Match != c.want {
			t.Errorf("%s: %+v: %v", c.name, got.Certificate, err)
			continue
		}
		// When another certificate runs out is of no interest.
		if got.CertificateExpires.IsZero() != (c.want == Mismatches) {
			t.Errorf("%s: expires %v", c.name, got.CertificateExpires)
		}
	}
	if len(cases) != 7 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

// TestTooManyRounds: a file that would keep the program busy for an hour is
// refused at once.
func TestTooManyRounds(t *testing.T) {
	shape := func(rounds []byte) []byte {
		body := append([]byte{4, 2, 9, 9, 2, byte(len(rounds))}, rounds...)
		return append([]byte{0x30, byte(len(body))}, body...)
	}
	cases := map[string]struct {
		data []byte
		want bool
	}{
		"2048":           {shape([]byte{8, 0}), true},
		"2 million":      {shape([]byte{0x1E, 0x84, 0x80}), true},
		"2 million + 1":  {shape([]byte{0x1E, 0x84, 0x81}), false},
		"beyond int64":   {shape(bytes.Repeat([]byte{0x7F}, 12)), false},
		"inside another": {append([]byte{0x30, 14, 4, 12}, shape(bytes.Repeat([]byte{0x7F}, 4))...), false},
	}
	for name, c := range cases {
		if got := boundedRounds(c.data, 0); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if len(cases) != 5 {
		t.Fatalf("ran %d cases", len(cases))
	}
	if _, err := derivePBKDF2(shape([]byte{0x1E, 0x84, 0x81}), "x", 16); err == nil {
		t.Error("PBKDF2 takes any count")
	}
	if _, err := deriveScrypt([]byte{0x30, 15, 4, 2, 9, 9, 2, 3, 0x40, 0, 0, 2, 1, 8, 2, 1, 1}, "x", 16); err == nil {
		t.Error("scrypt takes any amount of memory")
	}
}

// TestOldPEM: what the library itself writes in the old form is read back.
func TestOldPEM(t *testing.T) {
	ran := 0
	for _, cipher := range []x509.PEMCipher{x509.PEMCipherDES, x509.PEMCipher3DES, x509.PEMCipherAES128, x509.PEMCipherAES192, x509.PEMCipherAES256} {
		//lint:ignore SA1019 an old file is what is wanted
		made, err := x509.EncryptPEMBlock(rand.Reader, "RSA PRIVATE KEY", keys().pkcs1DER, []byte("one"), cipher)
		if err != nil {
			t.Fatal(err)
		}
		for passphrase, good := range map[string]bool{"one": true, "two": false, "three": false} {
			key, err := openPEM("k", made, diagnostics.NewSecret(passphrase))
			if (err == nil) != good || key.IsZero() == good {
				t.Errorf("cipher %v, %q: %v", cipher, passphrase, err)
			}
			ran++
		}
	}
	if ran != 15 {
		t.Fatalf("ran %d cases", ran)
	}
}
