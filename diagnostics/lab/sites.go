package lab

import (
	"fmt"
	"net"
	"time"
)

// site is one server's place in the world, whatever it serves.
type site struct {
	host, address, port string
	network             string // tcp or udp
	behaviour           string
	inside              bool // the host reaches it whatever its network blocks
	path                Path
}

// key is where it listens: "udp 192.0.2.1:123".
func (s site) key() string { return s.network + " " + s.at() }

// at is its lab address with the port.
func (s site) at() string { return net.JoinHostPort(s.address, s.port) }

// listens reports whether there is anything behind its port.
func (s site) listens() bool { return s.behaviour != Silent && s.behaviour != Refused }

// roundTrip is how long a TCP handshake takes.
func (s site) roundTrip() time.Duration { return time.Duration(s.path.Forth + s.path.Back) }

// sites lists every server of the scenario: NTP, then HTTPS, proxy, token
// endpoint and AEM.
func (sc *Scenario) sites() ([]site, error) {
	var list []site
	for _, s := range sc.NTP {
		host, port, err := net.SplitHostPort(s.Name)
		if err != nil {
			return nil, fmt.Errorf("%q is not a host name with an optional port", s.Name)
		}
		list = append(list, site{
			host: host, address: s.Address, port: port, network: "udp",
			behaviour: s.Behaviour, inside: s.Own, path: s.Path,
		})
	}
	web := func(url, address, behaviour string, inside bool, path Path) error {
		target, err := hostPort(url)
		if err != nil {
			return err
		}
		host, port, err := net.SplitHostPort(target)
		list = append(list, site{
			host: host, address: address, port: port, network: "tcp",
			behaviour: behaviour, inside: inside, path: path,
		})
		return err
	}
	for _, s := range sc.HTTPS {
		if err := web(s.URL, s.Address, s.Behaviour, false, s.Path); err != nil {
			return nil, err
		}
	}
	if p := sc.Proxy; p != nil {
		if err := web(p.URL, p.Address, p.Behaviour, true, p.Path); err != nil {
			return nil, err
		}
	}
	if s := sc.Server; s != nil {
		if err := web(s.URL, s.Address, s.Behaviour, false, s.Path); err != nil {
			return nil, err
		}
	}
	for _, a := range sc.AEM {
		if err := web(a.URL, a.Address, a.Behaviour, true, a.Path); err != nil {
			return nil, err
		}
	}
	return list, nil
}
