package say

import (
	"strings"
	"testing"
)

func TestLocale(t *testing.T) {
	cases := []struct {
		all, messages, lang string
		language            string
		eastAsian           bool
	}{
		{"", "", "", "en", false},
		{"", "", "C", "en", false},
		{"C", "zh_TW.UTF-8", "zh_TW.UTF-8", "en", false},
		{"POSIX", "", "zh_TW.UTF-8", "en", false},
		{"", "", "C.UTF-8", "en", false},
		{"", "", "en_US.UTF-8", "en", false},
		{"", "", "de_DE.UTF-8@euro", "en", false},
		{"", "", "zh_TW.UTF-8", "zh-Hant", true},
		{"", "zh_HK.utf8", "en_US.UTF-8", "zh-Hant", true},
		{"zh_TW.UTF-8", "en_US.UTF-8", "en_US.UTF-8", "zh-Hant", true},
		{"", "en_US.UTF-8", "zh_TW.UTF-8", "en", false},
		{"", "", "zh_MO", "zh-Hant", true},
		{"", "", "zh_CN.UTF-8", "zh-Hant", true}, // nearer than English
		{"", "", "zh_TW.Big5", "en", true},       // the terminal would not take it
		{"", "", "ja_JP.UTF-8", "en", true},
		{"", "", "ko_KR.eucKR", "en", true},
		{"", "", "%s\x1b[2J", "en", false},
	}
	for _, c := range cases {
		locale := LocaleOf(func(name string) string {
			return map[string]string{"LC_ALL": c.all, "LC_MESSAGES": c.messages, "LANG": c.lang}[name]
		})
		if got := locale.Printer().Tag().String(); got != c.language {
			t.Errorf("%+v: %s", c, got)
		}
		if locale.EastAsian() != c.eastAsian {
			t.Errorf("%+v: East Asian: %v", c, locale.EastAsian())
		}
	}
	if len(cases) != 17 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestCharset: what is drawn, and in which language, where the characters are told
// apart from the language of messages.
func TestCharset(t *testing.T) {
	cases := []struct {
		all, ctype, lang string
		ascii            bool
		language         string
	}{
		{"", "", "", true, "en"},
		{"", "", "C", true, "en"},
		{"", "", "POSIX", true, "en"},
		{"", "", "C.UTF-8", false, "en"},
		{"", "", "C.utf8", false, "en"},
		{"", "", "en_US.UTF-8", false, "en"},
		{"", "", "de_DE.UTF-8@euro", false, "en"},
		{"", "", "de_DE@euro", true, "en"},
		{"", "", "en_US", true, "en"},
		{"", "", "en_US.ISO-8859-1", true, "en"},
		{"", "", "zh_TW.Big5", true, "en"},
		{"", "", "zh_TW", true, "zh-Hant"}, // whoever wants that language is asked for no more
		{"", "", "zh_TW.UTF-8", false, "zh-Hant"},
		{"C", "C.UTF-8", "C.UTF-8", true, "en"},
		{"", "C", "zh_TW.UTF-8", true, "en"}, // in ASCII nobody reads it
		{"", "zh_TW.UTF-8", "C", false, "en"},
		{"", "UTF-8", "zh_TW.Big5", false, "zh-Hant"},
		{"C.UTF-8", "C", "C", false, "en"},
		{"", "UTF-8", "", false, "en"}, // macOS, over SSH
	}
	for _, c := range cases {
		environment := map[string]string{"LC_ALL": c.all, "LC_CTYPE": c.ctype, "LANG": c.lang}
		locale := LocaleOf(func(name string) string { return environment[name] })
		if got := locale.Printer().Tag().String(); got != c.language || locale.ASCIIOnly() != c.ascii {
			t.Errorf("LC_ALL=%s LC_CTYPE=%s LANG=%s: %s, ASCII: %t", c.all, c.ctype, c.lang, got, locale.ASCIIOnly())
		}
	}
	if len(cases) != 19 {
		t.Errorf("%d cases, not 19", len(cases))
	}
}

func TestNamed(t *testing.T) {
	cases := map[string]string{
		"en": "en", "EN": "en", "en-GB": "en", "zh-Hant": "zh-Hant", "zh-hant": "zh-Hant", "zh_TW": "zh-Hant",
		"zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-MO": "zh-Hant", "zh": "zh-Hant", "zh-CN": "zh-Hant",
		"": "", "de": "", "ja": "", "klingon": "", "tlh": "", "zh-": "", "und": "", "\x1b[2J": "", "en.UTF-8": "",
	}
	for name, want := range cases {
		printer, err := Named(name)
		switch {
		case want == "" && err == nil:
			t.Errorf("%q is taken for %s", name, printer.Tag())
		case want == "" && !strings.Contains(err.Error(), "choose en or zh-Hant"):
			t.Errorf("%q: %v", name, err)
		case want != "" && (err != nil || printer.Tag().String() != want):
			t.Errorf("%q is taken for %s: %v", name, printer.Tag(), err)
		}
	}
	if len(cases) != 20 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestOther: two languages offer one another.
func TestOther(t *testing.T) {
	for _, tag := range Languages() {
		other := In(tag).Other()
		if other.Tag() == tag || other.Other().Tag() != tag {
			t.Errorf("%s offers %s, which offers %s", tag, other.Tag(), other.Other().Tag())
		}
	}
	if (Printer{}).Other().Tag() != Languages()[1] {
		t.Error("the zero printer speaks English")
	}
}
