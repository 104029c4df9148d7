package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"unskew/steps"
)

// ban is a value by which the administrator forbids something: neither the user's
// file nor a flag can take it back.
type ban struct {
	key   string
	value bool
}

func bans() []ban {
	return []ban{{"allow-fix", false}, {keyPublic, false}, {"no-exchange", true}}
}

// refuseLoosening refuses a user's file, and a flag, that would take back what the
// administrator forbids.
func refuseLoosening(administrator, user configFile, flags *pflag.FlagSet) error {
	for _, b := range bans() {
		said, there := administrator.entries[b.key]
		if !there || said.value != b.value {
			continue
		}
		forbidden := fmt.Sprintf("the administrator forbids this with %s = %t in %s", b.key, b.value, said.at)
		if own, there := user.entries[b.key]; there && own.value != b.value {
			return fmt.Errorf("%s: %s: %s: take this line out", own.at, b.key, forbidden)
		}
		if flag := flags.Lookup(b.key); flag != nil && flag.Changed && flag.Value.String() != fmt.Sprint(b.value) {
			return fmt.Errorf("--%s: %s: leave the flag out", b.key, forbidden)
		}
	}
	return nil
}

// bind puts what is forbidden today onto settings, whatever they say: also onto
// those of a session that began before it was.
func (o *options) bind(settings steps.Settings) steps.Settings {
	settings.KeptInside = o.keptInside
	settings.NoExchange = settings.NoExchange || o.origins["no-exchange"].final
	return o.confine(settings)
}
