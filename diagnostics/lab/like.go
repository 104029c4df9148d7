package lab

import (
	"errors"
	"fmt"
	"time"

	"github.com/BurntSushi/toml"
)

// decodeOver decodes a scenario's text, over the world that it says it is like.
func decodeOver(text string) (Scenario, error) {
	var own Scenario
	given, err := decodeStrictly(text, &own)
	if err != nil || own.Like == "" {
		return own, err
	}
	base, err := files.ReadFile("scenarios/" + own.Like + ".toml")
	if err != nil {
		return Scenario{}, fmt.Errorf("there is no scenario %q to be like", own.Like)
	}
	var sc Scenario
	if _, err := decodeStrictly(string(base), &sc); err != nil {
		return Scenario{}, err
	}
	if sc.Like != "" {
		return Scenario{}, errors.New("the scenario that it is like is itself like another: name that one")
	}
	sc.clear(given)
	_, err = decodeStrictly(text, &sc)
	return sc, err
}

// clear takes out of a world what another one says itself. Tables of one kind
// are replaced together, the host's fields one by one.
func (sc *Scenario) clear(given toml.MetaData) {
	sc.Title, sc.About, sc.Expect = "", "", Expect{}
	if given.IsDefined("service") || given.IsDefined("no_service") {
		sc.Service, sc.Without = nil, false
	}
	if given.IsDefined("ntp") {
		sc.NTP = nil
	}
	if given.IsDefined("https") {
		sc.HTTPS = nil
	}
	if given.IsDefined("aem") {
		sc.AEM = nil
	}
	if given.IsDefined("fix") {
		sc.Fix = Remedy{}
	}
	for _, clock := range []string{"behind", "ahead", "os_clock"} {
		if given.IsDefined("host", clock) {
			sc.Host.Skew, sc.Host.Clock = Skew{}, time.Time{}
		}
	}
}

// decodeStrictly decodes TOML; a key that is not known is an error.
func decodeStrictly(text string, into *Scenario) (toml.MetaData, error) {
	meta, err := toml.Decode(text, into)
	if err != nil {
		return meta, err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return meta, fmt.Errorf("unknown key %q", unknown[0].String())
	}
	return meta, nil
}
