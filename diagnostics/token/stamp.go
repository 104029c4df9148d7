package token

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// The years that a token's time can be in. A number of seconds beyond them that
// is within them as milliseconds is one of milliseconds.
const (
	firstYear = 1990
	lastYear  = 2200
)

// stamp reads a time claim.
func stamp(value any) Stamp {
	switch value := value.(type) {
	case nil:
		return Stamp{}
	case json.Number:
		return numeric(value.String())
	case string:
		value = strings.TrimSpace(value)
		if read := numeric(value); !read.At.IsZero() {
			return Stamp{At: read.At, Shape: AsText}
		}
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.RFC1123} {
			if at, err := time.Parse(layout, value); err == nil && inRange(at) {
				return Stamp{At: at.UTC(), Shape: AsText}
			}
		}
		return Stamp{Shape: NoTime}
	}
	return Stamp{Shape: NoTime}
}

// numeric reads a NumericDate (RFC 7519 section 2), which may have a fraction.
func numeric(text string) Stamp {
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(number) || math.Abs(number) > 1e16 {
		return Stamp{Shape: NoTime}
	}
	whole, fraction := math.Modf(number)
	if at := time.Unix(int64(whole), int64(fraction*1e9)).UTC(); inRange(at) || at.Year() < firstYear && number >= 0 {
		return Stamp{At: at, Shape: Seconds}
	}
	if at := time.UnixMilli(int64(number)).UTC(); inRange(at) {
		return Stamp{At: at, Shape: Milliseconds}
	}
	return Stamp{Shape: NoTime}
}

func inRange(at time.Time) bool { return at.Year() >= firstYear && at.Year() <= lastYear }

// readAccess reads the times of an access token of Adobe IMS: created_at and
// expires_in, strings of milliseconds.
func (t *Token) readAccess(claims map[string]any) {
	created, okCreated := milliseconds(claims["created_at"])
	lasts, okLasts := milliseconds(claims["expires_in"])
	if !okCreated || !inRange(time.UnixMilli(created)) {
		return
	}
	t.Access = true
	t.Issued = Stamp{At: time.UnixMilli(created).UTC(), Shape: Milliseconds}
	if okLasts && lasts > 0 && inRange(time.UnixMilli(created+lasts)) {
		t.Expires = Stamp{At: time.UnixMilli(created + lasts).UTC(), Shape: Milliseconds}
	}
}

func milliseconds(value any) (int64, bool) {
	text := ""
	switch value := value.(type) {
	case string:
		text = value
	case json.Number:
		text = value.String()
	}
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	return n, err == nil && n >= 0 && n < 1<<50
}
