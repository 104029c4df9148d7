package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/process"
	"unskew/diagnostics/credential"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/machine"
	"unskew/diagnostics/timeservice"
	"unskew/steps"
	"unskew/steps/execute"
)

// hostWorld wires the real host: its clock, network, files and configuration.
func hostWorld(o *options) (steps.World, error) {
	roots, err := o.roots()
	if err != nil {
		return steps.World{}, err
	}
	proxy, err := o.proxyOf()
	if err != nil {
		return steps.World{}, err
	}
	var network diagnostics.Network = diagnostics.HostNetwork{}
	if o.keptInside != "" {
		inside := diagnostics.InsideHost(o.keptInside)
		network, proxy = inside, insideProxy(inside, proxy)
	}
	user, err := o.aemUser()
	if err != nil {
		return steps.World{}, err
	}
	var executor execute.Executor
	if o.allowFix {
		executor = execute.Host{}
	}
	passphrase, err := o.passphrase()
	if err != nil {
		return steps.World{}, err
	}
	return steps.World{
		Clock: hostclock.System(), Network: network, Roots: roots, Proxy: proxy,
		Host: hostclock.Read,
		Configured: func() []timeservice.Server {
			// A file that cannot be read names no server; the page says that none
			// is configured, with the files that were understood.
			servers, _ := timeservice.Configured(timeservice.System())
			return servers
		},
		Refclocks: func() []timeservice.Refclock { return timeservice.Refclocks(timeservice.System()) },
		Services: func(ctx context.Context) []timeservice.Service {
			return timeservice.Services(ctx, timeservice.System())
		},
		Machine:   func(ctx context.Context) machine.Machine { return machine.Read(ctx, machine.System()) },
		PublicNTP: steps.PublicNTP(), PublicHTTPS: steps.PublicHTTPS(),
		AEM: func(ctx context.Context) process.Found {
			return process.Find(ctx, process.System(hostclock.System().Wall))
		},
		AEMUser: user, Files: o.files(), Passphrase: steps.NewPassphrase(passphrase), Tool: version, Released: released(), Executor: executor,
	}, nil
}

// insideProxy lets requests through a proxy only to what is inside. The way to the
// proxy itself is the network's to check.
func insideProxy(inside diagnostics.Inside, choose func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	if choose == nil {
		return nil
	}
	return func(request *http.Request) (*url.URL, error) {
		proxy, err := choose(request)
		if proxy == nil || err != nil {
			return proxy, err
		}
		if err := inside.CheckDestination(request.Context(), request.URL.Hostname()); err != nil {
			return nil, err
		}
		return proxy, nil
	}
}

// maxFile bounds a file that a person names: no credential is larger.
const maxFile = 1 << 20

// hostFiles are the files of this machine.
type hostFiles struct{}

// ReadFile implements steps.Files.
func (hostFiles) ReadFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	// One byte more than allowed tells a large file from a full one.
	return io.ReadAll(io.LimitReader(file, maxFile+1))
}

// Complete implements steps.Files. Folders end with a separator.
func (hostFiles) Complete(prefix string) []string {
	folder, base := filepath.Split(prefix)
	place := folder
	if home, err := os.UserHomeDir(); err == nil && strings.HasPrefix(folder, "~"+string(filepath.Separator)) {
		place = home + folder[1:]
	}
	if place == "" {
		place = "."
	}
	found, err := os.ReadDir(place)
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range found {
		if !strings.HasPrefix(entry.Name(), base) || (base == "" && strings.HasPrefix(entry.Name(), ".")) {
			continue
		}
		name := folder + entry.Name()
		if entry.IsDir() {
			name += string(filepath.Separator)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// checkRequest refuses, before anything is sent, files that cannot be read and
// a request that lacks something no one can be asked for.
func (o *options) checkRequest(settings steps.Settings, world steps.World, attended bool) error {
	request := requestFor(settings)
	if err := request.Check(); err != nil {
		return err
	}
	if settings.Credentials == "" && settings.Key == "" {
		if request.Profile.ID != "" && !attended && settings.TokenURL == "" && !request.Profile.KnowsEndpoint() {
			return fmt.Errorf("%s %s also needs --token-url", o.named("profile"), request.Profile.ID)
		}
		return o.checkEndpoint(settings)
	}
	loaded, err := credential.LoadWith(world.Files.ReadFile, settings.Credentials, settings.Key, world.Passphrase.Secret())
	if attended && errors.As(err, new(*credential.Locked)) {
		return o.checkEndpoint(settings) // the wizard asks for the passphrase
	}
	if err != nil {
		return o.fromFile(err, "credentials", "key")
	}
	if request.Profile.ID == "" {
		if attended {
			return nil
		}
		return o.wrong("profile", "say which kind of exchange the credential is for: %s", profileNames())
	}
	request.Credential = loaded
	if missing := request.Missing(); len(missing) > 0 && !attended {
		return fmt.Errorf("%s %s also needs %s", o.named("profile"), request.Profile.ID, strings.Join(missing, ", "))
	}
	if err := request.Check(); err != nil {
		return err
	}
	return o.checkEndpoint(settings)
}

// requestFor is the token request that settings speak of, without its credential.
// Its profile is zero where none is named.
func requestFor(settings steps.Settings) exchange.Request {
	profile, _ := exchange.Find(settings.Profile)
	return exchange.Request{
		Profile: profile, Endpoint: settings.TokenURL, Issuer: settings.Issuer, Subject: settings.Subject,
		Audience: settings.Audience, ClientID: settings.ClientID, Scope: settings.Scope, Lifetime: settings.Lifetime,
		Algorithm: settings.Algorithm, KeyID: settings.KeyID, Claims: settings.Claims, Fields: settings.Fields,
	}
}

func (o *options) checkEndpoint(settings steps.Settings) error {
	if settings.TokenURL == "" {
		return nil
	}
	if _, err := (exchange.Request{Endpoint: settings.TokenURL}).Target(); err != nil {
		return o.wrong("token-url", "%w", err)
	}
	return nil
}

// runUnattended runs a session with nobody to ask, and returns its record.
func runUnattended(ctx context.Context, world steps.World, settings steps.Settings, keep steps.Keeper) (steps.Session, error) {
	engine := steps.NewEngine(world, settings, false, keep)
	err := engine.Run(ctx)
	return engine.Session(), err
}
