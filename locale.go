package main

import "strings"

// asciiOnly reports whether the locale says that the terminal shows nothing but
// ASCII for certain: its characters are not UTF-8, as with LC_ALL=C, with no locale
// at all (which is C), and with the older ones such as zh_TW.Big5. What characters
// are in use is said by the first of LC_ALL, LC_CTYPE and LANG that is not empty,
// written language_TERRITORY.codeset@modifier (POSIX, XBD 8.2; macOS also has the
// codeset alone). A console of Windows is told none of it.
func asciiOnly(system string, getenv func(string) string) bool {
	if system == "windows" {
		return false
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		locale := getenv(name)
		if locale == "" {
			continue
		}
		locale, _, _ = strings.Cut(locale, "@")
		if _, codeset, written := strings.Cut(locale, "."); written {
			locale = codeset
		}
		return strings.ReplaceAll(strings.ToLower(locale), "-", "") != "utf8"
	}
	return true
}
