package credential

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"
)

// shape is what a file turned out to be, where it is neither a key that can be
// read nor a JSON file. The zero shape is "not recognised yet".
type shape string

const (
	shapeKeyPEM         shape = "key in PEM"
	shapeKeyDER         shape = "key in DER"
	shapePublicKey      shape = "public key"
	shapeCertificate    shape = "certificate"
	shapeRequest        shape = "certificate request"
	shapeBundle         shape = "pkcs7"
	shapeOpenSSH        shape = "openssh key"
	shapePuTTY          shape = "putty key"
	shapeEncryptedPKCS1 shape = "encrypted pkcs1"
	shapeEncryptedPKCS8 shape = "encrypted pkcs8"
	shapeEncryptedDER   shape = "encrypted pkcs8 in DER"
	shapeJKS            shape = "jks"
	shapeJCEKS          shape = "jceks"
	shapePKCS12         shape = "pkcs12"
	shapeZip            shape = "zip"
	shapeHTML           shape = "html"
	shapeToken          shape = "token"
	shapeDamagedPEM     shape = "damaged pem"
	shapeOtherPEM       shape = "other pem"
	shapeUnknown        shape = "unknown"
)

// words says of each shape what it is and the next move. FILE stands for the
// file's name as a shell takes it. A key is written to a file of its own, never
// over the original.
func (s shape) words() string {
	switch s {
	case shapePublicKey:
		return "is a public key: give the private key that belongs to it (often private.key)"
	case shapeCertificate:
		return "is a certificate, the public half: give the private key that belongs to it (often private.key)"
	case shapeRequest:
		return "is a certificate request: give the private key that it was made with"
	case shapeBundle:
		return "is a PKCS #7 bundle, which holds certificates alone: give the private key that belongs to them"
	case shapeOpenSSH:
		return "is a key in OpenSSH's own format: convert a copy of it with: cp FILE plain.pem && ssh-keygen -p -m PEM -f plain.pem"
	case shapePuTTY:
		return "is a key in PuTTY's own format: convert it with: puttygen FILE -O private-openssh -o plain.pem"
	case shapeJCEKS:
		return "is a Java key store of the kind JCEKS: convert it with: " + s.command()
	case shapeHTML:
		return "is a web page, probably a sign-in page that was saved instead of the file: download it again, signed in"
	case shapeToken:
		return "is a token (a JWT), not a key to make one with: unskew token reads it"
	case shapeDamagedPEM:
		return "holds a PEM block that is cut off or damaged: copy it again, from its BEGIN line to its END line"
	case shapeOtherPEM:
		return "is PEM, but holds no private key: give the file that begins with BEGIN PRIVATE KEY or BEGIN RSA PRIVATE KEY"
	}
	return "is neither a credential's JSON nor a private key: check the path"
}

// command is what makes a file that is read here of one that is not.
func (s shape) command() string {
	switch s {
	case shapeEncryptedPKCS1, shapeEncryptedPKCS8:
		return "openssl pkey -in FILE -out plain.pem"
	case shapeEncryptedDER:
		return "openssl pkey -inform DER -in FILE -out plain.pem"
	case shapePKCS12:
		return "openssl pkcs12 -in FILE -nocerts -nodes -out plain.pem"
	case shapeJCEKS:
		return "keytool -importkeystore -srckeystore FILE -srcstoretype JCEKS -destkeystore key.p12 -deststoretype PKCS12, then give key.p12"
	}
	return "keytool -importkeystore -srckeystore FILE -srcalias ALIAS -destkeystore key.p12 -deststoretype PKCS12, then give key.p12"
}

// opening is the command for a file.
func (s shape) opening(name string) string {
	return strings.ReplaceAll(s.command(), "FILE", shellWord(name))
}

// refuse is the error for a file of this shape.
func (s shape) refuse(name string) error {
	return errors.New(show(name) + " " + strings.ReplaceAll(s.words(), "FILE", shellWord(name)))
}

// recognisePEM names a PEM block by its label.
func recognisePEM(block *pem.Block) shape {
	switch block.Type {
	case "RSA PRIVATE KEY", "EC PRIVATE KEY":
		// RFC 1421's headers, as OpenSSL before 1.0 wrote encrypted keys.
		if strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED") {
			return shapeEncryptedPKCS1
		}
		return shapeKeyPEM
	case "PRIVATE KEY":
		return shapeKeyPEM
	case "ENCRYPTED PRIVATE KEY":
		return shapeEncryptedPKCS8
	case "OPENSSH PRIVATE KEY":
		return shapeOpenSSH
	case "PUBLIC KEY", "RSA PUBLIC KEY":
		return shapePublicKey
	case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
		return shapeCertificate
	case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST":
		return shapeRequest
	case "PKCS7", "CMS":
		return shapeBundle
	}
	return shapeOtherPEM
}

// recogniseText names a text that holds no PEM block.
func recogniseText(text []byte) shape {
	text = bytes.TrimSpace(text)
	lower := bytes.ToLower(text[:min(len(text), 512)])
	switch {
	case bytes.Contains(text, []byte("-----BEGIN ")), bytes.Contains(text, []byte("-----END ")):
		return shapeDamagedPEM
	case bytes.HasPrefix(lower, []byte("<!doctype")), bytes.Contains(lower, []byte("<html")):
		return shapeHTML
	case bytes.HasPrefix(lower, []byte("ssh-rsa ")), bytes.HasPrefix(lower, []byte("ssh-ed25519 ")), bytes.HasPrefix(lower, []byte("ecdsa-sha2-")), bytes.HasPrefix(lower, []byte("---- begin ssh2 public key")):
		return shapePublicKey
	case bytes.HasPrefix(text, []byte("eyJ")) && bytes.Count(text, []byte(".")) == 2:
		return shapeToken
	case bytes.HasPrefix(lower, []byte("putty-user-key-file-")):
		return shapePuTTY
	}
	return shapeUnknown
}

// recogniseBinary names a binary file by its first bytes; "" for text.
func recogniseBinary(data []byte) shape {
	switch {
	case isKeyStore(data):
		return shapeJKS
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return shapeZip
	case len(data) < 8 || data[0] != 0x30:
		return ""
	}
	return recogniseDER(data)
}

// isKeyStore tells a Java key store by its magic number: feedfeed, or cececece
// for its JCEKS variant.
func isKeyStore(data []byte) bool {
	return bytes.HasPrefix(data, []byte(magicJKS)) || bytes.HasPrefix(data, []byte(magicJCEKS))
}

const (
	magicJKS   = "\xFE\xED\xFE\xED"
	magicJCEKS = "\xCE\xCE\xCE\xCE"
)

// recogniseDER looks at what follows the outer SEQUENCE: a version 0 and then a
// number is PKCS #1, version 0 and a SEQUENCE is PKCS #8, version 3 is PKCS #12.
func recogniseDER(data []byte) shape {
	body := data[2:]
	if extra := int(data[1]) - 0x80; extra > 0 {
		if extra > 4 || len(body) < extra+5 {
			return ""
		}
		body = body[extra:]
	}
	switch {
	case len(body) < 5:
		return ""
	case bytes.HasPrefix(body, []byte{2, 1, 3, 0x30}):
		return shapePKCS12
	case bytes.HasPrefix(body, []byte{2, 1, 0}), bytes.HasPrefix(body, []byte{2, 1, 1}):
		return shapeKeyDER
	case bytes.HasPrefix(body, []byte{0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02}):
		return shapeBundle // signedData, RFC 2315
	case body[0] == 0x30 && body[1] >= 0x81:
		return recogniseSigned(data)
	case body[0] == 0x30:
		return recogniseAlgorithm(body)
	}
	return ""
}

// recogniseSigned tells a certificate from a request for one: both begin with
// their signed part.
func recogniseSigned(data []byte) shape {
	if _, err := x509.ParseCertificateRequest(data); err == nil {
		return shapeRequest
	}
	return shapeCertificate
}

// recogniseAlgorithm tells an encrypted PKCS #8 key from a public one by the
// algorithm that comes first: PKCS #5 (1.2.840.113549.1.5), that of PKCS #12
// (1.2.840.113549.1.12.1), or anything else.
func recogniseAlgorithm(body []byte) shape {
	pkcs5 := []byte{0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05}
	pkcs12 := []byte{0x06, 0x0A, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01}
	if start := body[:min(len(body), 24)]; bytes.Contains(start, pkcs5) || bytes.Contains(start, pkcs12) {
		return shapeEncryptedDER
	}
	return shapePublicKey
}
