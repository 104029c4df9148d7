//go:build unix

package plain

import (
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// withoutEcho keeps whole lines and signals as they are.
func withoutEcho(state *term.State) { state.Lflag &^= unix.ECHO }
