package credential

import (
	"archive/zip"
	"bytes"
	"crypto/x509"
	"fmt"
	"io"

	"unskew/diagnostics"
)

// maxInZip bounds how many files of an archive are looked at: a console's
// config.zip holds two.
const maxInZip = 20

// openZip reads the key pair of a console's config.zip: private.key and
// certificate_pub.crt. Files are told by their content, as everywhere.
func openZip(name string, data []byte, passphrase diagnostics.Secret) (material, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return material{}, fmt.Errorf("%s is a ZIP archive that is damaged: download it again", show(name))
	}
	var found material
	var problem error
	for _, file := range archive.File[:min(len(archive.File), maxInZip)] {
		content, ok := inZip(file)
		if !ok || recogniseBinary(content) == shapeZip {
			continue
		}
		one, err := readMaterial(show(file.Name)+" in "+show(name), content, passphrase)
		if found.key.IsZero() {
			found.key = one.key
		}
		if err != nil && problem == nil && holdsPrivate(content) {
			problem = err
		}
		found.certificates = append(found.certificates, one.certificates...)
	}
	switch {
	case !found.key.IsZero():
		return found, nil
	case problem != nil:
		return found, problem
	}
	return found, fmt.Errorf("%s is a ZIP archive without a private key in it: unpack it, and give the file that holds the key", show(name))
}

// inZip reads a file of an archive; not ok where it is none, or too large.
func inZip(file *zip.File) ([]byte, bool) {
	if file.FileInfo().IsDir() || file.UncompressedSize64 > maxSize {
		return nil, false
	}
	reader, err := file.Open()
	if err != nil {
		return nil, false
	}
	defer reader.Close()
	content, err := io.ReadAll(io.LimitReader(reader, maxSize+1))
	return content, err == nil && len(content) <= maxSize
}

// holdsPrivate reports whether a file is some kind of private key, so that the
// reason why it is not read is worth telling.
func holdsPrivate(content []byte) bool {
	switch recogniseBinary(content) {
	case shapeKeyDER, shapeEncryptedDER, shapePKCS12, shapeJKS:
		return true
	}
	return bytes.Contains(content, []byte("PRIVATE KEY-----"))
}

// certificatesIn returns the certificates of a file, PEM or DER; none where it
// holds none.
func certificatesIn(data []byte) []*x509.Certificate {
	if parsed, err := x509.ParseCertificate(data); err == nil {
		return []*x509.Certificate{parsed}
	}
	found, _ := readMaterial("certificate", data, diagnostics.Secret{})
	return found.certificates
}
