package ntp

import (
	"slices"
	"time"

	"unskew/diagnostics"
)

// maxRootDistance is how far from a reference clock a server may be (RFC 5905
// section 11.2, MAXDIST).
const maxRootDistance = 1500 * time.Millisecond

// Consensus is what several readings say together.
type Consensus struct {
	// Anchor is the reference: the middle of what the agreeing readings have in
	// common. Valid where Found.
	Anchor diagnostics.Anchor
	Found  bool
	// Witnesses are the independent voices among the used readings, Agreeing the
	// used readings, Asked all that were tried (the token endpoint's not).
	Witnesses, Agreeing, Asked int
	// Independent are the witnesses besides what this host follows, a person's
	// watch and a log: what it takes to call a clock right.
	Independent int
	// Circular: every used reading is of a server that this host follows.
	Circular bool
	// UpstreamWrong: what this host follows contradicts an independent witness
	// by more than both uncertainties. The independent one is the reference.
	UpstreamWrong bool
	// OwnSource is what the servers say that this host follows; nil where they
	// were not measured.
	OwnSource *diagnostics.Anchor
	// Source is the best kind of the used readings.
	Source diagnostics.Source
	// Readings are those given, in their order; Used and Why go with them.
	Readings []diagnostics.Reading
	Used     []bool
	Why      []diagnostics.Unused
}

// selection is the work on a consensus.
type selection struct {
	Consensus
	at                time.Duration
	intervals         []interval
	keys              []string
	independents, own []int // measured candidates, as indices
}

// Select finds the reference among readings when the raw clock shows at: the
// intersection of RFC 5905 section 11.2.1 over witnesses instead of servers.
//
// A majority of the independent witnesses decides. Where they have none, those
// that a person vouched for decide among themselves, then what this host follows
// has one vote. Where there is no independent witness, what this host follows
// decides alone, and that is Circular.
func Select(readings []diagnostics.Reading, at time.Duration) Consensus {
	s := selection{
		at: at, intervals: make([]interval, len(readings)), keys: make([]string, len(readings)),
		Consensus: Consensus{
			Readings: slices.Clone(readings),
			Used:     make([]bool, len(readings)), Why: make([]diagnostics.Unused, len(readings)),
		},
	}
	s.sort()
	ownCommon, ownAgree := s.majority(s.own)
	common, found := s.decide(ownCommon, ownAgree)
	if ownAgree {
		s.OwnSource = new(ownCommon.anchor(at))
	}
	if !found {
		return s.Consensus
	}
	s.Found = true
	s.mark(common)
	s.count()
	s.Anchor = s.estimate(common).anchor(at)
	return s.Consensus
}

// sort finds the candidates and what each depends on.
func (s *selection) sort() {
	var smearing []int
	plain := 0
	for i, r := range s.Readings {
		if !r.Endpoint && r.Outcome != diagnostics.Skipped {
			s.Asked++
		}
		if r.Endpoint || r.Outcome != diagnostics.Measured {
			continue
		}
		s.intervals[i] = intervalOf(r.Anchor, s.at)
		s.keys[i] = witness(r)
		switch {
		case r.Source == diagnostics.SourceNTP && r.Anchor.Uncertainty > maxRootDistance:
			s.Why[i] = diagnostics.UnusedTooDistant
		case smeared(r, r.Anchor.True):
			smearing = append(smearing, i)
		default:
			plain++
			s.admit(i)
		}
	}
	for _, i := range smearing {
		if plain > 0 { // the two kinds must not be mixed; alone, a smear is better than nothing
			s.Why[i] = diagnostics.UnusedSmeared
			continue
		}
		s.admit(i)
	}
}

// admit makes a reading a candidate.
func (s *selection) admit(i int) {
	if dependent(s.Readings[i], s.Readings) {
		s.own = append(s.own, i)
	} else {
		s.independents = append(s.independents, i)
	}
}

// votes groups readings into witnesses. What most readings of a witness agree on
// is its vote; where there is no such thing, each of them is.
func (s *selection) votes(indices []int) []vote {
	place := map[string]int{}
	var votes []vote
	for _, i := range indices {
		n, known := place[s.keys[i]]
		if !known {
			n = len(votes)
			place[s.keys[i]] = n
			votes = append(votes, nil)
		}
		votes[n] = append(votes[n], s.intervals[i])
	}
	for n, v := range votes {
		if common, most := agreement(v.singles()); 2*most > len(v) {
			votes[n] = vote{common}
		}
	}
	return votes
}

// majority returns what more than half of the witnesses have in common.
func (s *selection) majority(indices []int) (interval, bool) {
	votes := s.votes(indices)
	common, most := agreement(votes)
	return common, 2*most > len(votes)
}

// decide finds what the reference must lie in.
func (s *selection) decide(own interval, ownAgree bool) (interval, bool) {
	if len(s.independents) == 0 {
		return own, ownAgree
	}
	if common, ok := s.majority(s.independents); ok {
		return common, true
	}
	vouched := slices.DeleteFunc(slices.Clone(s.independents), func(i int) bool { return !s.Readings[i].Vouched })
	if common, ok := s.majority(vouched); ok {
		return common, true
	}
	if !ownAgree {
		return interval{}, false
	}
	votes := append(s.votes(s.independents), vote{own})
	common, most := agreement(votes)
	return common, 2*most > len(votes)
}

// mark says of every candidate whether it is used, and why not.
func (s *selection) mark(common interval) {
	for _, i := range s.independents {
		if s.Used[i] = s.intervals[i].overlaps(common); !s.Used[i] {
			s.Why[i] = diagnostics.UnusedFalseticker
		}
	}
	var apart []int
	for _, i := range s.own {
		if s.Used[i] = s.intervals[i].overlaps(common); !s.Used[i] {
			apart = append(apart, i)
		}
	}
	// One of several own servers being off is an ordinary falseticker: the time
	// service drops it too. Half of them being off is not.
	s.UpstreamWrong = len(s.independents) > 0 && len(apart) > 0 && 2*len(apart) >= len(s.own)
	for _, i := range apart {
		s.Why[i] = diagnostics.UnusedFalseticker
		if s.UpstreamWrong {
			s.Why[i] = diagnostics.UnusedOwnSource
		}
	}
	if s.UpstreamWrong && s.OwnSource == nil {
		s.OwnSource = new(s.intervals[apart[0]].anchor(s.at))
	}
}

// count fills in the numbers.
func (s *selection) count() {
	voices, independent := map[string]bool{}, map[string]bool{}
	rank := []diagnostics.Source{diagnostics.SourceNTP, diagnostics.SourceHTTPS, diagnostics.SourcePerson, diagnostics.SourceLog}
	best := len(rank)
	s.Circular = true
	for i, used := range s.Used {
		if !used {
			continue
		}
		s.Agreeing++
		key, source := s.keys[i], s.Readings[i].Source
		if slices.Contains(s.own, i) {
			key = "what this host follows"
		} else {
			s.Circular = false
			if source == diagnostics.SourceNTP || source == diagnostics.SourceHTTPS {
				independent[key] = true
			}
		}
		voices[key] = true
		if n := slices.Index(rank, source); n >= 0 && n < best {
			best = n
		}
	}
	s.Witnesses, s.Independent = len(voices), len(independent)
	if best < len(rank) {
		s.Source = rank[best]
	}
}

// estimate narrows what was agreed on to what the used NTP readings say: a Date
// votes, but half a second of it must not move an answer good to a millisecond.
func (s *selection) estimate(common interval) interval {
	var precise vote
	for i, used := range s.Used {
		if used && s.Readings[i].Source == diagnostics.SourceNTP {
			precise = append(precise, s.intervals[i])
		}
	}
	if len(precise) == 0 {
		return common
	}
	narrow, _ := agreement(precise.singles())
	if middle := narrow.anchor(s.at).True; common.contains(middle) {
		return narrow
	}
	return common
}
