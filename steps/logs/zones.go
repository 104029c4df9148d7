package logs

import (
	"time"

	"unskew/diagnostics/aem/logscan"
)

// ZoneSource is where a log's time zone is known from.
type ZoneSource string

// The sources of a zone.
const (
	ZoneUnknown ZoneSource = ""
	ZoneStamp   ZoneSource = "stamp"      // the log's own stamps name it
	ZoneGiven   ZoneSource = "given"      // by the person
	ZoneAccess  ZoneSource = "access-log" // the access log beside it has it
	ZoneHost    ZoneSource = "host"       // of the host or JVM that wrote the log
)

// Zones are what is known of the zone in which logs were written. The zero value is
// nothing.
type Zones struct {
	// Given is by the person, and wins; Host is of the host or the JVM that wrote the
	// logs, where that is known.
	Given, Host *time.Location
	// Access looks a stamp up in the access log beside a file; nil: there is none.
	Access func(file string, stamp logscan.Stamp) (east time.Duration, ok bool)
}

// zoned is what is known of an exchange's zone.
type zoned struct {
	from     ZoneSource
	name     string
	east     time.Duration
	moments  []time.Time // what the stamp may be, one where it is certain
	skipped  bool        // the zone had no such time
	repeated bool        // it had it twice
}

// of finds an exchange's zone: named by the stamp itself, by the person, by the
// access log, by the host.
func (z Zones) of(e logscan.Exchange) zoned {
	switch {
	case e.Stamp.Zoned:
		return zoned{from: ZoneStamp, name: Offset(e.Stamp.East), east: e.Stamp.East, moments: e.Stamp.In(time.UTC).Moments}
	case z.Given != nil:
		return inLocation(e.Stamp, z.Given, ZoneGiven)
	case z.Access != nil:
		if east, ok := z.Access(e.File, e.Stamp); ok {
			return zoned{from: ZoneAccess, name: Offset(east), east: east, moments: []time.Time{e.Stamp.Wall.Add(-east)}}
		}
	}
	if z.Host != nil {
		return inLocation(e.Stamp, z.Host, ZoneHost)
	}
	return zoned{}
}

func inLocation(stamp logscan.Stamp, location *time.Location, from ZoneSource) zoned {
	place := stamp.In(location)
	out := zoned{from: from, name: location.String(), moments: place.Moments, skipped: len(place.Moments) == 0, repeated: len(place.Moments) > 1}
	if out.skipped {
		out.moments = []time.Time{place.Nearest}
	}
	_, seconds := place.Nearest.In(location).Zone()
	out.east = time.Duration(seconds) * time.Second
	return out
}

// Offset writes a zone's offset from UTC: "UTC+05:30".
func Offset(east time.Duration) string {
	if east == 0 {
		return "UTC"
	}
	return "UTC" + time.Unix(0, 0).In(time.FixedZone("", int(east/time.Second))).Format("-07:00")
}
