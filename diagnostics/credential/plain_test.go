package credential

import "unskew/diagnostics"

// Load is LoadWith for what is not encrypted.
func Load(read ReadFile, file, keyFile string) (Credential, error) {
	return LoadWith(read, file, keyFile, diagnostics.Secret{})
}

// ParseKey reads a private key (RSA, EC or Ed25519) that is not encrypted: PEM or
// DER, PKCS #8, PKCS #1 or SEC 1. Text may begin with a byte order mark, end its
// lines with CR LF, hold its line ends as a literal \n, or stand among other PEM
// blocks. The name is only for errors.
func ParseKey(name string, data []byte) (Key, error) {
	found, err := readMaterial(name, data, diagnostics.Secret{})
	return found.key, err
}
