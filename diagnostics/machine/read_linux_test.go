package machine

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"unskew/diagnostics/hostclock"
)

// TestRead looks at the machine that the tests run on: whatever it is, what is
// said of it makes sense, and each field is either known or not.
func TestRead(t *testing.T) {
	clock := hostclock.System()
	got := Read(t.Context(), System())
	if !slices.Contains([]string{"", "systemd", "openrc", "sysvinit"}, got.Init) {
		t.Errorf("init %q", got.Init)
	}
	if (got.Init == "") != (got.Unknown["init"] != "") {
		t.Errorf("init %q, and unknown %q", got.Init, got.Unknown["init"])
	}
	if !slices.Contains([]string{"", SudoMember, SudoInstalled}, got.Sudo) {
		t.Errorf("sudo %q", got.Sudo)
	}
	if !slices.Contains([]string{"", "aws", "gcp", "azure"}, got.Cloud) {
		t.Errorf("cloud %q", got.Cloud)
	}
	if got.Distribution.Family() != "" && got.Distribution.Name == "" {
		t.Errorf("distribution %+v has no name", got.Distribution)
	}
	if got.SetsTime == nil != (got.Unknown["sets_time"] != "") || got.RootSetsTime == nil != (got.Unknown["root_sets_time"] != "") ||
		got.SetsTime != nil && got.RootSetsTime != nil && *got.SetsTime && !*got.RootSetsTime {
		t.Errorf("may set the time: %v, root %v; unknown %v", got.SetsTime, got.RootSetsTime, got.Unknown)
	}
	if got.LatestFile != nil && got.LatestFile.Time.Before(clock.Wall()) {
		t.Errorf("%+v is not in the future", got.LatestFile)
	}
	names := map[string]bool{}
	for _, p := range probes() {
		names[p.field] = true
	}
	for field, why := range got.Unknown {
		if !names[field] || why == "" {
			t.Errorf("unknown %q: %q", field, why)
		}
	}
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, leak := range []string{"\\n", "\\u00", "PATH="} {
		if strings.Contains(string(data), leak) {
			t.Errorf("%q in %s", leak, data)
		}
	}
}
