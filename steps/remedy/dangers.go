package remedy

import (
	"slices"
	"time"

	"unskew/diagnostics"
	"unskew/steps/say"
)

// Answer is a thing that is so, is not so, or is not known.
type Answer string

// The answers.
const (
	Unknown Answer = ""
	Yes     Answer = "yes"
	No      Answer = "no"
)

// Store is where an AEM repository keeps its nodes.
type Store string

// The node stores of Apache Oak.
const (
	StoreUnknown  Store = ""
	StoreTar      Store = "tar"      // SegmentNodeStore: files of its own
	StoreDocument Store = "document" // DocumentNodeStore: MongoDB or a database, often a cluster
)

// Weighing is what the dangers of a correction depend on.
type Weighing struct {
	Offset diagnostics.Offset // reference minus OS clock: positive is a step forward
	Span   string             // its size, in words: "2d 9h 49m 14s"
	AEM    Answer             // an AEM runs on this machine
	Store  Store              // of that AEM
	Domain string             // the Kerberos realm or Windows domain of the machine, "" none or not known
}

// Gravity is how much a danger matters.
type Gravity string

// The gravities.
const (
	Grave Gravity = "grave" // read it before anything is typed
	Mind  Gravity = "mind"  // to be kept in mind
	Never Gravity = "never" // what looks like a remedy and destroys
)

// Danger is one thing to know before the clock is moved.
type Danger struct {
	Gravity Gravity
	Title   say.Text // in one sentence
	Short   say.Text // what has to stand behind it where there is little room; often nothing
	Text    say.Text // the rest in full
}

// harmless is the size of a step that nothing notices: Oak itself allows 2 s
// between nodes (oak.documentMK.maxServerTimeDiffMillis), and time services
// correct it without a step.
const harmless = time.Second

// lease is the jump forward from which a cluster node of AEM takes its own lease
// for lost: 120 s less a margin of 20 s (Apache Oak, ClusterNodeInfo).
const lease = 100 * time.Second

// kerberos is how far apart the clocks of a domain may be (RFC 4120, section
// 1.6, names 5 minutes as typical).
const kerberos = 5 * time.Minute

// Weigh lists what to know before the clock is moved, the gravest first. What is
// not known is told as both branches. An offset that nothing notices has none.
func Weigh(w Weighing) []Danger {
	if w.Offset.Abs() <= harmless {
		return nil
	}
	var list []Danger
	if w.AEM != No {
		list = append(list, repository(w))
	}
	if w.Domain != "" && w.Offset.Abs() > kerberos {
		list = append(list, tickets(w))
	}
	list = append(list, scheduled(w))
	if w.Offset.Behind() {
		list = append(list, expiring(w))
	} else {
		list = append(list, stamps(w))
	}
	if w.AEM != Yes {
		list = append(list, others(w))
	}
	rank := []Gravity{Grave, Mind, Never}
	list = append(list, Folk(w.AEM)...)
	slices.SortStableFunc(list, func(a, b Danger) int { return slices.Index(rank, a.Gravity) - slices.Index(rank, b.Gravity) })
	return list
}

// Folk are the remedies that people try first, and that destroy.
func Folk(aem Answer) []Danger {
	byHandIsWorse := Danger{
		Gravity: Never,
		Title:   say.T("Do not set the clock by hand."),
		Text:    say.T("It is wrong again soon, by a few seconds at best, and the time service works against it. Have the service itself set it."),
	}
	if aem == No {
		return []Danger{byHandIsWorse}
	}
	return []Danger{
		{
			Gravity: Never,
			Title:   say.T("Do not delete the replication agents or the Brand Portal configuration."),
			Text:    say.T("They are not at fault. A legacy configuration (before 2020) can no longer be made anew: once deleted, it is gone."),
		},
		{
			Gravity: Never,
			Title:   say.T("Do not clear the replication queue."),
			Text:    say.T("What waits in it is sent by itself once the clock is right; cleared, it is lost and has to be published again by hand."),
		},
		byHandIsWorse,
	}
}
