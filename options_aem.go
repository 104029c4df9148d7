package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/author"
	"unskew/steps"
)

// aemTimeout is the limit of a check that lets AEM test its agents: each test may
// take as long as AEM waits for the other side.
const aemTimeout = 90 * time.Second

// The environment says who AEM is asked as. A flag would show the password to
// everybody on the machine.
const (
	aemUserVariable     = "UNSKEW_AEM_USER"
	aemPasswordVariable = "UNSKEW_AEM_PASSWORD"
)

// askingAEM adds the flags that name an AEM and its agents.
func (o *options) askingAEM(flags *pflag.FlagSet) {
	flags.StringArrayVar(&o.aem, "aem", nil, "address of an AEM author, repeatable: http://HOST:4502; user and password from "+aemUserVariable+" and "+aemPasswordVariable)
	flags.StringArrayVar(&o.agents, "agent", nil, "replication agent that AEM is to test, repeatable (default: every "+author.BrandPortal+"*)")
}

// checkAEM refuses addresses and names that can be none before anything is sent.
func (o *options) checkAEM() error {
	seen := map[string]bool{}
	for i, text := range o.aem {
		target, err := author.ParseURL(text)
		if err != nil {
			return o.wrong("aem", "%w", err)
		}
		o.aem[i] = target.String()
		if seen[o.aem[i]] {
			return o.wrong("aem", "%s is named twice", o.aem[i])
		}
		seen[o.aem[i]] = true
	}
	for _, name := range o.agents {
		if name == "" || strings.ContainsAny(name, "/?#%") || strings.HasPrefix(name, ".") || diagnostics.Clean(name, 120) != name {
			return o.wrong("agent", "give an agent's name as it stands in its address, such as %s_agent_default_TENANT", author.BrandPortal)
		}
	}
	if len(o.agents) > 0 && len(o.aem) == 0 {
		return o.wrong("agent", "say with --aem on which AEM this agent is")
	}
	_, err := o.aemUser()
	return err
}

// aemUser is who AEMs are asked as, by the environment. Where nobody is named, only
// their clocks are read, or a person is asked.
func (o *options) aemUser() (*steps.AEMUser, error) {
	user, password := os.Getenv(aemUserVariable), os.Getenv(aemPasswordVariable)
	switch {
	case user == "" && password == "":
		return steps.NewAEMUser("", diagnostics.Secret{}), nil
	case (user == "" || password == "") && len(o.aem) == 0:
		return steps.NewAEMUser("", diagnostics.Secret{}), nil // nobody is asked
	case user == "" || password == "":
		missing := map[bool]string{true: aemUserVariable, false: aemPasswordVariable}[user == ""]
		return nil, fmt.Errorf("%s (environment): this is empty or not set: set user and password both, or neither", missing)
	case strings.Contains(user, ":"):
		return nil, fmt.Errorf("%s (environment): a user's name cannot hold a colon", aemUserVariable)
	}
	return steps.NewAEMUser(user, diagnostics.NewSecret(password)), nil
}
