package timeservice

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"unskew/diagnostics"
)

// windowsKinds are the services of Windows that can keep its clock, by our name
// and by that of the service control manager: its own, ntpd's port (Meinberg's
// package), VMware's tools.
func windowsKinds() [][2]string {
	return [][2]string{{w32timeName, "W32Time"}, {ntpdName, "NTP"}, {vmwareName, "VMTools"}}
}

// windowsServices reads the services of Windows: their state from the service
// control manager, w32time's settings from the registry, and whom it follows
// from w32tm.
func windowsServices(ctx context.Context, host Host) []Service {
	ctx, cancel := context.WithTimeout(ctx, commandPatience)
	defer cancel()
	var found []Service
	for _, kind := range windowsKinds() {
		s := Service{Name: kind[0], Unit: kind[1]}
		s.controlled(host.Control)
		switch {
		case s.Name == w32timeName: // a part of Windows, and listed even where it was taken off
			askWindows(ctx, host, &s)
			found = append(found, s)
		case s.Installed:
			if s.Name == ntpdName && s.Running {
				askNTP(ctx, host.NTPControl, &s)
			} else {
				s.unknown("sources", "it does not tell")
			}
			s.unknown("steps", "the service does not tell")
			found = append(found, s)
		}
	}
	return found
}

// neverStarted is ERROR_SERVICE_NEVER_STARTED, which is no failure.
const neverStarted = 1077

// controlled completes a service with what the service control manager tells.
func (s *Service) controlled(control func(string) (Controlled, error)) {
	problem := "the service control manager cannot be asked"
	var state Controlled
	err := fs.ErrInvalid
	if control != nil {
		state, err = control(s.Unit)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return
	case errors.Is(err, fs.ErrPermission):
		problem = "the service control manager does not permit it"
		fallthrough
	case err != nil:
		for _, field := range []string{"installed", "running", "enabled", "active"} {
			s.unknown(field, problem)
		}
		return
	}
	s.Installed = true
	s.Active = map[uint32]string{
		1: "inactive", 2: "activating", 3: "deactivating", 4: "active", 5: "activating", 6: "deactivating", 7: "paused",
	}[state.State]
	s.Running = state.State == 4
	s.Enabled = map[uint32]string{0: "enabled", 1: "enabled", 2: "enabled", 3: "manual", 4: "disabled"}[state.Start]
	if s.Running && state.PID < 1<<31 {
		s.PID = int(state.PID)
	}
	if state.State == 1 && state.ExitCode != 0 && state.ExitCode != neverStarted && state.ExitCode < 1<<31 {
		s.Failed, s.ExitStatus = "exit-code", int(state.ExitCode)
	}
}

// askWindows completes w32time with its settings and its own words.
func askWindows(ctx context.Context, host Host, s *Service) {
	settings, err := readSettings(host.Registry)
	said := answers{}
	if s.Running || s.Unknown["running"] != "" {
		said = askW32tm(ctx, host, err != nil)
	}
	if err != nil && len(said.configuration.values) > 0 {
		settings, err = said.configuration, nil
	}
	s.Settings = settings.values
	s.Sync = settings.values[settingType]
	switch enabled, known := settings.number(settingHostClock); {
	case known && enabled != 0:
		s.HostClock = "enabled"
	case known:
		s.HostClock = "disabled"
	}
	var why string
	if s.Steps, why = settings.steps(); why != "" {
		if err != nil {
			why = err.Error()
		}
		s.unknown("steps", why)
	}
	if s.Sync == "" {
		why := "the registry does not tell"
		if err != nil {
			why = err.Error()
		}
		s.unknown("sync", why)
	}
	if s.Running || s.Unknown["running"] != "" {
		said.complete(s)
	}
}

// answers are those of w32tm, which shows state and is asked for nothing else.
type answers struct {
	status        w32status
	source        string // of /query /source, as told
	peers         []w32peer
	configuration configuration
	failure       uint32 // the code of the first refusal; 0 none
	silent        string // why there is no answer at all
}

// askW32tm asks all questions at once: each starts a program.
func askW32tm(ctx context.Context, host Host, settings bool) answers {
	questions := [][]string{{"/status", "/verbose"}, {"/source"}, {"/peers", "/verbose"}}
	if settings {
		questions = append(questions, []string{"/configuration"})
	}
	texts, errs := make([]string, 4), make([]error, 4)
	var asked sync.WaitGroup
	for i, question := range questions {
		asked.Go(func() {
			argv := append([]string{host.SystemFolder + `\w32tm.exe`, "/query"}, question...)
			texts[i], errs[i] = host.run(ctx, argv...)
		})
	}
	asked.Wait()
	said := answers{status: parseStatus(texts[0]), peers: parsePeers(texts[2]), configuration: parseConfiguration(texts[3])}
	for _, text := range texts[:3] {
		if code, found := parseFailure(text); found && said.failure == 0 {
			said.failure = code
		}
	}
	if _, refused := parseFailure(texts[1]); !refused && errs[1] == nil {
		said.source, _, _ = strings.Cut(strings.TrimSpace(texts[1]), "\n")
	}
	switch {
	case said.status.known || said.source != "":
	case ctx.Err() != nil:
		said.silent = "w32tm did not answer in time"
	case errs[0] != nil && exitCode(errs[0]) < 0:
		said.silent = "w32tm cannot be started"
	default:
		said.silent = "w32tm's answer cannot be read"
	}
	return said
}

// complete adds what was said to the service.
func (a answers) complete(s *Service) {
	if a.failure == codeNotStarted && s.Unknown["running"] != "" {
		s.Running = false
		delete(s.Unknown, "running")
		s.Active = "inactive"
		delete(s.Unknown, "active")
		return
	}
	s.Trouble = a.trouble()
	s.Poll = a.status.poll
	s.Sources = a.sources()
	selected, why := a.selected()
	if !a.status.known && a.source == "" {
		reason := a.silent
		if a.failure != 0 {
			reason = failureWords(a.failure)
		}
		for _, field := range []string{"selected", "correction"} {
			s.unknown(field, reason)
		}
		if len(a.peers) == 0 {
			s.unknown("sources", reason)
		}
		return
	}
	if s.Unknown["running"] != "" { // it answers
		s.Running, s.Active = true, "active"
		delete(s.Unknown, "running")
		delete(s.Unknown, "active")
	}
	if a.status.known && a.status.leap != 3 && a.status.stratum < 16 {
		s.Stratum = a.status.stratum
	}
	s.follow(selected, a)
	switch {
	case why != "":
		s.unknown("correction", why)
	case a.status.phase == nil:
		s.unknown("correction", "w32tm does not tell its offset")
	default:
		correction := *a.status.phase
		s.Correction = &correction
	}
}

// follow marks the source that the service follows.
func (s *Service) follow(selected Source, a answers) {
	if selected.State == "" {
		return
	}
	if selected.State != StateSelected {
		s.Sources = append(s.Sources, selected)
		return
	}
	s.Selected = selected.Name
	if s.Selected == "" {
		s.Selected = selected.Address
	}
	for i := range s.Sources {
		if sameName(s.Sources[i].Name, selected.Name) {
			selected.Reach = s.Sources[i].Reach
			s.Sources[i] = selected
			return
		}
	}
	if len(s.Sources) < mostSources {
		s.Sources = append(s.Sources, selected)
	}
}

func sameName(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "."), strings.TrimSuffix(b, "."))
}

// hypervisorSource and ownSources are names that w32time has for sources that are
// no servers. They were seen untranslated in several languages; that all have
// them so is not known, so the numbers beside them decide where there are any.
const hypervisorSource = "VM IC Time Synchronization Provider"

func ownSources() []string { return []string{"Local CMOS Clock", "Free-running System Clock"} }

// selected returns what is followed, without a State where that is nothing, and
// then why nothing is corrected.
func (a answers) selected() (Source, string) {
	const nobody = "it follows nobody, and corrects nothing"
	told := a.status.source
	if told == "" {
		told = a.source
	}
	name, err := hostName(withoutFlags(told))
	reference := a.status.reference
	switch {
	case reference == referenceVMTP || reference == referenceVMIC || strings.HasPrefix(told, "VM IC "):
		found := Source{Name: hypervisorSource, Address: letters(reference), State: StateSelected, Selected: true}
		if a.status.known && a.status.leap == 3 {
			found.Why = "w32time says that it is not synchronised all the same"
		}
		return found, ""
	case reference == referenceLOCL || (!a.status.known && isOwn(told)):
		return Source{Address: "LOCL", State: StateUnusable, Why: "this machine's own clock, which nothing corrects"},
			"it follows its own clock, and corrects nothing"
	case a.status.known && (a.status.leap == 3 || a.status.stratum == 0 || a.status.stratum > 15):
		return Source{}, nobody
	case err == nil:
		return Source{Name: name, State: StateSelected, Selected: true}, ""
	case a.status.known && a.status.refKnown && reference != 0:
		// The source has no name that can be read; its reference is the address of
		// a server, or a part of a digest of one (RFC 5905, section 7.3).
		return Source{Address: fmt.Sprintf("0x%08X", reference), State: StateSelected, Selected: true}, ""
	case a.status.known:
		return Source{Address: "a source without a name", State: StateSelected, Selected: true}, ""
	}
	return Source{}, nobody
}

func isOwn(told string) bool {
	for _, name := range ownSources() {
		if strings.EqualFold(told, name) {
			return true
		}
	}
	return false
}

// letters are the four of a reference, "" where they are none.
func letters(reference uint32) string {
	text := string([]byte{byte(reference >> 24), byte(reference >> 16), byte(reference >> 8), byte(reference)})
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return ""
	}
	return text
}

// sources puts the peers into our words.
func (a answers) sources() []Source {
	var list []Source
	for _, peer := range a.peers {
		source := Source{Name: diagnostics.Clean(peer.name, 253), Reach: peer.reach, State: StateCandidate}
		switch {
		case peer.failure != 0:
			source.State, source.Why = StateUnreachable, failureWords(peer.failure)
		case peer.stratum == 0 || (peer.reached && peer.reach == 0):
			source.State, source.Why = StateUnreachable, "no answer so far"
		}
		list = append(list, source)
	}
	return list
}

// Codes of Windows: HRESULT_FROM_WIN32 of the errors of winerror.h.
const (
	codeDenied     = 0x80070005 // ERROR_ACCESS_DENIED
	codeNotStarted = 0x80070426 // ERROR_SERVICE_NOT_ACTIVE
	codeTimeout    = 0x800705B4 // ERROR_TIMEOUT
	codeNoHost     = 0x80072AF9 // WSAHOST_NOT_FOUND
)

// failureWords puts a code of Windows into words.
func failureWords(code uint32) string {
	switch code {
	case codeDenied:
		return "only an administrator may ask it"
	case codeNotStarted:
		return "the service does not run"
	case codeTimeout:
		return "it did not answer in time (0x800705B4)"
	case codeNoHost:
		return "its name has no address (DNS)"
	}
	return fmt.Sprintf("Windows says error 0x%08X", code)
}

// trouble says how the last synchronisation went ([MS-W32T], section 3.2.5.1). Of
// 3 and 4 one is "too big" and one "shutting down", and which is which differs
// between that document and older releases; a service that shuts down answers no
// question, so both are the former.
func (a answers) trouble() string {
	switch a.status.last {
	case 0:
		return ""
	case 1:
		return TroubleNoData
	case 2:
		return TroubleStale
	case 3, 4:
		return TroubleTooBig
	}
	if a.status.lastCode != 0 {
		return troubleOf(a.status.lastCode)
	}
	var first uint32
	for _, peer := range a.peers {
		if peer.failure == 0 {
			return ""
		}
		if first == 0 {
			first = peer.failure
		}
	}
	return troubleOf(first)
}

func troubleOf(code uint32) string {
	switch code {
	case 0:
		return ""
	case codeNotStarted:
		return TroubleNotStarted
	case codeTimeout:
		return TroubleTimeout
	}
	return fmt.Sprintf("0x%08X", code)
}
