package machine

import (
	"context"
	"fmt"
)

func readInit(_ context.Context, host Host) (fill, error) {
	name, err := host.init()
	return func(m *Machine) { m.Init = name }, err
}

// init finds out what starts the services, by what a running one leaves behind:
// a container has the programs of its image, and runs none of them.
func (h Host) init() (string, error) {
	switch h.system() {
	case "windows":
		return "windows", nil
	case "darwin":
		return "launchd", nil
	}
	switch {
	case exists(h.Root, "run/systemd/system"): // as sd_booted(3) has it
		return "systemd", nil
	case anyExists(h.Root, "run/openrc/softlevel", "run/openrc"):
		return "openrc", nil
	}
	first, err := readLine(h.Root, "proc/1/comm")
	if err != nil {
		return "", fmt.Errorf("process 1: %s", brief(err))
	}
	if first == "init" && anyExists(h.Root, "etc/init.d", "etc/rc.d/init.d") {
		return "sysvinit", nil
	}
	return "", fmt.Errorf("process 1 is %q, which starts no services that are known here", first)
}
