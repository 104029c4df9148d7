package hostclock

import (
	"testing"
	"testing/fstest"
)

func TestVirtualMachine(t *testing.T) {
	const (
		guest = "processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n"
		metal = "processor\t: 0\nflags\t\t: fpu vme lahf_lm\n"
	)
	cases := []struct {
		name                                string
		vendor, product, bios, tag, cpuinfo string
		files                               fstest.MapFS
		want                                string
	}{
		{name: "server", vendor: "Dell Inc.", product: "PowerEdge R650", bios: "Dell Inc.", cpuinfo: metal},
		{name: "nothing to read"},
		{name: "only the flag", cpuinfo: guest, want: unknownMachine},
		{name: "flag of another word", cpuinfo: "flags\t: nohypervisor hypervisors\n"},
		{name: "flags without a colon", cpuinfo: "flags hypervisor\n"},
		{name: "VMware", vendor: "VMware, Inc.", product: "VMware Virtual Platform", cpuinfo: guest, want: "VMware"},
		{name: "VMware 7", vendor: "VMware, Inc.", product: "VMware7,1", want: "VMware"},
		{name: "KVM", vendor: "QEMU", product: "Standard PC (Q35 + ICH9, 2009)", bios: "SeaBIOS", cpuinfo: guest, want: "KVM"},
		{name: "RHEV", vendor: "Red Hat", product: "RHEV Hypervisor", want: "KVM"},
		{name: "KVM by product", vendor: "Red Hat", product: "KVM", want: "KVM"},
		{name: "OpenStack", vendor: "OpenStack Foundation", product: "OpenStack Nova", want: "KVM"},
		{name: "Hetzner", vendor: "Hetzner", product: "vServer", want: "KVM"},
		{name: "DigitalOcean", vendor: "DigitalOcean", product: "Droplet", want: "KVM"},
		{name: "Hyper-V", vendor: "Microsoft Corporation", product: "Virtual Machine", want: "Hyper-V"},
		{name: "a Surface", vendor: "Microsoft Corporation", product: "Surface Laptop", cpuinfo: metal},
		{name: "another's Virtual Machine", vendor: "Someone", product: "Virtual Machine"},
		{name: "Azure", vendor: "Microsoft Corporation", product: "Virtual Machine", tag: "7783-7084-3265-9085-8269-3286-77", want: "Azure"},
		{name: "Amazon", vendor: "Amazon EC2", product: "m6i.large", bios: "Amazon EC2", cpuinfo: guest, want: "Amazon EC2"},
		{name: "Amazon, bare metal", vendor: "Amazon EC2", product: "i4i.metal-24xl", bios: "Amazon EC2", cpuinfo: metal},
		{name: "Google", vendor: "Google", product: "Google Compute Engine", want: "Google Compute Engine"},
		{name: "a Chromebook", vendor: "Google", product: "Eve", cpuinfo: metal},
		{name: "VirtualBox", vendor: "innotek GmbH", product: "VirtualBox", want: "VirtualBox"},
		{name: "Nutanix", vendor: "Nutanix", product: "AHV", want: "Nutanix AHV"},
		{name: "Parallels", vendor: "Parallels International GmbH.", product: "Parallels ARM Virtual Machine", want: "Parallels"},
		{name: "bhyve", vendor: "FreeBSD", product: "BHYVE", bios: "BHYVE", want: "bhyve"},
		{name: "Apple", vendor: "Apple Inc.", product: "Apple Virtualization Generic Platform", want: "Apple Virtualization"},
		{name: "Xen", vendor: "Xen", product: "HVM domU", cpuinfo: guest, want: "Xen"},
		{name: "Xen without firmware", files: fstest.MapFS{"sys/hypervisor/type": text("xen\n"), "proc/xen/capabilities": text("\n")}, want: "Xen"},
		{name: "Xen's host", cpuinfo: guest, files: fstest.MapFS{"sys/hypervisor/type": text("xen\n"), "proc/xen/capabilities": text("control_d\n")}},
		{name: "z/VM", files: fstest.MapFS{"sys/hypervisor/type": text("zvm\n")}, want: "zvm"},
		{name: "WSL", cpuinfo: guest, files: fstest.MapFS{"proc/sys/kernel/osrelease": text("5.15.153.1-microsoft-standard-WSL2\n")}, want: "WSL"},
	}
	for _, c := range cases {
		root := fstest.MapFS{}
		for field, word := range map[string]string{
			"sys_vendor": c.vendor, "product_name": c.product, "bios_vendor": c.bios, "chassis_asset_tag": c.tag,
		} {
			if word != "" {
				root["sys/class/dmi/id/"+field] = text(word + "\n")
			}
		}
		if c.cpuinfo != "" {
			root["proc/cpuinfo"] = text(c.cpuinfo)
		}
		for name, file := range c.files {
			root[name] = file
		}
		if got := virtualMachine(root); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
