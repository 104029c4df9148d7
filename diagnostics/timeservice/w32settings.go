package timeservice

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"unskew/diagnostics"
)

// Where w32time's settings are in the registry. What a group policy sets counts
// before the machine's own ("Windows Time service tools and settings").
const (
	w32policyKey = `SOFTWARE\Policies\Microsoft\W32Time`
	w32localKey  = `SYSTEM\CurrentControlSet\Services\W32Time`
)

// The names of the settings that are read, as Service.Settings has them.
const (
	settingType      = "Type"
	settingServers   = "NtpServer"
	settingForwards  = "MaxPosPhaseCorrection"
	settingBackwards = "MaxNegPhaseCorrection"
	settingLarge     = "LargePhaseOffset"      // in units of 100 ns: a greater offset is doubted at first
	settingAllowed   = "MaxAllowedPhaseOffset" // in seconds: a greater offset is set at once, a smaller one slewed
	settingSeeding   = "UtilizeSslTimeData"    // 1: the times that TLS servers say may set the clock
	settingInterval  = "SpecialPollInterval"
	settingClient    = "NtpClient Enabled"
	settingHostClock = "VMICTimeProvider Enabled"
)

// w32setting is where one setting is.
type w32setting struct {
	name   string
	folder string // below either key
	value  string
	text   bool
}

func w32settings() []w32setting {
	return []w32setting{
		{settingType, `Parameters`, "Type", true},
		{settingServers, `Parameters`, "NtpServer", true},
		{settingForwards, `Config`, "MaxPosPhaseCorrection", false},
		{settingBackwards, `Config`, "MaxNegPhaseCorrection", false},
		{settingLarge, `Config`, "LargePhaseOffset", false},
		{settingAllowed, `Config`, "MaxAllowedPhaseOffset", false},
		{settingSeeding, `Config`, "UtilizeSslTimeData", false},
		{settingInterval, `TimeProviders\NtpClient`, "SpecialPollInterval", false},
		{settingClient, `TimeProviders\NtpClient`, "Enabled", false},
		{settingHostClock, `TimeProviders\VMICTimeProvider`, "Enabled", false},
	}
}

// configuration is w32time's settings by name, and where each stands.
type configuration struct {
	values map[string]string
	places map[string]string
}

// readSettings reads the registry. The error is the first that is more than
// "not there".
func readSettings(registry Registry) (configuration, error) {
	found := configuration{values: map[string]string{}, places: map[string]string{}}
	if registry == nil {
		return found, errors.New("the registry cannot be read")
	}
	var problem error
	for _, setting := range w32settings() {
		for _, root := range []string{w32policyKey, w32localKey} {
			key := root + `\` + setting.folder
			value, err := setting.read(registry, key)
			if err == nil {
				found.values[setting.name] = diagnostics.Clean(value, mostLine)
				found.places[setting.name] = `HKLM\` + key + `\` + setting.value
				break
			}
			if !errors.Is(err, fs.ErrNotExist) && problem == nil {
				problem = registryError(err)
			}
		}
	}
	return found, problem
}

func (s w32setting) read(registry Registry, key string) (string, error) {
	if s.text {
		return registry.Text(key, s.value)
	}
	number, err := registry.Number(key, s.value)
	return strconv.FormatUint(number, 10), err
}

func registryError(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return errors.New("the registry may not be read by this user")
	}
	return errors.New("the registry cannot be read")
}

// number returns a setting that is one.
func (c configuration) number(name string) (uint64, bool) {
	number, err := strconv.ParseUint(c.values[name], 10, 64)
	return number, err == nil
}

// parseConfiguration reads "w32tm /query /configuration": the same settings by
// their names in the registry, which no language changes, each with where it is
// from in brackets. It is for a user who may not read the registry.
func parseConfiguration(text string) configuration {
	found := configuration{values: map[string]string{}, places: map[string]string{}}
	provider := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		name, value, isValue := strings.Cut(line, ":")
		if !isValue && line != "" {
			provider, _, _ = strings.Cut(name, " ") // "NtpClient (Local)"
			continue
		}
		for _, setting := range w32settings() {
			inProvider := strings.HasPrefix(setting.folder, `TimeProviders\`)
			if setting.value != name || found.values[setting.name] != "" ||
				(inProvider && setting.folder != `TimeProviders\`+provider) {
				continue
			}
			if at := strings.LastIndex(value, "("); at > 0 {
				value = value[:at]
			}
			found.values[setting.name] = diagnostics.Clean(value, mostLine)
			found.places[setting.name] = "w32tm /query /configuration"
		}
	}
	return found
}

// sync returns what w32time is set to do, "" where that is none of the known.
func (c configuration) sync() string {
	for _, known := range []string{SyncNTP, SyncDomain, SyncAll, SyncNone} {
		if strings.EqualFold(strings.TrimSpace(c.values[settingType]), known) {
			return known
		}
	}
	return ""
}

// unlimited is how the registry says that any correction is made.
const unlimited = 0xFFFFFFFF

// steps puts the limits of corrections into words. Below the limit w32time sets
// the clock where it is far off, and slews it where it is near.
func (c configuration) steps() (words, why string) {
	if c.sync() == SyncNone {
		return "never", ""
	}
	forwards, first := c.number(settingForwards)
	backwards, second := c.number(settingBackwards)
	switch {
	case !first || !second:
		return "", "its limits are not in the registry"
	case forwards >= unlimited && backwards >= unlimited:
		return "always", ""
	case forwards == 0 && backwards == 0:
		return "never", ""
	case forwards == backwards:
		return fmt.Sprintf("up to %s, larger is refused", amount(forwards)), ""
	}
	return fmt.Sprintf("up to %s forwards and %s backwards, larger is refused", amount(forwards), amount(backwards)), ""
}

// amount is a number of seconds in the largest unit that fits.
func amount(seconds uint64) string {
	switch {
	case seconds >= unlimited:
		return "any amount"
	case seconds >= 3600 && seconds%3600 == 0:
		return fmt.Sprintf("%d h", seconds/3600)
	case seconds >= 60 && seconds%60 == 0:
		return fmt.Sprintf("%d min", seconds/60)
	}
	return fmt.Sprintf("%d s", seconds)
}

// w32servers lists the servers that w32time's settings name: "a,0x8 b,0x9". A
// member of a domain asks its domain controllers, and may turn to these.
func (s *survey) w32servers(c configuration) {
	if c.sync() == SyncNone {
		return
	}
	p := place{file: c.places[settingServers], by: byW32Time}
	for item := range strings.FieldsSeq(c.values[settingServers]) {
		for i, name := range strings.Split(item, ",") {
			if i == 0 || (name != "" && !w32flags(name)) {
				s.fromWord(name, p)
			}
		}
	}
}

// w32flags reports whether a word behind a comma is flags, "0x9" or "9". People
// also write a second name there, which w32time does not ask.
func w32flags(word string) bool {
	_, err := strconv.ParseUint(word, 0, 32)
	return err == nil
}
