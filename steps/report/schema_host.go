package report

import "unskew/diagnostics"

// The host's part of the JSON report: the machine, its services, and its AEMs.
type (
	foundJSON struct {
		NotLooked word           `json:"not_looked,omitempty"`
		List      []instanceJSON `json:"list"`
	}

	instanceJSON struct {
		Folder     word            `json:"folder,omitempty"`
		RunModes   []word          `json:"run_modes"`
		Port       *int            `json:"port"`
		Store      word            `json:"store,omitempty"`
		Zone       word            `json:"zone,omitempty"`
		ZoneOffset *int64          `json:"zone_offset_seconds"`
		Proxies    []word          `json:"proxies,omitempty"`
		Logs       word            `json:"logs,omitempty"`
		Container  bool            `json:"container"`
		Unknown    map[string]word `json:"unknown,omitempty"`
	}

	// aemJSON is an AEM that was named, and its own tests of its agents.
	aemJSON struct {
		URL     word `json:"url"`
		Outcome word `json:"outcome"` // of reading its clock
		Reason  word `json:"reason,omitempty"`
		// Ahead is AEM's clock minus this machine's OS clock: 0 where it runs here.
		Ahead       *diagnostics.Offset `json:"ahead_of_os_clock_seconds"`
		Uncertainty *diagnostics.Offset `json:"uncertainty_seconds"`
		Between     []word              `json:"between"`
		Agents      []agentJSON         `json:"agents"`
	}

	agentJSON struct {
		Name        word       `json:"name"`
		Outcome     word       `json:"outcome"`
		Class       word       `json:"class,omitempty"`
		HTTPStatus  int        `json:"http_status,omitempty"`
		Error       word       `json:"error,omitempty"`
		Description word       `json:"error_description,omitempty"`
		FirstError  word       `json:"first_error,omitempty"`
		Why         word       `json:"why,omitempty"`
		AtAEM       *stampJSON `json:"at_aem"`
		ServerDate  *stampJSON `json:"at_server"`
		LocalStamp  word       `json:"local_stamp,omitempty"`
		ZoneOffset  *int64     `json:"zone_offset_seconds"`
	}

	hostJSON struct {
		Name        word   `json:"name"`
		OS          *word  `json:"os"`
		Zone        *word  `json:"zone"`
		ZoneOffset  *int64 `json:"zone_offset_seconds"`
		ClockSource string `json:"clock_source"`
		BootID      *word  `json:"boot_id"`
		// Services is absent where the time services were not looked for.
		Services []serviceJSON `json:"services,omitempty"`

		Container      *word        `json:"container"`
		VirtualMachine *word        `json:"virtual_machine"`
		Machine        *machineJSON `json:"machine,omitempty"`
	}

	// machineJSON is what may set or keep the clock from outside.
	machineJSON struct {
		Distribution word            `json:"distribution,omitempty"`
		Version      word            `json:"version,omitempty"`
		Init         word            `json:"init,omitempty"`
		Cloud        word            `json:"cloud,omitempty"`
		Domain       word            `json:"domain,omitempty"`
		Node         word            `json:"node,omitempty"`
		PTP          []word          `json:"ptp,omitempty"`
		Faketime     []word          `json:"faketime,omitempty"`
		GuestSync    map[string]word `json:"guest_sync,omitempty"`
	}

	serviceJSON struct {
		Name     word  `json:"name"`
		Unit     *word `json:"unit"`
		Running  bool  `json:"running"`
		Enabled  *word `json:"enabled"`
		Selected *word `json:"selected"`

		Active     *word               `json:"active"`
		Stratum    int                 `json:"stratum,omitempty"`
		Steps      word                `json:"steps,omitempty"` // when it corrects at once
		Correction *float64            `json:"correction_seconds"`
		Sources    []serviceSourceJSON `json:"sources"`
	}

	// serviceSourceJSON is a source of a time service, and why it is not used.
	serviceSourceJSON struct {
		Name     word `json:"name"`
		Address  word `json:"address,omitempty"`
		Selected bool `json:"selected"`
		State    word `json:"state"`
		Why      word `json:"why,omitempty"`
	}

	// zoneJSON is the zone of this machine, of an AEM's JVM or of the reader.
	zoneJSON struct {
		Whose  word  `json:"whose"` // host, aem or viewer
		Zone   *word `json:"zone"`  // by name, null: only its distance is known
		Offset int64 `json:"zone_offset_seconds"`
	}

	// answerJSON is one answer of the person's, or a step that was left out.
	answerJSON struct {
		Step     word  `json:"step"`
		Question word  `json:"question,omitempty"`
		Answer   *word `json:"answer,omitempty"` // absent: empty, or pasted
		Pasted   bool  `json:"pasted,omitempty"` // and so not repeated
		Skipped  bool  `json:"skipped,omitempty"`
		Why      word  `json:"why,omitempty"`
	}

	// destinationJSON is what was sent where: ntp, https, name (only its name was
	// looked up), withheld (nothing was sent), token, date, agents or agent.
	destinationJSON struct {
		To      word  `json:"to"`
		Times   int   `json:"times"`
		What    word  `json:"what"`
		Via     *word `json:"via"`
		TLSRoot word  `json:"tls_root,omitempty"`
	}
)
