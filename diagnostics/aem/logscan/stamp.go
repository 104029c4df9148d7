package logscan

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Stamp is a time as a log has it.
type Stamp struct {
	// Text is as written; "" is no stamp.
	Text string `json:"text"`
	// Wall is the local date and time. Its location is UTC and means nothing,
	// unless Zoned: then it is a moment.
	Wall  time.Time `json:"wall,omitzero"`
	Zoned bool      `json:"zoned,omitempty"`
	// East is the zone's offset that the stamp itself names.
	East time.Duration `json:"east,omitempty"`
	// Either: day and month could be the other way round, and nothing told.
	Either bool `json:"either,omitempty"`
}

// Known reports whether there is a stamp.
func (s Stamp) Known() bool { return s.Text != "" }

// order is what a file's stamps tell of the order of day and month.
type order int

const (
	orderUnknown order = iota
	dayFirst
	monthFirst
)

const (
	clockPart = `(\d{1,2}):(\d{2}):(\d{2})(?:[.,:](\d{1,9}))?`
	zonePart  = `(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})\b)?`
	// A quotation or a list may stand before a stamp.
	leadPart = `^[\s>|*\[("'` + "`" + `]{0,80}`
)

var (
	numbersFirst = regexp.MustCompile(leadPart + `((\d{1,2})([./-])(\d{1,2})[./-](\d{4})[ T,]{1,2}` + clockPart + zonePart + `)`)
	yearFirst    = regexp.MustCompile(leadPart + `((\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T]` + clockPart + zonePart + `)`)
	monthNamed   = regexp.MustCompile(leadPart + `((\d{1,2})[ /-](Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ /-](\d{4})[ :T]` + clockPart + zonePart + `)`)
)

// readStamp reads the stamp that a line begins with, and returns the rest of the
// line. Where the line begins with none the Stamp is empty.
func readStamp(line string, known order) (Stamp, string) {
	// No pattern is tried on a line that cannot have one: most of a stack trace.
	if !strings.ContainsAny(line[:min(len(line), 84)], "0123456789") {
		return Stamp{}, line
	}
	if m := numbersFirst.FindStringSubmatch(line); m != nil {
		day, month, either := dayAndMonth(number(m[2]), number(m[4]), m[3], known)
		return stampOf(m[1], number(m[5]), month, day, m[6:], either), line[len(m[0]):]
	}
	if m := yearFirst.FindStringSubmatch(line); m != nil {
		return stampOf(m[1], number(m[2]), number(m[3]), number(m[4]), m[5:], false), line[len(m[0]):]
	}
	if m := monthNamed.FindStringSubmatch(line); m != nil {
		month := strings.Index("JanFebMarAprMayJunJulAugSepOctNovDec", m[3])/3 + 1
		return stampOf(m[1], number(m[4]), month, number(m[2]), m[5:], false), line[len(m[0]):]
	}
	return Stamp{}, line
}

// dayAndMonth takes the day for the first, unless the numbers or the rest of the
// file show otherwise. With slashes either is common, so that is said.
func dayAndMonth(first, second int, sign string, known order) (day, month int, either bool) {
	switch {
	case second > 12 || known == monthFirst && first <= 12:
		return second, first, false
	case first > 12 || known == dayFirst || first == second:
		return first, second, false
	}
	return first, second, sign == "/"
}

// stampOf puts a stamp together: hour, minute, second, fraction, zone. What is no
// date gives no stamp.
func stampOf(text string, year, month, day int, rest []string, either bool) Stamp {
	hour, minute, second := number(rest[0]), number(rest[1]), number(rest[2])
	nanos := number((rest[3] + "000000000")[:9])
	wall := time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC)
	if wall.Month() != time.Month(month) || wall.Day() != day || hour > 23 || minute > 59 || second > 60 {
		return Stamp{}
	}
	s := Stamp{Text: strings.Join(strings.Fields(text), " "), Wall: wall, Either: either}
	switch zone := strings.ReplaceAll(rest[4], ":", ""); {
	case zone == "":
	case zone == "Z" || zone == "UTC" || zone == "GMT":
		s.Zoned = true
	default:
		east := time.Duration(number(zone[1:3]))*time.Hour + time.Duration(number(zone[3:5]))*time.Minute
		if zone[0] == '-' {
			east = -east
		}
		s.Zoned, s.East = true, east
	}
	return s
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// orderIn looks through the beginning or end of a file for a stamp that tells the
// order of day and month.
func orderIn(text string) order {
	for line := range strings.Lines(text) {
		m := numbersFirst.FindStringSubmatch(line[:min(len(line), 200)])
		if m == nil {
			continue
		}
		switch first, second := number(m[2]), number(m[4]); {
		case second > 12 && second <= 31 && first <= 12:
			return monthFirst
		case first > 12 && first <= 31 && second <= 12:
			return dayFirst
		}
	}
	return orderUnknown
}
