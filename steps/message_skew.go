package steps

import (
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem"
	"unskew/steps/say"
)

// A pasted message holds two clocks: the server's Date, and the stamp of the
// machine's own log beside it. The stamp names no zone, so their difference is
// known only to within the zones of the world.
const (
	westernmost = -12 * time.Hour
	easternmost = 14 * time.Hour
	zoneStep    = 15 * time.Minute // every zone in use is a multiple of it
	stampNoise  = time.Minute      // a zone's difference, give or take the logging
)

// messageSkew returns true time minus the machine's stamp, read as UTC.
func messageSkew(transcript *aem.Transcript) (diagnostics.Offset, bool) {
	if transcript.ServerDate.IsZero() {
		return diagnostics.Offset{}, false
	}
	for _, layout := range []string{"2.1.2006 15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04:05"} {
		stamp, err := time.Parse(layout, transcript.LocalStamp)
		if err != nil {
			continue
		}
		skew, err := diagnostics.Between(transcript.ServerDate, stamp)
		return skew, err == nil
	}
	return diagnostics.Offset{}, false
}

// messageSkewWords says what the two clocks of a message come to. certain: the
// machine's clock was wrong whatever its zone.
func messageSkewWords(transcript *aem.Transcript) (words say.Text, certain bool) {
	skew, known := messageSkew(transcript)
	if !known {
		return say.Text{}, false
	}
	// In a zone east of UTC the stamp is later than UTC, and the machine is
	// further behind by as much.
	apart := skew.Duration()
	least, most := apart+westernmost, apart+easternmost
	switch {
	case least > stampNoise:
		return say.T("By the two clocks in the message that machine was behind, whatever its time zone: by %s at least, %s at most.", Span(least), Span(most)), true
	case most < -stampNoise:
		return say.T("By the two clocks in the message that machine was ahead, whatever its time zone: by %s at least, %s at most.", Span(most), Span(least)), true
	}
	rest := (apart - apart.Round(zoneStep)).Abs()
	if rest <= stampNoise {
		return say.T("The two clocks in the message are %s apart, as a time zone is: that machine's clock may be right.", Span(apart)), false
	}
	return say.T("The two clocks in the message are %s apart. A time zone does not explain all of it: that machine's clock was wrong by %s at least.", Span(apart), Span(rest)), true
}
