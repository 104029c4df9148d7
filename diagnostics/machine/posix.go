//go:build linux || darwin

package machine

import "os"

// groups returns the groups of this process, by number.
func groups() ([]int, error) {
	ids, err := os.Getgroups()
	return append(ids, os.Getegid()), err
}
