package steps

import (
	"slices"
	"time"

	"unskew/steps/remedy"
	"unskew/steps/say"
)

// byHand is how near a person sets a clock by a watch: within two minutes.
const byHand = 2 * time.Minute

// zoneByHand: the zone is wrong, and the clock was set so that it looks right.
func zoneByHand() rule {
	return rule{
		Code: "zone.set-by-hand", Step: StepOSTime, Cause: true,
		Means:    say.T("The machine's time zone is wrong, and its clock was set by hand so that the local time looks right."),
		Told:     say.T("The error is within two minutes of a multiple of 15 minutes that leads from the configured zone to one that exists, and the hardware clock does not account for it (rtc.local-time). It is not told where the zone is one of the person's own environment (TZ). Whether the local time looks right on a watch makes it sure: with --viewer-zone it is compared."),
		Mend:     say.T("Correct the zone first, then let the time service set the clock. In the other order the clock looks wrong, and somebody sets it back."),
		Explains: []string{"clock.behind", "clock.ahead"},
		Look:     lookZoneByHand,
	}
}

func lookZoneByHand(f facts) *Finding {
	host := f.session.Host()
	if host == nil || host.Container != "" || rtcExplains(f) || dstByHand(f) {
		return nil
	}
	truly, suspect := trueZone(f)
	if !suspect {
		return nil
	}
	found := &Finding{
		Severity: Problem,
		Title:    say.T("The time zone of this machine (%s) is probably wrong: by the error, it should be one with UTC%s. Its clock was set by hand so that the local time looks right.", zoneWords(host.Zone, host.ZoneOffset), utcOffset(truly)),
		Detail:   say.T("To be sure, look at the local time on this machine: if it is what your watch there shows, it is so. Correct the zone first, then the clock."),
		Remedy:   remedy.ZoneFirst(placeOf(f)),
	}
	if viewerAgrees(f, truly) {
		found.Title = say.T("The time zone of this machine (%s) is wrong: it should be one with UTC%s. Its clock was set by hand so that the local time looks right.", zoneWords(host.Zone, host.ZoneOffset), utcOffset(truly))
		found.Detail = say.T("Its local time is that of your own zone (%s), as your watch shows it. Correct the zone first, then the clock.", f.session.Settings().ViewerZone)
	}
	return found
}

// trueZone is the offset from UTC of the zone in which this host's local time
// would be right. It is suspect where that is a zone in use, other than the
// configured one: the OS clock then shows true local time under a wrong zone.
func trueZone(f facts) (offset time.Duration, suspect bool) {
	host := f.session.Host()
	if host.ZoneOwn || f.judged.Relation != Beyond || f.judged.Offset.Abs() > 27*time.Hour {
		return 0, false
	}
	// Local time shown is OS + zone; it is right in the zone with OS + zone =
	// true + offset, so that offset = zone - (true - OS).
	off := host.ZoneOffset - f.judged.Offset.Duration()
	const quarter = 15 * time.Minute
	rounded := off.Round(quarter)
	if rounded == host.ZoneOffset || !nearly(off, rounded, byHand) {
		return 0, false
	}
	return rounded, slices.Contains(offsetsInUse(), rounded)
}

// offsetsInUse are the offsets from UTC of the zones of this century, summer
// time included (IANA time zone database).
func offsetsInUse() []time.Duration {
	list := []time.Duration{}
	for hour := -12; hour <= 14; hour++ {
		list = append(list, time.Duration(hour)*time.Hour)
	}
	for _, minutes := range []int{-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825} {
		list = append(list, time.Duration(minutes)*time.Minute)
	}
	return list
}

// viewerAgrees reports whether the person's own zone is the one in which this
// host's local time is right.
func viewerAgrees(f facts, offset time.Duration) bool {
	zone := f.session.Settings().ViewerZone
	if zone == "" {
		return false
	}
	place, err := time.LoadLocation(zone)
	if err != nil {
		return false
	}
	_, east := f.judged.Reference.In(place).Zone()
	return time.Duration(east)*time.Second == offset
}

// zoneWords name a zone with its offset from UTC.
func zoneWords(name string, offset time.Duration) string {
	if name == "" {
		return "UTC" + utcOffset(offset)
	}
	return name + ", UTC" + utcOffset(offset)
}

// utcOffset prints an offset from UTC as "+05:30".
func utcOffset(offset time.Duration) string {
	return time.Time{}.In(time.FixedZone("", int(offset/time.Second))).Format("-07:00")
}
