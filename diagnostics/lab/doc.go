// Package lab is a whole wrong world: a host whose OS clock is off, the time
// servers that it can or cannot reach, an authorization server that truly
// verifies what it is sent, and the proxy between them. The demo runs in it and
// the tests live in it.
//
// A world is one file, scenarios/NAME.toml. Writing one adds a world; nothing
// else has to be touched. The same servers run on two transports: Loopback (real
// sockets on 127.0.0.1) and Memory (no sockets, for testing/synctest).
//
// Rules. No packet leaves the machine: names and addresses of a world are looked
// up in the world only, and what it does not know is not found. True time is the
// scenario's fixed date plus monotonic time, so that a screen is reproducible;
// the machine's own clock is never asked for the date, and never set. Addresses
// are of the documentation ranges (RFC 5737) or private. Every goroutine ends
// with Close. What the authorization server received is counted, never kept.
package lab
