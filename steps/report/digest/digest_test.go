package digest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"
)

const report = "Proved: the clock is the cause.\n===============\n\n  machine:  host\n  next:     run `chronyc makestep'\n\nWhole?\n\n" + Blank + "\n\nSIMULATED\n"

const jsonReport = `{
  "schema": "x", "offset": {"seconds": 208154.0, "u": 0.0040},
  "list": [1, -0, "a<b>é", null, true, {}, []],
  "digest": "` + Blank + `"
}
`

func sealed(t *testing.T, text string) string {
	t.Helper()
	out, err := Seal([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out, []byte(Blank)) || len(out) != len(text) {
		t.Fatalf("not sealed: %s", out)
	}
	return string(out)
}

func utf16Of(text string, order binary.AppendByteOrder) string {
	out := order.AppendUint16(nil, 0xFEFF)
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

// TestTolerated: what mail, chat, clipboard and shells do to a report on its way.
func TestTolerated(t *testing.T) {
	replaced := func(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }
	quoted := func(mark string) func(string) string {
		return func(text string) string { return mark + strings.ReplaceAll(text, "\n", "\n"+mark) }
	}
	ways := map[string]func(string) string{
		"as it is":               replaced(),
		"CRLF":                   replaced("\n", "\r\n"),
		"CR":                     replaced("\n", "\r"),
		"blanks at line ends":    replaced("\n", "  \n"),
		"no end of line":         strings.TrimSpace,
		"lines joined":           replaced("\n", " "),
		"lines broken":           replaced(": ", ":\n"),
		"indented":               replaced("\n", "\n    "),
		"tabs":                   replaced("  ", "\t"),
		"blanks that don't wrap": replaced("  ", "\u00a0\u00a0"),
		"quoted":                 quoted("> "),
		"quoted twice":           quoted(">> "),
		"zero width":             replaced(" ", "\u200b \ufeff"),
		"byte order mark":        func(text string) string { return "\ufeff" + text },
		"UTF-16":                 func(text string) string { return utf16Of(text, binary.LittleEndian) },
		"UTF-16, big endian":     func(text string) string { return utf16Of(text, binary.BigEndian) },
	}
	ran := 0
	for name, way := range ways {
		for _, text := range []string{sealed(t, report), sealed(t, jsonReport)} {
			if text[0] == '{' && name == "blanks that don't wrap" {
				continue // JSON with these is none for every program
			}
			ran++
			if err := Verify([]byte(way(text))); err != nil {
				t.Errorf("%s: %v:\n%s", name, err, way(text))
			}
		}
	}
	if ran != 31 {
		t.Errorf("%d copies were verified", ran)
	}
	long := sealed(t, report)
	at := strings.Index(long, prefix) + 40
	if err := Verify([]byte(long[:at] + "\n> " + long[at:])); err != nil {
		t.Errorf("a line was broken within the digest: %v", err)
	}
}

func TestFormattedAnew(t *testing.T) {
	text := sealed(t, jsonReport)
	digest := text[strings.Index(text, prefix):][:len(Blank)]
	for _, same := range []string{
		`{"digest":"` + digest + `","list":[1,0,"a\u003cb\u003e\u00e9",null,true,{},[]],"offset":{"u":0.004,"seconds":208154},"schema":"x"}`,
		`{"list":[1.0,-0.0,"a<b>é",null,true,{},[]],"offset":{"u":4e-3,"seconds":2.08154e5},"schema":"x","digest":"` + digest + `"}`,
	} {
		if err := Verify([]byte(same)); err != nil {
			t.Errorf("%v: %s", err, same)
		}
	}
}

// TestDamage: everything else is found.
func TestDamage(t *testing.T) {
	text, object := sealed(t, report), sealed(t, jsonReport)
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"a letter":            {strings.Replace(text, "host", "hosts", 1), ErrChanged},
		"a sign":              {strings.Replace(text, "`", "'", 1), ErrChanged},
		"a line lost":         {strings.Replace(text, "  machine:  host\n", "", 1), ErrChanged},
		"a line more":         {text + "and this\n", ErrChanged},
		"a word broken":       {strings.Replace(text, "makestep", "make step", 1), ErrChanged},
		"words joined":        {strings.Replace(text, "the clock", "theclock", 1), ErrChanged},
		"the digest":          {strings.Replace(text, prefix, prefix+"0", 1), ErrChanged},
		"the end cut off":     {text[:strings.Index(text, prefix)+30], ErrNone},
		"no report":           {"hello\n", ErrNone},
		"nothing":             {"", ErrNone},
		"not sealed":          {report, ErrChanged},
		"a number":            {strings.Replace(object, "208154", "208155", 1), ErrChanged},
		"a member lost":       {strings.Replace(object, `"schema": "x", `, "", 1), ErrChanged},
		"order of a list":     {strings.Replace(object, "null, true", "true, null", 1), ErrChanged},
		"text for a number":   {strings.Replace(object, "[1,", `["1",`, 1), ErrChanged},
		"JSON without digest": {`{"schema":"x"}`, ErrNone},
		"JSON cut off":        {object[:len(object)/2], errNotJSON},
		"JSON and more":       {object + "x", errNotJSON},
		"no object":           {"{", errNotJSON},
	} {
		if err := Verify([]byte(c.text)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if err := Verify([]byte(strings.Replace(object, `"schema": "x"`, `"schema": "x", "schema": "x"`, 1))); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a member that stands twice: %v", err)
	}
}

// TestLastCounts: a digest in a server's words is not the report's.
func TestLastCounts(t *testing.T) {
	foreign := "image sha256:" + strings.Repeat("ab", 32) + "\n"
	if err := Verify([]byte(sealed(t, foreign+report))); err != nil {
		t.Error(err)
	}
}

// FuzzVerify: any file can be read, and what was sealed is unchanged.
func FuzzVerify(f *testing.F) {
	f.Add([]byte(report))
	f.Add([]byte(jsonReport))
	f.Add([]byte("\xff\xfea\x00"))
	f.Add([]byte("{[[[["))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = Verify(data)
		text := append(bytes.Clone(data), "\n"+Blank+"\n"...)
		out, err := Seal(text)
		if err != nil || isJSON(unquoted(decoded(text))) || bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
			return
		}
		if err := Verify(out); err != nil {
			t.Fatalf("%v: %q", err, out)
		}
	})
}
