//go:build e2e && unix

package e2e

import (
	"encoding/json"
	"testing"
)

// record is the part of a JSON report that these tests read.
type record struct {
	Schema    string
	Simulated string
	Host      struct{ Services []hostService }
	Offset    struct {
		Seconds     *float64
		Uncertainty *float64 `json:"uncertainty_seconds"`
		Source      string
		Within      *bool
		Witnesses   int
		Words       string
	}
	Readings []reading
	Exchange *struct {
		Profile  string
		Endpoint string
		Server   *float64 `json:"server_offset_seconds"`
		Margin   *float64 `json:"margin_seconds"`

		OSClock   attempt `json:"as_os_clock"`
		Reference attempt `json:"as_reference"`
		AsServer  attempt `json:"as_server"`
	}
	Findings []struct {
		Code, Severity, Detail string

		BecauseOf []string `json:"because_of"`
	}
	Applied []struct {
		Command string
		Exit    int
		Before  float64 `json:"offset_before_seconds"`
		After   float64 `json:"offset_after_seconds"`
	}
	Verdict struct{ Code, Proof, Certainty, Title, Next string }
	State   string
}

type reading struct {
	Source, Server, Address, Outcome, Reason string

	Via         string
	KissCode    string `json:"kiss_code"`
	Used        bool
	WhyUnused   string   `json:"why_unused"`
	Offset      *float64 `json:"offset_seconds"`
	Uncertainty *float64 `json:"uncertainty_seconds"`
	Stratum     *int
}

// hostService is what a report tells of a time service.
type hostService struct {
	Name, Unit, Enabled, Active, Selected, Steps string

	Running    bool
	Stratum    int
	Correction *float64 `json:"correction_seconds"`
	Sources    []hostSource
}

// hostSource is what it tells of a source of a time service.
type hostSource struct {
	Name, Address, State string
	Selected             bool
}

type attempt struct {
	Outcome, Error, Class, Why string

	Status      int    `json:"http_status"`
	Description string `json:"error_description"`
	AtServer    string `json:"at_server"`
}

// parseRecord reads a JSON report, which must be one object and nothing else.
func parseRecord(t testing.TB, text string) record {
	t.Helper()
	var r record
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatalf("the report is not JSON: %v:\n%s", err, text)
	}
	if r.Schema != "unskew.session/1" {
		t.Errorf("the schema is %q", r.Schema)
	}
	return r
}

// record reads the outcome of a check with --format json.
func (o outcome) record(t testing.TB) record {
	t.Helper()
	if o.stderr != "" {
		t.Errorf("a check with a result wrote to standard error: %s", o.stderr)
	}
	return parseRecord(t, o.stdout)
}

func (r record) checkVerdict(t testing.TB, code, proof string) {
	t.Helper()
	if r.Verdict.Code != code || r.Verdict.Proof != proof {
		t.Errorf("the verdict is %s (proof %s), not %s (%s): %s", r.Verdict.Code, r.Verdict.Proof, code, proof, r.Verdict.Title)
	}
}

// checkFindings checks that some findings are there, and others are not.
func (r record) checkFindings(t testing.TB, there, absent []string) {
	t.Helper()
	codes := make(map[string]bool)
	for _, finding := range r.Findings {
		codes[finding.Code] = true
	}
	for _, code := range there {
		if !codes[code] {
			t.Errorf("the finding %s is missing among %v", code, codes)
		}
	}
	for _, code := range absent {
		if codes[code] {
			t.Errorf("there is a finding %s", code)
		}
	}
}

// reading returns the reading of a server, which must be there once.
func (r record) reading(t *testing.T, server string) reading {
	t.Helper()
	var found []reading
	for _, one := range r.Readings {
		if one.Server == server {
			found = append(found, one)
		}
	}
	if len(found) != 1 {
		t.Fatalf("there are %d readings of %s in %+v", len(found), server, r.Readings)
	}
	return found[0]
}
