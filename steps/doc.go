// Package steps is the wizard without a screen: the flow of its steps, the
// session (one append-only record), the judge, and the engine that runs them.
//
// Everything is a function of the record. Where a person stands is
// Next(flow, session); what a page shows, the findings and the verdict are
// computed from it too, so that the full screen, plain mode, the unattended
// check and a session read back from its file cannot disagree.
//
// The wall clock is the patient: it never orders, times or expires anything
// here. Entries are ordered by their number, durations come from the raw clock.
package steps
