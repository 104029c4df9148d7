package timeservice

// Server is a time source that this host is configured to follow.
type Server struct {
	Name string `json:"name"` // host or host:port, as configured
	Pool bool   `json:"pool,omitempty"`
	File string `json:"file"` // the file that names it
	Line int    `json:"line"`
	By   string `json:"by"` // "chrony", "timesyncd" or "ntp.conf"
}
