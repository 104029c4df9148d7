// Package report turns a session into text, Markdown, HTML or JSON, into the first
// comment of a ticket and a change request, and into what monitoring reads: a plugin's
// line and a file of Prometheus metrics. It also lays out what is no session: what a refusal means (unskew.explanation/1), and what the
// times of a token come to (unskew.token/1).
//
// Its rules:
//
//   - A report is a function of the record alone: the same session gives the
//     same bytes from the wizard, plain mode, the unattended check and a file
//     that was read back.
//   - It is an allow-list. Every field is written by name; nothing is a dump
//     that was scrubbed afterwards.
//   - Text, Markdown and HTML are the same document, laid out three times. JSON is
//     the schema unskew.session/1, always in English; it only grows.
//   - The HTML page is one file: no script, nothing fetched, a policy in it that
//     forbids both. The chart in it says nothing that the text does not say.
//   - The plugin's status word is that of the exit status. Names of metrics and of
//     performance data are fixed; docs/monitoring.md lists them.
//   - What was measured as zero stands as zero; what was not measured is null or
//     absent.
package report
