package main

import (
	"errors"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"unskew/diagnostics/exchange"
	"unskew/steps"
	"unskew/steps/report"
)

// options are the flags of the wizard and of check, as they were given.
type options struct {
	ntp, https, aem, agents, logs              []string
	now, proxy, viewerZone, caFile             string
	profile, tokenURL, credentials, key        string
	issuer, subject, audience, clientID, scope string
	algorithm, keyID                           string
	claims, fields                             []string
	lifetime, tolerance, timeout               time.Duration
	splay, idle                                time.Duration
	kiosk                                      bool
	reportDir                                  string
	noExchange, allowFix                       bool
	passphraseFD                               string // empty: none
	format, output, mode, stateDir             string
	plain, ascii, noColor                      bool
	lang                                       string // empty: the locale's
	pseudonyms                                 bool

	formats []report.Format                    // that the command has
	origins map[string]origin                  // by flag or key; nil: no configuration was read
	found   struct{ administrator, user bool } // which files there are
	// keptInside is the setting that keeps packets inside, with its place; empty
	// where they may go out.
	keptInside string

	leave       *steps.Export // the report that is printed once the screen was left; nil: none
	zone        string        // of the logs
	unsaved     bool          // the end of the session could not be written
	session     int           // number of the session that is kept; 0: none
	sessionFile string        // its file, where it was named so
	record      string        // the file that is written; empty: none
	reportFile  string        // the report beside it, once it is written
}

// measuring adds the flags that say what is measured, and how.
func (o *options) measuring(flags *pflag.FlagSet) {
	flags.StringArrayVar(&o.ntp, "ntp", nil, "NTP server HOST[:PORT], repeatable; replaces the defaults; none turns NTP off")
	flags.StringArrayVar(&o.https, "https", nil, "web server URL whose Date is read, repeatable; replaces the defaults; none turns it off")
	flags.StringVar(&o.now, "now", "", "the time by your own watch: RFC 3339, or HH:MM[:SS] with --viewer-zone")
	flags.StringVar(&o.proxy, "proxy", "", "HTTP proxy URL (default: HTTPS_PROXY and NO_PROXY); none goes direct")
	flags.StringVar(&o.profile, "profile", "", "kind of exchange: "+profileNames())
	flags.StringVar(&o.tokenURL, "token-url", "", "the authorization server's token endpoint")
	flags.StringVar(&o.credentials, "credentials", "", "credential file (JSON, properties, or a private key)")
	flags.StringVar(&o.key, "key", "", "private key file: PEM, DER, PKCS #12, JKS, or the console's config.zip")
	o.unlocking(flags)
	flags.StringVar(&o.issuer, "issuer", "", "issuer (iss) of the assertion")
	flags.StringVar(&o.subject, "subject", "", "subject (sub) of the assertion")
	flags.StringVar(&o.audience, "audience", "", "audience (aud) of the assertion")
	flags.StringVar(&o.clientID, "client-id", "", "client id")
	flags.StringVar(&o.scope, "scope", "", "scope")
	flags.StringVar(&o.algorithm, "alg", "", "algorithm of the signature (default RS256; of private-key-jwt what fits the key): "+strings.Join(exchange.Algorithms(), ", "))
	flags.StringVar(&o.keyID, "kid", "", "key id (kid) in the header of the assertion")
	flags.StringArrayVar(&o.claims, "claim", nil, "NAME=VALUE, a claim that is added to the assertion, repeatable; no time, no secret")
	flags.StringArrayVar(&o.fields, "field", nil, "NAME=VALUE, a field that is added to the token request, repeatable; no secret")
	flags.DurationVar(&o.lifetime, "lifetime", steps.DefaultLifetime, "lifetime of the assertion that is made")
	flags.BoolVar(&o.noExchange, "no-exchange", false, "send no assertion")
	o.askingAEM(flags)
	o.evidence(flags)
	o.fixing(flags)
	flags.StringVar(&o.caFile, "ca-file", "", "extra root certificates for TLS (PEM)")
	o.viewing(flags)
	flags.DurationVar(&o.tolerance, "tolerance", steps.DefaultTolerance, "how far off a clock may be")
	flags.StringVar(&o.stateDir, "state-dir", "", "folder where sessions are kept")
	o.confining(flags)
}

// viewing adds the flag that says where the person is.
func (o *options) viewing(flags *pflag.FlagSet) {
	flags.StringVar(&o.viewerZone, "viewer-zone", "", "a third zone to show times in, such as Asia/Taipei")
}

func (o *options) checkViewing() error {
	if _, err := time.LoadLocation(o.viewerZone); err != nil || o.viewerZone == "Local" {
		return o.wrong("viewer-zone", "%q is not a zone; write it like Asia/Taipei", o.viewerZone)
	}
	return nil
}

// fixing adds the flag that lets the last page run a remedy.
func (o *options) fixing(flags *pflag.FlagSet) {
	flags.BoolVar(&o.allowFix, "allow-fix", false, "the shown remedy may be run from the last page, after a typed yes")
}

// writing adds the flags that say in which form the result is written, and
// where. formats are those that the command has.
func (o *options) writing(flags *pflag.FlagSet, formats []report.Format) {
	o.formats = formats
	flags.StringVar(&o.format, "format", string(formats[0]), report.Choices(formats))
	flags.StringVar(&o.output, "output", "", "file to write to, whole or not at all (default: standard output)")
	flags.StringVar(&o.mode, "mode", "0600", "mode of that file, octal; with --format prometheus 0644")
	o.speaking(flags)
}

// printing adds the flag of commands that print something that is no session.
func (o *options) printing(flags *pflag.FlagSet) {
	o.formats = report.PlainFormats()
	flags.StringVar(&o.format, "format", string(o.formats[0]), report.Choices(o.formats))
	o.speaking(flags)
}

// showing adds the flags of the screen.
func (o *options) showing(flags *pflag.FlagSet, formats []report.Format) {
	flags.BoolVar(&o.plain, "plain", false, "plain questions and lines instead of the full screen")
	flags.BoolVar(&o.ascii, "ascii", false, "no character beyond ASCII in the frame")
	flags.BoolVar(&o.noColor, "no-color", false, "no colour (also: any non-empty NO_COLOR)")
	o.naming(flags)
	o.writing(flags, formats)
}

func profileNames() string {
	var names []string
	for _, profile := range exchange.Profiles() {
		names = append(names, profile.ID)
	}
	return strings.Join(names, ", ")
}

// settings checks the flags and makes settings of them. Each error names the
// flag, or the line of the file, and the next move.
func (o *options) settings() (steps.Settings, error) {
	settings := steps.Settings{
		NTP: o.ntp, HTTPS: o.https, ViewerZone: o.viewerZone,
		Profile: o.profile, TokenURL: o.tokenURL, Credentials: o.credentials, Key: o.key,
		Issuer: o.issuer, Subject: o.subject, Audience: o.audience, ClientID: o.clientID, Scope: o.scope,
		Lifetime: o.lifetime, NoExchange: o.noExchange, Tolerance: o.tolerance,
		Algorithm: o.algorithm, KeyID: o.keyID, Claims: o.claims, Fields: o.fields,
	}
	if err := errors.Join(o.checkAEM(), o.checkEvidence(), o.checkConfining()); err != nil {
		return settings, err
	}
	user, err := o.aemUser()
	if err != nil {
		return settings, err
	}
	settings.AEM, settings.Agents, settings.AEMUser = o.aem, o.agents, len(o.aem) > 0 && user.Known()
	settings = o.bind(settings)
	if _, known := exchange.Find(o.profile); o.profile != "" && !known {
		return settings, o.wrong("profile", "%q is not one of %s", o.profile, profileNames())
	}
	if err := o.checkAssertion(); err != nil {
		return settings, err
	}
	if o.lifetime < time.Second || o.lifetime > 24*time.Hour {
		return settings, o.wrong("lifetime", "give between 1s and 24h, such as 5m")
	}
	if o.tolerance < time.Millisecond || o.tolerance > steps.MaxTolerance {
		return settings, o.wrong("tolerance", "give between 1ms and 24h, such as 1s")
	}
	if err := o.checkText(); err != nil {
		return settings, err
	}
	if err := o.checkViewing(); err != nil {
		return settings, err
	}
	if err := o.checkServers(); err != nil {
		return settings, err
	}
	person, err := o.personTime()
	settings.Person = person
	return settings, err
}

// checkAssertion refuses what cannot go into an assertion or a form, whatever the
// profile.
func (o *options) checkAssertion() error {
	if err := exchange.CheckAlgorithm(o.algorithm); err != nil {
		return o.wrong("alg", "%w", err)
	}
	for _, text := range o.claims {
		if _, _, err := exchange.ParseClaim(text); err != nil {
			return o.wrong("claim", "%w", err)
		}
	}
	for _, text := range o.fields {
		if _, _, err := exchange.ParseField(text); err != nil {
			return o.wrong("field", "%w", err)
		}
	}
	return nil
}
