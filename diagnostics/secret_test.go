package diagnostics

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"text/template"
)

const hidden = "hunter2-very-private"

type holder struct {
	Name    string
	Exposed Secret
	Pointer *Secret
	inner   Secret // fmt calls no methods of unexported fields
	deep    struct{ list []Secret }
	any     any
}

func newHolder() holder {
	s := NewSecret(hidden)
	h := holder{Name: "shown", Exposed: s, Pointer: &s, inner: s, any: s}
	h.deep.list = []Secret{s, s}
	return h
}

// leaks reports whether a text shows the secret, in any of fmt's alphabets.
func leaks(text string) bool {
	lower := strings.ToLower(text)
	for _, form := range []string{
		hidden, hidden[:7],
		fmt.Sprintf("%x", hidden), fmt.Sprintf("%x", hidden[:7]), fmt.Sprintf("% x", hidden[:7]),
		strings.Trim(fmt.Sprintf("%d", []byte(hidden[:7])), "[]"),
		fmt.Sprintf("%U", []rune(hidden[:2])),
	} {
		if strings.Contains(lower, strings.ToLower(form)) {
			return true
		}
	}
	return false
}

func TestLeaksIsNotBlind(t *testing.T) {
	for _, text := range []string{
		"x " + hidden, strings.ToUpper(hidden), fmt.Sprintf("%x", hidden), fmt.Sprintf("%X", hidden),
		fmt.Sprintf("% x", hidden), fmt.Sprintf("%#x", hidden), fmt.Sprintf("%q", hidden), fmt.Sprintf("%d", []byte(hidden)),
	} {
		if !leaks(text) {
			t.Errorf("%q is not seen as a leak", text)
		}
	}
	if leaks(Redacted) || leaks("") {
		t.Error("sees leaks where there are none")
	}
}

func TestSecretInFmt(t *testing.T) {
	s := NewSecret(hidden)
	h := newHolder()
	values := map[string]any{
		"secret": s, "pointer": &s, "holder": h, "pointer to holder": &h,
		"slice": []Secret{s}, "slice of pointers": []*Secret{&s}, "array": [2]Secret{s, s},
		"map": map[string]Secret{"k": s}, "key": map[Secret]int{s: 1}, "any": []any{s, &s, h, &h},
		"error": fmt.Errorf("no: %v", s), "wrapped": errors.Join(fmt.Errorf("no: %+v", h)),
	}
	cases := 0
	for name, value := range values {
		for verb := 'A'; verb <= 'z'; verb++ {
			for _, flags := range []string{"", "+", "#", " ", "-", "0", "+#", "40", ".3", "-40.3"} {
				cases++
				if out := fmt.Sprintf("%"+flags+string(verb), value); leaks(out) {
					t.Errorf("%%%s%c of %s: %s", flags, verb, name, out)
				}
			}
		}
		for form, out := range map[string]string{
			"Sprint": fmt.Sprint(value), "Sprintln": fmt.Sprintln(value), "Append": string(fmt.Append(nil, value)),
		} {
			cases++
			if leaks(out) {
				t.Errorf("%s of %s: %s", form, name, out)
			}
		}
	}
	if cases < 6000 {
		t.Errorf("only %d cases", cases)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t"} {
		if out := fmt.Sprintf(verb, s); out != Redacted {
			t.Errorf("%s: %s", verb, out)
		}
	}
}

func TestSecretInEncodings(t *testing.T) {
	s := NewSecret(hidden)
	h := newHolder()
	for name, encode := range map[string]func() ([]byte, error){
		"json":        func() ([]byte, error) { return json.Marshal(s) },
		"json holder": func() ([]byte, error) { return json.Marshal(h) },
		"json key":    func() ([]byte, error) { return json.Marshal(map[Secret]int{s: 1}) },
		"text":        s.MarshalText,
		"xml":         func() ([]byte, error) { return xml.Marshal(s) },
		"template": func() ([]byte, error) {
			var out bytes.Buffer
			err := template.Must(template.New("").Parse("{{.}} {{.Exposed}} {{printf \"%d\" .Exposed}}")).Execute(&out, h)
			return out.Bytes(), err
		},
		"log": func() ([]byte, error) {
			var out bytes.Buffer
			log.New(&out, "", 0).Print(s, h, &h)
			return out.Bytes(), nil
		},
		"slog": func() ([]byte, error) {
			var out bytes.Buffer
			slog.New(slog.NewTextHandler(&out, nil)).Info("x", "s", s, "h", h, "p", &h)
			slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "s", s, "h", h, "p", &h)
			return out.Bytes(), nil
		},
	} {
		out, err := encode()
		if err != nil || leaks(string(out)) || len(out) == 0 {
			t.Errorf("%s: %s, %v", name, out, err)
		}
	}
	if out, _ := json.Marshal(s); string(out) != `"`+Redacted+`"` {
		t.Errorf("%s", out)
	}
}

func TestSecretReveals(t *testing.T) {
	if got := NewSecret(hidden).Reveal(); got != hidden {
		t.Errorf("%q", got)
	}
	if !(Secret{}).IsZero() || !NewSecret("").IsZero() || NewSecret("x").IsZero() {
		t.Error("what is no secret is not told")
	}
	if got := (Secret{}).Reveal(); got != "" {
		t.Errorf("%q", got)
	}
	if fmt.Sprint(Secret{}) != Redacted {
		t.Error("an empty secret prints otherwise, and so tells that it is empty")
	}
	if !reflect.DeepEqual(NewSecret("a"), NewSecret("a")) || reflect.DeepEqual(NewSecret("a"), NewSecret("b")) {
		t.Error("secrets are not compared by value")
	}
}
