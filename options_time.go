package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"unskew/diagnostics/hostclock"
	"unskew/diagnostics/ntp"
	"unskew/steps"
)

// personTime reads --now: RFC 3339, or a time of day in the viewer's zone, of
// the day that is nearest to what the OS clock shows.
func (o *options) personTime() (*time.Time, error) {
	text, zone := o.now, o.viewerZone
	if text == "" {
		return nil, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		if at.Before(released()) {
			return nil, o.wrong("now", "%s is before this program was made", text)
		}
		return &at, nil
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		clock, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if zone == "" {
			return nil, o.wrong("now", "with a time of day alone, name its zone with --viewer-zone")
		}
		place, err := time.LoadLocation(zone)
		if err != nil {
			return nil, o.wrong("viewer-zone", "%q is not a zone", zone)
		}
		at := nearestDay(hostclock.System().Wall().In(place), clock)
		return &at, nil
	}
	return nil, o.wrong("now", "%q is neither RFC 3339 (2026-11-23T14:05:00+08:00) nor HH:MM[:SS]", text)
}

// nearestDay puts a time of day onto the day that brings it nearest to now.
func nearestDay(now, clock time.Time) time.Time {
	at := time.Date(now.Year(), now.Month(), now.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, now.Location())
	switch apart := at.Sub(now); {
	case apart > 12*time.Hour:
		return at.AddDate(0, 0, -1)
	case apart < -12*time.Hour:
		return at.AddDate(0, 0, 1)
	}
	return at
}

// checkText refuses what would be sent otherwise than it is shown.
func (o *options) checkText() error {
	for flag, text := range map[string]string{
		"token-url": o.tokenURL, "issuer": o.issuer, "subject": o.subject,
		"audience": o.audience, "client-id": o.clientID, "scope": o.scope,
	} {
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
			return o.wrong(flag, "there are characters in it that cannot be shown")
		}
	}
	if parsed, err := url.Parse(o.tokenURL); err == nil && parsed.User != nil {
		return o.wrong("token-url", "a user name or password does not belong into this address")
	}
	return nil
}

// checkServers refuses names that can be no server before anything is sent.
func (o *options) checkServers() error {
	for _, server := range o.ntp {
		if server == steps.None {
			if len(o.ntp) > 1 {
				return o.wrong("ntp", "none stands alone")
			}
			continue
		}
		if strings.ContainsAny(server, "@/") { // it may hold a password
			return o.wrong("ntp", "this is an address, not the name of a server; write HOST or HOST:PORT")
		}
		if err := ntp.CheckName(server); err != nil {
			return o.wrong("ntp", "%q: %w", server, err)
		}
	}
	for _, host := range o.https {
		if host == steps.None {
			if len(o.https) > 1 {
				return o.wrong("https", "none stands alone")
			}
			continue
		}
		if err := checkURL(host); err != nil {
			return o.wrong("https", "%w", err)
		}
	}
	return nil
}

// checkURL wants https: over plain http anybody on the way could set the date.
func checkURL(text string) error {
	parsed, err := url.Parse(text)
	switch {
	case err != nil || parsed.Hostname() == "" || !strings.Contains(text, "://"):
		return errors.New("write it as https://HOST[:PORT]/")
	case parsed.User != nil:
		return errors.New("a user name or password does not belong into the URL")
	case parsed.Scheme == "https":
		return nil
	}
	return fmt.Errorf("%q: only https:// is read, since anybody on the way could change a plain answer", parsed.Redacted())
}
