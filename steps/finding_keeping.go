package steps

import "unskew/steps/say"

// keepingUnknown is found where the clock is right and nothing is known to keep
// it so: neither the kernel nor a time service says that it does.
func keepingUnknown() rule {
	return rule{
		Code: "keeping.unknown", Step: StepConfirm,
		Means: say.T("The clock is right, but it is not known whether anything keeps it right."),
		Told:  say.T("Neither the kernel nor a time service says that the clock is kept."),
		Mend:  say.T("Have a time service of the system run and follow a server."),
		Look:  lookKeeping,
	}
}

func lookKeeping(f facts) *Finding {
	host := f.session.Host()
	if host == nil || f.judged.Relation != Within {
		return nil
	}
	if host.Kernel != nil && host.Kernel.Synchronised {
		return nil
	}
	for _, service := range runningServices(f) {
		if service.Selected != "" {
			return nil // a service that follows a server keeps it
		}
	}
	if services, known := hostServices(f); known && (len(services) == 0 || len(runningServices(f)) == 0) {
		return nil // that nothing keeps it is said already
	}
	detail := say.T("The kernel says that no time service keeps it. Without one it will drift away again.")
	if host.Kernel == nil {
		detail = say.T("This system does not tell whether a time service keeps it.")
	}
	return &Finding{
		Severity: Warning,
		Title:    say.T("The clock is right now, but it is not known whether anything keeps it right."),
		Detail:   detail,
	}
}
