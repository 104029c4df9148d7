//go:build !linux && !darwin

package tui

import "io"

// expandTabs has nothing to do where there is no line discipline.
func expandTabs(io.Reader) (restore func()) { return func() {} }
