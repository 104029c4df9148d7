package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/ntp"
)

// minUnreferenced is how many operators must agree where certificates could
// only be checked against the Date that they vouch for.
const minUnreferenced = 3

// consensusOf selects the reference from the readings of the current epoch, as
// of the end of the record.
func consensusOf(s Session) ntp.Consensus {
	readings := s.Readings()
	if person := personReading(s); person != nil && s.epochStart() == 0 {
		readings = append(readings, *person)
	}
	return selectReference(readings, s.Last().At.Raw)
}

// selectReference is ntp.Select, except that web servers whose certificates
// could not be checked at a time given by others count only in numbers.
func selectReference(readings []diagnostics.Reading, at time.Duration) ntp.Consensus {
	consensus := ntp.Select(readings, at)
	if !consensus.Found {
		return consensus
	}
	operators := map[string]bool{}
	for i, used := range consensus.Used {
		switch reading := consensus.Readings[i]; {
		case used && !reading.Unreferenced:
			return consensus
		case used:
			operators[reading.Operator] = true
		}
	}
	consensus.Found = len(operators) >= minUnreferenced
	return consensus
}
