package diagnostics

// Redacted stands wherever a secret would have been printed.
const Redacted = "[secret]"

// Secret holds a key, a client secret, an assertion, a token or a password. It
// prints, formats and marshals as Redacted; only Reveal gives the value, and
// only code that sends or signs calls it.
type Secret struct{ value string }

// NewSecret wraps a value.
func NewSecret(value string) Secret { return Secret{value: value} }

// Reveal returns the value, to sign or send.
func (s Secret) Reveal() string { return s.value }

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.value == "" }

// String implements fmt.Stringer.
func (s Secret) String() string { return Redacted }

// GoString implements fmt.GoStringer.
func (s Secret) GoString() string { return Redacted }

// MarshalText implements encoding.TextMarshaler (also used by encoding/json).
func (s Secret) MarshalText() ([]byte, error) { return []byte(Redacted), nil }
