package main

import (
	"crypto/x509"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"unskew/steps"
)

// proxyOf chooses the proxy: the setting's, none, or the environment's. A password
// may come from the environment, or from a file that nobody but its owner can
// read; command lines are seen by others.
func (o *options) proxyOf() (func(*http.Request) (*url.URL, error), error) {
	switch o.proxy {
	case "":
		return http.ProxyFromEnvironment, checkProxyEnvironment()
	case steps.None:
		return nil, nil
	}
	text := o.proxy
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	parsed, err := url.Parse(text)
	if err != nil || parsed.Hostname() == "" || (parsed.Scheme != "http" && parsed.Scheme != "https") {
		return nil, o.wrong("proxy", "write it as http://HOST:PORT, or none")
	}
	if _, secret := parsed.User.Password(); secret && !o.origins["proxy"].private {
		return nil, o.exposed()
	}
	return http.ProxyURL(parsed), nil
}

// exposed says why a proxy's password may not stand where it stands.
func (o *options) exposed() error {
	if from := o.origins["proxy"]; from.at.file != "" {
		return o.wrong("proxy", "others can read this file, so no password may stand in it: %s %s, or put the whole URL into HTTPS_PROXY", privateFile, from.at.file)
	}
	return o.wrong("proxy", "a password does not belong on the command line; put the whole URL into HTTPS_PROXY")
}

// checkProxyEnvironment refuses a proxy variable that is no URL: what would be
// made of it is anybody's guess. The value may hold a password and is not shown.
func checkProxyEnvironment() error {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy"} {
		text := os.Getenv(name)
		if text == "" {
			continue
		}
		if !strings.Contains(text, "://") {
			text = "http://" + text
		}
		if parsed, err := url.Parse(text); err != nil || parsed.Hostname() == "" {
			return fmt.Errorf("%s (environment): this is no proxy's URL; write it as http://HOST:PORT, or unset it", name)
		}
	}
	return nil
}

// roots are the system's, with those of --ca-file added; nil is the system's.
func (o *options) roots() (*x509.CertPool, error) {
	if o.caFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(o.caFile)
	if err != nil {
		return nil, o.wrong("ca-file", "%w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, o.wrong("ca-file", "%s holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", o.caFile)
	}
	return pool, nil
}
