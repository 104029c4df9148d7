package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics/aem/process"
)

// conversation is a refused Test Connection: 18:39:51 by its own clock, 04:29:05
// three days later by the server's.
const conversation = `28.02.2017 18:39:50 - INFO - mp_replication_agent_default_tenant : * Using OAuth 2.0 Authorization Grants
28.02.2017 18:39:51 - ERROR - mp_replication_agent_default_tenant : Failed to get an access token for user: mac-tenant-replication msg: failed to get access token from authorization server status: 400 response: {"error":"invalid_grant","error_description":"JWT has expired"}
28.02.2017 18:39:51 - INFO - mp_replication_agent_default_tenant : sent. Response: 401 Unauthorized
28.02.2017 18:39:51 - DEBUG - mp_replication_agent_default_tenant : << HTTP/1.1 401 Unauthorized
28.02.2017 18:39:51 - DEBUG - mp_replication_agent_default_tenant : << Date: Fri, 03 Mar 2017 04:29:05 GMT
28.02.2017 18:39:51 - ERROR - mp_replication_agent_default_tenant : Replication (TEST) of /content not successful.
`

// TestLogEvidence: what a named log says stands in the report of a check, exactly
// where the zone is given, and as an interval where it is not.
func TestLogEvidence(t *testing.T) {
	name := filepath.Join(t.TempDir(), "error.log")
	write(t, name, conversation, 0o600)
	cases := []struct{ args, title string }{
		{"--zone UTC", "2d 9h 49m 14s behind"},
		{"", "whatever its time zone"},
	}
	for _, c := range cases {
		o := newOffice(t, "", "")
		args := append([]string{"check", "--ntp", "none", "--https", "none", "--format", "json", "--log", name}, strings.Fields(c.args)...)
		out, stderr, _ := o.run(args...)
		var report struct {
			Findings []struct{ Code, Title string }
			Log      struct {
				Seconds  *float64
				Interval []float64 `json:"interval_seconds"`
			}
		}
		if err := json.Unmarshal([]byte(out), &report); err != nil {
			t.Fatalf("%v: %s", err, stderr)
		}
		found := ""
		for _, finding := range report.Findings {
			if finding.Code == "log.evidence" {
				found = finding.Title
			}
		}
		exact := report.Log.Seconds != nil && *report.Log.Seconds == 208154
		bounds := len(report.Log.Interval) == 2 && report.Log.Interval[0] == 164954 && report.Log.Interval[1] == 258554
		if c.args != "" && !exact || c.args == "" && !bounds {
			t.Errorf("%q: %+v", c.args, report.Log)
		}
		if !strings.Contains(found, c.title) {
			t.Errorf("%q: %q, want %q in it", c.args, found, c.title)
		}
	}
	if len(cases) != 2 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestLogsOfAEMHere: with a person there, the logs of an AEM that runs here are
// read in its JVM's zone; unattended they are not read unasked.
func TestLogsOfAEMHere(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "error.log"), []byte(conversation), 0o600); err != nil {
		t.Fatal(err)
	}
	found := process.Found{List: []process.Instance{{Logs: folder, Zone: "Asia/Kolkata", ZoneKnown: true, ZoneOffset: 330 * time.Minute, RunModes: []string{"author"}}}}
	said := (&options{}).logReader(true)(context.Background(), found)
	if said == nil || said.Least == nil || *said.Least != 227954 || *said.Most != 227954 || !said.Refused {
		t.Errorf("in Kolkata's zone: %+v", said)
	}
	if said := (&options{}).logReader(false)(context.Background(), found); said != nil {
		t.Errorf("unattended: %+v", said)
	}
}

// TestHistoryOfALog: several exchanges give a chart and the last of them; one alone
// gives no chart.
func TestHistoryOfALog(t *testing.T) {
	name := filepath.Join(t.TempDir(), "error.log")
	earlier := strings.NewReplacer("28.02.2017", "27.02.2017", "Fri, 03 Mar", "Thu, 02 Mar").Replace(conversation)
	write(t, name, earlier+conversation, 0o600)
	o := &options{logs: []string{name}, zone: "UTC"}
	said := o.logReader(true)(context.Background(), process.Found{})
	if said == nil || len(said.History) != 60 || said.Began.IsZero() || said.Latest == nil {
		t.Fatalf("%+v", said)
	}
	if latest := said.Latest; latest.Agent != "mp_replication_agent_default_tenant" || latest.Class != "expired" || latest.Date.Day() != 3 ||
		latest.Least == nil || *latest.Least != 208154 || *latest.Most != 208154 {
		t.Errorf("the last exchange: %+v", latest)
	}
	write(t, name+".1", conversation, 0o600)
	o.logs = []string{name + ".1"}
	if said := o.logReader(true)(context.Background(), process.Found{}); said == nil || said.History != nil || said.Latest == nil {
		t.Errorf("one alone: %+v", said)
	}
	office := newOffice(t, "", "")
	out, stderr, _ := office.run("check", "--ntp", "none", "--https", "none", "--log", name, "--zone", "UTC")
	for _, words := range []string{"What the logs say", "####", "x: refused for its time"} {
		if !strings.Contains(out, words) {
			t.Errorf("the report of a check does not hold %q: %s %s", words, out, stderr)
		}
	}
}

// TestLogEvidenceRestricted: in a restricted session the names of the administrator's
// logs are kept nowhere; those of an AEM that runs here are.
func TestLogEvidenceRestricted(t *testing.T) {
	name := filepath.Join(t.TempDir(), "error.log")
	write(t, name, conversation, 0o600)
	here := process.Found{List: []process.Instance{{Logs: filepath.Dir(name)}}}
	cases := []struct {
		o    options
		want []string
	}{
		{options{kiosk: true, logs: []string{name, name}}, []string{standInLog, standInLog}},
		{options{kiosk: true}, []string{name}},
		{options{logs: []string{name}}, []string{name}},
	}
	for _, c := range cases {
		said := c.o.logReader(true)(t.Context(), here)
		if said == nil || !said.Refused || !slices.Equal(said.Files, c.want) {
			t.Errorf("%+v, want %q", said, c.want)
			continue
		}
		if data, err := json.Marshal(said); err != nil || c.want[0] == standInLog && strings.Contains(string(data), name) {
			t.Errorf("the name is kept: %s, %v", data, err)
		}
	}
	if len(cases) != 3 {
		t.Errorf("%d cases", len(cases))
	}
}
