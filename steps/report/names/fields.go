package names

// holds is what a field of the record holds.
type holds int

const (
	// ours: codes, kinds, versions, zones and sentences of this program, and names
	// that every machine has. They are left as they are.
	ours holds = iota
	// words are somebody else's, or hold some: they are searched for what looks
	// like a name.
	words
	host    // a machine by name or address, perhaps with a port
	place   // a URL, or a host
	domain  // of machines
	path    // a file or folder that a person named
	setting // a file of the system, which a person may have named
	account // a technical account or user
	client  // a client id or key id
	scopes  // of a token
	company // an organisation
	agent   // of AEM
	issuer  // of a certificate, or its subject
	boot    // an identifier of this machine
	answer  // what a person answered: its question tells
	pair    // NAME=VALUE
)

// fields says of every text in the record what it holds, by its type and name.
// What is not in the table counts as words. A test holds the table to the types.
func fields() map[string]holds {
	all := map[string]holds{}
	for _, table := range []map[holds][]string{fieldsWithoutNames(), fieldsOfNames()} {
		for what, names := range table {
			for _, name := range names {
				all[name] = what
			}
		}
	}
	return all
}

// fieldsWithoutNames hold what is ours, and words in which names may stand.
func fieldsWithoutNames() map[holds][]string {
	return map[holds][]string{
		ours: {
			"steps.Entry.Kind", "steps.Entry.Step", "steps.Entry.Reopen", "steps.Start.Tool", "steps.Start.Simulated",
			"steps.Settings.ViewerZone", "steps.Settings.Profile", "steps.Settings.Algorithm",
			"steps.Answer.Question", "steps.Move.How", "steps.Offer.Finding",
			"hostclock.State.OS", "hostclock.State.Zone", "hostclock.State.Container", "hostclock.State.VirtualMachine",
			"timeservice.Server.By", "timeservice.Service.Name", "timeservice.Service.Unit", "timeservice.Service.Enabled",
			"timeservice.Service.Active", "timeservice.Source.State", "timeservice.Service.Steps", "timeservice.Service.Sync",
			"timeservice.Service.Panics", "timeservice.Service.Failed", "timeservice.Refclock.Name", "timeservice.Refclock.By",
			"machine.Distribution.ID", "machine.Distribution.Version", "machine.Distribution.Like", "machine.Distribution.Name",
			"machine.Machine.Init", "machine.Machine.Sudo", "machine.Machine.Cloud", "machine.Machine.PTP", "machine.Machine.GuestSync",
			"say.Text.Format", "steps.LogEvidence.Class",
			"diagnostics.Reading.Source", "diagnostics.Reading.Outcome", "diagnostics.Reading.Reason", "diagnostics.Reading.KissCode",
			"exchange.Attempt.Stamp", "exchange.Attempt.Outcome", "exchange.Attempt.Class",
			// A request id is what the operator of the service looks the request up
			// by. It names nobody.
			"exchange.Attempt.RequestID", "exchange.RequestID.Name", "exchange.RequestID.Value",
			"aem.Transcript.Class", "aem.Transcript.LocalStamp", "steps.LogExchange.Class", "steps.LogExchange.Stamp",
			"steps.Target.Profile", "steps.Target.Title", "steps.Target.Missing", "steps.Target.Helpful",
			"credential.Certificate.Match", "process.Instance.RunModes", "process.Instance.Store", "process.Instance.StoreBy",
			"process.Instance.Zone", "process.Instance.ZoneBy",
			"author.Sight.Between", "author.Listing.Outcome", "author.Test.Outcome", "author.Test.Class",
			"steps.Observation.Done",
		},
		words: {
			"steps.Entry.Why", "steps.Planned.Argv", "steps.Planned.Run", "steps.Offer.Problem", "steps.Run.Command", "steps.Run.Output", "steps.Run.Why",
			"hostclock.State.Unknown", "timeservice.Source.Why", "timeservice.Service.Trouble", "timeservice.Service.HostClock",
			"timeservice.Service.Settings", "timeservice.Service.Unknown",
			"machine.Machine.Faketime", "machine.File.Path", "machine.Machine.Unknown", "say.Text.Args",
			"diagnostics.Reading.Detail", "diagnostics.Reading.Operator", "exchange.Attempt.Error", "exchange.Attempt.Description", "exchange.Attempt.Why",
			"aem.Transcript.Text", "aem.Transcript.Error", "aem.Transcript.Description", "aem.Transcript.FirstError", "steps.LogExchange.Error", "steps.LogExchange.Description",
			"steps.Target.Problem", "process.Instance.Unknown", "process.Found.NotLooked",
			"author.Listing.Why", "author.Test.Why", "steps.Observation.Nothing", "steps.Settings.KeptInside",
		},
	}
}

// fieldsOfNames hold a name of a kind.
func fieldsOfNames() map[holds][]string {
	return map[holds][]string{
		host: {
			"steps.Start.Host", "hostclock.State.Name", "timeservice.Server.Name", "timeservice.Service.Selected",
			"timeservice.Source.Name", "timeservice.Source.Address", "machine.Machine.Node",
			"diagnostics.Reading.Address", "diagnostics.Reading.Via", "exchange.Attempt.Via", "exchange.Attempt.Address",
			"process.Instance.Proxies", "author.Agent.Target",
		},
		place: {
			"steps.Settings.NTP", "steps.Settings.HTTPS", "steps.Settings.TokenURL", "steps.Settings.Audience", "steps.Settings.AEM",
			"diagnostics.Reading.Server", "steps.Target.Endpoint", "author.Sight.URL", "author.Listing.URL", "author.Test.URL",
		},
		domain:  {"machine.Machine.Domain"},
		setting: {"timeservice.Server.File", "timeservice.Refclock.File"},
		path:    {"steps.Settings.Credentials", "steps.Settings.Key", "steps.LogEvidence.Files", "process.Instance.Folder", "process.Instance.Logs"},
		account: {"steps.Settings.Subject"},
		company: {"steps.Settings.Issuer"},
		client:  {"steps.Settings.ClientID", "steps.Settings.KeyID"},
		scopes:  {"steps.Settings.Scope"},
		pair:    {"steps.Settings.Claims", "steps.Settings.Fields"},
		agent:   {"steps.Settings.Agents", "aem.Transcript.Agent", "steps.LogExchange.Agent", "author.Agent.Name", "author.Agent.Title", "author.Test.Agent"},
		issuer:  {"exchange.Attempt.Issuer", "diagnostics.Reading.Issuer", "credential.Certificate.Subject", "credential.Certificate.SHA1"},
		boot:    {"steps.Entry.Boot", "hostclock.State.BootID"},
		answer:  {"steps.Answer.Value"},
	}
}
