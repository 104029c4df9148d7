package credential

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"hash"

	"golang.org/x/crypto/scrypt"
)

// Bounds on how long a file may make the program work: a hundred times what any
// tool writes (OpenSSL 2048 rounds, Java 10,000), a second or two.
const (
	maxRounds = 2_000_000
	maxScrypt = 256 << 20 // bytes, RFC 7914 section 2: 128 * N * r
)

// encryptedKey is EncryptedPrivateKeyInfo, RFC 5958 section 3.
type encryptedKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

// pbes2 is PBES2-params, RFC 8018 appendix A.4.
type pbes2 struct {
	Derivation, Encryption pkix.AlgorithmIdentifier
}

// The object identifiers of RFC 8018, RFC 7914 and RFC 3565, as text.
const (
	oidPBES2    = "1.2.840.113549.1.5.13"
	oidPBKDF2   = "1.2.840.113549.1.5.12"
	oidScrypt   = "1.3.6.1.4.1.11591.4.11"
	oidDES3     = "1.2.840.113549.3.7"
	oidAES128   = "2.16.840.1.101.3.4.1.2"
	oidAES192   = "2.16.840.1.101.3.4.1.22"
	oidAES256   = "2.16.840.1.101.3.4.1.42"
	oidHMACSHA1 = "1.2.840.113549.2.7"
	oidHMAC224  = "1.2.840.113549.2.8"
	oidHMAC256  = "1.2.840.113549.2.9"
	oidHMAC384  = "1.2.840.113549.2.10"
	oidHMAC512  = "1.2.840.113549.2.11"
)

// openPKCS8 decrypts an EncryptedPrivateKeyInfo with PBES2 (RFC 8018 section
// 6.2) and returns the PrivateKeyInfo in it.
func openPKCS8(data []byte, passphrase string) ([]byte, error) {
	var outer encryptedKey
	if _, err := asn1.Unmarshal(data, &outer); err != nil {
		return nil, errBroken
	}
	if outer.Algorithm.Algorithm.String() != oidPBES2 {
		return nil, errCipher // PBES1: DES and RC2, and a hash of their age
	}
	var scheme pbes2
	if _, err := asn1.Unmarshal(outer.Algorithm.Parameters.FullBytes, &scheme); err != nil {
		return nil, errBroken
	}
	size, block := cipherOf(scheme.Encryption.Algorithm.String())
	if block == nil {
		return nil, errCipher
	}
	secret, err := derive(scheme.Derivation, passphrase, size)
	if err != nil {
		return nil, err
	}
	return uncover(block, secret, scheme.Encryption.Parameters.FullBytes, outer.Data)
}

// cipherOf returns a cipher's key size in bytes, and how it is made; nil for an
// unknown one.
func cipherOf(oid string) (size int, block func([]byte) (cipher.Block, error)) {
	switch oid {
	case oidAES128:
		return 16, aes.NewCipher
	case oidAES192:
		return 24, aes.NewCipher
	case oidAES256:
		return 32, aes.NewCipher
	case oidDES3:
		return 24, des.NewTripleDESCipher
	}
	return 0, nil
}

// derive makes the cipher's key of the passphrase.
func derive(how pkix.AlgorithmIdentifier, passphrase string, size int) ([]byte, error) {
	switch how.Algorithm.String() {
	case oidPBKDF2:
		return derivePBKDF2(how.Parameters.FullBytes, passphrase, size)
	case oidScrypt:
		return deriveScrypt(how.Parameters.FullBytes, passphrase, size)
	}
	return nil, errCipher
}

// derivePBKDF2 takes the key's length from the cipher; Java writes it into the
// file as well, OpenSSL does not.
func derivePBKDF2(parameters []byte, passphrase string, size int) ([]byte, error) {
	var p struct {
		Salt   []byte
		Rounds int
		Length int                      `asn1:"optional"`
		Hash   pkix.AlgorithmIdentifier `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(parameters, &p); err != nil || p.Rounds < 1 || p.Rounds > maxRounds {
		return nil, errBroken
	}
	hash := hashOf(p.Hash.Algorithm.String())
	if hash == nil {
		return nil, errCipher
	}
	secret, err := pbkdf2.Key(hash, passphrase, p.Salt, p.Rounds, size)
	if err != nil {
		return nil, errCipher
	}
	return secret, nil
}

// hashOf returns the hash of an HMAC; SHA-1 is what is meant where none is named.
func hashOf(oid string) func() hash.Hash {
	switch oid {
	case "", oidHMACSHA1:
		return sha1.New
	case oidHMAC224:
		return sha256.New224
	case oidHMAC256:
		return sha256.New
	case oidHMAC384:
		return sha512.New384
	case oidHMAC512:
		return sha512.New
	}
	return nil
}

func deriveScrypt(parameters []byte, passphrase string, size int) ([]byte, error) {
	var p struct {
		Salt    []byte
		N, R, P int
	}
	if _, err := asn1.Unmarshal(parameters, &p); err != nil || p.N < 2 || p.R < 1 || p.P < 1 || p.N > maxScrypt/128/p.R || p.P > 16 {
		return nil, errBroken
	}
	secret, err := scrypt.Key([]byte(passphrase), p.Salt, p.N, p.R, p.P, size)
	if err != nil {
		return nil, errBroken
	}
	return secret, nil
}

// uncover decrypts in CBC mode and takes the padding off (RFC 5652 section 6.3).
func uncover(make func([]byte) (cipher.Block, error), secret, parameters, data []byte) ([]byte, error) {
	var iv []byte
	if _, err := asn1.Unmarshal(parameters, &iv); err != nil {
		return nil, errBroken
	}
	block, err := make(secret)
	if err != nil {
		return nil, errCipher
	}
	size := block.BlockSize()
	if len(iv) != size || len(data) == 0 || len(data)%size != 0 {
		return nil, errBroken
	}
	plain := append([]byte(nil), data...)
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, plain)
	pad := int(plain[len(plain)-1])
	if pad == 0 || pad > size {
		return nil, errPassphrase
	}
	for _, b := range plain[len(plain)-pad:] {
		if int(b) != pad {
			return nil, errPassphrase
		}
	}
	return plain[:len(plain)-pad], nil
}
