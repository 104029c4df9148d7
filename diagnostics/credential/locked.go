package credential

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"unskew/diagnostics"
)

// Locked says that a file is protected by a passphrase, and that none was given
// (Wrong is false) or that the given one does not open it.
type Locked struct {
	File  string // as it is shown
	Wrong bool
	plain string // the command that makes a copy without a passphrase
}

// Error implements error: what is the matter and the next move, in one line.
func (l *Locked) Error() string {
	if l.Wrong {
		return fmt.Sprintf("the passphrase does not open %s: try again, and mind capital letters and the keyboard's language", l.File)
	}
	return fmt.Sprintf("%s is protected by a passphrase: give it with --passphrase-fd, or make a copy without it: %s", l.File, l.plain)
}

// locked is the error for a file of a shape, by whether a passphrase was given.
func locked(name string, shape shape, passphrase diagnostics.Secret) error {
	return &Locked{File: show(name), Wrong: !passphrase.IsZero(), plain: shape.opening(name)}
}

// errCipher is an encryption that is not read here; errBroken is a file that is
// not whole. Every other failure to decrypt is a wrong passphrase.
var (
	errCipher     = errors.New("encrypted in a way that is not read here")
	errBroken     = errors.New("damaged")
	errPassphrase = errors.New("the passphrase is wrong")
)

// unlocked turns a failure to decrypt into words.
func unlocked(name string, shape shape, passphrase diagnostics.Secret, err error) error {
	switch {
	case errors.Is(err, errCipher):
		return fmt.Errorf("%s is encrypted in a way that this version does not open: make a copy without passphrase: %s%s", show(name), shape.opening(name), old(shape))
	case errors.Is(err, errBroken):
		return fmt.Errorf("%s is damaged: copy the file again, whole", show(name))
	}
	return locked(name, shape, passphrase)
}

// old tells what OpenSSL 3 needs for ciphers that it no longer has at hand.
func old(shape shape) string {
	switch shape {
	case shapeEncryptedPKCS1, shapeEncryptedPKCS8, shapeEncryptedDER:
		return " (OpenSSL 3: add -provider legacy -provider default)"
	case shapePKCS12:
		return " (OpenSSL 3: add -legacy)"
	}
	return ""
}

// openPEM decrypts the key in a PEM block.
func openPEM(name string, block *pem.Block, passphrase diagnostics.Secret) (Key, error) {
	shape := recognisePEM(block)
	if passphrase.IsZero() {
		return Key{}, locked(name, shape, passphrase)
	}
	open := openPKCS8
	if shape == shapeEncryptedPKCS1 {
		open = func([]byte, string) ([]byte, error) { return openOldPEM(block, passphrase.Reveal()) }
	}
	return openWith(name, shape, block.Bytes, passphrase, open)
}

// openWith decrypts a key and reads it. What decrypts to no key was decrypted
// with the wrong passphrase: its padding happened to look right.
func openWith(name string, shape shape, data []byte, passphrase diagnostics.Secret, open func([]byte, string) ([]byte, error)) (Key, error) {
	if passphrase.IsZero() {
		return Key{}, locked(name, shape, passphrase)
	}
	der, err := open(data, passphrase.Reveal())
	if err != nil {
		return Key{}, unlocked(name, shape, passphrase, err)
	}
	if _, err := x509.ParsePKCS8PrivateKey(der); err != nil {
		if _, err := parseOldDER(der); errors.Is(err, errDamaged) {
			return Key{}, locked(name, shape, passphrase)
		}
	}
	return parseDER(name, der)
}

// openOldPEM decrypts what OpenSSL wrote before PKCS #8: RFC 1421's headers, and
// a key made of the passphrase with one round of MD5. The library calls it
// deprecated because it is a poor way to protect a key; it only opens one here.
func openOldPEM(block *pem.Block, passphrase string) ([]byte, error) {
	//lint:ignore SA1019 to open an old file is what is wanted
	der, err := x509.DecryptPEMBlock(block, []byte(passphrase))
	switch {
	case err == nil:
		return der, nil
	case errors.Is(err, x509.IncorrectPasswordError):
		return nil, errPassphrase
	}
	return nil, errCipher
}
