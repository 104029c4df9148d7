package refusal

import (
	"testing"
	"time"
)

// TestSkewBySaidTimes: the answer's own times are the best witness that a pasted
// text can have.
func TestSkewBySaidTimes(t *testing.T) {
	const seed = 2*24*time.Hour + 9*time.Hour + 49*time.Minute + 14*time.Second
	cases := []struct {
		name, text string
		want       Skew
		told       bool
	}{
		{"Entra, expired", "AADSTS700024: … Current time: 2017-03-03T04:29:05.0000000Z, assertion valid from 2017-02-28T18:39:51.0000000Z, expiry time of assertion 2017-02-28T18:44:51.0000000Z.", Skew{Behind: true, By: seed - 5*time.Minute, Likely: seed}, true},
		{"Entra, no nbf", "Current time: 2024-12-07T12:09:18.3149355Z, assertion valid from\n1970-01-01T00:00:00.0000000Z, expiry time of assertion 2024-12-07T11:14:18.0000000Z.....", Skew{Behind: true, By: 55*time.Minute + 314935500}, true},
		{"Entra, early", "Current time: 2017-03-03T04:00:00Z, assertion valid from 2017-03-03T04:09:03Z, expiry time of assertion 2017-03-03T04:19:03Z", Skew{By: 9*time.Minute + 3*time.Second}, true},
		{"Entra, inside", "Current time: 2017-03-03T04:10:00Z, assertion valid from 2017-03-03T04:09:03Z, expiry time of assertion 2017-03-03T04:19:03Z", Skew{}, false},
		{"AWS, behind", "Signature expired: 20170228T183951Z is now earlier than 20170303T042405Z (20170303T042905Z - 5 min.)", Skew{Behind: true, By: seed, Exact: true}, true},
		{"AWS, 15 minutes", "Signature expired: 20151130T204723Z is now earlier than 20160119T133514Z (20160119T135014Z - 15 min.)", Skew{Behind: true, By: 1193*time.Hour + 2*time.Minute + 51*time.Second, Exact: true}, true},
		{"AWS, ahead", "Signature not yet current: 20130730T204752Z is still later than 20130730T204123Z (20130730T203623Z + 5 min.)", Skew{By: 11*time.Minute + 29*time.Second, Exact: true}, true},
		{"AWS, no server time", "Signature not yet current: 20190711T070336Z is still later than 20190711T070333Z", Skew{}, false},
		{"S3", "<RequestTime>20170228T183951Z</RequestTime><ServerTime>2017-03-03T04:29:05Z</ServerTime>", Skew{Behind: true, By: seed, Exact: true}, true},
		{"S3, ISO, ahead", "<RequestTime>2017-03-03T04:29:05.000Z</RequestTime>\n<ServerTime>2017-03-03T04:09:05.000Z</ServerTime>", Skew{By: 20 * time.Minute, Exact: true}, true},
		{"S3, no time", "<RequestTime>soon</RequestTime><ServerTime>2017-03-03T04:29:05Z</ServerTime>", Skew{}, false},
		{"Kerberos, Java", "cTime is Tue Feb 28 18:39:51 UTC 2017 1488307191000\n\t sTime is Fri Mar 03 04:29:05 UTC 2017 1488515345000", Skew{Behind: true, By: seed, Exact: true}, true},
		{"Kerberos, trace", "krb-error\n  ctime: 2017-03-03 04:39:05 (UTC)\n  stime: 2017-03-03 04:29:05 (UTC)", Skew{By: 10 * time.Minute, Exact: true}, true},
		{"Kerberos, server alone", "sTime is Fri Mar 03 04:29:05 UTC 2017 1488515345000", Skew{}, false},
		{"jjwt", "JWT expired at 2017-02-28T18:44:51Z. Current time: 2017-03-03T04:29:05Z, a difference of 208154000 milliseconds.", Skew{Behind: true, By: seed - 5*time.Minute}, true},
		{"jjwt, new", "JWT expired 543000 milliseconds ago at 2017-03-03T04:20:02.000Z. Current time: 2017-03-03T04:29:05.000Z.", Skew{Behind: true, By: 9*time.Minute + 3*time.Second}, true},
		{"jjwt, early", "JWT must not be accepted before 2017-03-03T04:38:08Z. Current time: 2017-03-03T04:29:05Z", Skew{By: 9*time.Minute + 3*time.Second}, true},
		{"Go, before", "x509: certificate has expired or is not yet valid: current time 2017-02-28T18:39:51Z is before 2017-03-01T00:00:00Z", Skew{Behind: true, By: 5*time.Hour + 20*time.Minute + 9*time.Second}, true},
		{"Go, after, with a zone", "x509: certificate has expired or is not yet valid: current time 2027-03-01T01:00:00+01:00 is after 2027-02-28T00:00:00Z", Skew{By: 24 * time.Hour}, true},
		{"no time", "JWT has expired", Skew{}, false},
		{"a date alone", "2017-03-03T04:29:05Z JWT has expired", Skew{}, false},
		{"no such day", "<RequestTime>20170231T183951Z</RequestTime><ServerTime>2017-03-03T04:29:05Z</ServerTime>", Skew{}, false},
	}
	for _, c := range cases {
		got, told := readTimes(c.text).Skew()
		if got != c.want || told != c.told {
			t.Errorf("%s: %+v, %v; want %+v, %v", c.name, got, told, c.want, c.told)
		}
	}
	if len(cases) != 22 {
		t.Errorf("ran %d cases", len(cases))
	}
}
