package hostclock

import (
	"runtime"
	"testing"
	"time"
)

func TestReadFakeHost(t *testing.T) {
	got := fakeReader(fakeHost(), nil).read(t.Context())
	if got.Name != "aem-author-01 [2J" {
		t.Errorf("name %q", got.Name)
	}
	if want := "linux/" + runtime.GOARCH + ` Any Linux 9 ("Nine")`; got.OS != want {
		t.Errorf("OS %q, want %q", got.OS, want)
	}
	if got.BootID != "0b5e2f2e-0000-4000-8000-000000000001" {
		t.Errorf("boot id %q", got.BootID)
	}
	if got.Zone != "Test/West" || got.ZoneOffset != -8*time.Hour {
		t.Errorf("zone %q, %v", got.Zone, got.ZoneOffset)
	}
	if got.RTC == nil || got.RTC.Unix() != 1488307191 || got.RTC.Location() != time.UTC || !got.RTCLocal {
		t.Errorf("RTC %v, local %v", got.RTC, got.RTCLocal)
	}
	if got.Container != "docker" || got.VirtualMachine != "VMware" {
		t.Errorf("container %q, machine %q", got.Container, got.VirtualMachine)
	}
	delete(got.Unknown, "kernel") // a sandbox may refuse it
	if len(got.Unknown) != 0 {
		t.Errorf("unknown: %v", got.Unknown)
	}
}
