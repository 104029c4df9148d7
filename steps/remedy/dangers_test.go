package remedy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
)

func weighed(offset time.Duration, aem Answer, store Store, domain string) (list []Danger, all string) {
	list = Weigh(Weighing{Offset: diagnostics.OffsetOf(offset), Span: "SPAN", AEM: aem, Store: store, Domain: domain})
	var texts []string
	for _, danger := range list {
		texts = append(texts, string(danger.Gravity)+" "+danger.Title.String()+" "+danger.Text.String())
	}
	return list, strings.Join(texts, "\n")
}

// TestWeigh: direction, size, AEM and its node store, and what is said of each.
func TestWeigh(t *testing.T) {
	const hour, minute, small = time.Hour, time.Minute, 500 * time.Millisecond
	cases := []struct {
		name   string
		offset time.Duration
		aem    Answer
		store  Store
		domain string
		says   []string
		not    []string
	}{
		{"nothing notices half a second", small, Unknown, StoreUnknown, "", nil, []string{" "}},
		{"nothing notices it back, either", -small, Yes, StoreDocument, "CORP", nil, []string{" "}},
		{
			"forward, nothing known: both branches", hour, Unknown, StoreUnknown, "",
			[]string{"grave Find out first", "(DocumentNodeStore): stop all nodes", "cluster lease (120 s)", "(tar): it may stay running", "If no AEM runs here, neither", "jumps over SPAN", "published or taken down in the SPAN", "log in again", "databases, clusters"},
			[]string{"goes back"},
		},
		{
			"back, nothing known: both branches", -hour, Unknown, StoreUnknown, "",
			[]string{"grave Find out first", "true time has passed the last written revision (SPAN after the stop)", "(tar): it may stay running", "date in the future", "a second time"},
			[]string{"jumps over", "lease", "log in again"},
		},
		{
			"an AEM whose store is not known", hour, Yes, StoreUnknown, "",
			[]string{"(DocumentNodeStore): stop all nodes", "(tar): it may stay running"},
			[]string{"databases, clusters"},
		},
		{"tar, forward", hour, Yes, StoreTar, "", []string{"mind AEM may stay running", "quiet moment", "jumps over SPAN"}, []string{"stop all", "grave"}},
		{"tar, back", -hour, Yes, StoreTar, "", []string{"mind AEM may stay running", "what was written in the last SPAN keeps a date in the future"}, []string{"stop all", "grave"}},
		{"document, far forward", hour, Yes, StoreDocument, "", []string{"grave Stop all AEM nodes before the clock goes forward.", "cluster lease (120 s)"}, []string{"crx3tar"}},
		{"document, just over the lease", 101 * time.Second, Yes, StoreDocument, "", []string{"grave Stop all AEM nodes before the clock goes forward."}, nil},
		{"document, a little forward", 99 * time.Second, Yes, StoreDocument, "", []string{"grave Correct all AEM nodes and the database together.", "2 s off cannot start"}, []string{"Stop all", "stop all"}},
		{"document, back by two seconds", -2 * time.Second, Yes, StoreDocument, "", []string{"grave Stop all AEM nodes before the clock goes back.", "last written revision"}, nil},
		{
			"no AEM, forward", hour, No, StoreUnknown, "",
			[]string{"timed jobs inside that start at once, or are left out", "cron", "databases, clusters, Kerberos", "Do not set the clock by hand"},
			[]string{"AEM", "replication", "Brand Portal", "published"},
		},
		{"no AEM, back", -hour, No, StoreUnknown, "", []string{"may run a second time", "date in the future", "when the clock goes back"}, []string{"AEM", "replication"}},
		{"a domain, beyond five minutes", 6 * minute, No, StoreUnknown, "CORP.EXAMPLE", []string{"grave This machine belongs to the domain CORP.EXAMPLE", "Kerberos", "within 5 minutes"}, nil},
		{"a domain, within five minutes", 4 * minute, No, StoreUnknown, "CORP.EXAMPLE", nil, []string{"CORP.EXAMPLE"}},
		{"a domain, and AEM on its own files", 6 * minute, Yes, StoreTar, "CORP.EXAMPLE", []string{"grave This machine belongs", "mind AEM may stay running"}, nil},
		{
			"folk remedies", hour, Unknown, StoreUnknown, "",
			[]string{"never Do not delete the replication agents", "can no longer be made anew", "never Do not clear the replication queue", "never Do not set the clock by hand"},
			nil,
		},
	}
	for _, c := range cases {
		list, all := weighed(c.offset, c.aem, c.store, c.domain)
		for _, words := range c.says {
			if !strings.Contains(all, words) {
				t.Errorf("%s: %q is not said\n%s", c.name, words, all)
			}
		}
		for _, words := range c.not {
			if strings.Contains(all, words) {
				t.Errorf("%s: %q is said\n%s", c.name, words, all)
			}
		}
		rank := []Gravity{Grave, Mind, Never}
		if !slices.IsSortedFunc(list, func(a, b Danger) int { return slices.Index(rank, a.Gravity) - slices.Index(rank, b.Gravity) }) {
			t.Errorf("%s: not the gravest first\n%s", c.name, all)
		}
	}
	if len(cases) != 17 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestNoDefault: where it is not known whether AEM runs or where it keeps its
// content, it is told neither to stop it nor that it is safe, but both with
// their condition.
func TestNoDefault(t *testing.T) {
	ran := 0
	for _, offset := range []time.Duration{-1000 * time.Hour, -time.Hour, -2 * time.Second, 2 * time.Second, time.Minute, time.Hour, 1000 * time.Hour} {
		for _, aem := range []Answer{Unknown, Yes} {
			ran++
			list, all := weighed(offset, aem, StoreUnknown, "")
			first := list[0]
			text := first.Text.String()
			document, tar := strings.Index(text, "If AEM here uses MongoDB or a database"), strings.Index(text, "If it is a single author")
			if first.Gravity != Grave || document < 0 || tar < document || strings.Contains(first.Title.String(), "top") {
				t.Errorf("%s, AEM %q:\n%s", offset, aem, all)
			}
			short := first.Short.String()
			if a, b := strings.Index(short, "If it is MongoDB or a database"), strings.Index(short, "If it is a single author"); a != 0 || b < a {
				t.Errorf("%s, in short: %s", offset, short)
			}
			// Whatever is advised stands behind its condition.
			if at := strings.Index(text, "stop all nodes"); at >= 0 && at < document {
				t.Errorf("%s: a default: %s", offset, text)
			}
			if at := strings.LastIndex(text, "choose a quiet moment"); at < tar {
				t.Errorf("%s: a default: %s", offset, text)
			}
		}
	}
	if ran != 14 {
		t.Errorf("%d cases ran, want 14", ran)
	}
}

// TestFarOff: an offset beyond what a duration can hold is weighed as well.
func TestFarOff(t *testing.T) {
	for _, seconds := range []float64{-1e12, 1e12} {
		offset, err := diagnostics.OffsetSeconds(seconds)
		if err != nil {
			t.Fatal(err)
		}
		if list := Weigh(Weighing{Offset: offset, Span: "long"}); len(list) < 6 {
			t.Errorf("%g s: %d dangers", seconds, len(list))
		}
	}
}
