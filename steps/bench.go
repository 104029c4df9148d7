package steps

import (
	"context"
	"sync"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/credential"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/httpdate"
	"unskew/diagnostics/ntp"
)

// Bench is what a task works at: the world, the settings, and the ways to hand
// in what was found.
type Bench struct {
	World   World
	Session func() Session
	// Observe hands in a finding for the record.
	Observe func(Observation)
	// Glimpse shows an interim reading; it is not recorded.
	Glimpse func(diagnostics.Reading)
}

// NTP returns a client whose measurements are immune to the OS clock.
func (b *Bench) NTP() *ntp.Client {
	return &ntp.Client{Network: b.World.Network, Clock: b.World.Clock, Base: b.World.Released}
}

// HTTPDate returns a client that verifies certificates at the reference time
// where the session has one.
func (b *Bench) HTTPDate() *httpdate.Client {
	return &httpdate.Client{
		Network: b.World.Network, Clock: b.World.Clock, Roots: b.World.Roots,
		Proxy: b.World.Proxy, Reference: b.reference, Built: b.World.Released,
	}
}

// Exchange returns a client for the token endpoint.
func (b *Bench) Exchange() *exchange.Client {
	return &exchange.Client{
		Network: b.World.Network, Clock: b.World.Clock, Roots: b.World.Roots,
		Proxy: b.World.Proxy, Timeout: exchangeTimeout,
	}
}

// exchangeTimeout leaves room, within a check of 15 s, for the reference's
// attempt after a slow answer to the first.
const exchangeTimeout = 5 * time.Second

// reference returns true time now, where the session knows it from others than
// the token endpoint.
func (b *Bench) reference() (time.Time, bool) {
	consensus := consensusOf(b.Session())
	if !consensus.Found {
		return time.Time{}, false
	}
	return consensus.Anchor.At(b.World.Clock.Raw()), true
}

// requestOf builds the token request that a session is about. Its credential
// is read afresh each time, and lives only as long as the request. Where a file
// needs another passphrase, the error is a *credential.Locked.
func requestOf(s Session, world World) (exchange.Request, error) {
	plan := exchangePlan(s)
	request := exchange.Request{
		Profile: plan.profile, Endpoint: plan.endpoint,
		Issuer: plan.issuer, Subject: plan.subject, Audience: plan.audience,
		ClientID: plan.clientID, Scope: plan.scope, Lifetime: plan.lifetime,
		Algorithm: plan.algorithm, KeyID: plan.keyID, Claims: plan.claims, Fields: plan.fields,
	}
	if !plan.hasFile() {
		return request, nil
	}
	loaded, err := credential.LoadWith(world.Files.ReadFile, plan.credentials, plan.key, world.Passphrase.Secret())
	request.Credential = loaded
	if err == nil {
		err = request.CheckKey()
	}
	return request, err
}

// together runs functions at the same time and waits for all.
func together(ctx context.Context, tasks []func(context.Context)) {
	var group sync.WaitGroup
	for _, task := range tasks {
		group.Go(func() { task(ctx) })
	}
	group.Wait()
}
