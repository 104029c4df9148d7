package steps

import (
	"context"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"

	"unskew/diagnostics/aem/process"
	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/httpdate"
	"unskew/diagnostics/lab"
	"unskew/diagnostics/machine"
	"unskew/diagnostics/ntp"
	"unskew/diagnostics/timeservice"
)

// Simulated wires a lab as a world, and gives the settings by which its host's
// service asks for tokens: what a person would say with flags.
func Simulated(l *lab.Lab, tool string) (World, Settings) {
	world := World{
		Clock: l.Clock(), Network: l.Network(), Roots: l.Roots(),
		Host:       func(context.Context) hostclock.State { return l.Host() },
		Configured: l.OwnServers,
		Services:   func(context.Context) []timeservice.Service { return l.Services() },
		Machine:    func(context.Context) machine.Machine { return l.Machine() },
		Files:      labFiles(l.Files()),
		Log:        simulatedLog(l),
		Tool:       tool, Released: l.Built(), Simulated: l.Scenario().Name,
		Fix: func() string { l.Fix(); return "chronyc makestep" },
	}
	if proxy := l.Proxy(); proxy != nil {
		world.Proxy = http.ProxyURL(proxy)
	}
	for _, server := range l.NTPServers() {
		world.PublicNTP = append(world.PublicNTP, ntp.Server{Name: strings.TrimSuffix(server.Name, ":123"), Operator: server.Operator})
	}
	for _, host := range l.HTTPSHosts() {
		world.PublicHTTPS = append(world.PublicHTTPS, httpdate.Host{Name: host.Name, URL: host.URL, Operator: host.Operator})
	}
	exchange, access := l.Exchange(), l.AEM()
	if len(access.URLs) > 0 {
		world.AEM = func(context.Context) process.Found { return l.AEMHere() }
	}
	world.AEMUser = NewAEMUser(access.User, access.Password)
	return world, Settings{
		Profile: exchange.Profile, TokenURL: exchange.TokenURL,
		Issuer: exchange.Issuer, Subject: exchange.Subject, Audience: exchange.Audience,
		ClientID: exchange.ClientID, Scope: exchange.Scope,
		Credentials: exchange.CredentialFile, Key: exchange.KeyFile,
		NoExchange: exchange.CredentialFile == "" && exchange.KeyFile == "" && len(access.URLs) == 0,
		AEM:        access.URLs, AEMUser: len(access.URLs) > 0,
		Lifetime: exchange.Lifetime, Tolerance: DefaultTolerance,
	}
}

// labFiles are the simulated host's files, by name.
type labFiles map[string][]byte

// ReadFile implements Files.
func (f labFiles) ReadFile(name string) ([]byte, error) {
	data, found := f[name]
	if !found {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return data, nil
}

// Complete implements Files.
func (f labFiles) Complete(prefix string) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	return names
}
