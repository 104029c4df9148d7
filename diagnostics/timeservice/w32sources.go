package timeservice

import (
	"fmt"
	"strings"

	"unskew/diagnostics"
)

// follow marks the source that the service follows.
func (s *Service) follow(selected Source) {
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
