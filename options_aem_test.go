package main

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

func TestAEMFlags(t *testing.T) {
	const canary = "CANARY-p4ssw0rd"
	cases := []struct {
		name            string
		aem, agents     []string
		user, password  string
		refused         string // "" is: taken
		asked, withUser bool
	}{
		{"nothing", nil, nil, "", "", "", false, false},
		{"an address", []string{"http://aem:4502/"}, nil, "", "", "", true, false},
		{"a cluster and a user", []string{"http://one:4502", "https://two"}, []string{"mp_replication_x"}, "admin", canary, "", true, true},
		{"a user for nobody", nil, nil, "admin", canary, "", false, false},
		{"half a user for nobody", nil, nil, "admin", "", "", false, false},
		{"no password", []string{"http://aem:4502"}, nil, "admin", "", "UNSKEW_AEM_PASSWORD", false, false},
		{"no user", []string{"http://aem:4502"}, nil, "", canary, "UNSKEW_AEM_USER", false, false},
		{"a colon", []string{"http://aem:4502"}, nil, "a:b", canary, "colon", false, false},
		{"twice", []string{"http://aem:4502", "http://aem:4502/"}, nil, "", "", "twice", false, false},
		{"no scheme", []string{"aem:4502"}, nil, "", "", "--aem", false, false},
		{"a password in it", []string{"http://admin:" + canary + "@aem:4502"}, nil, "", "", "UNSKEW_AEM_PASSWORD", false, false},
		{"an agent without AEM", nil, []string{"publish"}, "", "", "--agent", false, false},
		{"a way out of the folder", []string{"http://aem:4502"}, []string{"../../x"}, "", "", "--agent", false, false},
		{"an empty agent", []string{"http://aem:4502"}, []string{""}, "", "", "--agent", false, false},
	}
	for _, c := range cases {
		t.Setenv(aemUserVariable, c.user)
		t.Setenv(aemPasswordVariable, c.password)
		o := &options{aem: c.aem, agents: c.agents, lifetime: 300e9, tolerance: 1e9}
		settings, err := o.settings()
		switch {
		case (err != nil) != (c.refused != ""):
			t.Errorf("%s: %v", c.name, err)
		case err != nil && (!strings.Contains(err.Error(), c.refused) || strings.Contains(err.Error(), canary)):
			t.Errorf("%s: %q does not name %s, or holds a secret", c.name, err, c.refused)
		case err == nil && (len(settings.AEM) > 0 != c.asked || settings.AEMUser != c.withUser):
			t.Errorf("%s: %+v", c.name, settings)
		}
		for _, address := range settings.AEM {
			if strings.HasSuffix(address, "/") {
				t.Errorf("%s: %s", c.name, address)
			}
		}
	}
	if len(cases) != 14 {
		t.Fatalf("%d cases", len(cases))
	}
}

// TestAEMTakesItsTime: the limit of a check is longer with AEM, except for a plugin,
// which would be given up before.
func TestAEMTakesItsTime(t *testing.T) {
	for args, want := range map[string]string{
		"": "15s", "--aem http://a": "1m30s", "--aem http://a --timeout 20s": "20s", "--aem http://a --format plugin": "9s", "--format plugin": "9s",
	} {
		o := &options{}
		flags := pflag.NewFlagSet("", pflag.ContinueOnError)
		o.checking(flags)
		if err := flags.Parse(strings.Fields(args)); err != nil {
			t.Fatal(err)
		}
		o.suitFormat(flags)
		if o.timeout.String() != want {
			t.Errorf("%q: %v, want %s", args, o.timeout, want)
		}
	}
}
