package hostclock

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"
)

// hardwareClock is the clock that runs while the machine is off.
type hardwareClock struct {
	time  time.Time
	local bool // it is kept in local time
}

// rtc reads the hardware clock as the kernel tells it: seconds, as if it ran in
// UTC. Of several the one counts that the kernel set the OS clock from.
func rtc(root fs.FS) (time.Time, error) {
	clocks, err := fs.Glob(root, "sys/class/rtc/rtc*")
	if err != nil {
		return time.Time{}, err
	}
	if len(clocks) == 0 {
		return time.Time{}, fs.ErrNotExist
	}
	chosen := clocks[0]
	for _, clock := range clocks {
		if line, err := readLine(root, clock+"/hctosys"); err == nil && line == "1" {
			chosen = clock
			break
		}
	}
	line, err := readLine(root, chosen+"/since_epoch")
	if err != nil {
		return time.Time{}, err
	}
	seconds, err := strconv.ParseInt(line, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("/%s/since_epoch says %q", chosen, line)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// rtcLocal reports whether the hardware clock is kept in local time: the third
// line of adjtime(5). Without the file it is UTC.
func rtcLocal(root fs.FS) bool {
	text, err := readFile(root, "etc/adjtime")
	if err != nil {
		return false
	}
	lines := strings.Split(text, "\n")
	return len(lines) >= 3 && strings.TrimSpace(lines[2]) == "LOCAL"
}
