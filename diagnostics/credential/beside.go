package credential

import (
	"crypto/x509"
	"strings"

	"unskew/diagnostics"
)

// The names of the Developer Console's download, a JSON with config.zip, which
// holds the other two.
const (
	consoleZip         = "config.zip"
	consoleKey         = "private.key"
	consoleCertificate = "certificate_pub.crt"
)

// neighbour is a file in the same folder.
func neighbour(file, name string) string {
	return file[:strings.LastIndexAny(file, `/\`)+1] + name
}

// pairBeside looks for the key that a console's JSON belongs to, in its folder.
// It is taken only where the certificate that came with it is one that the JSON
// lists and belongs to the key: any other key would be a guess.
func pairBeside(read ReadFile, file string, found *Credential, passphrase diagnostics.Secret) {
	if len(found.Registered) == 0 {
		return
	}
	for _, name := range []string{consoleKey, consoleZip} {
		data, err := read(neighbour(file, name))
		if err != nil {
			continue
		}
		pair, err := readMaterial(name, data, passphrase)
		if err != nil {
			continue
		}
		if name == consoleKey {
			pair.certificates = found.beside(read, file, pair.key)
		}
		if described := certificateOf(pair.key, pair.certificates); described != nil && described.Match == Matches && found.has(described) {
			pair.into(found)
			return
		}
	}
}

// beside returns the certificate of the console's download in a key's folder,
// where it belongs to the key: one that does not is somebody else's.
func (c Credential) beside(read ReadFile, keyFile string, key Key) []*x509.Certificate {
	if c.Certificate != nil {
		return nil
	}
	data, err := read(neighbour(keyFile, consoleCertificate))
	if err != nil || key.IsZero() {
		return nil
	}
	for _, one := range certificatesIn(data) {
		if belongs(key, one) {
			return []*x509.Certificate{one}
		}
	}
	return nil
}
