package steps

import (
	"slices"
	"strings"
	"testing"
)

// TestPhoneCodes: every finding has a code, none is another's, and none can be
// misheard as another.
func TestPhoneCodes(t *testing.T) {
	const least = 82 // of the list; a finding that goes keeps its row, as retired
	all := phoneCodes()
	if len(all) < least {
		t.Errorf("%d codes, want %d at least: a row was taken out instead of retired", len(all), least)
	}
	made := map[string]bool{}
	for _, rule := range rules() {
		made[rule.Code] = true
		if PhoneOf(rule.Code) == "" {
			t.Errorf("%s has no telephone code: give it one in phone.go", rule.Code)
		}
	}
	digits, findings := map[string]bool{}, map[string]bool{}
	for i, code := range all {
		if digits[code.digits] || findings[code.finding] {
			t.Errorf("%s of %s stands there twice", code.digits, code.finding)
		}
		digits[code.digits], findings[code.finding] = true, true
		if made[code.finding] == code.retired {
			t.Errorf("%s of %s: retired is %v, and a rule makes it is %v", code.digits, code.finding, code.retired, made[code.finding])
		}
		for _, other := range all[i+1:] {
			if misheard(code.digits, other.digits) {
				t.Errorf("%s (%s) can be misheard as %s (%s)", code.digits, code.finding, other.digits, other.finding)
			}
		}
		if problem := hardToSay(code.digits); problem != "" {
			t.Errorf("%s of %s %s", code.digits, code.finding, problem)
		}
	}
}

// hardToSay says what is against a code.
func hardToSay(digits string) string {
	if len(digits) != phoneLength || strings.Trim(digits, "123456789") != "" {
		return "is not of four digits without a nought"
	}
	for i := 1; i < len(digits); i++ {
		if digits[i] == digits[i-1] {
			return "has a doubled digit"
		}
	}
	if strings.HasPrefix(digits, "19") || digits == "1234" {
		return "could be a year, or made up"
	}
	if damm(digits) != 0 {
		return "has a wrong check digit"
	}
	return ""
}

// damm is Damm's check of a number, 0 for one with the right check digit.
func damm(digits string) int {
	table := [10][10]int{
		{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
		{7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
		{4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
		{1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
		{6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
		{3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
		{5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
		{8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
		{9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
		{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
	}
	interim := 0
	for _, digit := range digits {
		interim = table[interim][digit-'0']
	}
	return interim
}

// TestPhoneCodesAreCaught: each of the mistakes that the codes exclude is found.
func TestPhoneCodesAreCaught(t *testing.T) {
	cases := []struct {
		a, b string
		want bool
	}{
		{"2159", "2158", true},
		{"2159", "2519", true},
		{"2159", "2195", true},
		{"2159", "2159", false},
		{"2159", "2145", false},
		{"2159", "9152", false},
		{"2159", "215", false},
	}
	for _, c := range cases {
		if misheard(c.a, c.b) != c.want {
			t.Errorf("%s heard as %s: %v", c.a, c.b, !c.want)
		}
	}
	hard := []string{"2158", "2059", "2115", "1918", "215"}
	for _, digits := range hard {
		if hardToSay(digits) == "" {
			t.Errorf("%s is found easy to say", digits)
		}
	}
	if len(cases) != 7 || len(hard) != 5 {
		t.Errorf("%d and %d cases", len(cases), len(hard))
	}
}

func TestPhoneDigits(t *testing.T) {
	cases := map[string]string{
		"2159": "2159", "2-1-5-9": "2159", " 2 1 5 9\n": "2159", "２１５９": "2159", "21.59": "2159", "2–1–5–9": "2159",
		"215": "", "21590": "", "HTTP 401": "", "401": "", "-2159 x": "", "": "", "2159-": "2159",
	}
	for typed, want := range cases {
		if got, ok := PhoneDigits(typed); ok != (want != "") || ok && got != want {
			t.Errorf("%q is read as %q, %v", typed, got, ok)
		}
	}
	if len(cases) != 13 {
		t.Errorf("%d cases", len(cases))
	}
	if got := Spoken("2159"); got != "2-1-5-9" {
		t.Errorf("read out as %s", got)
	}
}

func FuzzPhoneDigits(f *testing.F) {
	for _, typed := range []string{"2159", "2-1-5-9", "２１５９", "JWT has expired", "\xff"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		digits, ok := PhoneDigits(typed)
		if ok && (len(digits) != phoneLength || strings.Trim(digits, "0123456789") != "") {
			t.Errorf("%q is read as %q", typed, digits)
		}
		if again, still := PhoneDigits(Spoken(digits)); ok && (!still || again != digits) {
			t.Errorf("%q is read as %q when it is read out", digits, again)
		}
	})
}

// TestDescribed: a finding is looked up by either of its codes, and a misheard
// code leads to what it may have been.
func TestDescribed(t *testing.T) {
	found, ok := DescribePhone("2159")
	if !ok || found.Code != "timeservice.stopped" || !found.Cause || found.Means.IsZero() || found.Told.IsZero() || found.Mend.IsZero() {
		t.Errorf("2159 is %+v, %v", found, ok)
	}
	again, ok := DescribeFinding(found.Code)
	if !ok || again.Phone != "2159" {
		t.Errorf("%s is %+v, %v", found.Code, again, ok)
	}
	if _, ok := DescribePhone("2158"); ok {
		t.Error("2158 was never given, and is described")
	}
	if near := NearPhones("2158"); !slices.Contains(near, "2159") || slices.Contains(near, "2137") {
		t.Errorf("near 2158 are %v", near)
	}
	if near := NearPhones("2159"); len(near) != 0 {
		t.Errorf("near a code that was given are %v", near)
	}
}
