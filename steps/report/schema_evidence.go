package report

// What was at hand without any measuring: logs, and a pasted Test Connection.
type (
	// logEvidenceJSON is what named logs say of the skew of their time: exactly, or
	// between two bounds. Both are null where the log does not tell.
	logEvidenceJSON struct {
		Files    []word    `json:"files"`
		Class    word      `json:"class,omitempty"`
		Refused  bool      `json:"refused_for_time"`
		Seconds  *float64  `json:"seconds"`
		Interval []float64 `json:"interval_seconds"`
		Words    word      `json:"words"`
		Problem  bool      `json:"incomplete,omitempty"`
	}

	transcriptJSON struct {
		Class       word       `json:"class,omitempty"`
		Error       word       `json:"error,omitempty"`
		Description word       `json:"error_description,omitempty"`
		FirstError  word       `json:"first_error,omitempty"`
		Passed      bool       `json:"passed"`
		Refused     bool       `json:"refused"`
		HTTPStatus  int        `json:"http_status,omitempty"`
		ServerDate  *stampJSON `json:"server_date"`
		LocalStamp  word       `json:"local_stamp,omitempty"`
		Agent       word       `json:"agent,omitempty"`
		Lines       int        `json:"lines"`
	}
)
