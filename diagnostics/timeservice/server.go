package timeservice

// Server is a time source that this host is configured to follow.
type Server struct {
	Name string `json:"name"` // host or host:port, as configured
	Pool bool   `json:"pool,omitempty"`
	File string `json:"file"` // the file that names it, or the value of the registry
	Line int    `json:"line"` // 0 where there are no lines
	By   string `json:"by"`   // "chrony", "timesyncd", "ntp.conf", "w32time" or "timed"
	// NTS says that its answers are authenticated (RFC 8915): a clock that is far
	// off then finds its certificate not yet or no longer valid, and asks in vain.
	NTS bool `json:"nts,omitempty"`
	// NTSUndated says that the dates of that certificate do not count at first
	// (chrony's nocerttimecheck), or that it is not checked at all (NTPsec's noval).
	NTSUndated bool `json:"nts_undated,omitempty"`
}

// Refclock is a clock of hardware that this host is configured to follow: a
// device, not a server, so it cannot be asked over the network.
type Refclock struct {
	Name string `json:"name"` // driver and device, as configured: "PHC /dev/ptp0", "127.127.20.0"
	File string `json:"file"`
	Line int    `json:"line"`
	By   string `json:"by"`
}

// The time services by the names that Server.By has.
const (
	byChrony    = "chrony"
	byTimesyncd = "timesyncd"
	byNTP       = "ntp.conf"
	byW32Time   = "w32time"
	byTimed     = "timed"
)
