package hostclock

import (
	"io/fs"
	"strings"

	"unskew/diagnostics"
)

// lookup is os.LookupEnv, or a test's.
type lookup func(name string) (string, bool)

// container names the container that this process is in, or returns "" where no
// sign of one is found. A container shares the clock of its host.
func container(root fs.FS, env lookup) string {
	if host, _ := env("KUBERNETES_SERVICE_HOST"); host != "" {
		return "kubernetes"
	}
	// The interface of systemd for containers: managers leave their name here.
	if name, err := readLine(root, "run/systemd/container"); err == nil {
		return name
	}
	if exists(root, "run/.containerenv") {
		return "podman"
	}
	if exists(root, ".dockerenv") {
		return "docker"
	}
	if name, _ := env("container"); name != "" {
		return diagnostics.Clean(name, mostText)
	}
	text, err := readFile(root, "proc/1/cgroup")
	if err != nil {
		return ""
	}
	return containerOfCgroups(text)
}

// containerOfCgroups reads the control groups of process 1, which still bear a
// manager's name on hosts with version 1 of them.
func containerOfCgroups(text string) string {
	for _, sign := range []struct{ part, name string }{
		{"kubepods", "kubernetes"},
		{"libpod", "podman"},
		{"crio-", "cri-o"},
		{"/docker", "docker"},
		{"containerd", "containerd"},
		{"/lxc", "lxc"},
		{"/garden/", "garden"},
	} {
		for line := range strings.Lines(text) {
			// hierarchy:controllers:path
			fields := strings.SplitN(line, ":", 3)
			if len(fields) == 3 && strings.Contains(fields[2], sign.part) {
				return sign.name
			}
		}
	}
	return ""
}
