package report

import (
	"unskew/steps"
	"unskew/steps/say"
)

// asked is who is asked for what.
type asked struct {
	to    say.Text
	short say.Text // for a title
	what  say.Text // in one sentence
}

// requestFor says who has to mend a cause, and what they are asked for. What
// nobody else has to do is for the machine's own administrators.
func requestFor(c content, cause steps.Finding) asked {
	host, skewed := hostName(c.session), c.now.Offset.Words
	if !c.now.Offset.Known {
		skewed = say.T("not known to be right")
	}
	switch cause.Code {
	case "host.container":
		return asked{
			containersOf(c), say.T("correct the clock of the machine under %s", host),
			say.T("Correct the clock of the machine on which the container %s runs: it is %s, and so is every container there.", host, skewed),
		}
	case "timeservice.upstream-wrong":
		return asked{
			say.T("whoever runs the time servers that %s follows", host), say.T("correct the time servers that %s follows", host),
			say.T("Correct these time servers: with them, every machine that follows them is wrong. This machine alone is not to be changed."),
		}
	case "timeservice.no-answer":
		return asked{
			say.T("the administrators of %s, with whoever runs its time servers", host), say.T("have the time servers of %s answer", host),
			say.T("Have these time servers answer %s again, or have it follow others: its clock is %s.", host, skewed),
		}
	case "ntp.blocked":
		return asked{
			say.T("the network team (firewall)"), say.T("open UDP port 123 for %s", host),
			say.T("Open UDP port 123 (NTP) from %s to the time servers that it is to follow, or name time servers inside the network: its clock is %s, and its time service cannot correct it.", host, skewed),
		}
	case "host.hypervisor-clock":
		return asked{
			say.T("whoever runs the virtual machines"), say.T("check the clock of the hypervisor of %s", host),
			say.T("Compare the clock of the hypervisor that runs %s with a watch, and have it corrected: this machine very likely got its wrong time from there (%s).", host, skewed),
		}
	case "rtc.battery":
		return asked{
			say.T("whoever looks after the hardware of %s", host), say.T("replace the clock battery of %s", host),
			say.T("Replace the battery of the hardware clock of %s: its clock starts far off after each power cut (now %s).", host, skewed),
		}
	case "host.libfaketime":
		return asked{
			say.T("the administrators of %s", host), say.T("give the programs on %s the true time", host),
			say.T("Take libfaketime out of the start of these programs on %s, and start them anew. Ask first why it was set up.", host),
		}
	case "server.clock-off":
		return asked{
			say.T("the operator of the token service"), say.T("correct the clock of the token service"),
			say.T("Correct the clock of the token service. The clock of %s was measured and is not the cause.", host),
		}
	}
	return asked{ownersOf(c, cause), onTheMachine(c, host), whatThere(c, host, skewed)}
}

// containersOf names the machine under a container, where it is known.
func containersOf(c content) say.Text {
	if read := c.session.Machine(); read != nil && read.Node != "" {
		return say.T("whoever runs the containers (machine %s)", read.Node)
	}
	return say.T("whoever runs the containers")
}

func ownersOf(c content, cause steps.Finding) say.Text {
	if cause.Code == "host.guest-sync" {
		return say.T("the administrators of %s, with whoever runs the virtual machines", hostName(c.session))
	}
	return say.T("the administrators of %s", hostName(c.session))
}

func onTheMachine(c content, host string) say.Text {
	if c.now.Offset.Relation == steps.Beyond {
		return say.T("correct the clock of %s", host)
	}
	return say.T("keep the clock of %s right", host)
}

func whatThere(c content, host string, skewed say.Text) say.Text {
	if c.now.Offset.Relation == steps.Beyond {
		return say.T("Have the time service of %s correct its clock, which is %s, and keep it right.", host, skewed)
	}
	return say.T("Change the time service of %s so that its clock, which is right now, stays so.", host)
}
