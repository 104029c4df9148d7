package steps

import (
	"net/url"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
	"unskew/diagnostics/ntp"
	"unskew/steps/say"
)

// liveAt computes the live panel at an instant from what was measured before.
// It costs no packet: reference = anchor + raw.
func liveAt(s Session, reference ntp.Consensus, of patient, at diagnostics.Instant) Live {
	unread := of.unread(s)
	if of.anchor != nil {
		at.Wall = of.anchor.At(at.Raw)
	}
	live := Live{OS: at.Wall, Relation: Unmeasured, Zone: zoneOf(s), Viewer: viewerOf(s)}
	live.Skew = say.T("not measured yet")
	switch {
	case s.epochStart() > 0 && len(s.Readings()) == 0:
		live.Skew = say.T("being measured afresh")
	case statusOf(s, StepNTP).ended:
		live.Skew = say.T("not known: no server gave a time that can be trusted")
	}
	if of.anchor != nil || unread {
		live.Away, live.Zone = author.Origin(s.aems()[0]), nil
		if of.anchor != nil {
			live.Away = of.host
		}
	}
	if unread {
		live.OS = time.Time{} // this machine's own clock is not the one that is judged
		if reference.Found {
			live.Reference, live.ReferenceBy = reference.Anchor.At(at.Raw), referenceWords(reference)
		}
		return live
	}
	if reference.Found {
		if offset, uncertainty, err := of.offset(reference.Anchor, at); err == nil {
			live.Reference = reference.Anchor.At(at.Raw)
			live.Offset = offset
			live.Uncertainty = uncertainty
			live.Relation = relate(offset, live.Uncertainty, tolerance(s))
			live.Skew = Skew(offset)
			live.Circular = reference.Circular
			live.ReferenceBy = referenceWords(reference)
		}
	}
	liveServer(s, at, &live)
	return live
}

// referenceWords says who gave the reference.
func referenceWords(reference ntp.Consensus) say.Text {
	by := map[diagnostics.Source]say.Text{
		diagnostics.SourceNTP: say.T("NTP"), diagnostics.SourceHTTPS: say.T("web servers"),
		diagnostics.SourcePerson: say.T("a person's watch"), diagnostics.SourceLog: say.T("a log"),
	}[reference.Source]
	if reference.Circular {
		return say.T("%s, only what this machine follows", by)
	}
	return say.T("%s, %s of %s agree", by, say.Number(reference.Agreeing), say.Number(reference.Asked))
}

// liveServer adds the authorization server's own clock, from its newest answer.
func liveServer(s Session, at diagnostics.Instant, live *Live) {
	target := targetOf(s)
	if target == nil {
		return
	}
	live.ServerName = serverName(target)
	entries, boot := s.Entries(), s.Last().Boot
	for i := len(entries) - 1; i >= 0 && entries[i].Boot == boot; i-- {
		if entries[i].Attempt == nil || entries[i].Attempt.Server == nil {
			continue
		}
		server := entries[i].Attempt.Server
		live.Server = server.At(at.Raw)
		live.ServerUncertainty = server.UncertaintyAt(at.Raw)
		if !target.TimeFree && target.Lifetime > 0 {
			live.Band = bandWords(target, live.Server, at, target.AheadKnown || refusedAhead(s.AllAttempts()))
		}
		return
	}
}

// bandWords says from when on a request of this lifetime is accepted, by the
// service's own clock, and where this machine's clock stands.
func bandWords(target *Target, server time.Time, at diagnostics.Instant, checksAhead bool) say.Text {
	off, err := diagnostics.Between(server, at.Wall)
	if err != nil {
		return say.Text{}
	}
	lifetime := Span(target.Lifetime)
	switch behind := off.Duration(); {
	case behind > 10*target.Lifetime:
		return say.T("accepted up to %s behind: far outside", lifetime)
	case behind > target.Lifetime:
		return say.T("accepted up to %s behind: outside", lifetime)
	case behind < -time.Second-target.IssuedBack && checksAhead:
		return say.T("accepted up to %s behind, not ahead: outside", lifetime)
	}
	return say.T("accepted up to %s behind: inside", lifetime)
}

// serverName is the asked host, whichever service that is.
func serverName(target *Target) say.Text {
	parsed, err := url.Parse(target.Endpoint)
	if err != nil || parsed.Host == "" {
		return say.T("token service")
	}
	return say.Verbatim(parsed.Hostname())
}

// zoneOf is the host's own zone.
func zoneOf(s Session) *time.Location {
	host := s.Host()
	if host == nil {
		return time.UTC
	}
	return time.FixedZone(host.Zone, int(host.ZoneOffset/time.Second))
}

func viewerOf(s Session) *time.Location {
	if name := s.Settings().ViewerZone; name != "" {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	return nil
}
