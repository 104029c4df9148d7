package timeservice

import (
	"context"
	"io/fs"
	"strings"
	"testing"
)

// TestSelected: what is followed, by what little may be told.
func TestSelected(t *testing.T) {
	synced := w32status{known: true, stratum: 3, last: -1}
	with := func(change func(*w32status)) answers {
		status := synced
		change(&status)
		return answers{status: status}
	}
	cases := []struct {
		name   string
		said   answers
		follow string // "" nobody
		why    string // the beginning of why nothing is corrected
	}{
		{"a server", with(func(s *w32status) { s.source = "a.example,0x8" }), "a.example", ""},
		{"its name from /query /source", answers{source: "a.example,0x8"}, "a.example", ""},
		{"own clock, told by /query /source alone", answers{source: "Free-running System Clock"}, "", "it follows its own clock"},
		{"own clock, by its letters", with(func(s *w32status) { s.reference, s.source = referenceLOCL, "a.example" }), "", "it follows its own clock"},
		{"leap indicator 3", with(func(s *w32status) { s.leap, s.source = 3, "a.example" }), "", "it follows nobody"},
		{"stratum 0", with(func(s *w32status) { s.stratum, s.source = 0, "a.example" }), "", "it follows nobody"},
		{"stratum 16", with(func(s *w32status) { s.stratum, s.source = 16, "a.example" }), "", "it follows nobody"},
		{"the hypervisor, by its letters", with(func(s *w32status) { s.reference, s.source = referenceVMIC, "\x93\xfa" }), hypervisorSource, ""},
		{"the hypervisor, by its name", answers{source: hypervisorSource}, hypervisorSource, ""},
		{"a name in another language", with(func(s *w32status) { s.reference, s.refKnown, s.source = 0xC0000201, true, "\x93\xfa" }), "0xC0000201", ""},
		{"neither name nor reference", with(func(*w32status) {}), "a source without a name", ""},
		{"words", answers{source: "what is this"}, "", "it follows nobody"},
	}
	for _, c := range cases {
		s := Service{}
		selected, why := c.said.selected()
		s.follow(selected)
		if s.Selected != c.follow || !strings.HasPrefix(why, c.why) || (why == "") != (c.why == "") {
			t.Errorf("%s: follows %q, %q", c.name, s.Selected, why)
		}
		checkKept(t, s)
	}
	if len(cases) != 12 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestFailureWords(t *testing.T) {
	for code, want := range map[uint32]string{
		codeDenied: "administrator", codeNotStarted: "does not run", codeTimeout: "in time", codeNoHost: "DNS", 0x800706BA: "0x800706BA",
	} {
		if got := failureWords(code); !strings.Contains(got, want) {
			t.Errorf("%x: %q", code, got)
		}
	}
}

// TestUnmanaged: the service control manager says nothing, and w32tm answers: so
// the service runs.
func TestUnmanaged(t *testing.T) {
	host := Host{
		OS: osWindows, Control: func(string) (Controlled, error) { return Controlled{}, fs.ErrPermission },
		Run: func(_ context.Context, argv ...string) ([]byte, error) {
			if argv[2] == "/source" {
				return []byte("a.example,0x8\r\n"), nil
			}
			return nil, exited(1)
		},
	}
	s := Services(t.Context(), host)[0]
	if !s.Running || s.Active != "active" || s.Selected != "a.example" || s.Unknown["running"] != "" ||
		s.Unknown["sources"] == "" || s.Unknown["correction"] == "" || s.Unknown["installed"] == "" {
		t.Errorf("%+v", s)
	}
	host.Run = func(context.Context, ...string) ([]byte, error) { return nil, fs.ErrNotExist }
	if s := Services(t.Context(), host)[0]; s.Unknown["selected"] != "w32tm cannot be started" || s.Unknown["running"] == "" {
		t.Errorf("%+v", s)
	}
}

// oddRegistry fails in a way of its own.
type oddRegistry struct{}

func (oddRegistry) Text(string, string) (string, error)   { return "", fs.ErrInvalid }
func (oddRegistry) Number(string, string) (uint64, error) { return 0, fs.ErrInvalid }

func TestOddRegistry(t *testing.T) {
	servers, errs := Configured(Host{OS: osWindows, Registry: oddRegistry{}})
	if len(servers) != 0 || len(errs) != 1 || errs[0].Error() != "the registry cannot be read" {
		t.Errorf("%v, %v", servers, errs)
	}
}
