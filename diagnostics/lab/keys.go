package lab

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"sync"
	"time"
)

// Making an RSA key takes a good part of a second, so each is made once, when
// first needed; they are of no use outside a lab and never change.
var (
	registeredKey = sync.OnceValues(makeKey) // its public half lies at the authorization server
	strangerKey   = sync.OnceValues(makeKey) // is registered nowhere
)

func makeKey() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }

// hostKey is the private key that the simulated host holds.
func (t *Token) hostKey() (*rsa.PrivateKey, error) {
	if t.Credential == "stranger" {
		return strangerKey()
	}
	return registeredKey()
}

// privatePEM writes a key in the form of PKCS #8.
func privatePEM(key *rsa.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

// certificatePEM is the self-signed certificate that is uploaded for a key; it
// runs a year, as those of service accounts do.
func certificatePEM(key *rsa.PrivateKey, name string, until time.Time) ([]byte, error) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: until.Add(-365 * day), NotAfter: until,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("certificate of the service account: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), nil
}
