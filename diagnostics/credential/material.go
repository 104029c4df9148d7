package credential

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"

	"unskew/diagnostics"
)

// material is what a file, or a text within one, holds of a key pair.
type material struct {
	key          Key // zero: none
	certificates []*x509.Certificate
	id           string // by which the service knows the key, where the file says it
}

// into puts the key pair into a credential. What certificates it held already
// are judged against this key too.
func (m material) into(c *Credential) {
	if !m.key.IsZero() {
		c.Key = m.key
	}
	if m.id != "" {
		c.KeyID = m.id
	}
	c.held = append(m.certificates, c.held...)
	c.Certificate = certificateOf(m.key, c.held)
	c.settle()
}

// readMaterial reads a key file of any kind. Without a key it is an error, and
// the certificates that were found come with it.
func readMaterial(name string, data []byte, passphrase diagnostics.Secret) (material, error) {
	text, err := plain(name, data)
	if err != nil {
		return material{}, err
	}
	switch shape := recogniseBinary(data); shape {
	case "":
	case shapeZip:
		return openZip(name, data, passphrase)
	case shapePKCS12:
		return openPKCS12(name, data, passphrase)
	case shapeJKS:
		return openJKS(name, data, passphrase)
	case shapeKeyDER:
		key, err := parseDER(name, data)
		return material{key: key}, err
	case shapeEncryptedDER:
		key, err := openWith(name, shape, data, passphrase, openPKCS8)
		return material{key: key}, err
	case shapeCertificate:
		return material{certificates: parsedCertificate(data)}, shape.refuse(name)
	default:
		return material{}, shape.refuse(name)
	}
	if looksLikeJSON(text) {
		return jwkFile(name, text)
	}
	return readText(name, text, passphrase)
}

func parsedCertificate(der []byte) []*x509.Certificate {
	if one, err := x509.ParseCertificate(der); err == nil {
		return []*x509.Certificate{one}
	}
	return nil
}

// readText reads the first private key among the PEM blocks of a text, and all
// certificates. An encrypted key counts where there is no other.
func readText(name string, text []byte, passphrase diagnostics.Secret) (material, error) {
	var found material
	var closed *pem.Block
	var seen shape
	rest := unescape(text)
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		shape := recognisePEM(block)
		switch shape {
		case shapeKeyPEM:
			if !found.key.IsZero() {
				continue
			}
			key, err := parseDER(name, block.Bytes)
			if err != nil {
				return found, err
			}
			found.key = key
		case shapeCertificate:
			found.certificates = append(found.certificates, parsedCertificate(block.Bytes)...)
		case shapeEncryptedPKCS1, shapeEncryptedPKCS8:
			if closed == nil {
				closed = block
			}
		}
		if seen == "" || shape == shapeOpenSSH {
			seen = shape
		}
	}
	var err error
	switch {
	case !found.key.IsZero():
		return found, nil
	case closed != nil:
		found.key, err = openPEM(name, closed, passphrase)
		return found, err
	case seen == "":
		return bare(name, rest, passphrase)
	}
	return found, seen.refuse(name)
}

// bare reads a key in base64 without the lines around it, as environment
// variables hold it; any other text is named.
func bare(name string, text []byte, passphrase diagnostics.Secret) (material, error) {
	joined := strings.Join(strings.Fields(string(text)), "")
	der, err := base64.StdEncoding.DecodeString(joined)
	if err == nil {
		if shape := recogniseBinary(der); shape == shapeKeyDER || shape == shapeEncryptedDER {
			return readMaterial(name, der, passphrase)
		}
	}
	return material{}, recogniseText(bytes.TrimSpace(text)).refuse(name)
}
