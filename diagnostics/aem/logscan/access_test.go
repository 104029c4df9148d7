package logscan

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAccessLogTellsTheZone: the offset in force on the day of the stamp, also
// where summer time begins in the middle of the file; of another day nothing.
func TestAccessLogTellsTheZone(t *testing.T) {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "lo[g]s")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for at := time.Date(2017, 2, 20, 0, 0, 0, 0, zone); at.Before(time.Date(2017, 3, 20, 0, 0, 0, 0, zone)); at = at.Add(7 * time.Minute) {
		fmt.Fprintf(&text, "10.0.0.1 - admin %s \"GET /content.html HTTP/1.1\" 200 123 \"-\" \"curl\"\n", at.Format(accessLayout))
	}
	if err := os.WriteFile(filepath.Join(folder, "access.log"), []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		stamp string
		hours int
		ok    bool
	}{
		{"20.02.2017 00:00:00.000", -8, true},
		{"28.02.2017 18:39:51", -8, true},
		{"12.03.2017 00:30:00", -8, true},
		{"12.03.2017 04:30:00", -7, true},
		{"19.03.2017 12:00:00", -7, true},
		{"20.03.2017 20:00:00", -7, true},
		{"22.03.2017 12:00:00", 0, false},
		{"18.02.2017 12:00:00", 0, false},
		{"28.02.2016 18:39:51", 0, false},
	}
	logs := &AccessLogs{}
	defer logs.Close()
	for _, c := range cases {
		stamp, _ := readStamp(c.stamp, dayFirst)
		east, ok := logs.East(filepath.Join(folder, "error.log"), stamp)
		if ok != c.ok || ok && east != time.Duration(c.hours)*time.Hour {
			t.Errorf("%s: %v, %v; want %d h, %v", c.stamp, east, ok, c.hours, c.ok)
		}
	}
	if len(cases) != 9 {
		t.Fatalf("%d cases", len(cases))
	}
	if _, ok := logs.East(filepath.Join(t.TempDir(), "error.log"), Stamp{Text: "x"}); ok {
		t.Error("a zone from nothing")
	}
}
