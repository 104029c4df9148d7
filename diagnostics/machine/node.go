package machine

import (
	"context"
	"errors"
	"strings"

	"unskew/diagnostics"
)

// nodeVariables are names under which people hand the name of its node to a
// container. None is set by Kubernetes or Docker themselves; the last ones,
// which tell an address, are set by Cloud Foundry or by hand.
func nodeVariables() []string {
	return []string{
		"NODE_NAME", "MY_NODE_NAME", "K8S_NODE_NAME", "KUBE_NODE_NAME", "KUBERNETES_NODE_NAME",
		"KUBERNETES_NODENAME", "KUBERNETES_NODE", "SPEC_NODENAME", "SPEC_NODE_NAME", "POD_NODE_NAME",
		"HOST_NODE_NAME", "NODENAME", "NODE_HOSTNAME", "HOST_HOSTNAME", "HOSTNAME_HOST", "DOCKER_HOSTNAME", "HOST_NAME",
		"NODE_IP", "HOST_IP", "MY_HOST_IP", "STATUS_HOSTIP", "CF_INSTANCE_IP",
	}
}

func readNode(_ context.Context, host Host) (fill, error) {
	if host.system() != "linux" || !host.contained() {
		return nil, nil // elsewhere such a variable means something else: to Jenkins its agent
	}
	for _, name := range nodeVariables() {
		if node := host.getenv(name); isNode(node) {
			return func(m *Machine) { m.Node = node }, nil
		}
	}
	return nil, errors.New("the container's environment does not name it")
}

// isNode reports whether a text can be the name or the address of a machine.
func isNode(text string) bool {
	if text == "" || len(text) > 253 || strings.Trim(text, ".-:_") != text {
		return false
	}
	for _, r := range text {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune(".-:_", r) {
			return false
		}
	}
	return text == diagnostics.Clean(text, 253) && text != "localhost"
}

// contained reports whether this process is in a container, by the signs that
// container managers leave. Which one it is tells diagnostics/hostclock.
func (h Host) contained() bool {
	if h.getenv("KUBERNETES_SERVICE_HOST") != "" || h.getenv("container") != "" {
		return true
	}
	if anyExists(h.Root, "run/systemd/container", "run/.containerenv", ".dockerenv") {
		return true
	}
	groups, err := readText(h.Root, "proc/1/cgroup")
	if err != nil {
		return false
	}
	for _, sign := range []string{"kubepods", "libpod", "crio-", "/docker", "containerd", "/lxc", "/garden/"} {
		if strings.Contains(groups, sign) {
			return true
		}
	}
	return false
}
