package machine

import (
	"slices"
	"testing"
	"testing/fstest"
)

// dmi are the words of the firmware as files of Linux.
func dmi(words firmware) fstest.MapFS {
	files := fstest.MapFS{}
	for field, word := range words {
		files["sys/class/dmi/id/"+field] = text(word + "\n")
	}
	return files
}

func vmwareWords() firmware {
	return firmware{"sys_vendor": "VMware, Inc.", "product_name": "VMware Virtual Platform", "bios_vendor": "Phoenix Technologies LTD", "chassis_asset_tag": "No Asset Tag"}
}

func TestCloud(t *testing.T) {
	const azure = "7783-7084-3265-9085-8269-3286-77"
	cases := []struct {
		name  string
		words firmware
		want  string
	}{
		{"Nitro", firmware{"sys_vendor": "Amazon EC2", "product_name": "m5.large", "bios_vendor": "Amazon EC2", "chassis_asset_tag": "Amazon EC2"}, "aws"},
		{"bare metal of Amazon", firmware{"sys_vendor": "Amazon EC2", "product_name": "c5.metal"}, "aws"},
		{"Xen of Amazon", firmware{"sys_vendor": "Xen", "product_name": "HVM domU", "bios_vendor": "Xen", "bios_version": "4.11.amazon"}, "aws"},
		{"Xen of somebody else", firmware{"sys_vendor": "Xen", "product_name": "HVM domU", "bios_vendor": "Xen", "bios_version": "4.13.5"}, ""},
		{"Google", firmware{"sys_vendor": "Google", "product_name": "Google Compute Engine", "bios_vendor": "Google"}, "gcp"},
		{"a laptop of Google", firmware{"sys_vendor": "Google", "product_name": "Eve"}, ""},
		{"Azure", firmware{"sys_vendor": "Microsoft Corporation", "product_name": "Virtual Machine", "chassis_asset_tag": azure}, "azure"},
		{"Hyper-V", firmware{"sys_vendor": "Microsoft Corporation", "product_name": "Virtual Machine", "chassis_asset_tag": "3821-3456-7890"}, ""},
		{"VMware", vmwareWords(), ""},
	}
	for _, c := range cases {
		got := readOf(t, hostOf(dmi(c.words), nil))
		if got.Cloud != c.want || got.Unknown["cloud"] != "" {
			t.Errorf("%s: %q, want %q; unknown %v", c.name, got.Cloud, c.want, got.Unknown)
		}
	}
	if len(cases) != 9 {
		t.Errorf("%d cases", len(cases))
	}
}

func TestPTP(t *testing.T) {
	files := fstest.MapFS{
		"sys/class/ptp/ptp0":                      link("../../devices/virtual/ptp/ptp0"),
		"sys/class/ptp/ptp1/clock_name":           text("hyperv\n"),
		"sys/class/ptp/ptp2/clock_name":           text(""),
		"sys/class/ptp/ptp3/clock_name":           folder(),
		"sys/devices/virtual/ptp/ptp0/clock_name": text("KVM virtual PTP\n"),
	}
	got := readOf(t, hostOf(files, nil)).PTP
	if want := []string{"KVM virtual PTP", "hyperv"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNode(t *testing.T) {
	docker := fstest.MapFS{".dockerenv": text("")}
	cases := []struct {
		name    string
		files   fstest.MapFS
		env     map[string]string
		want    string
		unknown bool
	}{
		{"no container", fstest.MapFS{}, map[string]string{"NODE_NAME": "agent-7"}, "", false},
		{"told by its operator", docker, map[string]string{"NODE_NAME": "worker-3.corp.example"}, "worker-3.corp.example", false},
		{"Kubernetes", fstest.MapFS{}, map[string]string{"KUBERNETES_SERVICE_HOST": "10.0.0.1", "K8S_NODE_NAME": "ip-10-1-2-3"}, "ip-10-1-2-3", false},
		{"an address", docker, map[string]string{"HOST_IP": "192.0.2.7"}, "192.0.2.7", false},
		{"the name before the address", docker, map[string]string{"NODE_IP": "192.0.2.7", "MY_NODE_NAME": "w1"}, "w1", false},
		{"not told", docker, nil, "", true},
		{"no name", docker, map[string]string{"NODE_NAME": "$(cat /etc/passwd)", "HOST_HOSTNAME": "w1\n"}, "", true},
		{"an old Kubernetes", fstest.MapFS{"proc/1/cgroup": text("4:cpu:/kubepods/besteffort/pod1\n")}, map[string]string{"SPEC_NODENAME": "w2"}, "w2", false},
		{"a machine with such groups", fstest.MapFS{"proc/1/cgroup": text("0::/init.scope\n")}, map[string]string{"HOST_IP": "192.0.2.7"}, "", false},
	}
	for _, c := range cases {
		got := readOf(t, hostOf(c.files, c.env))
		if got.Node != c.want || (got.Unknown["node"] != "") != c.unknown {
			t.Errorf("%s: %q, want %q; unknown %q", c.name, got.Node, c.want, got.Unknown["node"])
		}
	}
	if len(cases) != 9 {
		t.Errorf("%d cases", len(cases))
	}
}
