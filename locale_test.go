package main

import "testing"

func TestASCIIOnly(t *testing.T) {
	cases := []struct {
		system, all, ctype, lang string
		want                     bool
	}{
		{"linux", "", "", "", true},
		{"linux", "", "", "C", true},
		{"linux", "", "", "POSIX", true},
		{"linux", "", "", "C.UTF-8", false},
		{"linux", "", "", "C.utf8", false},
		{"linux", "", "", "en_US.UTF-8", false},
		{"linux", "", "", "de_DE.UTF-8@euro", false},
		{"linux", "", "", "de_DE@euro", true},
		{"linux", "", "", "en_US", true},
		{"linux", "", "", "en_US.ISO-8859-1", true},
		{"linux", "", "", "zh_TW.Big5", true},
		{"linux", "C", "C.UTF-8", "C.UTF-8", true},
		{"linux", "", "C", "zh_TW.UTF-8", true},
		{"linux", "", "zh_TW.UTF-8", "C", false},
		{"linux", "C.UTF-8", "C", "C", false},
		{"darwin", "", "UTF-8", "", false},
		{"darwin", "", "", "", true},
		{"windows", "", "", "", false},
		{"windows", "C", "", "", false},
	}
	for _, c := range cases {
		environment := map[string]string{"LC_ALL": c.all, "LC_CTYPE": c.ctype, "LANG": c.lang}
		if got := asciiOnly(c.system, func(name string) string { return environment[name] }); got != c.want {
			t.Errorf("%s, LC_ALL=%s LC_CTYPE=%s LANG=%s: %t, want %t", c.system, c.all, c.ctype, c.lang, got, c.want)
		}
	}
	if len(cases) != 19 {
		t.Errorf("%d cases, not 19", len(cases))
	}
}
