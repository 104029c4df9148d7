package remedy

import "unskew/steps/say"

// guestSyncOn has VMware's tools keep the clock.
func guestSyncOn() []Command {
	on := asRoot(say.T("has the tools of the virtual machine keep the clock by its host"), "vmware-toolbox-cmd", "timesync", "enable")
	on.Moves, on.Takes = true, say.T("up to a minute")
	on.Check, on.Undo = "vmware-toolbox-cmd timesync status", "vmware-toolbox-cmd timesync disable"
	return []Command{on}
}

// GuestSyncOff has the guest tools leave the clock to the time service. Only
// VMware's can be told so from within; the others' switch is on the hypervisor.
func GuestSyncOff(p Place, tools []string) []Command {
	var commands []Command
	for _, name := range tools {
		commands = append(commands, guestOff(p, name))
	}
	return commands
}

func guestOff(p Place, tools string) Command {
	outside := say.T("This is switched where the virtual machines are run, not in this one: ask whoever runs them.")
	switch tools {
	case guestTools:
		// vmware-toolbox-cmd(1). At a resume or a revert they set the clock all the same.
		off := asRoot(say.T("leaves the clock to the time service; after a pause or a snapshot the tools still set it once"), "vmware-toolbox-cmd", "timesync", "disable")
		off.Takes, off.Check, off.Undo = say.T("at once"), "vmware-toolbox-cmd timesync status", "vmware-toolbox-cmd timesync enable"
		return off
	case "hyperv":
		if p.system() == "windows" {
			const provider = `HKLM\SYSTEM\CurrentControlSet\Services\W32Time\TimeProviders\VMICTimeProvider`
			off := asRoot(say.T("the time service no longer takes the time of the machine that runs this one; type w32tm /config /update after it"),
				"reg", "add", provider, "/v", "Enabled", "/t", "REG_DWORD", "/d", "0", "/f")
			off.Takes, off.Check = say.T("at once"), "reg query "+provider+" /v Enabled"
			off.Undo = "reg add " + provider + " /v Enabled /t REG_DWORD /d 1 /f"
			return off
		}
		return byHand(outside, "on the Hyper-V host: Disable-VMIntegrationService -VMName <this machine> -Name \"Time Synchronization\"")
	case "virtualbox":
		return byHand(outside, "on the VirtualBox host, with this machine switched off: VBoxManage setextradata <this machine> VBoxInternal/Devices/VMMDev/0/Config/GetHostTimeDisabled 1")
	case "parallels":
		return byHand(outside, "on the Parallels host: switch off the time synchronisation in this machine's options")
	}
	return byHand(outside, "on the hypervisor: switch off that "+tools+" sets this machine's clock")
}
