package diagnostics

import (
	"fmt"
	"io"
)

// Redacted stands wherever a secret would have been printed.
const Redacted = "[secret]"

// Secret holds a key, a client secret, an assertion, a token or a password. It
// prints, formats and marshals as Redacted; only Reveal gives the value, and
// only code that sends or signs calls it. Two secrets are not compared by ==.
//
// The value stands behind a pointer because fmt calls no methods of what is in
// an unexported field: it would print the bare value, and now prints an address.
type Secret struct{ value *string }

// NewSecret wraps a value.
func NewSecret(value string) Secret { return Secret{value: &value} }

// Reveal returns the value, to sign or send.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

// String implements fmt.Stringer.
func (s Secret) String() string { return Redacted }

// Format implements fmt.Formatter: for every verb, also those for which fmt
// does not ask String (%d would show the fields).
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Redacted) }

// MarshalText implements encoding.TextMarshaler (also used by encoding/json).
func (s Secret) MarshalText() ([]byte, error) { return []byte(Redacted), nil }
