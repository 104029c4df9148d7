package logscan

import (
	"bytes"
	"slices"
)

// needle is a text that is looked for. Each stands in few lines of a log. They hold
// a z or a T, which logs seldom have, so that two bytes have to be looked for.
type needle struct {
	text   []byte
	before []byte // what stands before it where it is meant, at most lead away
	lead   int    // 0: right before it
	after  []byte // what stands behind it in the same line
}

// needles stand together in every line that matters, but for errors of a token step
// that no server answered: they are found from the line in which the agent gives up.
func needles() []needle {
	return []needle{
		{text: []byte("from authorization server")},
		{text: []byte("initialized"), before: []byte("OAuth "), lead: 30}, // "2.0 Token: '*****' ", "not "
		{text: []byte("(TEST)")},
		{text: []byte("HTTP/"), before: []byte("< ")},
		{text: []byte("GMT"), before: []byte("< Date:"), lead: 40},
		{text: []byte("GMT"), before: []byte("< date:"), lead: 40},
		// (ACTIVATE), (DEACTIVATE), (DELETE)
		{text: []byte("TE)"), before: []byte("Replication ("), lead: 16, after: []byte("not successful")},
	}
}

// shortNeedles are for a text that is no log: there the error may stand alone.
func shortNeedles() []needle {
	return append(needles(), needle{text: []byte("Failed to get an access token")})
}

const (
	// nearby is how many bytes around a chunk are read with it, so that a needle on
	// its edge is whole, with what belongs to it.
	nearby = 2 << 10
	// sampled is how much of a chunk tells which bytes are rare in it.
	sampled = 4 << 10
	// block stays in the processor's nearest cache while it is looked through once
	// for each probe.
	block = 32 << 10
)

// probe is a byte that is looked for, and the needles that are found by it.
type probe struct {
	sign    byte
	needles []int
	offsets []int // of the sign in each needle
	// before and after are the bytes that may stand beside the sign.
	before, after [256]bool
}

// seeker looks for the needles in one chunk after another. It belongs to one
// goroutine.
type seeker struct {
	needles []needle
	probes  []probe
	chosen  int // bytes that were looked through since the probes were chosen
	found   []int
}

func newSeeker(needles []needle) *seeker { return &seeker{needles: needles} }

// in returns the places in text of what is meant, in order: of needles that begin
// between from and to. Of text more may be there, which is looked at only for those.
// The result is valid until the next call.
func (s *seeker) in(text []byte, from, to int) []int {
	s.found = s.found[:0]
	if s.chosen += to - from; s.chosen >= taskSize || len(s.probes) == 0 {
		s.choose(text[from:to]) // a choice that is old costs time, and finds the same
		s.chosen = 0
	}
	for start := from; start < to; start += block {
		end := min(to, start+block)
		for i := range s.probes {
			s.seek(text, &s.probes[i], start, end)
		}
	}
	slices.Sort(s.found)
	return s.found
}

// choose finds the few bytes by which all needles are found, and which are rare in
// two samples. A search for a byte runs at the speed of memory, as long as it seldom
// stops.
func (s *seeker) choose(text []byte) {
	var counts [256]int
	half := len(text) / 2
	for _, part := range [][]byte{text[:min(sampled/2, half)], text[half:min(len(text), half+sampled/2)]} {
		for _, b := range part {
			counts[b]++
		}
	}
	s.probes = s.probes[:0]
	left := make([]int, len(s.needles))
	for n := range left {
		left[n] = n
	}
	for len(left) > 0 {
		sign := s.cheapest(left, &counts)
		p := probe{sign: sign}
		left = slices.DeleteFunc(left, func(n int) bool {
			found := bytes.IndexByte(s.needles[n].text, sign) >= 0
			if found {
				p.add(n, s.needles[n].text)
			}
			return found
		})
		s.probes = append(s.probes, p)
	}
}

// onePass is what looking for a byte costs that does not occur in the samples, in
// stops at one that does.
const onePass = 30

// cheapest is the byte that costs least for each of the needles that are left and
// hold it.
func (s *seeker) cheapest(left []int, counts *[256]int) byte {
	best, least := byte(0), 0.0
	for sign := range 256 {
		held := 0
		for _, n := range left {
			if bytes.IndexByte(s.needles[n].text, byte(sign)) >= 0 {
				held++
			}
		}
		if held == 0 {
			continue
		}
		if cost := float64(onePass+counts[sign]) / float64(held); least == 0 || cost < least {
			best, least = byte(sign), cost
		}
	}
	return best
}

// add finds a needle by the probe's sign.
func (p *probe) add(number int, needle []byte) {
	offset := bytes.IndexByte(needle, p.sign)
	p.needles, p.offsets = append(p.needles, number), append(p.offsets, offset)
	for b := range 256 {
		p.before[b] = p.before[b] || offset == 0 || needle[offset-1] == byte(b)
		p.after[b] = p.after[b] || offset == len(needle)-1 || needle[offset+1] == byte(b)
	}
}

// seek finds what the needles of a probe begin with between from and to.
func (s *seeker) seek(text []byte, p *probe, from, to int) {
	first, last := slices.Min(p.offsets), slices.Max(p.offsets)
	rest := text[from+first : max(from+first, min(len(text), to+last))]
	at := from + first - 1
	for {
		next := bytes.IndexByte(rest, p.sign)
		if next < 0 {
			return
		}
		rest, at = rest[next+1:], at+next+1
		if at > 0 && !p.before[text[at-1]] || at+1 < len(text) && !p.after[text[at+1]] {
			continue
		}
		for i, n := range p.needles {
			if start := at - p.offsets[i]; start >= from && start < to {
				if place, ok := s.needles[n].meant(text, start); ok && !slices.Contains(s.found, place) {
					s.found = append(s.found, place)
				}
			}
		}
	}
}

// meant reports whether a needle stands at a place with what belongs before it, and
// where that begins.
func (n *needle) meant(text []byte, at int) (place int, ok bool) {
	end := at + len(n.text)
	if end > len(text) || !bytes.Equal(text[at:end], n.text) {
		return 0, false
	}
	if len(n.after) > 0 {
		line, _, _ := bytes.Cut(text[end:min(len(text), end+2000)], []byte("\n"))
		if !bytes.Contains(line, n.after) {
			return 0, false
		}
	}
	if len(n.before) == 0 {
		return at, true
	}
	if n.lead == 0 {
		place = at - len(n.before)
		return place, place >= 0 && bytes.Equal(text[place:at], n.before)
	}
	from := max(0, at-n.lead-len(n.before))
	lead := bytes.LastIndex(text[from:at], n.before)
	if lead < 0 || bytes.IndexByte(text[from+lead:at], '\n') >= 0 {
		return 0, false
	}
	return from + lead, true
}
