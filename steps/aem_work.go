package steps

import (
	"context"
	"slices"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
)

// The names of AEM's tasks.
const (
	taskSights = "AEM's clock"
	taskAgents = "AEM's agents"
	taskAgent  = "AEM's own test"
)

// whyNobody is why a session that was taken up again cannot ask AEM.
const whyNobody = "no user and password are at hand any more: give them in UNSKEW_AEM_USER and UNSKEW_AEM_PASSWORD"

// Author returns a client for AEMs.
func (b *Bench) Author() *author.Client {
	name, password := b.World.AEMUser.get()
	return &author.Client{
		Network: b.World.Network, Clock: b.World.Clock, Roots: b.World.Roots, Proxy: b.World.Proxy,
		Reference: b.reference, Built: b.World.Released, User: name, Password: password,
	}
}

// sightsTask reads the clocks of all AEMs, without a credential.
func sightsTask() *Task {
	return &Task{Name: taskSights, Run: func(ctx context.Context, b *Bench) { b.readSights(ctx) }}
}

func (b *Bench) readSights(ctx context.Context) {
	var tasks []func(context.Context)
	for _, address := range b.Session().aems() {
		tasks = append(tasks, func(ctx context.Context) {
			limited, cancel := context.WithTimeout(ctx, httpsTimeout)
			defer cancel()
			sight := b.Author().Look(limited, address, true, nil)
			if sight.Reading.Outcome == diagnostics.Skipped {
				sight.Reading.Outcome, sight.Reading.Reason = diagnostics.Failed, diagnostics.ReasonTimeout
			}
			b.Observe(Observation{AEMClock: &sight})
		})
	}
	together(ctx, tasks)
}

// aemWork lists the agents of each AEM, and has them tested one after the other.
func aemWork(s Session, id StepID) Work {
	if !testsAEM(s) {
		return Work{}
	}
	entries := sinceUser(since(s, id))
	if id == StepToken && len(listingsOf(entries)) < len(s.aems()) {
		return Work{Task: agentsTask()}
	}
	if test, left := nextAgent(s, epochOnly(s, entries), id); left {
		return Work{Task: agentTask(test)}
	}
	return Work{}
}

// agentsTask asks each AEM for its agents.
func agentsTask() *Task {
	return &Task{Name: taskAgents, Run: func(ctx context.Context, b *Bench) {
		s := b.Session()
		known := listingsOf(sinceUser(since(s, StepToken)))
		for _, address := range s.aems() {
			if slices.ContainsFunc(known, func(l author.Listing) bool { return l.URL == address }) {
				continue
			}
			client := b.Author()
			if !client.Known() {
				b.Observe(Observation{Agents: &author.Listing{URL: address, Outcome: author.Credentials, Why: whyNobody}})
				continue
			}
			listing := client.List(ctx, address, s.Settings().Agents)
			b.Observe(Observation{Agents: &listing})
		}
	}}
}

// wanted is an agent that has to be tested.
type wanted struct {
	address string
	agent   author.Agent
}

// nextAgent is the first agent that was not tested among entries. On the last page
// only those count that were tested before the clock was moved: whether they pass
// now is the proof.
func nextAgent(s Session, entries []Entry, id StepID) (wanted, bool) {
	tested := testsOf(entries)
	before := testsOf(s.Before().Entries())
	for _, listing := range listingsOf(s.Entries()) {
		for _, agent := range listing.Agents {
			this := author.Test{URL: listing.URL, Agent: agent.Name}
			same := func(t author.Test) bool { return sameAgent(t, this) }
			counts := slices.ContainsFunc(before, func(t author.Test) bool { return same(t) && t.Outcome.Tested() })
			if !slices.ContainsFunc(tested, same) && (id == StepToken || counts) {
				return wanted{listing.URL, agent}, true
			}
		}
	}
	return wanted{}, false
}

// agentTask has one agent tested.
func agentTask(test wanted) *Task {
	givenUp := author.Test{URL: test.address, Agent: test.agent.Name, Outcome: author.Unreached, Why: "given up before an answer came"}
	return &Task{Name: taskAgent, Abandoned: &Observation{AgentTest: &givenUp}, Run: func(ctx context.Context, b *Bench) {
		client := b.Author()
		if !client.Known() {
			b.Observe(Observation{AgentTest: &author.Test{URL: test.address, Agent: test.agent.Name, Outcome: author.Credentials, Why: whyNobody}})
			return
		}
		found := client.Test(ctx, test.address, test.agent)
		b.Observe(Observation{AgentTest: &found})
	}}
}

// agentsProgress is how many agents were tested in this epoch, of how many.
func agentsProgress(s Session) (done, total int) {
	for _, listing := range listingsOf(s.Entries()) {
		total += len(listing.Agents)
	}
	return len(testsOf(s.Epoch())), total
}
