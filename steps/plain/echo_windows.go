package plain

import (
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/windows"
)

// withoutEcho keeps whole lines and signals as they are.
func withoutEcho(state *term.State) { state.Mode &^= windows.ENABLE_ECHO_INPUT }
