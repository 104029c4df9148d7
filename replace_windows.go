package main

import "os"

// replaceFile writes a file. Windows cannot replace a file that somebody has
// open, so this is a plain write.
func replaceFile(name string, data []byte, mode os.FileMode) error {
	return os.WriteFile(name, data, mode)
}
