package timeservice

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The output of w32tm is in the language of the host, and its order is not:
// fields are known by their place between others of a shape that no translation
// changes. These are the shapes.
var (
	wholeShape   = regexp.MustCompile(`^[^0-9A-Za-z+-]*(-?[0-9]{1,9}) *(?:\(.*)?$`)                // 3 (...)
	secondsShape = regexp.MustCompile(`^[^0-9A-Za-z+-]*([+-]?[0-9]{1,12}(?:[.,][0-9]{1,9})?) *s$`) // 0.0312500s
	hexShape     = regexp.MustCompile(`^[^0-9A-Za-z]*0x([0-9A-Fa-f]{8})(?: |\(|$)`)                // 0xC0A80001 (...)
	pollShape    = regexp.MustCompile(`^[^0-9A-Za-z]*([0-9]{1,2}) *\(([0-9]{1,6}) *s\)$`)          // 10 (1024s)
	codeShape    = regexp.MustCompile(`0x([0-9A-Fa-f]{8})`)
)

// References of w32time where nobody's address stands: letters, as those of a
// reference clock of stratum 1 (RFC 5905, section 7.3).
const (
	referenceLOCL = 0x4C4F434C // this machine's own clock
	referenceVMTP = 0x564D5450 // the hypervisor's clock
	referenceVMIC = 0x564D4943 // likewise
)

// w32status is what "w32tm /query /status /verbose" tells: the fields of
// W32TIME_STATUS_INFO ([MS-W32T], section 2.2.17) in their order.
type w32status struct {
	known     bool // leap and stratum are
	leap      int  // 3 is not synchronised
	stratum   int  // 0 is none
	reference uint32
	refKnown  bool
	source    string // as told, with its flags; "" unknown
	poll      time.Duration
	// phase is what is to be added to the clock, so positive where that is behind:
	// GetTimeSysInfoFunc has TSI_PhaseOffset as "used to adjust the clock". From
	// documentation, unproved.
	phase    *time.Duration
	last     int    // how the last synchronisation went, -1 unknown
	lastCode uint32 // the same where it is told as a code; 0 is none
}

// parseStatus reads the output. What is not certain to be in its place is left
// unknown: the lines before the reference, those up to the polling interval, and
// those behind it are three groups, and each is read only if it is whole.
func parseStatus(text string) w32status {
	status := w32status{last: -1}
	var values []string
	for _, block := range blocks(text) {
		values = append(values, block...)
	}
	numbers := 0
	for numbers < len(values) && wholeShape.MatchString(values[numbers]) {
		numbers++
	}
	if numbers == 3 { // leap indicator, stratum, precision
		status.leap, status.stratum = wholeOf(values[0]), wholeOf(values[1])
		status.known = status.leap >= 0 && status.leap <= 3 && status.stratum >= 0 && status.stratum <= 16
	}
	reference, poll := -1, -1
	for i, value := range values {
		switch {
		case reference < 0 && hexShape.MatchString(value):
			reference = i
			status.reference, status.refKnown = hexOf(value), true
		case reference >= 0 && poll < 0 && pollOf(value) > 0:
			poll = i
			status.poll = pollOf(value)
		}
	}
	if reference >= 0 && poll == reference+3 { // the time of the last success, the source, the interval
		status.source = values[poll-1]
	}
	if poll >= 0 {
		status.rest(values[poll+1:])
	}
	return status
}

// rest reads what stands behind the polling interval: phase offset, tick, state,
// flags, role, result of the last synchronisation, age of the last good one.
func (s *w32status) rest(values []string) {
	if len(values) < 2 || !secondsShape.MatchString(values[0]) || !secondsShape.MatchString(values[1]) {
		return
	}
	if phase, ok := secondsOf(values[0]); ok {
		s.phase = &phase
	}
	if len(values) < 6 {
		return
	}
	for _, value := range values[2:5] {
		if !wholeShape.MatchString(value) {
			return
		}
	}
	switch value := values[5]; {
	case wholeShape.MatchString(value):
		s.last = wholeOf(value)
	case hexShape.MatchString(value):
		s.lastCode = hexOf(value)
	}
}

// w32peer is one server of "w32tm /query /peers /verbose":
// W32TIME_NTP_PEER_INFO ([MS-W32T], section 2.2.5).
type w32peer struct {
	name    string
	stratum int    // 0 has not told
	failure uint32 // of the last request; 0 none or unknown
	reach   uint8
	reached bool // reach is known
}

// parsePeers reads the output: after a line with their number, a block for each.
func parsePeers(text string) []w32peer {
	var peers []w32peer
	for _, block := range blocks(text) {
		if len(block) > 1 && wholeShape.MatchString(block[0]) {
			block = block[1:] // the number stands directly above the first
		}
		name, err := hostName(withoutFlags(block[0]))
		if err != nil || len(block) < 3 || len(peers) == mostSources {
			continue
		}
		peer := w32peer{name: name}
		for i, value := range block[1:] {
			rest := block[1+i+1:]
			if secondsShape.MatchString(value) && len(rest) > 1 && wholeShape.MatchString(rest[1]) {
				peer.stratum = wholeOf(rest[1]) // behind the remaining time and the mode
				break
			}
		}
		peer.verbose(block)
		peers = append(peers, peer)
	}
	return peers
}

// verbose reads what /verbose adds: three codes, then resolve attempts, valid
// data, reachability.
func (p *w32peer) verbose(block []string) {
	for i, value := range block {
		if !hexShape.MatchString(value) {
			continue
		}
		p.failure = hexOf(value)
		if len(block) > i+5 && hexShape.MatchString(block[i+2]) && wholeShape.MatchString(block[i+5]) {
			if reach := wholeOf(block[i+5]); reach >= 0 && reach <= 255 {
				p.reach, p.reached = uint8(reach), true
			}
		}
		return
	}
}

// parseFailure returns the code of a refusal, as in "... (0x80070426)". Output
// that has fields is none.
func parseFailure(text string) (code uint32, found bool) {
	for _, block := range blocks(text) {
		if len(block) > 2 {
			return 0, false
		}
	}
	match := codeShape.FindStringSubmatch(text)
	if match == nil {
		return 0, false
	}
	number, err := strconv.ParseUint(match[1], 16, 32)
	return uint32(number), err == nil && number != 0
}

// withoutFlags takes off a name of w32time what stands behind it: flags, as in
// "a.example,0x8", or a way, as in "a.example (ntp.m|0x8|...)".
func withoutFlags(name string) string {
	name, _, _ = strings.Cut(strings.TrimSpace(name), ",")
	name, _, _ = strings.Cut(name, " (ntp.")
	return strings.TrimSpace(name)
}

// wholeOf is the number of a value that has wholeShape.
func wholeOf(value string) int {
	number, err := strconv.Atoi(wholeShape.FindStringSubmatch(value)[1])
	if err != nil {
		return -1
	}
	return number
}

// hexOf is the number of a value that has hexShape.
func hexOf(value string) uint32 {
	number, _ := strconv.ParseUint(hexShape.FindStringSubmatch(value)[1], 16, 32) // eight digits fit
	return uint32(number)
}

// secondsOf reads a value that has secondsShape. Beyond thirty years it is none.
func secondsOf(value string) (time.Duration, bool) {
	text := strings.Replace(secondsShape.FindStringSubmatch(value)[1], ",", ".", 1)
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(number) > 1e9 {
		return 0, false
	}
	return time.Duration(math.Round(number * 1e9)), true
}

// pollOf reads an interval: its power of two, and the same in seconds. 0 is none.
func pollOf(value string) time.Duration {
	match := pollShape.FindStringSubmatch(value)
	if match == nil {
		return 0
	}
	power, err := strconv.Atoi(match[1])
	if err != nil || power > 20 || match[2] != fmt.Sprint(1<<power) {
		return 0
	}
	return time.Duration(1<<power) * time.Second
}
