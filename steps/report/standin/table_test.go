package standin

import (
	"strings"
	"testing"
)

func filled() *Table {
	t := &Table{}
	host := t.Add(Host, "AEM-author-01.corp.example")
	t.Also("aem-author-01", host)
	t.Add(Host, "aem")
	t.Add(Address, "192.0.2.7")
	t.Add(Address, "2001:db8::7")
	t.Add(Address, "2001:0db8:0:0::7")
	t.Add(Org, "ABC123@AdobeOrg")
	t.Add(Path, "/opt/acme")
	t.Add(Path, "/opt/acme/logs")
	t.Add(User, "Jürgen")
	t.Add(Domain, "corp.example")
	t.Add(Host, "主機一")
	return t
}

func TestReplace(t *testing.T) {
	cases := []struct{ text, want string }{
		{"", ""},
		{"nothing here", "nothing here"},
		{"aem-author-01.corp.example is behind", "HOST-1 is behind"},
		{"AEM-AUTHOR-01.CORP.EXAMPLE:4502", "HOST-1:4502"},
		{"on aem-author-01,", "on HOST-1,"},
		{"aem aemlike xaem mac_aem_x aem-2", "HOST-2 aemlike xaem mac_HOST-2_x HOST-2-2"},
		{"192.0.2.7:123, 192.0.2.77 and 1192.0.2.7", "ADDR-1:123, 192.0.2.77 and 1192.0.2.7"},
		{"[2001:db8::7]:123 or 2001:0db8:0:0::7", "[ADDR-2]:123 or ADDR-2"},
		{"abc123@adobeorg", "ORG-1"},
		{"/opt/acme/logs/error.log /opt/acme/x", "PATH-2/error.log PATH-1/x"},
		{"von Jürgen.", "von USER-1."},
		{"other.corp.example", "other.DOMAIN-1"},
		{"機器主機一的時鐘", "機器HOST-3的時鐘"},
		{"在aem-author-01上", "在HOST-1上"},
		{"bad \xff aem", "bad \xff HOST-2"},
	}
	for _, c := range cases {
		if got := filled().Replace(c.text); got != c.want {
			t.Errorf("Replace(%q) = %q, want %q", c.text, got, c.want)
		}
	}
	if len(cases) != 15 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestAddKeeps(t *testing.T) {
	table := &Table{}
	for range 2 {
		for _, c := range []struct{ name, want string }{{"a.example", "HOST-1"}, {"A.Example", "HOST-1"}, {"b.example", "HOST-2"}, {"", ""}} {
			if got := table.Add(Host, c.name); got != c.want {
				t.Errorf("Add(%q) = %q, want %q", c.name, got, c.want)
			}
		}
	}
	if rows := table.Rows(); len(rows) != 2 || rows[0] != (Row{"HOST-1", "a.example"}) {
		t.Errorf("rows are %v", rows)
	}
}

// FuzzReplace: no name stands alone in what comes out, whatever is around it.
func FuzzReplace(f *testing.F) {
	for _, text := range []string{"aem", "x aem-author-01.corp.example:1", "/opt/acme/logs", "192.0.2.7", "aemaem aem", "\xffaem\xfe"} {
		f.Add(text)
	}
	table := filled()
	f.Fuzz(func(t *testing.T, text string) {
		out := table.Replace(text)
		for _, row := range table.Rows() {
			for at := 0; ; at++ {
				next := strings.Index(out[at:], row.Name)
				if next < 0 {
					break
				}
				at += next
				if !joined(out, at) && !joined(out, at+len(row.Name)) {
					t.Fatalf("%q still holds %q", out, row.Name)
				}
			}
		}
	})
}
