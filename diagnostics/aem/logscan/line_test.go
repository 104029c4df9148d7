package logscan

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"unskew/diagnostics/exchange"
)

// TestPatterns: AEM's default pattern and what people make of it.
func TestPatterns(t *testing.T) {
	const logger = "com.day.cq.replication.Agent.mp_x"
	wall := time.Date(2017, 2, 28, 18, 39, 51, 123e6, time.UTC)
	second := wall.Truncate(time.Second)
	cases := []struct {
		text          string
		known         order
		wall          time.Time
		zoned, either bool
		east          time.Duration
		level, thread string
		agent         string
	}{
		{"28.02.2017 18:39:51.123 *ERROR* [pool-7-thread-3] " + logger + " x", 0, wall, false, false, 0, "ERROR", "pool-7-thread-3", "mp_x"},
		{"28.02.2017 18:39:51.123 *ERROR* [10.0.0.1 [1488307191123] GET /x HTTP/1.1] " + logger + ".queue x", 0, wall, false, false, 0, "ERROR", "10.0.0.1 [1488307191123] GET /x HTTP/1.1", "mp_x"},
		{"2017-02-28 18:39:51,123 ERROR [pool-1] " + logger + " - x", 0, wall, false, false, 0, "ERROR", "pool-1", "mp_x"},
		{"2017-02-28T18:39:51.123-0800 [ERROR] [pool-1] " + logger, 0, wall, true, false, -8 * time.Hour, "ERROR", "pool-1", "mp_x"},
		{"2017-02-28T18:39:51.123+05:30 *INFO* [pool-1] " + logger, 0, wall, true, false, 5*time.Hour + 30*time.Minute, "INFO", "pool-1", "mp_x"},
		{"2017-02-28T18:39:51.123Z *INFO* [pool-1] " + logger, 0, wall, true, false, 0, "INFO", "pool-1", "mp_x"},
		{"02.28.2017 18:39:51.123 *INFO* [a] " + logger, 0, wall, false, false, 0, "INFO", "a", "mp_x"},
		{"02/28/2017 18:39:51 - x", 0, second, false, false, 0, "", "", ""},
		{"28/Feb/2017:18:39:51 +0000 *INFO* [a]", 0, second, true, false, 0, "INFO", "a", ""},
		{"28 Feb 2017 18:39:51,123 INFO  [a] x", 0, wall, false, false, 0, "INFO", "a", ""},
		{"> 28.02.2017 18:39:51 - ERROR - mp_x : y", 0, second, false, false, 0, "ERROR", "", "mp_x"},
		{"28.02.2017 18:39:51 - Create new HttpClient", 0, second, false, false, 0, "", "", ""},
		{"03.04.2017 18:39:51 - x", 0, time.Date(2017, 4, 3, 18, 39, 51, 0, time.UTC), false, false, 0, "", "", ""},
		{"03.04.2017 18:39:51 - x", monthFirst, time.Date(2017, 3, 4, 18, 39, 51, 0, time.UTC), false, false, 0, "", "", ""},
		{"03/04/2017 18:39:51 - x", 0, time.Date(2017, 4, 3, 18, 39, 51, 0, time.UTC), false, true, 0, "", "", ""},
		{"03/04/2017 18:39:51 - x", monthFirst, time.Date(2017, 3, 4, 18, 39, 51, 0, time.UTC), false, false, 0, "", "", ""},
		{"31.02.2017 18:39:51 - x", 0, time.Time{}, false, false, 0, "", "", ""},
		{"\tat com.example.Foo(Foo.java:28)", 0, time.Time{}, false, false, 0, "", "", ""},
	}
	for _, c := range cases {
		l := readLine(c.text, c.known)
		if !l.stamp.Wall.Equal(c.wall) || l.stamp.Zoned != c.zoned || l.stamp.Either != c.either || l.stamp.East != c.east || l.level != c.level || l.thread != c.thread || l.agent != c.agent {
			t.Errorf("%s:\n got %+v", c.text, l)
		}
	}
	if len(cases) != 18 {
		t.Fatalf("%d cases", len(cases))
	}
}

const transcriptStart = "28.02.2017 18:39:51 - "

// TestOutcomes: what each text comes to.
func TestOutcomes(t *testing.T) {
	say := func(level, message string) string { return transcriptStart + level + " - mp_x : " + message + "\n" }
	date := say("INFO", "<< Date: Fri, 03 Mar 2017 04:29:05 GMT")
	failed := func(rest string) string {
		return say("ERROR", "Failed to get an access token for user: mac-x-replication msg: "+rest)
	}
	const log = "28.02.2017 18:39:51.123 *ERROR* [t-1] "
	cases := []struct {
		name, text string
		class      exchange.Class
		token      bool
		measured   bool
		status     int
	}{
		{"nothing", "it does not work", "", false, false, 0},
		{"bare words", "JWT has expired", exchange.ClassExpired, true, false, 0},
		{"refused, no date", failed(`failed to get access token from authorization server status: 400 response: {"error":"invalid_grant","error_description":"JWT has expired"}`), exchange.ClassExpired, true, false, 400},
		{"signature", failed(`failed to get access token from authorization server status: 400 response: {"error":"invalid_token","error_description":"Could not match JWT signature to any of the bindings"}`) + date, exchange.ClassSignature, true, true, 400},
		{"no name", failed("java.net.UnknownHostException: x") + say("ERROR", "Replication (ACTIVATE) of /content not successful."), exchange.ClassDNS, true, false, 0},
		{"token came", say("INFO", "* OAuth 2.0 Token: '*****' initialized") + date + say("INFO", "Replication (TEST) of /content successful."), exchange.ClassAccepted, true, true, 0},
		{"passed", say("INFO", "Replication (TEST) of /content successful."), exchange.ClassAccepted, false, false, 0},
		{"token came, then 401", say("INFO", "* OAuth 2.0 Token: '*****' initialized") + say("ERROR", "Replication (TEST) of /content not successful. Conversation follows") + say("ERROR", "<< HTTP/1.1 401 Unauthorized") + date, exchange.ClassAccepted, true, true, 401},
		{"401 alone", say("ERROR", "Replication (TEST) of /content not successful. Conversation follows") + say("ERROR", "<< HTTP/1.1 401 Unauthorized") + date + say("ERROR", "Replication (TEST) of /content not successful."), exchange.ClassOther, false, true, 401},
		{"no key store", say("ERROR", "No OAuth token available. OAuth not initialized") + date, exchange.ClassOther, true, true, 0},
		{
			"two loggers of one thread", log + "com.adobe.granite.auth.oauth.impl.X failed to get access token from authorization server status: 400 response: {\"error\":\"invalid_grant\",\"error_description\":\"JWT has expired\"}\n" +
				log + "com.day.cq.replication.Agent.mp_x Failed to get an access token for user: m msg: failed to get access token from authorization server status: 400 response: {\"error\":\"invalid_grant\",\"error_description\":\"JWT has expired\"}\n" +
				log + "com.day.cq.replication.Agent.mp_x << Date: Fri, 03 Mar 2017 04:29:05 GMT\n", exchange.ClassExpired, true, true, 400,
		},
		{
			"a message of many lines", log + "com.day.cq.replication.Agent.mp_x Conversation follows\nfoo\n<< HTTP/1.1 401 Unauthorized\n<< Date: Fri, 03 Mar 2017 04:29:05 GMT\n",
			exchange.ClassOther, false, true, 401,
		},
	}
	for _, c := range cases {
		got := scanText(t, c.text).Exchanges
		if c.class == "" {
			if len(got) != 0 {
				t.Errorf("%s: %+v", c.name, got)
			}
			continue
		}
		if len(got) != 1 {
			t.Errorf("%s: %d exchanges: %+v", c.name, len(got), got)
			continue
		}
		if e := got[0]; e.Class != c.class || e.Token != c.token || e.Measured() != c.measured || e.Status != c.status || e.Count != 1 {
			t.Errorf("%s: %+v", c.name, e)
		}
	}
	if len(cases) != 12 {
		t.Fatalf("%d cases", len(cases))
	}
}

// TestKeepsNoSecret: none of what may stand in a log's lines is kept.
func TestKeepsNoSecret(t *testing.T) {
	const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJDQU5BUlkifQ.U2lnbmF0dXJlQ0FOQVJZ"
	line := transcriptStart + "ERROR - mp_x\x1b[31m : "
	text := line + "Failed to get an access token for user: mac-x msg: failed to get access token from authorization server status: 400 response: " +
		`{"error":"invalid_grant","error_description":"JWT has expired: ` + jwt + ` client_secret=CANARY-1 assertion=CANARY-2&jwt_token=CANARY-3"}` + "\n" +
		"Authorization: Bearer CANARY-4\nassertion=CANARY-5\n" + line + ">> Authorization: Basic CANARY6=\n" + line + "<< Date: Fri, 03 Mar 2017 04:29:05 GMT\n"
	got := scanText(t, text)
	if len(got.Exchanges) == 0 || got.Exchanges[0].Class != exchange.ClassExpired || !strings.Contains(got.Exchanges[0].Description, "[secret]") {
		t.Fatalf("got %+v", got)
	}
	encoded, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{string(encoded), fmt.Sprintf("%+v", got), fmt.Sprintf("%#v", got)} {
		if i := strings.Index(form, "CANARY"); i >= 0 || strings.Contains(form, jwt[:30]) || strings.Contains(form, "\x1b") {
			t.Errorf("a secret or a control character is kept: %q", form[max(0, i-60):min(len(form), i+30)])
		}
	}
}

// TestInZone: the hour that comes twice, the one that is skipped, and any other.
func TestInZone(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		stamp   string
		moments []string
	}{
		{"28.02.2017 18:39:51", []string{"17:39:51"}},
		{"29.10.2017 01:59:59", []string{"23:59:59"}},
		{"29.10.2017 02:30:00", []string{"00:30:00", "01:30:00"}},
		{"29.10.2017 03:00:00", []string{"02:00:00"}},
		{"26.03.2017 02:30:00", nil},
		{"26.03.2017 03:00:00", []string{"01:00:00"}},
		{"25.03.2017 12:00:00", []string{"11:00:00"}},
		{"26.03.2017 12:00:00", []string{"10:00:00"}},
	}
	for _, c := range cases {
		stamp, _ := readStamp(c.stamp, dayFirst)
		got := stamp.In(berlin)
		var moments []string
		for _, at := range got.Moments {
			moments = append(moments, at.UTC().Format("15:04:05"))
		}
		if fmt.Sprint(moments) != fmt.Sprint(c.moments) || got.Nearest.IsZero() {
			t.Errorf("%s: %v, want %v", c.stamp, moments, c.moments)
		}
	}
	if len(cases) != 8 {
		t.Fatalf("%d cases", len(cases))
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte(fixture(f, "article.md")), false)
	f.Add([]byte("28.02.2017 18:39:51 - ERROR - a : Failed to get an access token from authorization server status: 4"), true)
	f.Add([]byte("[[[<< Date: Fri, 03 Mar 2017 04:29:05 GMT\r\n(TEST) not successful"), true)
	f.Add([]byte("\xff\xfe<\x00"), false)
	f.Fuzz(func(t *testing.T, data []byte, long bool) {
		text := string(data)
		if long { // as a log that is read in pieces
			w := &worker{seeker: newSeeker(needles()), meter: &Meter{}}
			task := &task{source: &source{}, out: make(chan batch, 8)}
			w.long(t.Context(), task, strings.NewReader(text))
			return
		}
		got := scanText(t, text)
		for _, e := range got.Exchanges {
			if !utf8.ValidString(e.FirstError+e.Agent+e.Description+e.Stamp.Text) || e.Count < 1 || e.Class == "" {
				t.Errorf("%+v", e)
			}
			if least, most, ok := e.Interval(); ok && least > most {
				t.Errorf("%v to %v", least, most)
			}
		}
	})
}
