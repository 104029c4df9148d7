package credential

import (
	"errors"
	"fmt"
)

// Load reads a credential file and, where keyFile is not "", a separate private
// key, which wins over one inside the credential file. A private key alone, by
// either name, is a credential of KindPrivateKey. A credential without a key is
// no error: whoever needs one asks for it.
//
// Errors name the file and the next move in one line, never a byte of content.
func Load(read ReadFile, file, keyFile string) (Credential, error) {
	if file == "" && keyFile == "" {
		return Credential{}, errors.New("no credential file was named: give one with --credentials, or a private key with --key")
	}
	if file == "" {
		return loadKey(read, keyFile)
	}
	data, err := slurp(read, file)
	if err != nil {
		return Credential{}, err
	}
	text, err := plain(file, data)
	if err != nil {
		return Credential{}, err
	}
	if !looksLikeJSON(text) {
		return loadNoJSON(read, file, data, keyFile)
	}
	found, err := parseJSON(file, text)
	if err != nil || keyFile == "" {
		return found, err
	}
	alone, err := loadKey(read, keyFile)
	if err != nil {
		return Credential{}, err
	}
	found.Key = alone.Key
	return found, nil
}

// loadKey makes a credential of a private key alone.
func loadKey(read ReadFile, name string) (Credential, error) {
	data, err := slurp(read, name)
	if err != nil {
		return Credential{}, err
	}
	key, err := ParseKey(name, data)
	if err != nil {
		return Credential{}, err
	}
	return Credential{Kind: KindPrivateKey, Key: key}, nil
}

// loadNoJSON handles a credential file that is no JSON: a key alone, or the two
// files in each other's place.
func loadNoJSON(read ReadFile, file string, data []byte, keyFile string) (Credential, error) {
	key, err := ParseKey(file, data)
	if keyFile == "" {
		if err != nil {
			return Credential{}, err
		}
		return Credential{Kind: KindPrivateKey, Key: key}, nil
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
