package logs

import (
	"slices"
	"time"

	"unskew/diagnostics/aem/logscan"
	"unskew/diagnostics/exchange"
	"unskew/steps"
)

// Account is what a scan comes to.
type Account struct {
	Points   []Point   // of the agents that get tokens, oldest first
	Others   []Point   // of agents that do not: a publish instance's Date is no witness
	Episodes []Episode // the history of Points
	// Main is the point that decides: an index into Points, -1 for none.
	Main int

	Files   []logscan.File
	Partial bool
	Dropped int
}

// Episode is a part of the history in which the clock was in one state.
type Episode struct {
	State       State
	First, Last int // of Points
	Count       int // of exchanges
	Agents      []string
	Classes     []exchange.Class
}

// Judge makes an account of what a scan found.
func Judge(found logscan.Result, zones Zones) Account {
	a := Account{Main: -1, Files: found.Files, Partial: found.Partial, Dropped: found.Dropped}
	tokens := map[string]bool{}
	for _, e := range found.Exchanges {
		if e.Token {
			tokens[e.Agent] = true
		}
	}
	for _, e := range found.Exchanges {
		p := judgePoint(e, zones)
		if len(tokens) > 0 && !tokens[e.Agent] {
			a.Others = append(a.Others, p)
			continue
		}
		a.Points = append(a.Points, p)
	}
	a.Main = mainPoint(a.Points)
	a.Episodes = episodes(a.Points)
	return a
}

// mainPoint is the latest that was refused for its time and is measured; else the
// latest that failed and is measured, then that failed, then the latest of all.
func mainPoint(points []Point) int {
	ranks := []func(Point) bool{
		func(p Point) bool { return p.Class.Time() && p.Bounded },
		func(p Point) bool { return p.Class.Time() },
		func(p Point) bool { return p.Token && !p.Accepted() && p.Bounded },
		func(p Point) bool { return p.State.Off() },
		func(p Point) bool { return p.Token && !p.Accepted() },
		func(p Point) bool { return !p.Accepted() },
		func(p Point) bool { return p.Bounded },
		func(Point) bool { return true },
	}
	for _, fits := range ranks {
		for i := len(points) - 1; i >= 0; i-- {
			if fits(points[i]) {
				return i
			}
		}
	}
	return -1
}

func episodes(points []Point) []Episode {
	var list []Episode
	for i, p := range points {
		if n := len(list); n > 0 && list[n-1].joins(points, p) {
			list[n-1].add(i, p)
			continue
		}
		next := Episode{State: p.State, First: i, Last: i}
		next.add(i, p)
		list = append(list, next)
	}
	return list
}

func (e *Episode) add(i int, p Point) {
	e.Last = i
	e.Count += p.Count
	if e.State == Passed && p.State == Right || e.State == Refused && p.State.Off() {
		e.State = p.State
	}
	if p.Agent != "" && !slices.Contains(e.Agents, p.Agent) {
		e.Agents = append(e.Agents, p.Agent)
	}
	if !slices.Contains(e.Classes, p.Class) {
		e.Classes = append(e.Classes, p.Class)
	}
}

// joins reports whether a point goes on with an episode: the same state, and no
// other skew than before. What was refused for its time without a Date goes with
// those around it that have one.
func (e Episode) joins(points []Point, p Point) bool {
	switch {
	case e.State == p.State && !p.State.Off():
		return true
	case e.State == Right && p.State == Passed, e.State == Passed && p.State == Right:
		return true
	case e.State.Off() && p.State == Refused, e.State == Refused && p.State.Off():
		return true
	case e.State != p.State:
		return false
	}
	for i := e.Last; i >= e.First; i-- {
		if points[i].Bounded {
			before, now := points[i].middle(), p.middle()
			return (before - now).Abs() <= max(5*time.Minute, before.Abs()/10)
		}
	}
	return true
}

// middle is the offset, or the middle of its interval, to compare points with.
func (p Point) middle() time.Duration {
	return p.Least.Duration()/2 + p.Most.Duration()/2
}

// Gone is the first point after the last episode in which the clock was wrong, or a
// token refused for its time, at which it was right again; ok is false where there
// is none.
func (a Account) Gone() (point int, ok bool) {
	bad := a.lastBad()
	if bad < 0 {
		return 0, false
	}
	for _, e := range a.Episodes[bad+1:] {
		if e.State == Right || e.State == Passed {
			return e.First, true
		}
	}
	return 0, false
}

// lastBad is the last episode in which the clock was wrong or a token refused for
// its time, -1 for none.
func (a Account) lastBad() int {
	for i := len(a.Episodes) - 1; i >= 0; i-- {
		if s := a.Episodes[i].State; s.Off() || s == Refused {
			return i
		}
	}
	return -1
}

// Latest is the last exchange of all, as evidence; nil where there is none.
func (a Account) Latest() *steps.LogExchange {
	if len(a.Points) == 0 {
		return nil
	}
	last := a.Points[len(a.Points)-1]
	said := &steps.LogExchange{
		Agent: last.Agent, Class: last.Class, HTTPStatus: last.Status, Error: last.Error, Description: last.Description,
		Stamp: last.Last.Text, Date: last.Date,
	}
	if last.Bounded {
		least, most := last.Least.Seconds(), last.Most.Seconds()
		said.Least, said.Most = &least, &most
	}
	return said
}
