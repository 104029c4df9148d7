package refusal

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

const iso = `(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)`

var (
	// Microsoft Entra, AADSTS700024.
	entraTimes = regexp.MustCompile(`Current time: ` + iso + `,\s+assertion\s+valid\s+from\s+` + iso + `,\s+expiry\s+time\s+of\s+assertion\s+` + iso)
	// AWS: the request's time, the limit, and in brackets AWS's own.
	awsTimes = regexp.MustCompile(`Signature (?:expired|not yet current): (\d{8}T\d{6}Z) is (?:now earlier|still later) than \d{8}T\d{6}Z(?: \((\d{8}T\d{6}Z) [+-] \d+ min\.\))?`)
	// S3, in XML; the first is in AWS's short form or, with other makers, in ISO 8601.
	s3Request = regexp.MustCompile(`<RequestTime>([^<]{1,40})</`)
	s3Server  = regexp.MustCompile(`<ServerTime>([^<]{1,40})</`)
	// jjwt: "JWT expired at X. Current time: Y", "JWT expired 5 milliseconds ago at X. Current time: Y".
	jjwtExpired = regexp.MustCompile(`JWT expired (?:\d+ milliseconds ago )?at ` + iso + `\. Current time: ` + iso)
	jjwtEarly   = regexp.MustCompile(`(?:JWT must not be accepted before|JWT early by \d+ milliseconds before) ` + iso + `\. Current time: ` + iso)
	// Kerberos: Java's trace, with milliseconds since 1970; network traces, in UTC.
	krbJavaServer = regexp.MustCompile(`\bsTime is [^\n]{0,60}? (\d{12,14})\b`)
	krbJavaClient = regexp.MustCompile(`\bcTime is [^\n]{0,60}? (\d{12,14})\b`)
	krbServer     = regexp.MustCompile(`\bstime: ` + iso)
	krbClient     = regexp.MustCompile(`\bctime: ` + iso)
	// Go's crypto/x509: the machine's own time against a certificate's date.
	goTimes = regexp.MustCompile(`x509: certificate has expired or is not yet valid: current time ` + iso + ` is (before|after) ` + iso)
)

// readTimes finds the clocks in a text, of the first kind that is there.
func readTimes(text string) Times {
	for _, read := range []func(string) Times{entra700024, awsSignature, s3Skewed, jjwtTimes, kerberosTimes, goCertificate} {
		if found := read(text); found.Known() {
			return found
		}
	}
	return Times{}
}

// moment reads a time as it stands in such texts; without a zone it is UTC, as
// with all of these. Zero where it is none.
func moment(text string) time.Time {
	text = strings.Replace(strings.TrimSpace(text), " ", "T", 1)
	for _, layout := range []string{time.RFC3339Nano, "20060102T150405Z", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05-0700"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC()
		}
	}
	return time.Time{}
}

func entra700024(text string) Times {
	found := entraTimes.FindStringSubmatch(text)
	if found == nil {
		return Times{}
	}
	times := Times{Server: moment(found[1]), From: moment(found[2]), Until: moment(found[3])}
	if times.From.Unix() <= 0 {
		times.From = time.Time{} // Entra writes 1970 where the assertion has no nbf
	}
	return times
}

func awsSignature(text string) Times {
	found := awsTimes.FindStringSubmatch(text)
	if found == nil || found[2] == "" {
		return Times{}
	}
	return Times{Request: moment(found[1]), Server: moment(found[2])}
}

func s3Skewed(text string) Times {
	request, server := s3Request.FindStringSubmatch(text), s3Server.FindStringSubmatch(text)
	if request == nil || server == nil {
		return Times{}
	}
	times := Times{Request: moment(request[1]), Server: moment(server[1])}
	if times.Request.IsZero() || times.Server.IsZero() {
		return Times{}
	}
	return times
}

func jjwtTimes(text string) Times {
	if found := jjwtExpired.FindStringSubmatch(text); found != nil {
		return Times{Until: moment(found[1]), Server: moment(found[2])}
	}
	if found := jjwtEarly.FindStringSubmatch(text); found != nil {
		return Times{From: moment(found[1]), Server: moment(found[2])}
	}
	return Times{}
}

func kerberosTimes(text string) Times {
	var times Times
	if found := krbJavaServer.FindStringSubmatch(text); found != nil {
		times.Server = milliseconds(found[1])
	} else if found := krbServer.FindStringSubmatch(text); found != nil {
		times.Server = moment(found[1])
	}
	if times.Server.IsZero() {
		return Times{}
	}
	if found := krbJavaClient.FindStringSubmatch(text); found != nil {
		times.Request = milliseconds(found[1])
	} else if found := krbClient.FindStringSubmatch(text); found != nil {
		times.Request = moment(found[1])
	}
	return times
}

func milliseconds(text string) time.Time {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}

func goCertificate(text string) Times {
	found := goTimes.FindStringSubmatch(text)
	if found == nil {
		return Times{}
	}
	times := Times{Request: moment(found[1]), Local: true}
	if found[2] == "before" {
		times.From = moment(found[3])
	} else {
		times.Until = moment(found[3])
	}
	return times
}
