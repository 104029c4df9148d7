package report

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics/aem/logscan"
	"unskew/steps/logs"
	"unskew/steps/say"
)

const logsCanary = "CANARY-4711"

// logsAccount is a refusal with secrets in it, then a token that came.
func logsAccount(t *testing.T, zones logs.Zones) logs.Account {
	t.Helper()
	const line = "28.02.2017 18:39:51 - ERROR - mp_x\x1b[31m : "
	text := line + `Failed to get an access token for user: mac-x msg: failed to get access token from authorization server status: 400 response: {"error":"invalid_grant","error_description":"JWT has expired, client_secret=` + logsCanary + `"}` + "\n" +
		line + ">> Authorization: Bearer " + logsCanary + "\n" + line + "assertion=" + logsCanary + "&jwt_token=" + logsCanary + "\n" + line + "<< Date: Fri, 03 Mar 2017 04:29:05 GMT\n"
	found := logscan.Scan(t.Context(), []logscan.Input{{Name: "error.log", Reader: strings.NewReader(text)}}, logscan.Options{})
	return logs.Judge(found, zones)
}

// TestLogsJSON: an interval where the zone is not known, and then no seconds.
func TestLogsJSON(t *testing.T) {
	cases := []struct {
		zones   logs.Zones
		seconds any
		low     float64
	}{
		{logs.Zones{}, nil, 164954},
		{logs.Zones{Given: time.UTC}, 208154.0, 0},
	}
	for _, c := range cases {
		data, err := Logs(logsAccount(t, c.zones), "1.2.3", JSON, say.English())
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Schema   string
			Offset   map[string]any
			Readings []map[string]any
			Exchange struct {
				By        string
				AsOSClock map[string]any `json:"as_os_clock"`
			}
			Verdict map[string]any
			Partial bool
		}
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		seconds, has := got.Offset["seconds"]
		if has != (c.seconds != nil) || seconds != c.seconds {
			t.Errorf("seconds are %v, %v", seconds, has)
		}
		if interval, _ := got.Offset["interval_seconds"].([]any); (len(interval) == 2) != (c.seconds == nil) || len(interval) == 2 && interval[0] != c.low {
			t.Errorf("interval is %v", interval)
		}
		if zones, _ := got.Offset["zone_candidates"].([]any); (len(zones) > 0) != (c.seconds == nil) {
			t.Errorf("candidates are %v", zones)
		}
		if got.Schema != "unskew.session/1" || got.Exchange.By != "aem" || got.Exchange.AsOSClock["class"] != "expired" || got.Verdict["code"] != "clock-wrong" || got.Verdict["next"] == "" ||
			len(got.Readings) != 1 || got.Readings[0]["source"] != "log" || got.Readings[0]["used"] != true {
			t.Errorf("got %s", data)
		}
	}
}

// TestLogsKeepNoSecret: in every format.
func TestLogsKeepNoSecret(t *testing.T) {
	a := logsAccount(t, logs.Zones{})
	for _, format := range LogFormats() {
		data, err := Logs(a, "1.2.3", format, say.English())
		if err != nil || len(data) < 500 || data[len(data)-1] != '\n' {
			t.Errorf("%s: %v, %d bytes", format, err, len(data))
		}
		if text := string(data); strings.Contains(text, logsCanary) || strings.ContainsRune(text, '\x1b') {
			t.Errorf("%s holds a secret or a control character:\n%s", format, text)
		}
	}
	if _, err := Logs(a, "1.2.3", Prometheus, say.English()); err == nil {
		t.Error("prometheus is no format of logs")
	}
}
