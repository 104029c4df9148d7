package ntp

import (
	"slices"
	"strings"
	"time"

	"unskew/diagnostics"
)

// leapSeconds returns the first instant after every leap second that matters
// here. The last one so far ended 2016; IERS Bulletin C announces the next half
// a year ahead, and none is announced. A new one is added as one more line.
func leapSeconds() []time.Time {
	return []time.Time{
		time.Date(2017, time.January, 1, 0, 0, 0, 0, time.UTC),
	}
}

// smearWindow: operators spread a leap second over up to a day (Google: noon to
// noon UTC; AWS the same; Facebook some 18 hours from the leap second on).
const smearWindow = 24 * time.Hour

// smearers are the servers that smear, by host or address as far as the port.
func smearers() []string {
	return []string{
		"time.google.com", "time1.google.com", "time2.google.com", "time3.google.com", "time4.google.com",
		"time.android.com", "metadata.google.internal",
		"time.aws.com", "169.254.169.123", "fd00:ec2::123",
		"time.facebook.com", "time1.facebook.com", "time2.facebook.com", "time3.facebook.com",
		"time4.facebook.com", "time5.facebook.com",
	}
}

// smeared reports whether a reading is of an NTP server that smears, taken so
// near to a leap second that its time may be half a second off UTC.
func smeared(r diagnostics.Reading, when time.Time) bool {
	if r.Source != diagnostics.SourceNTP {
		return false
	}
	near := slices.ContainsFunc(leapSeconds(), func(leap time.Time) bool {
		return when.After(leap.Add(-smearWindow)) && when.Before(leap.Add(smearWindow))
	})
	return near && (smears(r.Server) || smears(r.Address))
}

// smears reports whether a server, as named or by address, is in the table.
func smears(name string) bool {
	host, _, err := split(name)
	return err == nil && slices.Contains(smearers(), strings.ToLower(strings.TrimSuffix(host, ".")))
}
