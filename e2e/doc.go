// Package e2e drives the built program from outside, as its users do: in a real
// terminal, through pipes, and against servers and time services that this
// project did not write.
//
// Its tests stand behind the build tag e2e, and need a Unix system with these
// installed: tmux, OpenSSH's clients (ssh, scp, sftp) and server, faketime, chronyd,
// tinyproxy, promtool, chromium, a python3 with authlib, node, and on Linux setpriv and unshare with a
// kernel that lets users make namespaces. What is missing makes a test fail, it is
// never skipped. Where the search path finds the wrong one, the environment names it:
//
//	UNSKEW_E2E_CHRONYD    a chronyd that need not be installed as a service
//	UNSKEW_E2E_TINYPROXY  the same of tinyproxy
//	UNSKEW_E2E_PROMTOOL   the same of promtool
//	UNSKEW_E2E_CHROMIUM   a Chromium; it is headless, and can reach this machine only
//	UNSKEW_E2E_PYTHON     a python3 that can import authlib
//	UNSKEW_E2E_NODE       a node
//	UNSKEW_E2E_SSHD       an sshd that need not be installed as a service
//
// The provider of the folder oidc-provider needs its packages. They are installed by
// "npm ci --ignore-scripts" in a copy of that folder, which is named in
// UNSKEW_E2E_OIDC_PROVIDER; without the name they are looked for in the folder itself.
//
// The tests of sessions over SSH start an sshd with keys, users and a port of its own,
// and need Linux. Root's has an ordinary user to log in; anybody else's logs in the one
// who runs the tests. Their benchmark also looks at mtr, and at chronyc under watch:
//
//	UNSKEW_E2E_MTR        an mtr, with mtr-packet beside it
//	UNSKEW_E2E_CHRONYC    the chronyc of the chronyd
//
// The tests of live services (TestLive...) start chronyd, NTPsec's ntpd and
// systemd-timesyncd as their packages install them, on their own ports, and have the
// program find them there. Each state has a room: a private host, made of Linux
// namespaces, with files of its own. That takes root, and
//
//	UNSKEW_E2E_PACKAGES   a folder with the unpacked packages of Debian or Ubuntu,
//	                      each in a folder: chrony, ntpsec, systemd-timesyncd (with
//	                      libsystemd-shared), dbus-daemon (with dbus-system-bus-common)
//	UNSKEW_E2E_PROGRAM    the built program, for a root without Go; all other tests
//	                      build one that does not read this machine's configuration
//
// .ci/run fetches all of this. To run the tests without it:
//
//	go test -tags e2e ./e2e
//
// All traffic stays on loopback or in a room, and no test sets a clock: chronyd runs
// with -x only, nothing in a room has the capability to set one, and a server's
// wrong time is made by faketime, for that server alone, or by the test.
package e2e
