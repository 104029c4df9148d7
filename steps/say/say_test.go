package say

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"
)

func TestText(t *testing.T) {
	percent := "100% of %s and %d, 50%%"
	cases := []struct {
		name string
		text Text
		want string
	}{
		{"nothing", Text{}, ""},
		{"plain", T("The clock is right."), "The clock is right."},
		{"an argument", T("It is %s.", "late"), "It is late."},
		{"two", T("%s of %s agree", "3", "4"), "3 of 4 agree"},
		{"nested", T("Proved: %s", T("it is %s", T("%s behind", "2d"))), "Proved: it is 2d behind"},
		{"nested nothing", T("a%sb", Text{}), "ab"},
		{"numbers are not grouped", T("%s ms, year %s", "208154", Number(2017)), "208154 ms, year 2017"},
		{"a big number", T("%s", Number(1234567)), "1234567"},
		{"a number as it is", T("%s", 1234567), "1234567"},
		{"a stringer", T("for %s", 90*time.Second), "for 1m30s"},
		{"percent signs in an argument", T("it said %s", percent), "it said " + percent},
		{"percent signs in a nested argument", T("it said %s", T("%s", percent)), "it said " + percent},
		{"percent signs kept verbatim", Verbatim(percent), percent},
		{"a verb kept verbatim", Verbatim("%s %!v(BAD)"), "%s %!v(BAD)"},
		{"verbatim within", T("run %s", Verbatim("date +%s")), "run date +%s"},
		{"other scripts", T("%s: %s", "時計", "é"), "時計: é"},
		{"joined", Join(", ", T("a"), T("%s", "b"), Verbatim("c%")), "a, b, c%"},
		{"joined nothing", Join(", "), ""},
		{"joined one", Join(", ", T("a")), "a"},
		{"joined by nothing", Join("", T("a"), T("b")), "ab"},
		{"joined by what ends like a verb", Join("s", T("a"), T("b")), "asb"},
		{"joined by a percent sign", Join("% ", T("a"), T("b")), "a% b"},
	}
	ran := 0
	for _, c := range cases {
		ran++
		if got := c.text.String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if c.text.IsZero() != (c.want == "") {
			t.Errorf("%s: is zero: %v", c.name, c.text.IsZero())
		}
	}
	if ran != 22 {
		t.Errorf("%d cases", ran)
	}
}

// TestFallBack: a language that the catalogue lacks is answered in English.
func TestFallBack(t *testing.T) {
	for _, tag := range []language.Tag{language.English, language.BritishEnglish, language.German, language.Japanese, language.Arabic, language.Und, {}} {
		printer := In(tag)
		if got := printer.Text(T("%s behind", "2d 9h")); got != "2d 9h behind" {
			t.Errorf("%v: %q", tag, got)
		}
		if !strings.HasPrefix(printer.Tag().String(), "en") {
			t.Errorf("%v is answered in %v", tag, printer.Tag())
		}
	}
	if first := Languages()[0]; first != language.English {
		t.Errorf("the fall-back is %v", first)
	}
}

// TestTextIsData: it can be kept and read back, with texts within texts.
func TestTextIsData(t *testing.T) {
	ran := 0
	for _, text := range []Text{
		{},
		T("plain"), T("%s and %s", "a", "b"), T("Proved: %s", T("it is %s", T("%s behind", "2d"))),
		Join(" ", T("a"), Verbatim("100%")), Verbatim(`{"format":"%s"}`), T("%s", Text{}),
	} {
		ran++
		data, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var again Text
		if err := json.Unmarshal(data, &again); err != nil {
			t.Errorf("%s: %v", data, err)
			continue
		}
		if again.String() != text.String() {
			t.Errorf("%s says %q, and said %q", data, again, text)
		}
		if written, err := json.Marshal(again); err != nil || string(written) != string(data) {
			t.Errorf("%s became %s: %v", data, written, err)
		}
	}
	if ran != 7 {
		t.Errorf("%d cases", ran)
	}
}

// TestTextKeepsItsArguments: what is changed later does not change it.
func TestTextKeepsItsArguments(t *testing.T) {
	args := []any{"a", "b"}
	text := T("%s %s", args...)
	args[0] = "z"
	if text.String() != "a b" {
		t.Errorf("%q", text)
	}
	before := text
	_ = Join(", ", text, text)
	if !reflect.DeepEqual(before, text) {
		t.Error("joining changes a text")
	}
}
