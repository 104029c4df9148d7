package timeservice

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// told puts what a service said into lines: itself, its sources, what is not known.
func told(s Service) string {
	var out strings.Builder
	correction := "unknown"
	if s.Correction != nil {
		correction = s.Correction.Round(time.Millisecond).String()
	}
	fmt.Fprintf(&out, "%s follows %q, stratum %d, corrects %s\n", s.Name, s.Selected, s.Stratum, correction)
	for _, source := range s.Sources {
		fmt.Fprintf(&out, "%s %s %o", source.Name+"@"+source.Address, source.State, source.Reach)
		if source.Selected != (source.State == StateSelected) {
			out.WriteString(" selected and not")
		}
		if good := source.State == StateSelected || source.State == StateCombined; good == (source.Why != "") {
			fmt.Fprintf(&out, " why %q", source.Why)
		}
		out.WriteByte('\n')
	}
	for _, field := range sortedKeys(s.Unknown) {
		fmt.Fprintf(&out, "%s: %s\n", field, s.Unknown[field])
	}
	return out.String()
}

// captures returns the files of a folder of captures, each of which a table
// must have.
func captures[T any](t *testing.T, pattern string, table map[string]T) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) != len(table) {
		t.Errorf("%d captures and %d expectations: %v", len(files), len(table), err)
	}
	for _, file := range files {
		if _, found := table[nameOf(file)]; !found {
			t.Errorf("nothing is expected of %s", file)
		}
	}
	return files
}

func nameOf(file string) string {
	return strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
}

const nobodyFollowed = "correction: it follows nobody, and corrects nothing\n"

// TestChronyd replays what a real chronyd said in each of its states. That of
// "behind" knew a host that was 600 s behind its only source.
func TestChronyd(t *testing.T) {
	want := map[string]string{
		"none": `chronyd follows "", stratum 0, corrects unknown` + "\n" + nobodyFollowed,
		"unreachable": `chronyd follows "", stratum 0, corrects unknown` + "\n" +
			"127.0.0.9@127.0.0.9 unreachable 0\n" + nobodyFollowed,
		"selected": `chronyd follows "127.0.0.2", stratum 3, corrects 0s` + "\n" +
			"127.0.0.2@127.0.0.2 selected 377\n",
		"behind": `chronyd follows "127.0.0.3", stratum 3, corrects 10m0s` + "\n" +
			"127.0.0.3@127.0.0.3 selected 377\n",
		"ahead": `chronyd follows "127.0.0.10", stratum 3, corrects -10m0s` + "\n" +
			"127.0.0.10@127.0.0.10 selected 377\n",
		"falsetickers": `chronyd follows "", stratum 0, corrects unknown` + "\n" +
			"127.0.0.2@127.0.0.2 falseticker 377\n127.0.0.3@127.0.0.3 falseticker 377\n" + nobodyFollowed,
		"many": `chronyd follows "127.0.0.2", stratum 3, corrects 0s` + "\n" +
			"127.0.0.2@127.0.0.2 selected 377\n127.0.0.4@127.0.0.4 combined 377\n" +
			"127.0.0.12@127.0.0.12 combined 377\n127.0.0.13@127.0.0.13 candidate 377\n" +
			"127.0.0.3@127.0.0.3 falseticker 377\n127.0.0.6@127.0.0.6 unusable 377\n" +
			"127.0.0.7@127.0.0.7 unreachable 0\n127.0.0.14@127.0.0.14 too-variable 377\n" +
			"nobody.invalid@ unreachable 0\n",
		"refclock": `chronyd follows "", stratum 10, corrects unknown` + "\n" +
			"@GPS unreachable 0\ncorrection: it follows its own clock (local), and corrects nothing\n",
	}
	for _, file := range captures(t, "testdata/cmdmon/*.exchange", want) {
		talk := replayCmdmon(t, file)
		s := Service{Name: chronydName}
		askChrony(t.Context(), talk.dial, &s)
		if got := told(s); got != want[nameOf(file)] || talk.asked != len(talk.recorded) {
			t.Errorf("%s, %d requests of %d:\n%s\nwant:\n%s", file, talk.asked, len(talk.recorded), got, want[nameOf(file)])
		}
	}
}

// TestNTPsec replays what a real ntpd of NTPsec said.
func TestNTPsec(t *testing.T) {
	want := map[string]string{
		"none": `ntpsec follows "", stratum 0, corrects unknown` + "\n" + nobodyFollowed,
		"unreachable": `ntpsec follows "", stratum 0, corrects unknown` + "\n" +
			"@192.0.2.9 unreachable 0\n" + nobodyFollowed,
		"good": `ntpsec follows "192.0.2.2", stratum 3, corrects 0s` + "\n" +
			"nobody.invalid@ unreachable 0\n@192.0.2.9 unreachable 0\n@192.0.2.7 unreachable 0\n" +
			"@192.0.2.3 falseticker 3\n@192.0.2.4 combined 3\n@192.0.2.2 selected 3\n",
		// The host was 0.09 s behind; ntpd's word on it was far off.
		"behind": `ntpsec follows "192.0.2.11", stratum 3, corrects 127ms` + "\n@192.0.2.11 selected 3\n",
		"ahead":  `ntpsec follows "192.0.2.10", stratum 3, corrects -90ms` + "\n@192.0.2.10 selected 3\n",
		"falsetickers": `ntpsec follows "", stratum 3, corrects unknown` + "\n" +
			"@192.0.2.3 falseticker 3\n@192.0.2.2 falseticker 7\n" + nobodyFollowed,
		"loop": `ntpsec follows "", stratum 0, corrects unknown` + "\n" +
			"nobody.invalid@ unreachable 0\n@192.0.2.9 unreachable 0\n@192.0.2.7 unreachable 0\n" +
			"@192.0.2.3 unusable 377\n@192.0.2.4 unusable 377\n@192.0.2.2 unusable 377\n" + nobodyFollowed,
	}
	for _, file := range captures(t, "testdata/mode6/*.exchange", want) {
		talk := replayMode6(t, file)
		s := Service{Name: ntpdName}
		askNTP(t.Context(), talk.dial, &s)
		if got := told(s); got != want[nameOf(file)] || talk.asked != len(talk.recorded) {
			t.Errorf("%s, %d requests of %d:\n%s\nwant:\n%s", file, talk.asked, len(talk.recorded), got, want[nameOf(file)])
		}
		loops := func(s Source) bool { return s.Why == "it follows this host" }
		if got := slices.ContainsFunc(s.Sources, loops); got != (nameOf(file) == "loop") {
			t.Errorf("%s: a source that follows this host: %v", file, got)
		}
	}
}

// TestTimesyncd replays what a real systemd-timesyncd said on a real bus.
func TestTimesyncd(t *testing.T) {
	const silent = "correction: systemd-timesyncd does not tell it\n"
	want := map[string]string{
		"selected": `systemd-timesyncd follows "192.0.2.2", stratum 3, corrects unknown` + "\n" +
			"192.0.2.2@192.0.2.2 selected 0\n192.0.2.4@ candidate 0\n" + silent,
		"unreachable": `systemd-timesyncd follows "", stratum 0, corrects unknown` + "\n" +
			"192.0.2.9@192.0.2.9 unreachable 0\n" + silent,
		"fallback": `systemd-timesyncd follows "", stratum 0, corrects unknown` + "\n" +
			"time.example@ unreachable 0\n" + silent,
		"gone": `systemd-timesyncd follows "", stratum 0, corrects unknown` + "\n" + silent +
			"selected: it is not on the system bus\nsources: it is not on the system bus\n",
	}
	for _, file := range captures(t, "testdata/bus/*.calls", want) {
		recorded := recordedCalls(t, file)
		b, err := openBus(t.Context(), stand(t, recorded, nobodyElse(t)))
		if err != nil {
			t.Fatal(err)
		}
		var talk timesync
		talk.read(b)
		b.close()
		s := Service{Name: timesyncdName, Running: true}
		talk.timesyncd(&s)
		if got := told(s); got != want[nameOf(file)] || len(recorded) != 1 {
			t.Errorf("%s:\n%s\nwant:\n%s", file, got, want[nameOf(file)])
		}
	}
}
