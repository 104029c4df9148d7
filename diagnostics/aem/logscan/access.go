package logscan

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// AccessLogs tell the zone of the logs beside them: their stamps are local time too,
// and have the offset from UTC (Apache's common log format).
type AccessLogs struct {
	folders map[string][]*os.File
}

// accessStamp is [28/Feb/2017:18:39:51 -0800].
var accessStamp = regexp.MustCompile(`\[?(\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\]?`)

const accessLayout = "02/Jan/2006:15:04:05 -0700"

// sameDay is how near to a stamp an access log has to have a line to tell its zone:
// summer time may begin between the two, and an author at night is quiet.
const sameDay = 26 * time.Hour

// East returns the offset from UTC at the time of a stamp, by the access.log,
// access.log.DATE or request.log in the same folder as file. Few and small pieces
// are read.
func (a *AccessLogs) East(file string, stamp Stamp) (time.Duration, bool) {
	if !stamp.Known() || stamp.Zoned || stamp.Either {
		return 0, false
	}
	best, east := sameDay+1, time.Duration(0)
	for _, log := range a.beside(file) {
		found, apart, ok := nearest(log, stamp.Wall)
		if ok && apart < best {
			best, east = apart, found
		}
	}
	return east, best <= sameDay
}

// Close closes what was opened.
func (a *AccessLogs) Close() {
	for _, files := range a.folders {
		for _, file := range files {
			_ = file.Close()
		}
	}
	a.folders = nil
}

// beside opens the access logs in a file's folder, at most once.
func (a *AccessLogs) beside(file string) []*os.File {
	folder := filepath.Dir(file)
	if files, known := a.folders[folder]; known {
		return files
	}
	const most = 64
	var files []*os.File
	for _, pattern := range []string{"access.log*", "request.log*"} {
		names, _ := filepath.Glob(filepath.Join(globEscaped(folder), pattern))
		slices.Reverse(names) // the latest first; the one in use has no date
		for _, name := range names[:min(len(names), most)] {
			if opened, err := os.Open(name); err == nil {
				if info, err := opened.Stat(); err == nil && info.Mode().IsRegular() {
					files = append(files, opened)
					continue
				}
				_ = opened.Close()
			}
		}
	}
	if a.folders == nil {
		a.folders = map[string][]*os.File{}
	}
	a.folders[folder] = files
	return files
}

// globEscaped keeps signs in a folder's name from being taken for a pattern.
func globEscaped(folder string) string {
	return regexp.MustCompile(`([*?\[\\])`).ReplaceAllStringFunc(folder, func(sign string) string {
		if sign == `\` && os.PathSeparator == '\\' {
			return sign
		}
		return "[" + sign + "]"
	})
}

// nearest finds by halving the line of an access log that is nearest to a local
// time.
func nearest(log io.ReaderAt, wall time.Time) (east, apart time.Duration, ok bool) {
	low, high := int64(0), sizeOf(log)
	apart = 1<<63 - 1
	for range 48 {
		middle := low + (high-low)/2
		at, where, found := stampAfter(log, middle)
		if found {
			local := at.Add(eastOf(at)).UTC()
			if distance := local.Sub(wall).Abs(); distance < apart {
				apart, east, ok = distance, eastOf(at), true
			}
			if local.Before(wall) && where < high {
				low = max(where, middle) + 1
				if low < high {
					continue
				}
				return east, apart, ok
			}
		}
		if middle <= low {
			return east, apart, ok
		}
		high = middle
	}
	return east, apart, ok
}

// eastOf is the offset of a time's own zone.
func eastOf(at time.Time) time.Duration {
	_, seconds := at.Zone()
	return time.Duration(seconds) * time.Second
}

func sizeOf(log io.ReaderAt) int64 {
	if file, ok := log.(*os.File); ok {
		if info, err := file.Stat(); err == nil {
			return info.Size()
		}
	}
	if sized, ok := log.(interface{ Size() int64 }); ok {
		return sized.Size()
	}
	return 0
}

// stampAfter returns the first stamp in the lines behind a place, and where it is.
func stampAfter(log io.ReaderAt, at int64) (time.Time, int64, bool) {
	piece := make([]byte, 16<<10)
	n, _ := log.ReadAt(piece, at)
	piece = piece[:n]
	skip := 0
	if at > 0 { // the line that goes on here may begin in the middle of a stamp
		skip = bytes.IndexByte(piece, '\n') + 1
	}
	m := accessStamp.FindSubmatchIndex(piece[skip:])
	if m == nil {
		return time.Time{}, 0, false
	}
	parsed, err := time.Parse(accessLayout, string(piece[skip:][m[2]:m[3]]))
	return parsed, at + int64(skip+m[2]), err == nil
}
