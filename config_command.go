package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/BurntSushi/toml"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unskew/diagnostics"
)

// configCommand prints the effective settings.
func configCommand(io console) *cobra.Command {
	o := &options{}
	command := &cobra.Command{
		Use: "config", Short: "The effective settings and where each comes from, without secrets", Args: noArguments,
		Long: "Prints each setting as check would have it with the same flags: its name, its\n" +
			"value, and where it comes from (default, command line, environment, or a file\n" +
			"and its line). The output is TOML itself. In the configuration files every flag\n" +
			"listed below can stand under its own name, and:\n\n" +
			"  public = false   keeps every packet inside",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.configure(cmd.Flags(), io.places); err != nil {
				return err
			}
			o.suitFormat(cmd.Flags())
			if err := o.checkAll(); err != nil {
				return err
			}
			return o.printConfig(io.out, cmd.Flags(), io.places)
		},
	}
	o.checking(command.Flags())
	return command
}

// checkAll checks what check would before it sends anything, except for the
// request itself.
func (o *options) checkAll() error {
	_, settings := o.settings()
	_, proxy := o.proxyOf()
	_, roots := o.roots()
	for _, err := range []error{settings, o.checkTimeout(), o.checkSplay(), o.checkWriting(o.formats), proxy, roots} {
		if err != nil {
			return err
		}
	}
	return nil
}

// printConfig writes one line for each setting, in aligned columns. Which files
// were looked at stands above, as comments.
func (o *options) printConfig(out io.Writer, flags *pflag.FlagSet, places configPlaces) error {
	var public bool
	for _, file := range []struct {
		whose, path string
		found       bool
	}{
		{"administrator's file", places.administrator, o.found.administrator},
		{"your own file", places.user, o.found.user},
	} {
		state := "read"
		switch {
		case file.path == "":
			file.path, state = "nowhere", "no home folder is known"
		case !file.found:
			state = "not there"
		}
		if _, err := fmt.Fprintf(out, "# %s: %s (%s)\n", file.whose, diagnostics.Clean(file.path, maxShown), state); err != nil {
			return err
		}
	}
	columns := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	var failed error
	keys(flags, &public).VisitAll(func(flag *pflag.Flag) {
		value, from := o.effective(flag)
		text, err := tomlValue(value)
		failed = errors.Join(failed, err)
		fmt.Fprintf(columns, "%s\t= %s\t # %s\n", flag.Name, text, diagnostics.Clean(from, maxShown))
	})
	return errors.Join(failed, columns.Flush())
}

// maxShown bounds a value that is printed, in characters.
const maxShown = 1000

// effective is a setting's value as TOML has it, without secrets, and its origin.
// Where neither a flag nor a file speaks, the environment may.
func (o *options) effective(flag *pflag.Flag) (value any, from string) {
	from = o.origins[flag.Name].String()
	switch {
	case flag.Name == keyPublic:
		return o.keptInside == "", from
	case flag.Name == "no-color" && from == "default" && os.Getenv("NO_COLOR") != "":
		return true, "environment: NO_COLOR"
	case flag.Name == "proxy" && o.proxy == "":
		for _, name := range []string{"HTTPS_PROXY", "https_proxy"} {
			if text := os.Getenv(name); text != "" {
				return shownText(text), "environment: " + name
			}
		}
	}
	if slice, is := flag.Value.(pflag.SliceValue); is {
		shown := []string{}
		for _, one := range slice.GetSlice() {
			shown = append(shown, shownText(one))
		}
		return shown, from
	}
	if flag.Value.Type() == "bool" {
		return flag.Value.String() == "true", from
	}
	return shownText(flag.Value.String()), from
}

// shownText is a text that may be shown: without control characters, and a URL
// without its password.
func shownText(text string) string {
	with := text
	if !strings.Contains(text, "://") {
		with = "//" + text // a proxy may be named without its scheme
	}
	parsed, err := url.Parse(with)
	if err != nil && with == text && strings.Contains(text, "@") {
		return "***" // who knows where its password stands
	}
	if err == nil && parsed.User != nil {
		if _, secret := parsed.User.Password(); secret {
			user := parsed.User.Username()
			parsed.User = nil
			text = strings.Replace(parsed.String(), "//", "//"+url.User(user).String()+":***@", 1)
			if with[:2] == "//" {
				text = strings.TrimPrefix(text, "//")
			}
		}
	}
	return diagnostics.Clean(text, maxShown)
}

// tomlValue writes a value as TOML does.
func tomlValue(value any) (string, error) {
	var out bytes.Buffer
	if err := toml.NewEncoder(&out).Encode(map[string]any{"value": value}); err != nil {
		return "", err
	}
	return strings.TrimSpace(strings.TrimPrefix(out.String(), "value = ")), nil
}
