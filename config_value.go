package main

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"
)

// setFlag gives a flag the value of its key. The types are those of TOML: a
// number in quotes is a text, and a list is a list even if it holds one text.
func setFlag(flag *pflag.Flag, value any) error {
	switch kind := flag.Value.Type(); kind {
	case "bool":
		if _, ok := value.(bool); !ok {
			return errors.New("write true or false, without quotes")
		}
		return flag.Value.Set(fmt.Sprint(value))
	case "stringArray":
		list, ok := texts(value)
		slice, replaceable := flag.Value.(pflag.SliceValue)
		if !ok || !replaceable {
			return errors.New(`write it as a list of texts, such as ["one.example", "two.example"]`)
		}
		return slice.Replace(list)
	case "duration":
		text, ok := value.(string)
		if !ok || flag.Value.Set(text) != nil {
			return errors.New(`write a duration in quotes, such as "500ms" or "5m"`)
		}
		return nil
	default:
		text, ok := value.(string)
		if !ok {
			return errors.New("write a text, in quotes")
		}
		return flag.Value.Set(text)
	}
}

// texts is a TOML list of texts.
func texts(value any) ([]string, bool) {
	list, ok := value.([]any)
	all := make([]string, 0, len(list))
	for _, one := range list {
		text, is := one.(string)
		ok = ok && is
		all = append(all, text)
	}
	return all, ok
}
