package remedy

import "unskew/steps/say"

// scheduled is what was planned for times that the clock jumps over, or shows a
// second time.
func scheduled(w Weighing) Danger {
	span := w.Span
	switch {
	case w.Offset.Behind() && w.AEM == No:
		return Danger{
			Gravity: Mind,
			Title:   say.T("The clock jumps over %s: timed jobs inside that start at once, or are left out.", span),
			Text:    say.T("Look at cron or the Task Scheduler, at timers and at the schedulers of your programs for what is planned for the %s after the time that this machine shows now.", span),
		}
	case w.Offset.Behind():
		return Danger{
			Gravity: Mind,
			Title:   say.T("The clock jumps over %s: what is scheduled inside that happens at once.", span),
			Text:    say.T("In AEM, pages that are to be published or taken down in the %s after the time that this machine shows now are so at the moment of the jump, and scheduled jobs start together. Look through them before. Timed jobs of the system (cron, or the Task Scheduler of Windows) start at once, or are left out.", span),
		}
	case w.AEM == No:
		return Danger{
			Gravity: Mind,
			Title:   say.T("The clock goes back by %s: timed jobs may run a second time, or stand still for as long.", span),
			Text:    say.T("Look at cron or the Task Scheduler, at timers and at the schedulers of your programs for what ran in the last %s by this machine's clock.", span),
		}
	}
	return Danger{
		Gravity: Mind,
		Title:   say.T("The clock goes back by %s: timed jobs may run a second time, or stand still for as long.", span),
		Text:    say.T("That is so for AEM's scheduled publishing and jobs, and for timed jobs of the system (cron, or the Task Scheduler of Windows). Look through what ran in the last %s by this machine's clock.", span),
	}
}

// expiring: a step forward makes everything look older.
func expiring(w Weighing) Danger {
	return Danger{
		Gravity: Mind,
		Title:   say.T("People may have to log in again, and locks may run out."),
		Text:    say.T("Sessions, caches and locks look %s older at once. Nothing is lost by it.", w.Span),
	}
}

// stamps: a step back leaves dates in the future.
func stamps(w Weighing) Danger {
	span := w.Span
	return Danger{
		Gravity: Mind,
		Title:   say.T("What was written in the last %s keeps a date in the future.", span),
		Text:    say.T("Versions, audit entries and log lines are out of order until true time has passed them, %s from now. Note both times, for whoever reads the logs later.", span),
	}
}

// tickets: a domain refuses logins where clocks are too far apart, so this
// correction may mend them, or, if the domain is wrong itself, break them.
func tickets(w Weighing) Danger {
	return Danger{
		Gravity: Grave,
		Title:   say.T("This machine belongs to the domain %s: log in before, and stay logged in.", w.Domain),
		Text:    say.T("Logins to the domain (Kerberos) work only while the clocks are within 5 minutes of each other. Tickets that were given out before may be refused afterwards. If logins work now, the domain's own clock may be wrong as well: ask before you go on."),
	}
}

// others: what a step means to programs in general.
func others(w Weighing) Danger {
	text := say.T("Databases and clusters may take a jump for a failure of their partners. Where one runs here, read its manual, or stop it while the clock is corrected.")
	if !w.Offset.Behind() {
		text = say.T("Databases and clusters may refuse to go on, or mix up what is newer, when the clock goes back. Where one runs here, read its manual, or stop it while the clock is corrected.")
	}
	return Danger{Gravity: Mind, Title: say.T("Think of what else runs here: databases, clusters, Kerberos."), Text: text}
}
