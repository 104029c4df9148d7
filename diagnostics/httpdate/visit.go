package httpdate

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"unskew/diagnostics"
)

const (
	// silence is how long one step may take: a lookup, connecting, a handshake,
	// an answer. A silent server is to be named within two seconds.
	silence = 1800 * time.Millisecond
	// anotherTry is what an address gets while there is another one to try.
	anotherTry = 500 * time.Millisecond
	// maxHeader bounds an answer's header, in bytes.
	maxHeader = 64 << 10
	// maxInformational bounds the 1xx answers before the real one.
	maxInformational = 5
)

// visit is the measurement of one host.
type visit struct {
	client *Client
	start  time.Duration
	target *url.URL
	plain  bool // without TLS
	proxy  *url.URL
	chain  verifier
	result Result

	conn   net.Conn // nil: not connected
	base   net.Conn // what conn is built on; closing it ends everything on it
	bound  *io.LimitedReader
	reader *bufio.Reader
}

// stamp is one Date, and the raw times between which the server wrote it.
type stamp struct {
	date         time.Time
	asked, heard time.Duration
	at           diagnostics.Instant
}

// ask sends one request, over the open connection where there is one.
func (v *visit) ask(ctx context.Context) (stamp, error) {
	reused := v.conn != nil
	if !reused {
		if err := v.connect(ctx); err != nil {
			return stamp{}, err
		}
	}
	s, err := v.exchange(ctx)
	if err != nil && reused && ctx.Err() == nil && failureOf(err).closed {
		// The server hung up between two requests, as it may.
		if err := v.connect(ctx); err != nil {
			return stamp{}, err
		}
		return v.exchange(ctx)
	}
	return s, err
}

// exchange sends HEAD and reads the header that comes.
func (v *visit) exchange(ctx context.Context) (stamp, error) {
	request := &http.Request{
		Method: http.MethodHead, URL: v.target, Host: v.target.Host,
		Header: http.Header{"User-Agent": {"unskew"}, "Cache-Control": {"no-cache"}, "Accept": {"*/*"}},
	}
	var s stamp
	var response *http.Response
	err := v.step(ctx, v.base, func() (err error) {
		s.asked = v.client.Clock.Raw()
		if err := request.Write(v.conn); err != nil {
			return err
		}
		response, err = v.readHeader(request)
		s.heard = v.client.Clock.Raw()
		return err
	})
	if err != nil {
		v.hangUp()
		return stamp{}, err
	}
	s.at = diagnostics.Now(v.client.Clock)
	if response.Close || v.reader.Buffered() > 0 {
		v.hangUp()
	}
	if v.result.Header == nil {
		v.result.Header, v.result.Status = response.Header, response.StatusCode
	}
	if s.date, err = dateOf(response, v.proxy != nil); err != nil {
		return stamp{}, err
	}
	return s, v.chain.confirm(s.date)
}

// readHeader reads one answer's header, past informational ones.
func (v *visit) readHeader(request *http.Request) (*http.Response, error) {
	v.bound.N = maxHeader
	for range maxInformational {
		response, err := http.ReadResponse(v.reader, request)
		if err != nil {
			if v.bound.N <= 0 {
				return nil, failure{reason: diagnostics.ReasonInvalid, detail: "its header is longer than 64 KiB"}
			}
			return nil, err
		}
		if response.StatusCode >= 200 || response.StatusCode == http.StatusSwitchingProtocols {
			return response, nil
		}
	}
	return nil, failure{reason: diagnostics.ReasonNotHTTP, detail: "it never got to the answer"}
}

// connect opens the connection: TCP, the proxy's CONNECT, TLS.
func (v *visit) connect(ctx context.Context) error {
	v.hangUp()
	name, port := v.target, "443"
	if v.plain {
		port = "80"
	}
	if v.proxy != nil {
		name, port = v.proxy, proxyPort(v.proxy)
	}
	conn, err := v.dial(ctx, name.Hostname(), address(name, port))
	if err != nil {
		return v.atProxy(err)
	}
	v.base = conn
	if v.proxy == nil {
		v.result.Reading.Address = conn.RemoteAddr().String()
		v.result.Same = sameHost(conn)
	} else if conn, err = v.tunnel(ctx, conn); err != nil {
		return err
	}
	if v.plain {
		v.use(conn)
		return nil
	}
	v.chain = verifier{client: v.client, name: v.target.Hostname()}
	secure, err := v.handshake(ctx, conn, &v.chain)
	v.result.TLSTime = v.result.TLSTime || v.chain.late
	v.result.Unreferenced = v.result.Unreferenced || v.chain.unreferenced
	if err != nil {
		return err
	}
	v.use(secure)
	return nil
}

// sameHost reports whether both ends of a connection have one address.
func sameHost(conn net.Conn) bool {
	if conn.LocalAddr() == nil || conn.RemoteAddr() == nil {
		return false
	}
	here, badHere := netip.ParseAddrPort(conn.LocalAddr().String())
	there, badThere := netip.ParseAddrPort(conn.RemoteAddr().String())
	return badHere == nil && badThere == nil && here.Addr().Unmap() == there.Addr().Unmap()
}

// use makes a connection the current one.
func (v *visit) use(conn net.Conn) {
	v.conn = conn
	v.bound = &io.LimitedReader{R: conn, N: maxHeader}
	v.reader = bufio.NewReader(v.bound)
}

// hangUp closes the current connection, if any. Nothing is said to the other
// side: that could take time.
func (v *visit) hangUp() {
	if v.base != nil {
		v.base.Close()
	}
	v.base, v.conn = nil, nil
}

// handshake speaks TLS over conn; chain verifies. On failure it hangs up.
func (v *visit) handshake(ctx context.Context, conn net.Conn, chain *verifier) (net.Conn, error) {
	secure := tls.Client(conn, chain.config())
	err := v.step(ctx, v.base, func() error { return secure.HandshakeContext(ctx) })
	if err != nil {
		v.hangUp()
		return nil, err
	}
	return secure, nil
}

// step runs something that waits for the other side. Ending ctx, or silence,
// closes the connection under it.
func (v *visit) step(ctx context.Context, conn net.Conn, wait func() error) error {
	limited, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	stop := context.AfterFunc(limited, func() { conn.Close() })
	err := wait()
	if !stop() && err != nil {
		return limited.Err()
	}
	return err
}

// dial resolves a host and connects to its first address, or to the next one
// where the first does not answer quickly.
func (v *visit) dial(ctx context.Context, host, hostPort string) (net.Conn, error) {
	limited, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	found := []string{host}
	if _, err := netip.ParseAddr(host); err != nil {
		if found, err = v.client.Network.LookupHost(limited, host); err != nil || len(found) == 0 {
			return nil, lookupFailure(err)
		}
	}
	_, port, err := net.SplitHostPort(hostPort)
	if err != nil {
		return nil, failure{reason: diagnostics.ReasonInvalid, detail: "a server is named as https://host[:port][/path]"}
	}
	candidates := twoOf(found)
	for i, candidate := range candidates {
		patience := anotherTry
		if i == len(candidates)-1 {
			patience = silence
		}
		conn, dialed := v.dialOne(ctx, net.JoinHostPort(candidate, port), patience)
		if dialed == nil {
			return conn, nil
		}
		err = dialed
	}
	return nil, err
}

func (v *visit) dialOne(ctx context.Context, address string, patience time.Duration) (net.Conn, error) {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return v.client.Network.DialContext(limited, "tcp", address)
}

// twoOf returns the first address and the first one of the other family, or the
// second one where there is but one family.
func twoOf(found []string) []string {
	if len(found) < 2 {
		return found
	}
	is4 := func(text string) bool {
		a, err := netip.ParseAddr(text)
		return err == nil && a.Unmap().Is4()
	}
	for _, other := range found[1:] {
		if is4(other) != is4(found[0]) {
			return []string{found[0], other}
		}
	}
	return found[:2]
}
