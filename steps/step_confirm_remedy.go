package steps

import (
	"slices"
	"strings"

	"unskew/diagnostics/machine"
	"unskew/steps/remedy"
	"unskew/steps/say"
)

// remedyBlocks are what is to be done: the cause that comes first, what is typed
// for it, and what to know before.
func remedyBlocks(s Session, a Assessment) []Block {
	simulated := s.Start().Simulated != ""
	mending := MendingOf(a)
	switch {
	case mending.Cause == nil, mending.Cause.Code == "clock.moved-back":
		return nil // of the latter the page has told
	case mending.Cause.Code == "timeservice.upstream-wrong":
		words := upstreamWords(mending.Cause)
		if simulated {
			words = append(words, say.T("Here, press f: the simulated time servers are mended, and the machine follows them."))
		}
		return elsewhereBlocks(s, a, words)
	case len(mending.Commands) == 0:
		words := []say.Text{mending.Cause.Title, mending.Cause.Detail}
		if simulated {
			words = append(words, say.T("Here, press f: it is done in the simulated world."))
		}
		return elsewhereBlocks(s, a, words)
	}
	dangers := dangerBlock(Weigh(s, a))
	blocks := commandBlocks(s, a, mending, simulated)
	if dangers != nil {
		blocks = slices.Insert(blocks, 1, Block(Prose{Tone: Caution, Lines: []say.Text{say.T("Nothing is to be typed before the warnings below the commands are read.")}}))
		blocks = append(blocks, dangers)
	}
	return blocks
}

// elsewhereBlocks are for what somebody else has to mend, with nothing to type
// here. The clock then moves by itself, so the warnings hold as well.
func elsewhereBlocks(s Session, a Assessment, lines []say.Text) []Block {
	blocks := []Block{Prose{Lines: lines}}
	if dangers := dangerBlock(Weigh(s, a)); dangers != nil {
		blocks = append(blocks, dangers)
	}
	return blocks
}

// commandBlocks are the commands of what comes first, in their order.
func commandBlocks(s Session, a Assessment, mending Mending, simulated bool) []Block {
	lines := causeLines(a, mending)
	if mending.Elsewhere {
		lines = append(lines, mending.Cause.Detail)
	}
	lines = append(lines, whoTypes(s, mending, simulated))
	blocks := []Block{Prose{Lines: lines}}
	for _, command := range mending.Commands {
		blocks = append(blocks, CommandOf(s, command))
	}
	return blocks
}

// causeLines name every cause, and last the one that the commands are for. Where
// none is known the verdict has said all.
func causeLines(a Assessment, mending Mending) []say.Text {
	var lines []say.Text
	for _, found := range a.Findings {
		if found.Root() && found.Code != mending.Cause.Code {
			lines = append(lines, found.Title)
		}
	}
	if !strings.HasPrefix(mending.Cause.Code, "clock.") {
		lines = append(lines, mending.Cause.Title)
	}
	return lines
}

// whoTypes says who may do it, and when.
func whoTypes(s Session, mending Mending, simulated bool) say.Text {
	var m machine.Machine
	if read := s.Machine(); read != nil {
		m = *read
	}
	away := remotePatient(s)
	switch {
	case away && simulated:
		return say.T("On a real machine the administrators of AEM's machine would now type the one line that fits it. Here, press f: it is done on the simulated machine.")
	case away:
		return say.T("This is not for the machine that you are at. The administrators of AEM's machine type there the one line that fits it (unskew report --format change-request writes them a request):")
	case simulated && mending.Elsewhere:
		return say.T("Once that is mended, an administrator of a real machine would type this, if its clock is still wrong. Here, press f: all of it is done on the simulated machine.")
	case simulated:
		return say.T("On a real machine an administrator would now type this. Here, press f: it is done on the simulated machine.")
	case mending.Commands[0].Either:
		return say.T("An administrator of this machine types the one line that fits it:")
	case mending.Elsewhere:
		return say.T("Once that is mended, an administrator of this machine types, if the clock is still wrong:")
	case m.Root:
		return say.T("You are an administrator (root) of this machine and may type this, line by line:")
	case m.Sudo == machine.SudoMember:
		return say.T("You may type this yourself, line by line; sudo asks for your password:")
	case m.Sudo != "":
		return say.T("If you may use sudo on this machine, type this, line by line; else an administrator does:")
	}
	return say.T("An administrator of this machine types:")
}

// dangerBlock is what to know before, in short: a sentence each, and in one line
// what is not to be done. The change request and the report have it in full.
func dangerBlock(dangers []remedy.Danger) Block {
	if len(dangers) == 0 {
		return nil
	}
	lines := []say.Text{say.T("Before it is done:")}
	var never []say.Text
	for _, danger := range dangers {
		switch {
		case danger.Gravity == remedy.Never:
			never = append(never, danger.Title)
		case danger.Short.IsZero():
			lines = append(lines, danger.Title)
		default:
			lines = append(lines, say.Join(" ", danger.Title, danger.Short))
		}
	}
	if len(never) > 0 {
		lines = append(lines, say.Join(" ", never...))
	}
	return Prose{Tone: Caution, Lines: lines}
}

// upstreamWords name the wrong time servers, beside a verdict that says what to
// do about them.
func upstreamWords(upstream *Finding) []say.Text {
	return []say.Text{upstream.Title, say.T("Setting this machine's clock alone will not last, and every other machine that follows them is wrong too.")}
}
