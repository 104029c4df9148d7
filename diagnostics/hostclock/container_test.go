package hostclock

import (
	"testing"
	"testing/fstest"
)

func TestContainer(t *testing.T) {
	cases := []struct {
		name  string
		files fstest.MapFS
		env   map[string]string
		want  string
	}{
		{"none", fstest.MapFS{"proc/1/cgroup": text("0::/init.scope\n")}, nil, ""},
		{"docker's file", fstest.MapFS{".dockerenv": text("")}, nil, "docker"},
		{"podman's file", fstest.MapFS{"run/.containerenv": text("engine=\"podman\"\n")}, nil, "podman"},
		{"kubernetes", fstest.MapFS{".dockerenv": text("")}, map[string]string{"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, "kubernetes"},
		{"kubernetes, empty", fstest.MapFS{}, map[string]string{"KUBERNETES_SERVICE_HOST": ""}, ""},
		{"systemd's file", fstest.MapFS{"run/systemd/container": text("systemd-nspawn\n")}, nil, "systemd-nspawn"},
		{"variable", fstest.MapFS{}, map[string]string{"container": "oci"}, "oci"},
		{"variable with escapes", fstest.MapFS{}, map[string]string{"container": "lxc\x1b[2J"}, "lxc [2J"},
		{"cgroups of docker", fstest.MapFS{"proc/1/cgroup": text("12:cpu,cpuacct:/docker/4a0f\n0::/docker/4a0f\n")}, nil, "docker"},
		{"cgroups of docker under systemd", fstest.MapFS{"proc/1/cgroup": text("1:name=systemd:/system.slice/docker-4a0f.scope\n")}, nil, "docker"},
		{"cgroups of kubernetes", fstest.MapFS{"proc/1/cgroup": text("11:memory:/kubepods/besteffort/pod1/4a0f\n")}, nil, "kubernetes"},
		{"cgroups of kubernetes under systemd", fstest.MapFS{"proc/1/cgroup": text("0::/kubepods.slice/cri-containerd-4a0f.scope\n")}, nil, "kubernetes"},
		{"cgroups of podman", fstest.MapFS{"proc/1/cgroup": text("0::/machine.slice/libpod-4a0f.scope\n")}, nil, "podman"},
		{"cgroups of lxc", fstest.MapFS{"proc/1/cgroup": text("3:devices:/lxc/web\n")}, nil, "lxc"},
		{"cgroups of a host with docker", fstest.MapFS{"proc/1/cgroup": text("12:docker:/\n0::/init.scope\n")}, nil, ""},
		{"no sense", fstest.MapFS{"proc/1/cgroup": text("docker\n\x00::\n")}, nil, ""},
		{"empty", fstest.MapFS{}, nil, ""},
	}
	for _, c := range cases {
		if got := container(c.files, environment(c.env)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzCgroups(f *testing.F) {
	f.Add("12:cpu:/docker/1\n")
	f.Add("::\n:::")
	f.Fuzz(func(t *testing.T, text string) {
		if name := containerOfCgroups(text); len(name) > 12 {
			t.Errorf("%q is no name of ours", name)
		}
	})
}
