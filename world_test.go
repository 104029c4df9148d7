package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"testing"

	"unskew/diagnostics"
	"unskew/steps"
)

// directory is a network of names alone.
type directory map[string][]string

func (d directory) LookupHost(_ context.Context, host string) ([]string, error) {
	if found, known := d[host]; known {
		return found, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

func (d directory) DialContext(context.Context, string, string) (net.Conn, error) {
	return nil, errors.New("nothing is dialled")
}

// TestInsideProxy: through a proxy goes only what is inside; what goes direct is
// not its concern.
func TestInsideProxy(t *testing.T) {
	inside := diagnostics.Inside{Network: directory{
		"inner.example": {"10.0.0.5", "fd00::5"}, "mixed.example": {"10.0.0.5", "203.0.113.5"}, "public.example": {"203.0.113.5"},
	}, Because: "public = false in FILE:1"}
	proxy := &url.URL{Scheme: "http", Host: "10.0.0.1:3128"}
	through := insideProxy(inside, http.ProxyURL(proxy))
	cases := map[string]bool{
		"https://inner.example/": true, "https://10.0.0.5:8443/": true, "https://[fd00::5]/": true,
		"https://mixed.example/": false, "https://public.example/": false, "https://203.0.113.5/": false,
		"https://unknown.example/": false, "https://[2001:db8::5]/": false,
	}
	for address, fine := range cases {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodHead, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := through(request)
		var outside diagnostics.OutsideError
		if fine != (got == proxy) || errors.As(err, &outside) == fine {
			t.Errorf("%s: %v, %v", address, got, err)
		}
		if got, err := insideProxy(inside, http.ProxyURL(nil))(request); got != nil || err != nil {
			t.Errorf("%s, direct: %v, %v", address, got, err)
		}
	}
	if insideProxy(inside, nil) != nil {
		t.Error("no proxy became one")
	}
	failed := errors.New("no URL")
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodHead, "https://inner.example/", nil)
	if _, err := insideProxy(inside, func(*http.Request) (*url.URL, error) { return nil, failed })(request); !errors.Is(err, failed) {
		t.Error(err)
	}
}

// TestKeptInsideWorld: the setting reaches the network and the session's settings.
func TestKeptInsideWorld(t *testing.T) {
	for text, kept := range map[string]bool{"public = false": true, "public = true": false, "": false} {
		offices := newOffice(t, text, "")
		o, flags := checkOptions()
		if err := o.configure(flags, offices.places); err != nil {
			t.Fatal(err)
		}
		world, err := hostWorld(o)
		if err != nil {
			t.Fatal(err)
		}
		settings, err := o.settings()
		if err != nil {
			t.Fatal(err)
		}
		inside, is := world.Network.(diagnostics.Inside)
		want := ""
		if kept {
			want = "public = false in " + offices.places.administrator + ":1"
		}
		if is != kept || inside.Because != want || settings.KeptInside != want {
			t.Errorf("%q: %T, %q, %q", text, world.Network, inside.Because, settings.KeptInside)
		}
	}
}

// TestBind: what is forbidden today binds a session that began before it was.
func TestBind(t *testing.T) {
	for text, want := range map[string]bool{"no-exchange = true\npublic = false": true, "no-exchange = false": false, "": false} {
		offices := newOffice(t, text, "")
		o, flags := checkOptions()
		if err := o.configure(flags, offices.places); err != nil {
			t.Fatal(err)
		}
		if bound := o.bind(steps.Settings{}); bound.NoExchange != want || (bound.KeptInside != "") != want {
			t.Errorf("%q: %+v", text, bound)
		}
		if bound := o.bind(steps.Settings{NoExchange: true}); !bound.NoExchange {
			t.Errorf("%q: an exchange that was ruled out is not any more", text)
		}
	}
}
