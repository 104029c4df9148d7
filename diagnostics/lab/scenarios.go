package lab

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed scenarios/*.toml
var files embed.FS

// first is the scenario that a demo starts with when none is named.
const first = "brand-portal"

// Scenarios returns every world: brand-portal first, then by name.
func Scenarios() ([]Scenario, error) {
	names, err := fs.Glob(files, "scenarios/*.toml")
	if err != nil {
		return nil, err
	}
	var all []Scenario
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sc, err := Decode(strings.TrimSuffix(path.Base(name), ".toml"), string(text))
		if err != nil {
			return nil, err
		}
		all = append(all, sc)
	}
	slices.SortStableFunc(all, func(a, b Scenario) int {
		switch {
		case a.Name == first && b.Name != first:
			return -1
		case b.Name == first && a.Name != first:
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return all, nil
}

// Find returns the world of that name; the empty name is brand-portal. The
// error names those that there are.
func Find(name string) (Scenario, error) {
	if name == "" {
		name = first
	}
	if text, err := files.ReadFile("scenarios/" + name + ".toml"); err == nil {
		return Decode(name, string(text))
	}
	all, err := Scenarios()
	if err != nil {
		return Scenario{}, err
	}
	var known []string
	for _, sc := range all {
		known = append(known, sc.Name)
	}
	return Scenario{}, fmt.Errorf("there is no scenario %q; choose one of %s", name, strings.Join(known, ", "))
}

// Decode reads and checks a scenario file. A key that is not known is an error:
// a misspelt one would silently leave the world as it is by default.
func Decode(name, text string) (Scenario, error) {
	sc, err := decodeOver(text)
	if err != nil {
		return Scenario{}, fmt.Errorf("scenario %s: %w", name, err)
	}
	sc.Name = name
	sc.True = sc.True.UTC()
	if err := sc.fill(); err != nil {
		return Scenario{}, fmt.Errorf("scenario %s: %w", name, err)
	}
	if problems := sc.problems(); len(problems) > 0 {
		return Scenario{}, fmt.Errorf("scenario %s: %w", name, errors.Join(problems...))
	}
	return sc, nil
}
