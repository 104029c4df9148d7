package report

import (
	"time"

	"unskew/diagnostics"
)

// schema is the name of the JSON that this package writes.
const schema = "unskew.session/1"

// word is text of a report. It is cleaned once more as it is written, since a
// session may come from a file that somebody else edited.
type word string

// maxWord bounds one text in a report, in characters.
const maxWord = 4096

// MarshalText implements encoding.TextMarshaler.
func (w word) MarshalText() ([]byte, error) {
	return []byte(diagnostics.Clean(string(w), maxWord)), nil
}

// The JSON report. The order of fields is the schema's; those that it does not
// name were added at the end of each object. Pointers are null where nothing
// was measured.
type (
	sessionJSON struct {
		Schema    string        `json:"schema"`
		Simulated word          `json:"simulated,omitempty"`
		Tool      toolJSON      `json:"tool"`
		Host      hostJSON      `json:"host"`
		Started   startedJSON   `json:"started"`
		Offset    offsetJSON    `json:"offset"`
		Readings  []readingJSON `json:"readings"`
		Exchange  *exchangeJSON `json:"exchange"`
		Steps     []stepJSON    `json:"steps"`
		Findings  []findingJSON `json:"findings"`
		Applied   []appliedJSON `json:"applied"`
		Verdict   verdictJSON   `json:"verdict"`

		// Lasting is null where the clock is not right, or not known to be.
		Lasting    *lastingJSON     `json:"lasting"`
		Before     *beforeJSON      `json:"before,omitempty"`
		Moves      []moveJSON       `json:"moves,omitempty"`
		Transcript *transcriptJSON  `json:"transcript,omitempty"`
		Log        *logEvidenceJSON `json:"log,omitempty"`
		Settings   settingsJSON     `json:"settings"`
		State      word             `json:"state"` // open, waiting, finished or interrupted
		Resumed    []resumedJSON    `json:"resumed,omitempty"`
		Dangers    []dangerJSON     `json:"dangers,omitempty"`
		AEM        []aemJSON        `json:"aem,omitempty"`
		// AEMHere are the AEMs that run on this machine; absent where nobody looked.
		AEMHere *foundJSON `json:"aem_here,omitempty"`
		// Zones are those that are known beside UTC.
		Zones []zoneJSON `json:"zones,omitempty"`
		// Requests are all that went to the token endpoint, those of exchange among them.
		Requests []attemptJSON     `json:"requests,omitempty"`
		Answers  []answerJSON      `json:"answers,omitempty"`
		Sent     []destinationJSON `json:"sent,omitempty"`
		// Pseudonyms: names in this report are stand-ins.
		Pseudonyms bool `json:"pseudonyms,omitempty"`
		// Digest is over all other members: see package digest.
		Digest string `json:"digest"`
	}

	toolJSON struct {
		Version word `json:"version"`
	}

	startedJSON struct {
		OSClock   stampJSON  `json:"os_clock"`
		Reference *stampJSON `json:"reference"`
	}

	offsetJSON struct {
		Seconds     *diagnostics.Offset `json:"seconds"`
		Uncertainty *diagnostics.Offset `json:"uncertainty_seconds"`
		Source      *word               `json:"source"`
		Witnesses   int                 `json:"witnesses"`
		Agreeing    int                 `json:"agreeing"`
		Asked       int                 `json:"asked"`
		Within      *bool               `json:"within"`
		Words       *word               `json:"words"`

		Relation word `json:"relation"`
		Circular bool `json:"circular"`
	}

	readingJSON struct {
		Source      word                `json:"source"`
		Server      word                `json:"server"`
		Address     word                `json:"address,omitempty"`
		Operator    word                `json:"operator,omitempty"`
		OwnSource   bool                `json:"own_source"`
		Via         *word               `json:"via"`
		Inspected   bool                `json:"inspected"`
		Outcome     word                `json:"outcome"`
		Reason      word                `json:"reason,omitempty"`
		KissCode    word                `json:"kiss_code,omitempty"`
		Offset      *diagnostics.Offset `json:"offset_seconds"`
		Uncertainty *diagnostics.Offset `json:"uncertainty_seconds"`
		RTT         *diagnostics.Offset `json:"rtt_seconds"`
		Stratum     *int                `json:"stratum"`
		Used        bool                `json:"used"`
		WhyUnused   word                `json:"why_unused"`

		Vouched  bool `json:"vouched"`
		Endpoint bool `json:"endpoint"`
		Samples  int  `json:"samples"`
		Detail   word `json:"detail,omitempty"`
		TLSRoot  word `json:"tls_root,omitempty"` // what its certificate's chain ends in
	}

	exchangeJSON struct {
		Profile      *word               `json:"profile"`
		Endpoint     *word               `json:"endpoint"`
		By           word                `json:"by"`
		Lifetime     *float64            `json:"lifetime_seconds"`
		ServerOffset *diagnostics.Offset `json:"server_offset_seconds"`
		Margin       *diagnostics.Offset `json:"margin_seconds"`
		MarginAhead  *diagnostics.Offset `json:"margin_ahead_seconds"`
		AsOSClock    attemptJSON         `json:"as_os_clock"`
		AsReference  attemptJSON         `json:"as_reference"`
		AsServer     attemptJSON         `json:"as_server"`
	}

	attemptJSON struct {
		Outcome     word       `json:"outcome"`
		HTTPStatus  int        `json:"http_status,omitempty"`
		Error       word       `json:"error,omitempty"`
		Description word       `json:"error_description,omitempty"`
		Class       word       `json:"class,omitempty"`
		RequestID   word       `json:"request_id,omitempty"`
		AtServer    *stampJSON `json:"at_server,omitempty"`
		Why         word       `json:"why,omitempty"`

		SentAt     *stampJSON `json:"sent_at_os_clock,omitempty"`
		Stamped    *stampJSON `json:"stamped,omitempty"`
		Expires    *stampJSON `json:"expires,omitempty"`
		TokenValid *float64   `json:"token_expires_in_seconds,omitempty"`
		// NoToken: it was accepted, and requests of this kind grant no token.
		NoToken    bool                `json:"no_token,omitempty"`
		VerifiedAt *stampJSON          `json:"certificate_verified_at,omitempty"`
		TLSTime    bool                `json:"tls_time,omitempty"`
		TLSRoot    word                `json:"tls_root,omitempty"`
		Address    word                `json:"address,omitempty"`
		Via        word                `json:"via,omitempty"`
		RTT        *diagnostics.Offset `json:"rtt_seconds,omitempty"`

		RequestIDs []requestIDJSON `json:"request_ids,omitempty"`
		// These are told among all requests only.
		Number     int        `json:"number,omitempty"` // from 1, as in the text
		Stamp      word       `json:"stamp,omitempty"`  // os-clock, reference or server
		TokenUntil *stampJSON `json:"token_valid_until,omitempty"`
	}

	// requestIDJSON is an identifier by which the operator of the service finds a
	// request, and the header or field that named it.
	requestIDJSON struct {
		Name  word `json:"name"`
		Value word `json:"value"`
	}

	stepJSON struct {
		ID       word   `json:"id"`
		Outcome  word   `json:"outcome"`
		Findings []word `json:"findings"`

		Why word `json:"why,omitempty"`
	}

	findingJSON struct {
		Code      word   `json:"code"`
		Severity  word   `json:"severity"`
		Title     word   `json:"title"`
		Detail    word   `json:"detail"`
		BecauseOf []word `json:"because_of"`
		// Cause: a reason why the OS clock is wrong, or will be again.
		Cause bool `json:"cause,omitempty"`
		// Phone are the digits by which it is told over the telephone.
		Phone  word         `json:"phone"`
		Remedy []remedyJSON `json:"remedy"`
	}

	remedyJSON struct {
		Command   word `json:"command"`
		NeedsRoot bool `json:"needs_root"`
		Why       word `json:"why"`
		Undo      word `json:"undo"`

		// Argv is absent where only a person can do it.
		Argv   []word `json:"argv,omitempty"`
		ByHand bool   `json:"by_hand,omitempty"` // the command is an instruction in words
		Either bool   `json:"either,omitempty"`  // of these, only the one that fits is typed
		Moves  bool   `json:"moves_clock"`
		Takes  word   `json:"takes,omitempty"`
		Check  word   `json:"check,omitempty"`
	}

	// dangerJSON is one thing to know before the clock is moved.
	dangerJSON struct {
		Gravity word `json:"gravity"` // grave, mind or never
		Title   word `json:"title"`
		Detail  word `json:"detail"`
	}

	appliedJSON struct {
		Command word                `json:"command"`
		Exit    int                 `json:"exit"`
		Before  diagnostics.Offset  `json:"offset_before_seconds"`
		After   *diagnostics.Offset `json:"offset_after_seconds"`
		// Why is absent where the exit status tells all. A negative exit status
		// stands for none.
		Why word `json:"why,omitempty"`
	}

	// lastingJSON is whether a right clock stays right.
	lastingJSON struct {
		State word   `json:"state"` // "now", "kept", "will-relapse"
		Why   []word `json:"why"`
	}

	verdictJSON struct {
		Code      word `json:"code"`
		Proof     word `json:"proof"`
		Certainty word `json:"certainty"`
		Title     word `json:"title"`
		Next      word `json:"next"`
	}

	// beforeJSON is the session as it was before the clock was moved.
	beforeJSON struct {
		Offset   offsetJSON    `json:"offset"`
		Findings []findingJSON `json:"findings"`
		Readings []readingJSON `json:"readings"`
		Exchange *exchangeJSON `json:"exchange"`
		Verdict  verdictJSON   `json:"verdict"`
	}

	moveJSON struct {
		How    word               `json:"how"`
		At     stampJSON          `json:"at_os_clock"` // after the move
		Before diagnostics.Offset `json:"offset_before_seconds"`
		After  diagnostics.Offset `json:"offset_after_seconds"`
	}

	// resumedJSON is one time that the session was taken up again.
	resumedJSON struct {
		At        stampJSON `json:"at_os_clock"`
		Away      *float64  `json:"away_seconds"` // of true time, null: not known
		Restarted bool      `json:"restarted"`    // the machine was started anew in between
	}

	settingsJSON struct {
		NTP        []word  `json:"ntp,omitempty"`
		HTTPS      []word  `json:"https,omitempty"`
		ViewerZone word    `json:"viewer_zone,omitempty"`
		Profile    word    `json:"profile,omitempty"`
		TokenURL   word    `json:"token_url,omitempty"`
		NoExchange bool    `json:"no_exchange"`
		Lifetime   float64 `json:"lifetime_seconds"`
		Tolerance  float64 `json:"tolerance_seconds"`
		Attended   bool    `json:"attended"`
	}
)

// stampJSON is a time in RFC 3339, in UTC, to the millisecond.
type stampJSON time.Time

// MarshalText implements encoding.TextMarshaler. Unlike time.Time's own it takes
// any year: a wrong clock may be past 9999.
func (s stampJSON) MarshalText() ([]byte, error) {
	return []byte(time.Time(s).UTC().Format("2006-01-02T15:04:05.000Z07:00")), nil
}
