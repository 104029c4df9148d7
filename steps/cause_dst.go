package steps

import (
	"time"

	"unskew/steps/remedy"
	"unskew/steps/say"
)

// zoneDSTByHand: somebody changed the clock for summer time, as the system does
// by itself.
func zoneDSTByHand() rule {
	return rule{
		Code: "zone.dst-by-hand", Step: StepOSTime, Cause: true,
		Means:    say.T("The clock was changed by hand for daylight-saving time, which the system does by itself."),
		Told:     say.T("The error is within two minutes of one hour, and the configured zone has daylight-saving time in this year. Whether the local time looks right on a watch there tells it from a wrong zone."),
		Mend:     say.T("Leave the zone as it is, and let the time service set the clock."),
		Explains: []string{"clock.behind", "clock.ahead"},
		Look:     lookDSTByHand,
	}
}

func lookDSTByHand(f facts) *Finding {
	host := f.session.Host()
	if host == nil || host.Container != "" || rtcExplains(f) || !dstByHand(f) {
		return nil
	}
	return &Finding{
		Severity: Problem,
		Title:    say.T("The clock is wrong by almost exactly one hour: somebody probably changed it by hand for summer or winter time."),
		Detail:   say.T("The system does that by itself in its zone (%s). To be sure, look at the local time on this machine: if it looks wrong by an hour it is so; if it looks right, the zone is wrong.", zoneWords(host.Zone, host.ZoneOffset)),
		Remedy:   remedy.SetByService(placeOf(f)),
	}
}

// dstByHand reports whether the error is an hour in a zone that has
// daylight-saving time.
func dstByHand(f facts) bool {
	host := f.session.Host()
	if host.ZoneOwn || f.judged.Relation != Beyond || !nearly(f.judged.Offset.Abs(), time.Hour, byHand) {
		return false
	}
	place, err := time.LoadLocation(host.Zone)
	if err != nil || host.Zone == "" {
		return false
	}
	if truly, _ := trueZone(f); viewerAgrees(f, truly) {
		return false // it looks right on the person's own watch
	}
	year := f.judged.Reference.Year()
	_, winter := time.Date(year, time.January, 1, 0, 0, 0, 0, place).Zone()
	_, summer := time.Date(year, time.July, 1, 0, 0, 0, 0, place).Zone()
	return winter != summer
}
