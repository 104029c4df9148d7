// Package e2e drives the built program from outside, as its users do: in a real
// terminal, through pipes, and against servers that this project did not write.
//
// Its tests stand behind the build tag e2e, and need a Unix system with these
// installed: tmux, faketime, chronyd, tinyproxy, a python3 with authlib, node, and on
// Linux setpriv and unshare with a kernel that lets users make namespaces. What
// is missing makes a test fail, it is never skipped. Where the search path finds
// the wrong one, the environment names it:
//
//	UNSKEW_E2E_CHRONYD    a chronyd that need not be installed as a service
//	UNSKEW_E2E_TINYPROXY  the same of tinyproxy
//	UNSKEW_E2E_PYTHON     a python3 that can import authlib
//	UNSKEW_E2E_NODE       a node
//
// The provider of the folder oidc-provider needs its packages. They are installed by
// "npm ci --ignore-scripts" in a copy of that folder, which is named in
// UNSKEW_E2E_OIDC_PROVIDER; without the name they are looked for in the folder itself.
//
// Run them with
//
//	go test -tags e2e ./e2e
//
// All traffic stays on loopback, and no test sets a clock: chronyd runs with -x
// only, and a server's wrong time is made by faketime, for that server alone.
package e2e
