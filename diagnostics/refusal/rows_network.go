package refusal

import "unskew/diagnostics/exchange"

// network is what Java and the C library say where no answer came.
func network() []Row {
	const context = "connection to the service"
	row := func(id, word string, class exchange.Class, cause, remedy, example string) Row {
		return Row{
			ID: "network." + id, Vendor: "Java", Context: context, Match: Match{Words: []string{word}}, Class: class, Clock: Never,
			Cause: cause, Remedy: remedy + " " + notClock, Source: "Java SE documentation, package java.net; Apache HttpClient documentation", Certainty: High,
			Example: Example{Body: example},
		}
	}
	return []Row{
		row("unknown-host", "unknownhostexception", exchange.ClassDNS, "The service's name is not known to this machine (DNS).",
			"Check the name for typing errors, then the machine's name servers; behind a proxy, AEM's proxy settings.", "java.net.UnknownHostException: legacy-oauth.example"),
		row("connect", "java.net.connectexception", exchange.ClassRefused, "The service took no connection.",
			"Check address and port, the firewall, and whether this machine needs a proxy.", "java.net.ConnectException: Connection refused (Connection refused)"),
		row("timeout", "sockettimeoutexception", exchange.ClassTimeout, "The service did not answer in time.",
			"Check the firewall, and whether this machine needs a proxy; else raise the agent's time limits.", "java.net.SocketTimeoutException: connect timed out"),
		row("no-response", "nohttpresponseexception", exchange.ClassRefused, "The connection was closed before an answer came, often an idle one that was used again.",
			"In AEM tick Close Connection on the agent's Extended tab; else look at what stands in between.", "org.apache.http.NoHttpResponseException: legacy-oauth.example:443 failed to respond"),
	}
}
