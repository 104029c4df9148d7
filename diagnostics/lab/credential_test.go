package lab

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"testing"
)

// TestFiles: what a profile needs lies on the host, and nothing more.
func TestFiles(t *testing.T) {
	onBoth(t, func(t *testing.T, transport Transport) {
		for _, c := range []struct {
			world string
			want  []string
		}{
			{bearerWorld, []string{privateKey}},
			{imsWorld, []string{serviceCredentials}},
			{oauthWorld, []string{oauthCredentials}},
			{entraWorld, []string{privateKey}},
			{googleWorld, []string{serviceAccount}},
			{gitHubWorld, []string{privateKey}},
			{imsWorld + "credential = \"none\"\n", nil},
			{"", nil},
		} {
			sc, err := Decode("files", minimal+c.world)
			if err != nil {
				t.Fatal(err)
			}
			l, err := Start(sc, transport)
			if err != nil {
				t.Fatal(err)
			}
			files := l.Files()
			e := l.Exchange()
			for _, name := range c.want {
				if len(files[name]) == 0 || name != e.CredentialFile && name != e.KeyFile {
					t.Errorf("%q: no %s", c.world, name)
				}
			}
			if len(files) != len(c.want) || len(c.want) == 0 && e.CredentialFile+e.KeyFile != "" {
				t.Errorf("%q: %d files", c.world, len(files))
			}
			for name := range files {
				files[name][0] = 0 // a caller's copy
			}
			for name, data := range l.Files() {
				if data[0] == 0 {
					t.Errorf("%s was changed from outside", name)
				}
			}
			_ = l.Close()
		}
	})
}

func TestIntegrationFile(t *testing.T) {
	sc, err := Find("ims")
	if err != nil {
		t.Fatal(err)
	}
	l := begin(t, Memory(), sc)
	file := integration(t, l)
	block, _ := pem.Decode([]byte(file.Integration.PublicKey))
	if block == nil {
		t.Fatal("no certificate")
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if !certificate.NotBefore.Before(l.Now()) || !certificate.NotAfter.After(l.Now()) {
		t.Errorf("valid from %v to %v", certificate.NotBefore, certificate.NotAfter)
	}
	if key, is := certificate.PublicKey.(*rsa.PublicKey); !is || !key.Equal(&fileKey(t, l).PublicKey) {
		t.Error("the certificate is not the key's")
	}
	if file.Integration.IMSEndpoint != "ims.example" || !bytes.Contains(l.Files()[serviceCredentials], []byte(`"ent_aem_cloud_api"`)) {
		t.Errorf("endpoint %q", file.Integration.IMSEndpoint)
	}
}

// TestSecretsDiffer: a client secret is made anew for each world.
func TestSecretsDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 3 {
		sc, err := Decode("secrets", minimal+imsWorld)
		if err != nil {
			t.Fatal(err)
		}
		seen[clientSecret(t, begin(t, Memory(), sc))] = true
	}
	if len(seen) != 3 {
		t.Errorf("%d secrets of 3 worlds", len(seen))
	}
}
