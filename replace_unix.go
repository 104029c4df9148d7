//go:build !windows

package main

import (
	"errors"
	"os"

	"github.com/google/renameio/v2"
)

// replaceFile writes a file whole or not at all, with exactly this mode: a file
// that was there before may have been open to more people.
func replaceFile(name string, data []byte, mode os.FileMode) error {
	pending, err := renameio.NewPendingFile(name, renameio.WithStaticPermissions(mode))
	if err != nil {
		return err
	}
	if _, err := pending.Write(data); err != nil {
		return errors.Join(err, pending.Cleanup())
	}
	return pending.CloseAtomicallyReplace()
}
