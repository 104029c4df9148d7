package logscan

import (
	"bytes"
	"slices"
)

// The words that are looked for. Each stands in few lines of a log, and together
// they stand in every line that matters:
//
//	oken    "access token", "OAuth 2.0 Token:", "No OAuth token available"
//	"< "    "<< Date: …" and "<< HTTP/1.1 …" of a conversation
//	(TEST)  what became of a Test Connection
func needles() [][]byte { return [][]byte{[]byte("oken"), []byte("< "), []byte("(TEST)")} }

const (
	// nearby is how many bytes around a word tell whether it is the one that is meant.
	nearby = 32
	// sample is how much of a chunk tells which bytes are rare in it.
	sample = 4 << 10
)

// seeker looks for the words in one chunk after another. It belongs to one
// goroutine.
type seeker struct {
	needles [][]byte
	counts  [256]int
	found   []int
}

func newSeeker() *seeker { return &seeker{needles: needles()} }

// in returns where in text, between from and to, a word begins that may be meant,
// in order. The result is valid until the next call.
func (s *seeker) in(text []byte, from, to int) []int {
	s.found = s.found[:0]
	s.count(text[from:to])
	for _, needle := range s.needles {
		s.seek(text, needle, from, to)
	}
	slices.Sort(s.found)
	return s.found
}

// count learns from two samples how often each byte occurs.
func (s *seeker) count(text []byte) {
	s.counts = [256]int{}
	half := len(text) / 2
	for _, part := range [][]byte{text[:min(sample/2, half)], text[half:min(len(text), half+sample/2)]} {
		for _, b := range part {
			s.counts[b]++
		}
	}
}

// seek looks for a needle by its rarest byte: that search runs at the speed of
// memory, and rarely stops.
func (s *seeker) seek(text, needle []byte, from, to int) {
	rarest := 0
	for i := range needle {
		if s.counts[needle[i]] < s.counts[needle[rarest]] {
			rarest = i
		}
	}
	limit := min(len(text), to+len(needle)-1)
	for at := from + rarest; at < limit; at++ {
		next := bytes.IndexByte(text[at:limit], needle[rarest])
		if next < 0 {
			return
		}
		at += next
		start := at - rarest
		if start+len(needle) <= limit && bytes.Equal(text[start:start+len(needle)], needle) && meant(text, start) {
			s.found = append(s.found, start)
		}
	}
}

// meant reports whether the word at a place stands among those that make a line
// matter.
func meant(text []byte, at int) bool {
	before, after := text[max(0, at-nearby):at], text[at:min(len(text), at+nearby)]
	switch after[0] {
	case 'o':
		return bytes.HasSuffix(before, []byte("access t")) || bytes.HasSuffix(before, []byte("OAuth t")) || bytes.HasSuffix(before, []byte("OAuth 2.0 T"))
	case '<':
		rest := bytes.TrimLeft(after[1:], " ")
		return hasPrefixFold(rest, "date:") || hasPrefixFold(rest, "http/")
	}
	return true
}

func hasPrefixFold(text []byte, prefix string) bool {
	return len(text) >= len(prefix) && bytes.EqualFold(text[:len(prefix)], []byte(prefix))
}
