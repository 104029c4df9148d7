package timeservice

// Server is a time source that this host is configured to follow.
type Server struct {
	Name string `json:"name"` // host or host:port, as configured
	Pool bool   `json:"pool,omitempty"`
	File string `json:"file"` // the file that names it
	Line int    `json:"line"`
	By   string `json:"by"` // "chrony", "timesyncd" or "ntp.conf"

	NTS             bool `json:"nts,omitempty"`                // asked over NTS (RFC 8915), which needs certificates
	NoCertTimeCheck bool `json:"no_cert_time_check,omitempty"` // whose dates are not checked at first (chrony.conf, nocerttimecheck)
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
)
