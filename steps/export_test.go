package steps

import (
	"strings"
	"testing"
)

// TestTold: nobody is promised that only they can read a file that others can read.
func TestTold(t *testing.T) {
	cases := []struct {
		unnamed, shared bool
		table           string
		want, lacks     string
	}{
		{false, false, "", "which only you can read", "stand-in"},
		{false, true, "", "Written to /x.", "only you"},
		{false, false, "/x.names", "/x.names. Keep that file", "administrator"},
		{true, true, "/x.names", "where the administrator finds it", "only you"},
	}
	ran := 0
	for _, c := range cases {
		var said []string
		for _, text := range (Exports{Unnamed: c.unnamed}).Told(Saved{Name: "/x", Table: c.table, Shared: c.shared}) {
			said = append(said, text.String())
		}
		if all := strings.Join(said, " "); !strings.Contains(all, c.want) || strings.Contains(all, c.lacks) {
			t.Errorf("%+v: %s", c, all)
		}
		ran++
	}
	if ran != 4 {
		t.Errorf("%d cases", ran)
	}
}
