package steps

import "unskew/steps/say"

// requestReasons are why a request was not sent, or got no answer (exchange, author,
// and the plan of what is sent).
func requestReasons() []say.Text {
	return []say.Text{
		say.T("no answer from %s in time"),
		say.T("the name of %s cannot be resolved"),
		say.T("%s refused the connection"),
		say.T("there is no route to %s"),
		say.T("no TLS connection with %s came about: it may not speak TLS at this port, or in no common version"),
		say.T("%s answered, but not in HTTP"),
		say.T("the connection with %s was cut off before an answer came"),
		say.T("the proxy %s asks for a user and a password"),
		say.T("the proxy %s does not let this connection through (%s)"),
		say.T("%s showed no certificate"),
		say.T("the certificate of %s is signed by %s, which this host does not trust: probably a proxy that inspects TLS"),
		say.T("the certificate is not for %s"),
		say.T("the certificate of %s cannot be verified"),
		say.T("a certificate of %s is not valid yet (not before %s), checked at %s"),
		say.T("a certificate of %s ran out (not after %s), checked at %s"),
		say.T("a web page with an error came back, which may be the proxy's"),
		say.T("nothing takes token requests at this path: check the token URL"),
		say.T("what came back is no answer of an authorization server: check the token URL"),
		say.T("the endpoint's answer holds no usable Date"),
		say.T("no assertion was sent: only the endpoint's clock was read"),
		say.T("the proxy's address cannot be used: check --proxy and HTTPS_PROXY"),
		say.T("stopped before an answer came"),
		say.T("given up before an answer came"),
		say.T("still needed: %s"),
		say.T("not asked: %s (%s)"),
		say.T("no token endpoint is known: name it with --token-url"),
		say.T("the token URL is not a URL: write it as https://host/path"),
		say.T("the token URL holds a user name or password: leave them out"),
		say.T("the token URL holds what looks like a secret in its query: leave it out, a file brings it"),
		say.T("the token URL must begin with https://, because the request carries a secret (http only for this machine itself)"),
		say.T("no credential at hand"),
		say.T("not asked for (--no-exchange)"),
		say.T("not needed"),
		say.T("no reference time"),
		say.T("the endpoint sent no date"),
		say.T("all were tried"),
		say.T("sending assertions was switched off (--no-exchange)"),
		say.T("the endpoint answered %s: no more are sent"),
		say.T("enough assertions were sent in this session"),
		say.T("AEM holds the key: it stamps by its own clock alone"),
		say.T("no token endpoint was named (--token-url, --profile)"),
		say.T("AEM as a Cloud Service has no replication agents, and Adobe keeps its clock"),
		say.T("its list of agents could not be read"),
		say.T("it is switched off in AEM: nothing goes through it, and its test was not made"),
		say.T("the page that came says neither that the test passed nor that it failed"),
		say.T("a login page came instead: AEM does not take this user and password, or Basic authentication is switched off"),
		say.T("there is no such page: wrong address, or this user may not read it"),
		say.T("something in front of AEM answered that AEM does not"),
	}
}

// hostReasons are what time services say of their sources, why something on the host
// could not be read, and how a command that was run ended.
func hostReasons() []say.Text {
	return []say.Text{
		say.T("good, and not needed"),
		say.T("it disagrees with the other sources, or no majority of them agrees"),
		say.T("it disagrees with the other sources"),
		say.T("its answers scatter too much"),
		say.T("none of the last eight requests got an answer that can be used"),
		say.T("it answers, and cannot be used yet, or is only watched (noselect)"),
		say.T("it answers, and was not chosen yet"),
		say.T("its name has no address yet (DNS)"),
		say.T("no answer so far"),
		say.T("its last answer was a spike and was ignored"),
		say.T("it follows one server at a time"),
		say.T("w32time does not follow it, and does not tell why"),
		say.T("w32time says that it is not synchronised all the same"),
		say.T("this machine's own clock, which nothing corrects"),
		say.T("this program ended while it ran, so it is not known what came of it"),
		say.T("it was stopped, because the session was left while it ran"),
		say.T("sudo asks for a password here, and this program does not ask for one"),
		say.T("this user may not read it"),
		say.T("it is not there"),
	}
}

// credentialReasons are why a file that a person named is no credential.
func credentialReasons() []say.Text {
	return []say.Text{
		say.T("%s does not exist: check the path"),
		say.T("%s may not be read by this user: run as its owner, or copy it"),
		say.T("%s is a directory: name the file in it"),
		say.T("%s is larger than 1 MiB, no credential is: check the path"),
		say.T("%s is empty: download it again"),
		say.T("%s is not valid JSON at line %s, column %s: download it again"),
		say.T("%s is not valid JSON: download it again"),
		say.T("%s is JSON that is cut off at byte %s: download it again"),
		say.T("%s is a public key: give the private key that belongs to it (often private.key)"),
		say.T("%s is a certificate, the public half: give the private key that belongs to it (often private.key)"),
		say.T("%s is a certificate request: give the private key that it was made with"),
		say.T("%s is a web page, probably a sign-in page that was saved instead of the file: download it again, signed in"),
		say.T("%s is a token (a JWT), not a key to make one with: unskew token reads it"),
		say.T("%s holds a PEM block that is cut off or damaged: copy it again, from its BEGIN line to its END line"),
		say.T("%s is neither a credential's JSON nor a private key: check the path"),
		say.T("%s is JSON, not a private key: give it with --credentials"),
		say.T("%s is damaged: copy the file again, whole"),
		say.T("%s holds a damaged private key: copy the file again, whole"),
	}
}
