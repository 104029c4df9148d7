package report

import (
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/process"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/timeservice"
	"unskew/steps"
)

// fullSession has all that a report tells: a machine with an AEM in another zone, a
// reader in a third, a proxy that inspects TLS, a log, answers, a step that was left
// out, a command that was run, and a fix.
func fullSession() steps.Session {
	settings := steps.Settings{
		Profile: "jwt-bearer", TokenURL: "https://legacy.example/oauth/token", ViewerZone: "Asia/Taipei", NTP: []string{"time-a.example", "time-b.example"},
		HTTPS: []string{"https://www.north.example"}, Lifetime: 5 * time.Minute, Tolerance: time.Second,
	}
	s := begun("", settings)
	s = s.With(answered(steps.StepWhere, "where", "here"))
	log := 208154.0
	s = s.With(found(steps.StepOSTime, time.Second, behind, steps.Observation{Log: &steps.LogEvidence{Files: []string{"/opt/aem/logs/error.log"}, Class: exchange.ClassExpired, Least: &log, Most: &log, Refused: true}}))
	s = s.With(found(steps.StepOSTime, time.Second, behind, steps.Observation{Host: &hostclock.State{
		Name: "aem-author-01", OS: "linux/amd64 Debian GNU/Linux 8", BootID: "boot-1", Zone: "Asia/Kolkata", ZoneOffset: 19800 * time.Second,
	}}))
	s = s.With(found(steps.StepOSTime, time.Second, behind, steps.Observation{AEM: &process.Found{List: []process.Instance{{
		PID: 7, Folder: "/opt/aem", RunModes: []string{"author"}, Port: 4502, Zone: "America/Los_Angeles", ZoneOffset: -8 * time.Hour, ZoneKnown: true,
	}}}}))
	s = s.With(found(steps.StepOSTime, time.Second, behind, steps.Observation{Services: &steps.Services{List: []timeservice.Service{{Name: "chronyd", Unit: "chrony.service"}}}}))
	web := ntpReading("https://www.north.example", "North", 2*time.Second, behind, 0)
	web.Source, web.Address, web.Via, web.Issuer, web.Stratum = diagnostics.SourceHTTPS, "", "proxy.corp.example:3128", "Corp Inspection CA", 0
	web.Anchor.Uncertainty = 512 * time.Millisecond
	mute := diagnostics.Reading{Source: diagnostics.SourceNTP, Server: "ntp.corp.example", OwnSource: true, Outcome: diagnostics.Failed, Reason: diagnostics.ReasonTimeout}
	liar := ntpReading("time-c.example", "Gamma", 2*time.Second, behind, time.Hour)
	for _, reading := range []diagnostics.Reading{ntpReading("time-a.example", "Alpha", 2*time.Second, behind, 0), ntpReading("time-b.example", "Beta", 2*time.Second, behind, 0), web, mute, liar} {
		s = s.With(found(steps.StepNTP, 2*time.Second, behind, steps.Observation{Reading: &reading}))
	}
	s = s.With(found(steps.StepToken, 3*time.Second, behind, steps.Observation{Target: &steps.Target{
		Profile: "jwt-bearer", Title: "JWT bearer grant", Endpoint: settings.TokenURL, Credential: true, Lifetime: 5 * time.Minute,
	}}))
	refused := attempt(exchange.StampOSClock, 3*time.Second, behind, exchange.ClassExpired)
	refused.RequestID, refused.Issuer = "req-71", "Corp Inspection CA"
	refused.RequestIDs = []exchange.RequestID{{Name: "x-request-id", Value: "req-71"}, {Name: "cf-ray", Value: "ray-TPE"}}
	accepted := attempt(exchange.StampReference, 4*time.Second, behind, exchange.ClassAccepted)
	accepted.RequestID = "req-72"
	s = s.With(found(steps.StepToken, 3*time.Second, behind, steps.Observation{Attempt: &refused}))
	s = s.With(found(steps.StepToken, 4*time.Second, behind, steps.Observation{Attempt: &accepted}))
	skipped := entry(steps.Skipped, steps.StepToken, 5*time.Second, behind)
	skipped.Why = "the person had no time"
	s = s.With(skipped)
	run := entry(steps.Applied, steps.StepConfirm, 9*time.Second, behind)
	run.Run = &steps.Run{Command: "systemctl restart chrony.service", Before: diagnostics.OffsetOf(behind)}
	s = s.With(run)
	moved := entry(steps.Moved, "", 10*time.Second, 0)
	moved.Move = &steps.Move{How: steps.MoveStep, Before: diagnostics.OffsetOf(behind), After: diagnostics.OffsetOf(2 * time.Millisecond)}
	s = s.With(moved)
	for _, reading := range []diagnostics.Reading{ntpReading("time-a.example", "Alpha", 11*time.Second, 0, 0), ntpReading("time-b.example", "Beta", 11*time.Second, 0, 0)} {
		reading.Samples = 8
		s = s.With(found(steps.StepConfirm, 11*time.Second, 0, steps.Observation{Reading: &reading}))
	}
	again := attempt(exchange.StampOSClock, 12*time.Second, 0, exchange.ClassAccepted)
	again.RequestID = "req-73"
	return s.With(found(steps.StepConfirm, 12*time.Second, 0, steps.Observation{Attempt: &again}))
}

// wanted is one fact: how a person reads it, "…" where layouts differ, and how a program does. A program's words
// stand in the JSON one behind the other, without blanks.
type wanted struct{ what, person, program string }

func everything() []wanted {
	return []wanted{
		{"the machine", "machine aem-author-01", `"name":"aem-author-01"`},
		{"AEM on it", "author, port 4502", `"port":4502`},
		{"where AEM is", "/opt/aem", `"folder":"/opt/aem"`},
		{"tool version", "unskew 0.9.0", `"tool":{"version":"0.9.0"}`},
		{"UTC", "OS clock 2017-03-03 04:29:17 UTC", `"os_clock":"2017-02-28T18:39:51.000Z"`},
		{"host's zone", "Asia/Kolkata +05:30", `{"whose":"host","zone":"Asia/Kolkata","zone_offset_seconds":19800}`},
		{"AEM's zone", "America/Los_Angeles -08:00", `{"whose":"aem","zone":"America/Los_Angeles","zone_offset_seconds":-28800}`},
		{"viewer's zone", "Asia/Taipei +08:00", `{"whose":"viewer","zone":"Asia/Taipei","zone_offset_seconds":28800}`},
		{"a clock in the host's zone", "2017-03-03 09:59:17", `"whose":"host"`},
		{"a clock in AEM's zone", "2017-03-02 20:29:17", `"whose":"aem"`},
		{"a clock in the viewer's zone", "2017-03-03 12:29:17", `"whose":"viewer"`},
		{"asked directly", "time-a.example (192.0.2.7:123) … 2 … a question for the time (NTP), direct", `{"to":"time-a.example(192.0.2.7:123)","times":2,"what":"ntp","via":null}`},
		{"asked through a proxy", "a request for the date (HTTPS), through the proxy proxy.corp.example:3128", `"what":"https","via":"proxy.corp.example:3128"`},
		{"TLS issuer of a web server", "certificate by Corp Inspection CA", `"times":1,"what":"https","via":"proxy.corp.example:3128","tls_root":"CorpInspectionCA"`},
		{"TLS issuer of the service", "certificate by Corp Inspection CA", `"tls_root":"CorpInspectionCA","address":"203.0.113.4:443","via"`},
		{"a reading", "2d 9h 49m 14s behind, +/-3 ms", `"offset_seconds":208154.0,"uncertainty_seconds":0.003`},
		{"a reading of another kind", "HTTPS; round trip 12 ms", `"source":"https","server":"https://www.north.example"`},
		{"a falseticker", "disagrees with the majority (falseticker)", `"why_unused":"falseticker"`},
		{"a server without an answer", "no time: timeout", `"reason":"timeout"`},
		{"first request", "Request 1, stamped with this machine's time", `"number":1,"stamp":"os-clock"`},
		{"its answer", "400 invalid_grant: JWT has expired", `"error":"invalid_grant","error_description":"JWThasexpired"`},
		{"the server's time", "2017-03-03 04:29:08 UTC", `"at_server":"2017-03-03T04:29:08.000Z"`},
		{"its request id", "req-71 (x-request-id)", `{"name":"x-request-id","value":"req-71"}`},
		{"another id of it", "ray-TPE (cf-ray)", `{"name":"cf-ray","value":"ray-TPE"}`},
		{"second request", "Request 2, stamped with the true time", `"number":2,"stamp":"reference"`},
		{"its id", "req-72", `"request_id":"req-72"`},
		{"last request", "Request 3, stamped with this machine's time", `"number":3,"stamp":"os-clock"`},
		{"its id", "req-73", `"request_id":"req-73"`},
		{"an answer", "What the person answered … where … where … here", `{"step":"where","question":"where","answer":"here"}`},
		{"what was skipped", "token … skipped … the person had no time", `{"step":"token","skipped":true,"why":"thepersonhadnotime"}`},
		{"a finding", "(timeservice.stopped)", `"code":"timeservice.stopped"`},
		{"its remedy", "systemctl start chrony", `"command":"systemctlstartchrony`},
		{"a finding of before", "Found before the clock was moved", `"code":"clock.behind"`},
		{"what was run", "systemctl restart chrony.service", `"applied":[{"command":"systemctlrestartchrony.service","exit":0`},
		{"the movement", "The clock was stepped: it was 2d 9h 49m 14s behind, and is 2 ms behind", `"how":"step"`},
		{"what stays valid", "It stays valid until 2017-03-03 05:29:09 UTC", `"token_valid_until":"2017-03-03T05:29:09.000Z"`},
		{"an assertion that stays valid", "The last of them expires at 2017-03-03 04:34:17 UTC", `"expires":"2017-03-03T04:34:17.000Z"`},
		{"the log", "/opt/aem/logs/error.log", `"files":["/opt/aem/logs/error.log"]`},
		{"the verdict", "verdict fixed", `"verdict":{"code":"fixed","proof":"before-after","certainty":"proved"`},
		{"how it was proved", "the same test failed before the clock was corrected and passed afterwards (before-after)", `"proof":"before-after"`},
		{"how sure", "certainty proved", `"certainty":"proved"`},
		{"before", "clock … 2d 9h 49m 14s behind … exactly right", `"before":{"offset":{"seconds":208154.0`},
		{"tolerance", "tolerance 1 s", `"tolerance_seconds":1`},
	}
}

// bare leaves of a text what all layouts of it have in common.
func bare(text string) string {
	return strings.NewReplacer(" ", "", "\n", "", `\`, "", ":", "", "*", "", "|", "", "±", "+/", "-", "", "`", "").Replace(text)
}

// holds reports whether a text holds pieces, with "…" between them, in their order.
func holds(text, pieces string) bool {
	for piece := range strings.SplitSeq(pieces, "…") {
		_, rest, found := strings.Cut(text, piece)
		if !found {
			return false
		}
		text = rest
	}
	return true
}

// TestComplete: whatever a second reader asks stands in the report, in each format.
func TestComplete(t *testing.T) {
	s := fullSession()
	texts := map[Format]string{}
	for _, format := range []Format{Text, Markdown, HTML, JSON} {
		out, err := Render(s, format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkForm(t, "full", format, out)
		texts[format] = string(out)
	}
	_, texts[HTML] = outline(t, []byte(texts[HTML]))
	facts, ran := everything(), 0
	for _, fact := range facts {
		for _, format := range []Format{Text, Markdown, HTML} {
			ran++
			if !holds(bare(texts[format]), bare(fact.person)) {
				t.Errorf("%s: %s is missing: %q", format, fact.what, fact.person)
			}
		}
		ran++
		if compact := strings.NewReplacer(" ", "", "\n", "").Replace(texts[JSON]); !strings.Contains(compact, fact.program) {
			t.Errorf("json: %s is missing: %s", fact.what, fact.program)
		}
	}
	if len(facts) != 43 || ran != 172 {
		t.Fatalf("%d facts were looked for %d times, want 43 and 172", len(facts), ran)
	}
	if t.Failed() {
		t.Log(texts[Text])
	}
}
