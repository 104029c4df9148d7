//go:build linux || windows

package hostclock

import "strings"

// firmwareSign is a word of the firmware's tables (DMI) and the machine that
// writes it there.
type firmwareSign struct{ field, prefix, name string }

// firmwareSigns is in the order of asking: the clouds before the hypervisors
// that they are built on.
func firmwareSigns() []firmwareSign {
	return []firmwareSign{
		// The tag of each Azure machine, by which its agents know it, too.
		{"chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77", "Azure"},
		{"sys_vendor", "Amazon EC2", "Amazon EC2"},
		{"product_name", "Google Compute Engine", "Google Compute Engine"},
		{"sys_vendor", "Nutanix", "Nutanix AHV"},
		{"sys_vendor", "VMware", "VMware"},
		{"product_name", "VMware", "VMware"},
		{"product_name", "VirtualBox", "VirtualBox"},
		{"sys_vendor", "innotek GmbH", "VirtualBox"},
		{"product_name", "Virtual Machine", "Hyper-V"}, // of Microsoft Corporation, see below
		{"sys_vendor", "Parallels", "Parallels"},
		{"sys_vendor", "Xen", "Xen"},
		{"bios_vendor", "Xen", "Xen"},
		{"product_name", "BHYVE", "bhyve"},
		{"bios_vendor", "BHYVE", "bhyve"},
		{"product_name", "Apple Virtualization", "Apple Virtualization"},
		{"product_name", "KVM", "KVM"},
		{"product_name", "OpenStack", "KVM"},
		{"product_name", "RHEV", "KVM"},
		{"product_name", "oVirt", "KVM"},
		{"sys_vendor", "QEMU", "KVM"},
		{"sys_vendor", "KubeVirt", "KVM"},
		{"sys_vendor", "DigitalOcean", "KVM"},
		{"sys_vendor", "Hetzner", "KVM"},
		{"sys_vendor", "Alibaba Cloud", "KVM"},
		{"sys_vendor", "OpenStack", "KVM"},
		{"bios_vendor", "SeaBIOS", "KVM"},
	}
}

// firmwareFields are the words that are asked for, by their names in sysfs.
func firmwareFields() []string {
	return []string{"sys_vendor", "product_name", "bios_vendor", "chassis_asset_tag"}
}

// firmwareMachine names the machine that the words belong to, "" for a real one.
func firmwareMachine(words map[string]string) string {
	// The whole servers that Amazon rents out bear the cloud's name, too; their
	// product is "c5.metal" or "i4i.metal-24xl".
	if strings.Contains(words["product_name"], ".metal") {
		return ""
	}
	for _, sign := range firmwareSigns() {
		if !strings.HasPrefix(words[sign.field], sign.prefix) {
			continue
		}
		if sign.name == "Hyper-V" && !strings.HasPrefix(words["sys_vendor"], "Microsoft") {
			continue
		}
		return sign.name
	}
	return ""
}
