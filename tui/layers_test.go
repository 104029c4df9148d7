package tui

import (
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestImports: the screen knows steps and nothing that measures, and links
// nothing that asks the terminal or runs a program when it is merely imported.
func TestImports(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		files++
		for _, spec := range file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			switch {
			case strings.HasPrefix(path, "unskew/") && path != "unskew/steps" && path != "unskew/steps/say" && path != "unskew/tui/wire",
				strings.HasSuffix(path, "lipgloss/v2/compat"), // asks the terminal when it is imported
				path == "net" || strings.HasPrefix(path, "net/"), path == "os/exec":
				t.Errorf("%s imports %s", entry.Name(), path)
			}
		}
	}
	if files < 30 {
		t.Errorf("only %d files were looked at", files)
	}
}
