package say

import "testing"

// TestMarks: what a layout puts between texts is of the language.
func TestMarks(t *testing.T) {
	chinese := In(Languages()[1])
	cases := []struct{ got, want string }{
		{English().Marks().Colon + English().Marks().Comma + English().Marks().Semicolon, ": , ; "},
		{English().Aside("3 s", "measured"), "3 s (measured)"},
		{chinese.Marks().Colon + chinese.Marks().Comma + chinese.Marks().Semicolon, "：，；"},
		{chinese.Aside("3 s", "已量測"), "3 s（已量測）"},
		{Printer{}.Aside("3 s", "measured"), "3 s (measured)"},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	if len(cases) != 5 {
		t.Errorf("%d cases", len(cases))
	}
}
