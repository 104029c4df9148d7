package credential

import (
	"errors"
	"fmt"

	"unskew/diagnostics"
)

// LoadWith reads a credential file and, where keyFile is not "", a separate private
// key, which wins over one inside the credential file. A private key alone, by
// either name, is a credential of KindPrivateKey. A credential without a key is
// no error: whoever needs one asks for it. The passphrase is for what is encrypted.
//
// Errors name the file and the next move in one line, never a byte of content.
// One that needs a passphrase is a *Locked.
func LoadWith(read ReadFile, file, keyFile string, passphrase diagnostics.Secret) (Credential, error) {
	found, err := load(read, file, keyFile, passphrase)
	found.held = nil
	return found, err
}

func load(read ReadFile, file, keyFile string, passphrase diagnostics.Secret) (Credential, error) {
	if file == "" && keyFile == "" {
		return Credential{}, errors.New("no credential file was named: give one with --credentials, or a private key with --key")
	}
	if file == "" {
		return loadKey(read, keyFile, passphrase)
	}
	data, err := slurp(read, file)
	if err != nil {
		return Credential{}, err
	}
	text, err := plain(file, data)
	if err != nil {
		return Credential{}, err
	}
	parse := parseJSON
	switch {
	case looksLikeJSON(text):
	case recogniseBinary(data) == "" && looksLikeProperties(text):
		parse = fromProperties
	default:
		return loadNoJSON(read, file, data, keyFile, passphrase)
	}
	found, err := parse(file, text, passphrase)
	if keyFile == "" {
		if err == nil && found.Key == nil {
			pairBeside(read, file, &found, passphrase)
		}
		return found, err
	}
	// A key of its own makes good for one inside that cannot be opened.
	if err != nil && !errors.As(err, new(*Locked)) {
		return found, err
	}
	return withKey(read, found, keyFile, passphrase)
}

// withKey puts a separate key into a credential. The certificate beside it, or
// the one that the credential held, is judged against this key.
func withKey(read ReadFile, found Credential, keyFile string, passphrase diagnostics.Secret) (Credential, error) {
	data, err := slurp(read, keyFile)
	if err != nil {
		return Credential{}, err
	}
	pair, err := readMaterial(keyFile, data, passphrase)
	if err != nil {
		return found, err
	}
	if len(pair.certificates) == 0 {
		pair.certificates = found.beside(read, keyFile, pair.key)
	}
	pair.into(&found)
	return found, nil
}

// loadKey makes a credential of a private key alone.
func loadKey(read ReadFile, name string, passphrase diagnostics.Secret) (Credential, error) {
	return withKey(read, Credential{Kind: KindPrivateKey}, name, passphrase)
}

// loadNoJSON handles a credential file that is no JSON: a key alone, or the two
// files in each other's place.
func loadNoJSON(read ReadFile, file string, data []byte, keyFile string, passphrase diagnostics.Secret) (Credential, error) {
	pair, err := readMaterial(file, data, passphrase)
	if keyFile == "" {
		if err != nil {
			return Credential{Kind: KindPrivateKey}, err
		}
		found := Credential{Kind: KindPrivateKey}
		if len(pair.certificates) == 0 {
			pair.certificates = found.beside(read, file, pair.key)
		}
		pair.into(&found)
		return found, nil
	}
	other, otherErr := slurp(read, keyFile)
	if otherErr != nil {
		return Credential{}, otherErr
	}
	if text, plainErr := plain(keyFile, other); plainErr == nil && looksLikeJSON(text) {
		return Credential{}, fmt.Errorf("the two files are in each other's place: give --credentials %s --key %s", shellWord(keyFile), shellWord(file))
	}
	if err != nil {
		return Credential{}, err
	}
	return Credential{}, fmt.Errorf("%s is a private key, and so a second one is not needed: leave out --key, or give the JSON with --credentials", show(file))
}
