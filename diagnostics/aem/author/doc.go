// Package author asks a running AEM: for its clock, which needs no credential, for
// its replication agents, and to test one of them as its own Test Connection does.
//
// Its rules:
//
//   - It measures and never decides: a failure is a named outcome, never an error.
//   - Only GET and HEAD are sent, with a User-Agent that no browser has: the filters
//     of AEM against forged requests act on other methods and on browsers, so no
//     token and no Referer is needed.
//   - User and password go to the named origin alone: no redirect is followed. Over
//     TLS the chain is verified in full before they are sent; http:// goes direct,
//     since a proxy would read them.
//   - Agents are tested one after the other: each test makes AEM talk to its target.
//   - The answer to a test has status 200 whether it passed or not. Only its words
//     count, and "not successful." holds "successful.".
//   - What is kept is cleaned, bounded and without secrets. The page itself is not
//     kept.
package author
