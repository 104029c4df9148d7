package remedy

import "unskew/steps/say"

// repository is what the step does to AEM's content: that depends on where it is
// kept. Where that is not known, both are told; neither is the safe guess.
func repository(w Weighing) Danger {
	document, tar := onDocument(w), onTar(w)
	switch {
	case w.AEM == Yes && w.Store == StoreDocument:
		return Danger{Gravity: Grave, Title: documentTitle(w), Text: say.T("What to do: %s", document)}
	case w.AEM == Yes && w.Store == StoreTar:
		return Danger{Gravity: Mind, Title: say.T("AEM may stay running: it keeps its content in its own tar files."), Text: say.T("What to do: %s", tar)}
	}
	return Danger{
		Gravity: Grave,
		Title:   say.T("Find out first where AEM here keeps its content: in a database, or in its own files."),
		Short: say.T("If it is MongoDB or a database: %s If it is a single author on its own files (tar): AEM may stay running. If no AEM runs here, neither matters.",
			documentTitle(w)),
		Text: say.T("This program does not know it. The run mode tells: crx3mongo or crx3rdb is a database, crx3tar its own files. If AEM here uses MongoDB or a database (DocumentNodeStore): %s If it is a single author on its own files (tar): %s If no AEM runs here, neither matters.",
			document, tar),
	}
}

func documentTitle(w Weighing) say.Text {
	switch {
	case !w.Offset.Behind():
		return say.T("Stop all AEM nodes before the clock goes back.")
	case w.Offset.Abs() > lease:
		return say.T("Stop all AEM nodes before the clock goes forward.")
	}
	return say.T("Correct all AEM nodes and the database together.")
}

// onDocument is for nodes that share a database. Sources: Apache Oak, "Document
// NodeStore", clock requirements and leases: nodes may be 2 s apart, a lease
// lasts 120 s.
func onDocument(w Weighing) say.Text {
	switch {
	case !w.Offset.Behind():
		return say.T("stop all nodes, correct the clocks of all nodes and of the database together, then wait until true time has passed the last written revision (%s after the stop) before you start any; started earlier, it refuses to, or the others stand still.", w.Span)
	case w.Offset.Abs() > lease:
		return say.T("stop all nodes, correct the clocks of all nodes and of the database together, once, and start the nodes again; a node that runs through a jump of more than 100 s takes its cluster lease (120 s) for lost and shuts its repository down.")
	}
	return say.T("it may stay running, but correct the clocks of all nodes and of the database together: a node that is more than 2 s off cannot start.")
}

func onTar(w Weighing) say.Text {
	if w.Offset.Behind() {
		return say.T("it may stay running; choose a quiet moment.")
	}
	return say.T("it may stay running; choose a quiet moment, because what was written in the last %s keeps a date in the future.", w.Span)
}
