package report

import (
	"unskew/diagnostics"
	"unskew/steps"
	"unskew/steps/say"
)

// aemSection tells the clocks of the AEMs that were named, and their own tests, now
// and before the clock was moved.
func aemSection(c content) section {
	blocks := steps.SightBlocks(c.session, c.now.Offset)
	blocks = append(blocks, steps.AgentBlocks(c.session)...)
	if c.before != nil {
		if earlier := steps.AgentBlocks(c.before.session); len(earlier) > 0 {
			blocks = append(append(blocks, steps.Prose{Tone: steps.Strong, Lines: []say.Text{say.T("Before the clock was moved:")}}), earlier...)
		}
	}
	return section{Title: say.T("AEM"), Blocks: blocks}
}

// aemOf is what AEMs said, in JSON: in the order in which they were named.
func aemOf(s steps.Session) []aemJSON {
	var list []aemJSON
	for _, sight := range s.Sights() {
		one := aemJSON{URL: word(withoutUser(sight.URL)), Outcome: word(sight.Reading.Outcome), Reason: word(sight.Reading.Reason), Between: words(sight.Between), Agents: []agentJSON{}}
		if sight.Reading.Outcome == diagnostics.Measured {
			if offset, err := sight.Reading.Offset(); err == nil {
				one.Ahead = &offset
			}
			one.Uncertainty = seconds(sight.Reading.Anchor.Uncertainty)
		}
		for _, test := range s.AgentTests() {
			if test.URL != sight.URL {
				continue
			}
			agent := agentJSON{
				Name: word(test.Agent), Outcome: word(test.Outcome), Class: word(test.Class), HTTPStatus: test.Said.Status,
				Error: word(test.Said.Error), Description: word(test.Said.Description), FirstError: word(test.Said.FirstError), Why: word(test.Why),
				AtAEM: moment(test.AtAEM), ServerDate: moment(test.Said.ServerDate), LocalStamp: word(test.Said.LocalStamp),
			}
			if test.ZoneKnown {
				east := int64(test.ZoneOffset.Seconds())
				agent.ZoneOffset = &east
			}
			one.Agents = append(one.Agents, agent)
		}
		list = append(list, one)
	}
	return list
}

// foundOf are the AEMs on this machine, in JSON.
func foundOf(s steps.Session) *foundJSON {
	found := s.AEM()
	if found == nil {
		return nil
	}
	out := &foundJSON{NotLooked: word(found.NotLooked), List: []instanceJSON{}}
	for _, instance := range found.List {
		one := instanceJSON{
			Folder: word(instance.Folder), RunModes: words(instance.RunModes), Store: word(instance.Store), Zone: word(instance.Zone),
			Proxies: words(instance.Proxies), Logs: word(instance.Logs), Container: instance.Container,
		}
		if instance.Port > 0 {
			one.Port = &instance.Port
		}
		if instance.ZoneKnown {
			east := int64(instance.ZoneOffset.Seconds())
			one.ZoneOffset = &east
		}
		for field, why := range instance.Unknown {
			if one.Unknown == nil {
				one.Unknown = map[string]word{}
			}
			one.Unknown[field] = word(why)
		}
		out.List = append(out.List, one)
	}
	return out
}
