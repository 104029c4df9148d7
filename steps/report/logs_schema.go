package report

import "unskew/diagnostics"

// The JSON of logs: the schema of a session, as far as logs tell it. An offset whose
// zone is not known has no seconds.
type (
	logsSession struct {
		Schema   string         `json:"schema"`
		Tool     toolJSON       `json:"tool"`
		Host     logsHost       `json:"host"`
		Started  logsStarted    `json:"started"`
		Offset   logsOffset     `json:"offset"`
		Readings []logsReading  `json:"readings"`
		Exchange *exchangeJSON  `json:"exchange"`
		Steps    []stepJSON     `json:"steps"`
		Findings []findingJSON  `json:"findings"`
		Applied  []appliedJSON  `json:"applied"`
		Verdict  verdictJSON    `json:"verdict"`
		History  []logsEpisode  `json:"history"`
		Files    []logsFileJSON `json:"files"`
		Partial  bool           `json:"partial"`
		Dropped  int            `json:"dropped_exchanges,omitempty"`
	}

	logsHost struct {
		Name        *word  `json:"name"`
		Zone        *word  `json:"zone"`
		ZoneOffset  *int64 `json:"zone_offset_seconds"`
		ZoneSource  *word  `json:"zone_source"` // stamp, given, access-log, host
		ClockSource string `json:"clock_source"`
	}

	logsStarted struct {
		OSClock   *stampJSON `json:"os_clock"`
		Reference *stampJSON `json:"reference"`
	}

	logsOffset struct {
		Seconds     *diagnostics.Offset  `json:"seconds,omitempty"`
		Uncertainty *diagnostics.Offset  `json:"uncertainty_seconds,omitempty"`
		Interval    []diagnostics.Offset `json:"interval_seconds,omitempty"`
		Candidates  []logsCandidate      `json:"zone_candidates,omitzero"`
		Source      *word                `json:"source"`
		Within      *bool                `json:"within"`
		Words       *word                `json:"words"`
		Relation    word                 `json:"relation"`
	}

	logsCandidate struct {
		ZoneOffset int64              `json:"zone_offset_seconds"`
		Offset     diagnostics.Offset `json:"offset_seconds"`
	}

	logsReading struct {
		Source      word                 `json:"source"`
		Server      word                 `json:"server"`
		File        word                 `json:"file"`
		Outcome     word                 `json:"outcome"`
		Reason      word                 `json:"reason,omitempty"`
		Seconds     *diagnostics.Offset  `json:"offset_seconds,omitempty"`
		Interval    []diagnostics.Offset `json:"interval_seconds,omitempty"`
		Uncertainty *diagnostics.Offset  `json:"uncertainty_seconds"`
		Used        bool                 `json:"used"`
		Local       word                 `json:"local_stamp,omitempty"`
		ServerDate  *stampJSON           `json:"server_date"`
		Class       word                 `json:"class"`
		State       word                 `json:"state"`
		Count       int                  `json:"count"`
	}

	logsEpisode struct {
		State    word                 `json:"state"`
		First    word                 `json:"first_stamp,omitempty"`
		Last     word                 `json:"last_stamp,omitempty"`
		From     *stampJSON           `json:"first_server_date"`
		To       *stampJSON           `json:"last_server_date"`
		Count    int                  `json:"count"`
		Agents   []word               `json:"agents"`
		Classes  []word               `json:"classes"`
		Words    word                 `json:"words,omitempty"`
		Seconds  *diagnostics.Offset  `json:"offset_seconds,omitempty"`
		Interval []diagnostics.Offset `json:"interval_seconds,omitempty"`
	}

	logsFileJSON struct {
		Name  word  `json:"name"`
		Bytes int64 `json:"bytes"`
		Error word  `json:"error,omitempty"`
		Note  word  `json:"note,omitempty"`
	}
)
