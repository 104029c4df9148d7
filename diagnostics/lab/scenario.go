package lab

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Scenario is one world, as its file describes it.
type Scenario struct {
	Name  string `toml:"-"` // the file's name without .toml
	Title string `toml:"title"`
	About string `toml:"about"`
	// Like names a scenario whose world this one is, except for what it says
	// itself. What is expected is never taken over.
	Like string `toml:"like"`

	True  time.Time `toml:"true_time"` // true time when the world starts
	Built time.Time `toml:"built"`     // when this program was released there; zero: 90 days before True

	Host    Host      `toml:"host"`
	Service []Service `toml:"service"`
	Without bool      `toml:"no_service"` // no time service is installed
	Network Ways      `toml:"network"`
	NTP     []NTP     `toml:"ntp"`
	HTTPS   []HTTPS   `toml:"https"`
	Proxy   *Proxy    `toml:"proxy"`  // nil: none
	Server  *Token    `toml:"server"` // nil: the world has no token endpoint
	AEM     []AEM     `toml:"aem"`
	Log     *Log      `toml:"log"` // nil: the host has no log of an AEM
	Fix     Remedy    `toml:"fix"`
	Expect  Expect    `toml:"expect"`
}

// Skew says how wrong a clock is; at most one of the two is set.
type Skew struct {
	Behind Span `toml:"behind"`
	Ahead  Span `toml:"ahead"`
}

// behind is positive where the clock is behind.
func (s Skew) behind() time.Duration { return time.Duration(s.Behind - s.Ahead) }

// Path is what a packet meets on its way: one-way delays, and the mean of an
// exponentially distributed, seeded extra delay in each direction.
type Path struct {
	Forth  Span `toml:"forth"`
	Back   Span `toml:"back"`
	Jitter Span `toml:"jitter"`
}

// Host is the machine under suspicion.
type Host struct {
	Name string `toml:"name"`
	OS   string `toml:"os"`

	Zone       string `toml:"zone"`        // IANA name
	ZoneOffset Span   `toml:"zone_offset"` // east of UTC is positive

	Skew                 // how wrong its OS clock is at the start
	Clock      time.Time `toml:"os_clock"`  // the same, as the date that it shows
	Drift      float64   `toml:"drift_ppm"` // how fast it falls further behind
	RTCIsRight bool      `toml:"rtc_right"` // the hardware clock is right; else it shows the OS clock
	RTCLocal   bool      `toml:"rtc_local"` // the hardware clock holds local time
	NoRTC      bool      `toml:"no_rtc"`
	Synced     bool      `toml:"kernel_synchronised"`
	Uptime     Span      `toml:"uptime"`
	Machine    string    `toml:"virtual_machine"`
	Inside     string    `toml:"container"`
	Asleep     Span      `toml:"asleep"` // how long it slept since it was started

	Distribution string            `toml:"distribution"` // ID and version of os-release(5): "rhel 8.9"
	Init         string            `toml:"init"`         // empty: systemd
	Domain       string            `toml:"domain"`       // the Kerberos realm that it belongs to
	Cloud        string            `toml:"cloud"`        // aws, gcp, azure
	Node         string            `toml:"node"`         // the machine that its container runs on
	Faketime     []string          `toml:"faketime"`     // where libfaketime is found
	GuestSync    map[string]string `toml:"guest_sync"`   // guest tools: enabled, disabled, present
	LastLog      Span              `toml:"last_log"`     // how far after the OS clock its newest log file is stamped
	Seeding      bool              `toml:"time_seeding"` // Windows' secure time seeding is on
}

// Service is a time service on the host. Where a scenario names none, chronyd
// runs and follows the first of the host's own servers that answers.
type Service struct {
	Name    string `toml:"name"`    // chronyd, systemd-timesyncd, ntpd, ...
	Unit    string `toml:"unit"`    // of systemd; empty: the name
	State   string `toml:"state"`   // running (default), stopped
	Enabled string `toml:"enabled"` // enabled (default), disabled, masked
	Slews   bool   `toml:"slews"`   // it knows how wrong the clock is, and only slews
	Active  string `toml:"active"`  // of one that is stopped: inactive (default), failed
	Follows string `toml:"follows"` // a server; empty: the first own one that answers; none
	Sync    string `toml:"sync"`    // of Windows' and macOS' service: NoSync and others
	Trouble string `toml:"trouble"` // how its last synchronisation failed, until the remedy: too-big and others
	NTS     bool   `toml:"nts"`     // it asks its servers over NTS
}

// Ways says what the host's own network lets out. A proxy can always be reached,
// and so can a time server that is the host's own.
type Ways struct {
	UDP string `toml:"udp"` // Open (default), Silent, Unreachable
	TCP string `toml:"tcp"` // Open (default), Silent, Refused, Unreachable
}

// How a server, or the way to it, behaves.
const (
	Open           = "ok"
	Silent         = "silent"         // packets vanish
	Refused        = "refused"        // the port is closed
	Unreachable    = "unreachable"    // no route
	NoName         = "dns-fail"       // its name is not found
	Unsynchronised = "unsynchronised" // NTP: leap 3, stratum 0, empty reference id
	Kiss           = "kiss"           // NTP: kiss-o'-death with Code (RFC 5905, section 7.4)
	Garbage        = "garbage"        // NTP: bytes that are no NTP packet
	Short          = "short"          // NTP: a packet that was cut
	Inspected      = "inspected"      // TLS: the chain ends in a company's own root
	NoDate         = "no-date"        // HTTPS: no Date header
	HTML           = "html"           // a sign-in page answers instead
	RateLimited    = "rate-limited"   // token endpoint: 429 without words
	ServerError    = "server-error"   // token endpoint: 503
)

// NTP is a time server.
type NTP struct {
	Name     string `toml:"name"` // host, or host:port (default 123)
	Address  string `toml:"address"`
	Operator string `toml:"operator"`
	Own      bool   `toml:"own"` // the host is configured to follow it
	Skew
	Path
	Behaviour  string `toml:"behaviour"`
	Code       string `toml:"code"`            // of a kiss-o'-death
	RateAfter  int    `toml:"rate_after"`      // after that many answers only RATE comes
	Stratum    int    `toml:"stratum"`         // default 2
	RootDelay  Span   `toml:"root_delay"`      // default 8 ms, of stratum 1 none
	Dispersion Span   `toml:"root_dispersion"` // default 1 ms
}

// HTTPS is a web server whose Date header is read.
type HTTPS struct {
	URL      string `toml:"url"`
	Address  string `toml:"address"`
	Operator string `toml:"operator"`
	Skew
	Path
	Behaviour string `toml:"behaviour"`
	Status    int    `toml:"status"` // default 200
	Age       int    `toml:"age"`    // seconds that the answer lay in a cache; 0: no Age header
}

// Proxy is the way out of a network that has no other.
type Proxy struct {
	URL      string `toml:"url"` // http://host:port
	Address  string `toml:"address"`
	User     string `toml:"user"`     // empty: no password is asked for
	Password string `toml:"password"` // of this made-up world
	Skew
	Path
	Blocks    []string `toml:"blocks"` // host names that are answered with 403
	Behaviour string   `toml:"behaviour"`
}

// Token is the authorization server and what is registered there.
type Token struct {
	Title   string `toml:"title"`
	URL     string `toml:"token_url"`
	Address string `toml:"address"`
	Skew
	Path
	Behaviour string `toml:"behaviour"`

	Profile    string `toml:"profile"`    // jwt-bearer, ims-jwt, ims-oauth, private-key-jwt, google-sa, github-app
	Dialect    string `toml:"dialect"`    // granite, ims, silent, retired, entra, google, github
	Credential string `toml:"credential"` // registered, stranger (another key), none

	Issuer   string `toml:"issuer"`
	Subject  string `toml:"subject"`
	Audience string `toml:"audience"` // empty: the token URL
	ClientID string `toml:"client_id"`
	Scope    string `toml:"scope"`
	Lifetime Span   `toml:"lifetime"` // of the assertion that the host makes

	// CertificateLasts is how long the certificate of the host's key is still valid.
	CertificateLasts Span `toml:"certificate_lasts"`

	Leeway      Span `toml:"leeway"`
	ChecksAhead bool `toml:"checks_ahead"` // refuses an iat in the future; nbf is always looked at
	MaxLifetime Span `toml:"max_lifetime"` // zero: none
	TimeFirst   bool `toml:"time_first"`   // judges the times before the signature
}

// Remedy is what the command that the person is given does in this world.
type Remedy struct {
	How            string  `toml:"how"`             // step, slew, none
	Rate           float64 `toml:"rate_ppm"`        // of a slew
	RepairUpstream bool    `toml:"repair_upstream"` // the host's own servers are put right as well
	RelapseAfter   Span    `toml:"relapse_after"`   // zero: it lasts
	Relapse        Span    `toml:"relapse_behind"`
}

// Expect is what must be said of this world. Codes are those of the reports.
type Expect struct {
	Verdict   string   `toml:"verdict"`
	Proof     string   `toml:"proof"`
	Certainty string   `toml:"certainty"`
	Findings  []string `toml:"findings"`       // codes that must be there
	Absent    []string `toml:"absent"`         // codes that must not
	Causes    []string `toml:"causes"`         // exactly those that are named as causes of the OS clock's error
	Class     string   `toml:"class"`          // of the attempt with the OS clock's time; empty: none is sent
	AfterFix  string   `toml:"after_fix"`      // the verdict after the remedy; empty: there is none
	Then      []string `toml:"after_findings"` // codes that must be there after the remedy
	Lasting   string   `toml:"lasting"`        // at the end, after the remedy where there is one; empty: not looked at
	Exit      int      `toml:"exit"`           // of an unattended run
}

// Span is a duration as people write it: "2d 9h 49m 14s", "300ms".
type Span time.Duration

// UnmarshalText reads a span: an optional number of days, then what
// time.ParseDuration takes, with or without spaces between.
func (s *Span) UnmarshalText(text []byte) error {
	rest := strings.ReplaceAll(string(text), " ", "")
	negative := strings.HasPrefix(rest, "-")
	rest = strings.TrimPrefix(rest, "-")
	var total time.Duration
	if days, after, found := strings.Cut(rest, "d"); found {
		d, err := time.ParseDuration(days + "h")
		if err != nil || d > 100*365*time.Hour {
			return fmt.Errorf("duration %q: write it like \"2d 9h 49m 14s\"", text)
		}
		total, rest = d*24, after
	}
	if rest != "" {
		d, err := time.ParseDuration(rest)
		if err != nil {
			return fmt.Errorf("duration %q: write it like \"2d 9h 49m 14s\"", text)
		}
		total += d
	}
	if negative {
		total = -total
	}
	*s = Span(total)
	return nil
}

// hostPort splits a URL into the host:port that is dialled.
func hostPort(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" {
		return "", fmt.Errorf("%q is not a URL with a host", raw)
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	if port == "" {
		return "", fmt.Errorf("%q: the scheme is neither https nor http", raw)
	}
	return u.Hostname() + ":" + port, nil
}
