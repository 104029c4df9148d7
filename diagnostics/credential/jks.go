package credential

import (
	"bytes"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/pavlo-v-chernykh/keystore-go/v4"

	"unskew/diagnostics"
)

// openJKS reads the one private key of a Java key store and its certificates.
// The key's own passphrase is taken to be the store's, as keytool makes it.
func openJKS(name string, data []byte, passphrase diagnostics.Secret) (material, error) {
	switch {
	case !bytes.HasPrefix(data, []byte(magicJKS)):
		return material{}, shapeJCEKS.refuse(name)
	case !wholeJKS(data):
		return material{}, unlocked(name, shapeJKS, passphrase, errBroken)
	case passphrase.IsZero():
		return material{}, locked(name, shapeJKS, passphrase)
	}
	store := keystore.New(keystore.WithCaseExactAliases(), keystore.WithOrderedAliases())
	secret := []byte(passphrase.Reveal())
	err := guarded(func() error { return store.Load(bytes.NewReader(data), secret) })
	if errors.Is(err, errBroken) {
		return material{}, unlocked(name, shapeJKS, passphrase, errBroken)
	}
	if err != nil { // whole, so it is the digest, which the passphrase is a part of
		return material{}, locked(name, shapeJKS, passphrase)
	}
	var aliases []string
	for _, alias := range store.Aliases() {
		if store.IsPrivateKeyEntry(alias) {
			aliases = append(aliases, alias)
		}
	}
	switch len(aliases) {
	case 0:
		return material{}, fmt.Errorf("%s is a Java key store without a private key (a trust store): give the one that holds the key", show(name))
	case 1:
		return keyOfJKS(name, store, aliases[0], secret)
	}
	return material{}, fmt.Errorf("%s is a Java key store with %d private keys: take the right one out with: %s", show(name), len(aliases), shapeJKS.opening(name))
}

func keyOfJKS(name string, store keystore.KeyStore, alias string, secret []byte) (material, error) {
	var entry keystore.PrivateKeyEntry
	err := guarded(func() (err error) {
		entry, err = store.GetPrivateKeyEntry(alias, secret)
		return err
	})
	if err != nil {
		return material{}, fmt.Errorf("%s opens, but the key in it has a passphrase of its own: take it out with: %s", show(name), shapeJKS.opening(name))
	}
	key, err := parseDER(name, entry.PrivateKey)
	found := material{key: key}
	for _, one := range entry.CertificateChain {
		if parsed, err := x509.ParseCertificate(one.Content); err == nil {
			found.certificates = append(found.certificates, parsed)
		}
	}
	return found, err
}

// wholeJKS walks through a key store by its lengths. The library allocates what
// a length says before it reads, and a damaged file may say gigabytes.
func wholeJKS(data []byte) bool {
	w := walk{rest: data}
	w.skip(4)
	version := w.number()
	entries := w.number()
	for i := uint32(0); i < entries && w.ok(); i++ {
		tag := w.number()
		w.skip(uint32(w.short())) // the alias
		w.skip(8)                 // when it was made
		certificates := uint32(1)
		if tag == 1 { // a private key
			w.skip(w.number())
			certificates = w.number()
		}
		for j := uint32(0); j < certificates && w.ok(); j++ {
			if version == 2 {
				w.skip(uint32(w.short())) // "X.509"
			}
			w.skip(w.number())
		}
	}
	return w.ok() && len(w.rest) == 20 // SHA-1
}

// walk goes through bytes by the lengths in them. What goes beyond the end
// leaves it broken.
type walk struct {
	rest   []byte
	broken bool
}

func (w *walk) ok() bool { return !w.broken }

func (w *walk) take(n uint32) []byte {
	if w.broken || uint64(n) > uint64(len(w.rest)) {
		w.broken = true
		return make([]byte, min(n, 4))
	}
	taken := w.rest[:n]
	w.rest = w.rest[n:]
	return taken
}

func (w *walk) skip(n uint32)  { w.take(n) }
func (w *walk) number() uint32 { return binary.BigEndian.Uint32(w.take(4)) }
func (w *walk) short() uint16  { return binary.BigEndian.Uint16(w.take(2)) }
