package steps

import (
	"math"
	"strings"

	"unskew/diagnostics"
	"unskew/diagnostics/timeservice"
	"unskew/steps/say"
)

// Lasting is whether a clock that is right stays so.
type Lasting string

// What is told of a clock that is right. The empty value is: it is not right,
// or not known to be.
const (
	LastsNow     Lasting = "now"          // right now; not known whether it is kept so
	LastsKept    Lasting = "kept"         // something keeps it, by a source that agrees with our own measurement
	LastsRelapse Lasting = "will-relapse" // something will set it wrong, or nothing keeps it
)

// Keeping is what is known of how a right clock is kept.
type Keeping struct {
	State Lasting
	Why   []say.Text // of kept: by what; of the others: what is missing
}

// keepingOf judges whether a right clock lasts, after the findings are known.
func keepingOf(f facts, found []Finding) Keeping {
	if f.judged.Relation != Within || !f.judged.Independent || f.judged.Away != "" {
		return Keeping{}
	}
	var why []say.Text
	for _, finding := range found {
		lurking := finding.Root() || finding.Code == "clock.moved-back"
		if lurking && finding.Code != "host.libfaketime" {
			why = append(why, finding.Title)
		}
	}
	if len(why) > 0 {
		return Keeping{LastsRelapse, why}
	}
	host := f.session.Host()
	switch {
	case host == nil:
		return Keeping{LastsNow, []say.Text{say.T("The state of this machine was not read.")}}
	case host.Container != "" && justKept(f):
		return Keeping{LastsKept, []say.Text{say.T("The machine that this container runs on keeps it: its kernel says that a time service corrects it.")}}
	case host.Container != "":
		return Keeping{LastsNow, []say.Text{say.T("Whether the machine that this container runs on keeps it cannot be seen from inside.")}}
	}
	return keptByService(f)
}

// minding is the verdict of a right clock, where it is not the whole answer: it
// will not stay right, programs are not told what it shows, or the exchange that
// works now will not for long.
func minding(a Assessment) Verdict {
	verdict := a.Verdict
	if verdict.Code != Healthy && verdict.Code != Fixed {
		return verdict
	}
	bent := finding(a, "host.libfaketime")
	switch {
	case bent != nil:
		verdict.Title = say.Join(" ", verdict.Title, bent.Title)
		verdict.Next = say.T("Ask who set that up, have it taken out of their start, and start them anew: what they sign is wrong whatever the clock shows.")
	case verdict.Code == Fixed && a.Keeping.State == LastsRelapse:
		verdict.Next = say.Join(" ", say.T("But it will be wrong again: step 4 and the report say why. Have that mended."), verdict.Next)
	case verdict.Code == Healthy && a.Keeping.State == LastsRelapse:
		verdict.Next = say.T("Nothing has to be done about the present time. But see to what is named below, or the clock will be wrong again.")
	}
	if soon := finding(a, "credential.expiring"); soon != nil {
		verdict.Title = say.Join(" ", verdict.Title, soon.Title)
		if verdict.Code == Healthy && a.Keeping.State != LastsRelapse && bent == nil {
			verdict.Next = soon.Detail
		} else {
			verdict.Next = say.Join(" ", verdict.Next, soon.Detail)
		}
	}
	return verdict
}

// keptByService is kept where one service runs, starts at boot, and follows a
// source that agrees with our own measurement. A service's own word is not
// enough: it may follow a liar.
func keptByService(f facts) Keeping {
	service := onlyRunning(f)
	now := func(why say.Text) Keeping { return Keeping{LastsNow, []say.Text{why}} }
	switch {
	case service == nil:
		return now(say.T("It is not known which time service keeps it."))
	case service.Selected == "":
		return now(say.T("%s runs, but does not tell whom it follows.", service.Name))
	case !startsAtBoot(*service):
		return now(say.T("%s keeps it now; whether it starts again at boot is not known.", service.Name))
	case !agreesWithUs(f, *service):
		return now(say.T("%s keeps it now by %s, whose time this program did not measure itself.", service.Name, service.Selected))
	}
	why := []say.Text{say.T("%s runs, starts at boot, and follows %s, which agrees with our own measurement.", service.Name, service.Selected)}
	if service.Name == "chronyd" && !strings.HasPrefix(service.Steps, "always") && wasPaused(f.session) {
		return Keeping{LastsRelapse, append(why, say.T("But after the next pause or snapshot of this machine it is wrong again: %s sets a clock at once only when it starts. Have makestep 1 -1 put into its settings.", service.Name))}
	}
	return Keeping{LastsKept, why}
}

// wasPaused reports whether a pause of the machine was the cause of an error
// that has been corrected since.
func wasPaused(s Session) bool {
	for earlier := s.Before(); !earlier.Empty(); earlier = earlier.Before() {
		history := epochsOf(earlier)
		now := history[len(history)-1]
		if lookPaused(facts{session: earlier, history: history, now: now, judged: now.offset}) != nil {
			return true
		}
	}
	return false
}

func startsAtBoot(service timeservice.Service) bool {
	switch service.Enabled {
	case "enabled", "static", "alias", "generated", "automatic", "indirect":
		return true
	}
	return false
}

// agreesWithUs reports whether the source that a service follows was measured by
// this program and agrees with the reference; or, where that source cannot be
// asked by others, whether the service and we measure the same error.
func agreesWithUs(f facts, service timeservice.Service) bool {
	names := map[string]bool{service.Selected: true}
	for _, source := range service.Sources {
		if source.Selected {
			names[source.Name], names[source.Address] = true, true
		}
	}
	for _, reading := range f.judged.Readings {
		if reading.Source == diagnostics.SourceNTP && reading.Used && (names[reading.Server] || names[reading.Address]) {
			return true
		}
	}
	if service.Correction == nil {
		return false
	}
	ours, theirs := f.judged.Offset.Seconds(), service.Correction.Seconds()
	return math.Abs(ours-theirs) <= tolerance(f.session).Seconds()
}

// lastingBlocks tell whether the clock stays right, and what to do where not.
func lastingBlocks(s Session, a Assessment) []Block {
	switch a.Keeping.State {
	case LastsKept:
		return []Block{Prose{Tone: Good, Lines: []say.Text{say.Join(" ", append([]say.Text{say.T("It will stay right:")}, a.Keeping.Why...)...)}}}
	case LastsNow:
		return []Block{Prose{Tone: Caution, Lines: []say.Text{say.Join(" ", append([]say.Text{say.T("It is right now. Whether it stays so is not sure:")}, a.Keeping.Why...)...)}}}
	case LastsRelapse:
		if blocks := relapseBlocks(s, a); len(blocks) > 0 {
			return blocks
		}
		return []Block{Prose{Tone: Caution, Lines: []say.Text{say.Join(" ", a.Keeping.Why...)}}}
	}
	return nil
}

// relapseBlocks are why a clock that is right now will not stay so, and what to
// do about it.
func relapseBlocks(s Session, a Assessment) []Block {
	var blocks []Block
	for _, found := range a.Findings {
		if !found.Root() {
			continue
		}
		blocks = append(blocks, Prose{Tone: Caution, Lines: []say.Text{
			say.Join(" ", say.T("The clock is right now, but it will be wrong again:"), found.Title, found.Detail),
		}})
		for _, command := range found.Remedy {
			blocks = append(blocks, CommandOf(s, command))
		}
	}
	return blocks
}
