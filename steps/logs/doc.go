// Package logs judges what AEM's logs and transcripts say of the skew: how far the
// OS clock was off, whether that is certain without the log's time zone, when it
// began and since when it is gone.
//
// Its rules:
//
//   - A log tells what was, never what is. It leads to no "healthy" and no "fixed".
//   - Without the zone the skew is an interval over all zones. What holds in each of
//     them is said as certain, and nothing else is.
//   - The latest exchange that was refused for its time decides, not a 401 after it.
package logs
