// Package digest tells whether a copy of a report is still what was written: a
// SHA-256 (FIPS 180-4) over its content stands in the report itself.
//
// Its rules: it finds damage, not forgery, since whoever changes a report can
// work out the sum anew. What the way through mail, chat and clipboard does to
// white space is no damage: see canonical. A report has one digest, and the last
// in a file is it.
package digest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"
)

// prefix is how a digest begins; 64 hexadecimal digits follow.
const prefix = "sha256:"

// Blank stands in a report where its digest is to stand, until Seal puts it there.
const Blank = prefix + "0000000000000000000000000000000000000000000000000000000000000000"

// Field is the member of a JSON report that holds the digest.
const Field = "digest"

// What a copy can be, other than unchanged.
var (
	ErrNone    = errors.New("there is no digest in it: its end was cut off, or it is no report of this program")
	ErrChanged = errors.New("it is not as it was written: something in it was lost, added or altered")
)

// written is a digest, also where a line was broken within it.
var written = regexp.MustCompile(`sha256:(?:\s*[0-9a-fA-F]){64}`)

// Seal puts the digest of a report in the place of its last Blank. A report
// without one stays as it is.
func Seal(report []byte) ([]byte, error) {
	at := bytes.LastIndex(report, []byte(Blank))
	if at < 0 {
		return report, nil
	}
	sum, _, err := sumOf(report)
	if err != nil {
		return nil, err
	}
	sealed := bytes.Clone(report)
	copy(sealed[at+len(prefix):], sum)
	return sealed, nil
}

// Verify says whether a report, in any of its formats that hold a digest, is as
// it was written: nil, ErrNone, ErrChanged, or why it cannot be read.
func Verify(report []byte) error {
	sum, found, err := sumOf(report)
	switch {
	case err != nil:
		return err
	case found == "":
		return ErrNone
	case !strings.EqualFold(sum, found):
		return ErrChanged
	}
	return nil
}

// sumOf works the digest of a report out, and returns the one that stands in it,
// without its prefix; "" where there is none.
func sumOf(report []byte) (sum, found string, err error) {
	text := unquoted(decoded(report))
	if isJSON(text) {
		content, digest, err := canonicalJSON(text)
		if err != nil {
			return "", "", err
		}
		return hashed(content), digits(digest), nil
	}
	text = canonical(text)
	at := written.FindAllStringIndex(text, -1)
	if len(at) == 0 {
		return "", "", nil
	}
	last := at[len(at)-1]
	return hashed(canonical(text[:last[0]] + text[last[1]:])), digits(text[last[0]:last[1]]), nil
}

func hashed(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// digits are those of a written digest, "" where it is none.
func digits(text string) string {
	if written.FindString(text) != text {
		return ""
	}
	return strings.Join(strings.Fields(strings.TrimPrefix(text, prefix)), "")
}
