package httpdate

import (
	"context"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"unskew/diagnostics"
)

// chooseProxy asks which proxy leads to the target.
func (v *visit) chooseProxy(ctx context.Context) error {
	if v.client.Proxy == nil {
		return nil
	}
	request := (&http.Request{Method: http.MethodHead, URL: v.target, Host: v.target.Host, Header: http.Header{}}).WithContext(ctx)
	proxy, err := v.client.Proxy(request)
	var outside diagnostics.OutsideError
	if errors.As(err, &outside) {
		return outside
	}
	if err != nil { // its text may hold the URL, and that a password
		return failure{reason: diagnostics.ReasonInvalid, detail: "the proxy's setting is no URL; name it as http://host:port"}
	}
	if proxy == nil {
		return nil
	}
	if proxy.Hostname() == "" || proxy.Scheme != "http" && proxy.Scheme != "https" {
		return failure{reason: diagnostics.ReasonInvalid, detail: "only HTTP proxies can be used; name one as http://host:port"}
	}
	v.proxy = proxy
	v.result.Reading.Via = address(proxy, proxyPort(proxy))
	return nil
}

func proxyPort(proxy *url.URL) string {
	if proxy.Scheme == "https" {
		return "443"
	}
	return "80"
}

// tunnel asks the proxy for a way to the target (CONNECT, RFC 9110 section
// 9.3.6) and reads the proxy's clock from its answer.
func (v *visit) tunnel(ctx context.Context, conn net.Conn) (net.Conn, error) {
	if v.proxy.Scheme == "https" {
		// The proxy's password travels here: no verification without a reference.
		chain := verifier{client: v.client, name: v.proxy.Hostname(), strict: true}
		var err error
		if conn, err = v.handshake(ctx, conn, &chain); err != nil {
			return nil, v.atProxy(err)
		}
	}
	target := address(v.target, "443")
	request := &http.Request{
		Method: http.MethodConnect, URL: &url.URL{Opaque: target}, Host: target,
		Header: http.Header{"User-Agent": {"unskew"}},
	}
	if user := v.proxy.User; user != nil {
		password, _ := user.Password()
		request.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}
	var response *http.Response
	var asked, heard time.Duration
	v.use(conn)
	err := v.step(ctx, v.base, func() (err error) {
		asked = v.client.Clock.Raw()
		if err := request.Write(conn); err != nil {
			return err
		}
		response, err = v.readHeader(request)
		heard = v.client.Clock.Raw()
		return err
	})
	if err == nil {
		v.noteProxyClock(response, asked, heard)
		err = refusedTunnel(response)
	}
	if err == nil && v.reader.Buffered() > 0 {
		err = failure{reason: diagnostics.ReasonProxyBlocked, detail: "the proxy talks before the server does"}
	}
	if err != nil {
		v.hangUp()
		return nil, v.atProxy(err)
	}
	return conn, nil
}

// refusedTunnel names what the answer to CONNECT means.
func refusedTunnel(response *http.Response) error {
	switch code := response.StatusCode; {
	case code == http.StatusProxyAuthRequired:
		return failure{reason: diagnostics.ReasonProxyAuth, detail: "wants a user and a password"}
	case code < 200 || code > 299:
		return failure{reason: diagnostics.ReasonProxyBlocked, detail: diagnostics.Clean("answered "+response.Status, detailLimit)}
	}
	return nil
}

// noteProxyClock keeps the proxy's own Date. Via names the proxy: even counted
// by mistake it would be no further witness.
func (v *visit) noteProxyClock(response *http.Response, asked, heard time.Duration) {
	date, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		return
	}
	at := diagnostics.Now(v.client.Clock)
	v.result.ProxyClock = &diagnostics.Reading{
		Source: diagnostics.SourceHTTPS, Server: v.result.Reading.Via, Via: v.result.Reading.Via,
		Outcome: diagnostics.Measured, At: at, RTT: heard - asked, Samples: 1,
		Anchor: bracketOf(stamp{date: date, asked: asked, heard: heard}).anchor(at.Raw),
	}
}

// atProxy says in a failure that it happened on the way to the proxy.
func (v *visit) atProxy(err error) error {
	if v.proxy == nil {
		return err
	}
	f := failureOf(err)
	f.detail = diagnostics.Clean("the proxy "+v.result.Reading.Via+": "+f.detail, detailLimit)
	return f
}
