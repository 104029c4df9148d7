package main

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
)

// programRule: which packages start other programs. steps/execute runs what a
// person has said yes to; the other one asks the system's own tools a question. And
// the one that runs commands is handed out by main alone, so that no test of
// another package has it.
func programRule(f layerFile) []string {
	starters := []string{"steps/execute", "diagnostics/inquiry"}
	starter := slices.Contains(starters, f.folder)
	var broken []string
	for _, spec := range f.syntax.Imports {
		if imported, _ := strconv.Unquote(spec.Path.Value); imported == "os/exec" && !starter && !f.test {
			broken = append(broken, fmt.Sprintf("imports os/exec: only %v start programs", starters))
		}
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		name := selector.Sel.Name
		switch {
		case f.isPackage(selector.X, "unskew/steps/execute") && name == "Host" && (f.folder != "." || f.test):
			broken = append(broken, "execute.Host is handed out by the main package; a test has a recording executor")
		case f.test:
		case f.isPackage(selector.X, "os") && name == "StartProcess",
			f.isPackage(selector.X, "syscall") && slices.Contains([]string{"Exec", "ForkExec", "StartProcess", "CreateProcess"}, name),
			f.isPackage(selector.X, "golang.org/x/sys/unix") && name == "Exec",
			f.isPackage(selector.X, "golang.org/x/sys/windows") && slices.Contains([]string{"CreateProcess", "ShellExecute"}, name):
			broken = append(broken, name+" starts a program: package steps/execute does that")
		}
		return true
	})
	return broken
}
