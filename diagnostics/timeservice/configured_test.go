package timeservice

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHosts reads whole hosts. Each folder of testdata/hosts is one: root/ is
// its disk, want has a line for each server, clock and error. To add a host,
// add a folder.
func TestHosts(t *testing.T) {
	const least = 19
	hosts, err := filepath.Glob("testdata/hosts/*/want")
	if err != nil {
		t.Fatal(err)
	}
	for _, wantFile := range hosts {
		folder := filepath.Dir(wantFile)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			data, err := os.ReadFile(wantFile)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(string(data), "\r\n", "\n")
			root := os.DirFS(filepath.Join(folder, "root"))
			if got := lines(Configured(Host{Root: root})) + clockLines(Refclocks(Host{Root: root})); sorted(got) != sorted(want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			servers, _ := Configured(Host{Root: root})
			if order := lines(servers, nil); !strings.HasPrefix(want, order) {
				t.Errorf("the order differs:\n%s\nwant:\n%s", order, want)
			}
		})
	}
	if len(hosts) < least {
		t.Errorf("%d hosts were read, want at least %d", len(hosts), least)
	}
}

func lines(servers []Server, errs []error) string {
	var out strings.Builder
	for _, s := range servers {
		pool := ""
		if s.Pool {
			pool = "pool "
		}
		nts := ""
		switch {
		case s.NTSUndated:
			nts = " nts-undated"
		case s.NTS:
			nts = " nts"
		}
		fmt.Fprintf(&out, "%s %s:%d %s%s%s\n", s.By, s.File, s.Line, pool, s.Name, nts)
	}
	for _, err := range errs {
		fmt.Fprintf(&out, "error %v\n", err)
	}
	return out.String()
}

func clockLines(clocks []Refclock) string {
	var out strings.Builder
	for _, c := range clocks {
		fmt.Fprintf(&out, "clock %s %s:%d %s\n", c.By, c.File, c.Line, c.Name)
	}
	return out.String()
}

func sorted(text string) string {
	found := map[string]string{}
	for line := range strings.Lines(text) {
		found[strings.TrimSpace(line)] = ""
	}
	return strings.Join(sortedKeys(found), "\n")
}
