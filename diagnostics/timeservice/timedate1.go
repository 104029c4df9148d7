package timeservice

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// Timedate is what systemd-timedated says (org.freedesktop.timedate1(5)). It
// sleeps unless somebody asked it a moment ago, and is not woken: then all is
// nil, and Unknown says so.
type Timedate struct {
	NTP      *bool `json:"ntp,omitempty"`      // a time service is switched on
	CanNTP   *bool `json:"canNTP,omitempty"`   // one is installed that it could switch on
	LocalRTC *bool `json:"localRTC,omitempty"` // the hardware clock keeps local time
	// Synchronized is the kernel's flag. It may be set on a clock that is far
	// off, while a service moves it slowly.
	Synchronized *bool  `json:"synchronized,omitempty"`
	Unknown      string `json:"unknown,omitempty"` // why nothing is known
}

// Timedated reads what systemd-timedated says, within a second.
func Timedated(ctx context.Context, host Host) Timedate {
	ctx, cancel := context.WithTimeout(ctx, busPatience)
	defer cancel()
	b, err := openBus(ctx, host.SystemBus)
	if err != nil {
		return Timedate{Unknown: err.Error()}
	}
	defer b.close()
	const name = "org.freedesktop.timedate1"
	values, err := b.all(name, "/org/freedesktop/timedate1", name)
	if err != nil {
		return Timedate{Unknown: busError(err)}
	}
	return Timedate{
		NTP: boolOf(values["NTP"]), CanNTP: boolOf(values["CanNTP"]),
		LocalRTC: boolOf(values["LocalRTC"]), Synchronized: boolOf(values["NTPSynchronized"]),
	}
}

func boolOf(value dbus.Variant) *bool {
	if known, ok := value.Value().(bool); ok {
		return &known
	}
	return nil
}
