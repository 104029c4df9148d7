package timeservice

import (
	"context"
	"strings"
	"sync"
)

// answers are those of w32tm, which shows state and is asked for nothing else.
type answers struct {
	status        w32status
	source        string // of /query /source, as told
	peers         []w32peer
	unlisted      string // why there are no peers; "" where they were told
	configuration configuration
	failure       uint32 // the code of the first refusal; 0 none
	silent        string // why there is no answer at all
}

// askW32tm asks all questions at once: each starts a program.
func askW32tm(ctx context.Context, host Host, settings bool) answers {
	questions := [][]string{{"/status", "/verbose"}, {"/source"}, {"/peers", "/verbose"}}
	if settings {
		questions = append(questions, []string{"/configuration"})
	}
	texts, errs := make([]string, 4), make([]error, 4)
	var asked sync.WaitGroup
	for i, question := range questions {
		asked.Go(func() {
			argv := append([]string{host.SystemFolder + `\w32tm.exe`, "/query"}, question...)
			texts[i], errs[i] = host.run(ctx, argv...)
		})
	}
	asked.Wait()
	said := answers{status: parseStatus(texts[0]), peers: parsePeers(texts[2]), configuration: parseConfiguration(texts[3])}
	for _, text := range texts[:3] {
		if code, found := parseFailure(text); found && said.failure == 0 {
			said.failure = code
		}
	}
	if code, refused := parseFailure(texts[2]); refused {
		said.unlisted = failureWords(code)
	} else if len(said.peers) == 0 && (errs[2] != nil || len(blocks(texts[2])) == 0) {
		said.unlisted = "w32tm does not tell its servers"
	}
	if _, refused := parseFailure(texts[1]); !refused && errs[1] == nil {
		said.source, _, _ = strings.Cut(strings.TrimSpace(texts[1]), "\n")
	}
	switch {
	case said.status.known || said.source != "":
	case ctx.Err() != nil:
		said.silent = "w32tm did not answer in time"
	case errs[0] != nil && exitCode(errs[0]) < 0:
		said.silent = "w32tm cannot be started"
	default:
		said.silent = "w32tm's answer cannot be read"
	}
	return said
}

// complete adds what was said to the service.
func (a answers) complete(s *Service) {
	if a.failure == codeNotStarted && s.Unknown["running"] != "" {
		s.Running = false
		delete(s.Unknown, "running")
		s.Active = "inactive"
		delete(s.Unknown, "active")
		return
	}
	s.Trouble = a.trouble()
	s.Poll = a.status.poll
	s.Sources = a.sources()
	selected, why := a.selected()
	if !a.status.known && a.source == "" {
		reason := a.silent
		if a.failure != 0 {
			reason = failureWords(a.failure)
		}
		for _, field := range []string{"selected", "correction"} {
			s.unknown(field, reason)
		}
		if len(a.peers) == 0 {
			s.unknown("sources", reason)
		}
		return
	}
	if s.Unknown["running"] != "" { // it answers
		s.Running, s.Active = true, "active"
		delete(s.Unknown, "running")
		delete(s.Unknown, "active")
	}
	if a.status.known && a.status.leap != 3 && a.status.stratum < 16 {
		s.Stratum = a.status.stratum
	}
	s.follow(selected)
	a.fill(s)
	switch {
	case why != "":
		s.unknown("correction", why)
	case a.status.phase == nil:
		s.unknown("correction", "w32tm does not tell its offset")
	default:
		correction := *a.status.phase
		s.Correction = &correction
	}
}

// fill names the servers of the settings where w32tm tells no peers, as it may
// where no administrator asks. Where nothing is followed, none of them is of use;
// else it is not known what they are.
func (a answers) fill(s *Service) {
	switch {
	case a.unlisted == "":
		return
	case s.Selected == "" && (s.Sync == SyncNTP || s.Sync == SyncAll):
		config := newSurvey(nil)
		config.w32servers(configuration{values: s.Settings})
		for _, server := range config.servers[:min(len(config.servers), mostSources)] {
			s.Sources = append(s.Sources, Source{Name: server.Name, State: StateUnusable, Why: "w32time does not follow it, and does not tell why"})
		}
	}
	if len(s.Sources) == 0 || s.Selected != "" {
		s.unknown("sources", a.unlisted)
	}
}
