package steps

import (
	"testing"
	"time"

	"unskew/diagnostics/aem"
)

// TestMessageSkew: what is said of two clocks, one of which names no zone, is
// true in every zone.
func TestMessageSkew(t *testing.T) {
	server := time.Date(2017, 3, 3, 4, 29, 5, 0, time.UTC)
	cases := []struct {
		stamp   string
		certain bool
		want    string
	}{
		{"28.02.2017 18:39:51", true, "behind, whatever its time zone: by 1d 21h 49m 14s at least, 2d 23h 49m 14s at most"},
		{"28.02.2017 18:39:51.123", true, "behind, whatever its time zone"},
		{"2017-03-05 04:29:05", true, "ahead, whatever its time zone: by 1d 10h at least, 2d 12h at most"},
		{"02.03.2017 21:29:05", false, "7h apart, as a time zone is"},
		{"3.3.2017 4:29:20", false, "15 s apart, as a time zone is"},
		{"2017-03-02T21:17:05", true, "7h 12m apart. A time zone does not explain all of it: that machine's clock was wrong by 3m at least"},
		{"03/02/2017 21:29:05", false, ""}, // day or month first: not guessed
		{"", false, ""},
	}
	for _, c := range cases {
		words, certain := messageSkewWords(&aem.Transcript{ServerDate: server, LocalStamp: c.stamp})
		if certain != c.certain || !contains(words.String(), c.want) || (c.want == "") != words.IsZero() {
			t.Errorf("%q: %v, %q; want %v, %q", c.stamp, certain, words, c.certain, c.want)
		}
	}
	if words, certain := messageSkewWords(&aem.Transcript{LocalStamp: "28.02.2017 18:39:51"}); certain || !words.IsZero() {
		t.Errorf("without a server's date: %q", words)
	}
	if len(cases) != 8 {
		t.Fatalf("%d cases, want 8", len(cases))
	}
}
