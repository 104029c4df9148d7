package timeservice

import (
	"os"

	"unskew/diagnostics/inquiry"
)

// System is the host that the program runs on.
func System() Host {
	return Host{OS: osDarwin, Root: os.DirFS("/"), Run: inquiry.Run}
}
