// Package timeservice reads which time servers this host is configured to
// follow. Together they are one witness: a host that agrees only with them has
// proved nothing.
//
// Rules of this package:
//   - it reads configuration files, and neither runs a command nor resolves or
//     asks a server;
//   - in doubt a server is listed: to take a followed server for independent
//     would be worse than the reverse;
//   - what is read is bounded in size, number and depth, and what was left out
//     is told as an error;
//   - names are kept as configured, after a check that they can be names.
package timeservice
