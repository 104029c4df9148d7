package machine

import (
	"context"
	"errors"
	"io/fs"
	"strings"
)

// firmware are words of the firmware's tables (DMI, SMBIOS), by their names in
// the kernel's /sys/class/dmi/id.
type firmware map[string]string

func firmwareFields() []string {
	return []string{"sys_vendor", "product_name", "bios_vendor", "bios_version", "chassis_asset_tag"}
}

// firmware reads the words, and returns an error where none can be read.
func (h Host) firmware() (firmware, error) {
	if h.system() == "windows" {
		return h.Windows.firmware()
	}
	words := firmware{}
	var problem error
	for _, field := range firmwareFields() {
		word, err := readLine(h.Root, "sys/class/dmi/id/"+field)
		if err != nil {
			problem = err
			continue
		}
		words[field] = word
	}
	if len(words) > 0 {
		problem = nil
	}
	return words, problem
}

func readCloud(_ context.Context, host Host) (fill, error) {
	if host.system() == "darwin" {
		return nil, nil // macOS has no such tables
	}
	words, err := host.firmware()
	cloud := words.cloud()
	return func(m *Machine) { m.Cloud = cloud }, err
}

// cloud names the public cloud that the machine belongs to.
func (f firmware) cloud() string {
	// The tag of each Azure machine; its vendor and product are those of any
	// machine under Hyper-V.
	if f["chassis_asset_tag"] == "7783-7084-3265-9085-8269-3286-77" {
		return "azure"
	}
	if strings.HasPrefix(f["sys_vendor"], "Google") && strings.HasPrefix(f["product_name"], "Google") {
		return "gcp" // "Google Compute Engine", early ones "Google"
	}
	for _, field := range []string{"sys_vendor", "bios_vendor", "chassis_asset_tag"} {
		if strings.HasPrefix(f[field], "Amazon EC2") {
			return "aws"
		}
	}
	// The older types run on Xen, whose version there is "4.11.amazon".
	if strings.HasPrefix(f["bios_vendor"], "Xen") && strings.Contains(f["bios_version"], ".amazon") {
		return "aws"
	}
	return ""
}

// vmware, hyperv, virtualbox and parallels name the hypervisor.
func (f firmware) vmware() bool {
	return strings.HasPrefix(f["sys_vendor"], "VMware") || strings.HasPrefix(f["product_name"], "VMware")
}

func (f firmware) hyperv() bool {
	return strings.HasPrefix(f["sys_vendor"], "Microsoft") && strings.HasPrefix(f["product_name"], "Virtual Machine")
}

func (f firmware) virtualbox() bool {
	return strings.HasPrefix(f["product_name"], "VirtualBox") || strings.HasPrefix(f["sys_vendor"], "innotek GmbH")
}

func (f firmware) parallels() bool { return strings.HasPrefix(f["sys_vendor"], "Parallels") }

func readPTP(ctx context.Context, host Host) (fill, error) {
	if host.system() != "linux" {
		return nil, nil
	}
	if host.Root == nil {
		return nil, errors.ErrUnsupported
	}
	clocks, err := fs.Glob(host.Root, "sys/class/ptp/*/clock_name")
	var names []string
	for _, clock := range clocks {
		if len(names) == mostFound || ctx.Err() != nil {
			break
		}
		if name, err := readLine(host.Root, clock); err == nil && name != "" {
			names = append(names, name)
		}
	}
	return func(m *Machine) { m.PTP = names }, err
}

// mostFound bounds each list.
const mostFound = 32
