package remedy

import (
	"slices"
	"time"
)

// Limit is how long a command may take before it is held to hang; 0: nothing
// special is known of it.
func Limit(c Command) time.Duration {
	if len(c.Argv) == 0 {
		return 0
	}
	switch c.Argv[0] {
	case "apt-get", "dnf", "yum", "zypper", "apk", "pacman":
		return 5 * time.Minute // packages come over lines of any speed
	case "systemctl", "service", "rc-service", "ntpd":
		// systemd-system.conf(5), DefaultTimeoutStartSec: 90 s. ntpd -gq asks its
		// servers for up to a minute.
		return 2 * time.Minute
	}
	return 0
}

// Pause is how long has to be waited after a command before the next one has an
// effect; 0: not at all.
func Pause(c Command) time.Duration {
	if len(c.Argv) > 1 && c.Argv[0] == "chronyc" && c.Argv[1] == "burst" {
		return 10 * time.Second // chronyc(1): its samples come about 2 s apart
	}
	if c.Moves && (slices.Contains(c.Argv, "start") || slices.Contains(c.Argv, "restart") || slices.Contains(c.Argv, "--now")) {
		return 10 * time.Second // it has to ask its servers first; with iburst that takes about 8 s
	}
	return 0
}
