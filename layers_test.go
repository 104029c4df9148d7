package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The rules of docs/architecture.md that a compiler does not check. Each is a
// function of one parsed file; TestLayerRulesCatch shows that each can fail.
func layerRules() map[string]func(layerFile) []string {
	return map[string]func(layerFile) []string{
		"imports":  importRule,
		"time":     timeRule,
		"init":     initRule,
		"names":    nameRule,
		"state":    stateRule,
		"setters":  setterRule,
		"commands": commandRule,
		"programs": programRule,
	}
}

// layerFile is one source file. Package is the folder, "." for the root.
type layerFile struct {
	path    string
	folder  string
	test    bool
	syntax  *ast.File
	touched map[string]bool // names that the package assigns to, see assignedNames
}

func (f layerFile) under(folder string) bool {
	return f.folder == folder || strings.HasPrefix(f.folder, folder+"/")
}

// TestLayers looks at every source file of the module.
func TestLayers(t *testing.T) {
	const least = 200
	files := parseModule(t, os.DirFS("."))
	if len(files) < least {
		t.Errorf("only %d files were looked at, want at least %d", len(files), least)
	}
	for _, folder := range []string{".", "diagnostics", "diagnostics/hostclock", "diagnostics/ntp", "steps", "steps/report", "tui"} {
		if !slices.ContainsFunc(files, func(f layerFile) bool { return f.folder == folder && !f.test }) {
			t.Errorf("no file of %s was looked at", folder)
		}
	}
	for name, rule := range layerRules() {
		for _, file := range files {
			for _, broken := range rule(file) {
				t.Errorf("%s: %s: %s", file.path, name, broken)
			}
		}
	}
}

func parseModule(t *testing.T, root fs.FS) []layerFile {
	t.Helper()
	var files []layerFile
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch base := path.Base(name); {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (base == "testdata" || base[0] == '.' || base[0] == '_'):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		files = append(files, parseLayer(t, name, string(source)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	touched := map[string]map[string]bool{}
	for _, f := range files {
		if touched[f.folder] == nil {
			touched[f.folder] = map[string]bool{}
		}
		assignedNames(f.syntax, touched[f.folder])
	}
	for i, f := range files {
		files[i].touched = touched[f.folder]
	}
	return files
}

func parseLayer(t *testing.T, name, source string) layerFile {
	t.Helper()
	syntax, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	touched := map[string]bool{}
	assignedNames(syntax, touched)
	return layerFile{
		path: name, folder: path.Dir(name), test: strings.HasSuffix(name, "_test.go"),
		syntax: syntax, touched: touched,
	}
}

// importRule: arrows point at the measured world.
func importRule(f layerFile) []string {
	if f.test {
		return nil
	}
	var broken []string
	for _, spec := range f.syntax.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		of := func(room string) bool { return imported == room || strings.HasPrefix(imported, room+"/") }
		why := ""
		switch {
		case f.under("tui") && (of("unskew/diagnostics") || imported == "net" || imported == "net/http" || imported == "os/exec"):
			why = "the screen measures nothing: it shows what package steps hands to it"
		case of("unskew/tui") && f.folder != "." && !f.under("tui"):
			why = "only main knows the screen"
		case f.under("diagnostics") && of("unskew/steps"):
			why = "what measures does not know who asks"
		case f.folder == "diagnostics" && of("unskew"):
			why = "the vocabulary depends on nobody"
		}
		if why != "" {
			broken = append(broken, fmt.Sprintf("imports %s: %s", imported, why))
		}
	}
	return broken
}

// timeRule: the OS clock is the patient. It is read in one file, and the lab's
// stopwatch in another; everybody else is given a diagnostics.Clock.
func timeRule(f layerFile) []string {
	if f.test || f.path == "diagnostics/hostclock/clock.go" || f.path == "diagnostics/lab/clock.go" {
		return nil
	}
	var broken []string
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if ok && f.isPackage(selector.X, "time") && slices.Contains([]string{"Now", "Since", "Until"}, selector.Sel.Name) {
			broken = append(broken, "time."+selector.Sel.Name+" reads the clock under suspicion: take a diagnostics.Clock")
		}
		return true
	})
	return broken
}

// isPackage reports whether an expression is the name of an imported package.
func (f layerFile) isPackage(e ast.Expr, imported string) bool {
	name, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	for _, spec := range f.syntax.Imports {
		if spec.Path.Value != strconv.Quote(imported) {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name == name.Name
		}
		return path.Base(imported) == name.Name
	}
	return false
}

// initRule: nothing runs before main.
func initRule(f layerFile) []string {
	for _, declaration := range f.syntax.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && function.Recv == nil && function.Name.Name == "init" {
			return []string{"func init: make the value where it is used"}
		}
	}
	return nil
}

// nameRule: a package is named after what it knows.
func nameRule(f layerFile) []string {
	name := strings.TrimSuffix(f.syntax.Name.Name, "_test")
	if slices.Contains([]string{"util", "utils", "common", "types", "helper", "helpers", "misc", "shared"}, name) {
		return []string{"package " + name + ": name it after what it knows"}
	}
	return nil
}

// setterRule: the program reads clocks. Whatever sets one is not even named,
// neither as a function nor as a command.
func setterRule(f layerFile) []string {
	if f.test {
		return nil
	}
	functions := regexp.MustCompile(`(?i)^(clock_?settime|clock_?adjtime|settimeofday|adjtime|adjtimex|stime|setsystemtime|setlocaltime|sys_(clock_settime|clock_adjtime|settimeofday|adjtimex|stime))$`)
	words := regexp.MustCompile(`\bhwclock\b|\bdate\s+(-s|--set)|\bset-time\b|(?i:\bset-date\b)`)
	var broken []string
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			reader := f.path == "diagnostics/hostclock/platform_linux.go" && n.Sel.Name == "Adjtimex"
			if functions.MatchString(n.Sel.Name) && !reader {
				broken = append(broken, n.Sel.Name+" can set the clock")
			}
			if n.Sel.Name == "Modes" && f.folder == "diagnostics/hostclock" {
				broken = append(broken, "Modes of adjtimex stays zero: with no mode the call only reads")
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Modes" {
				broken = append(broken, "Modes of adjtimex stays zero: with no mode the call only reads")
			}
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && words.MatchString(text) {
				broken = append(broken, fmt.Sprintf("%q sets the clock", text))
			}
		}
		return true
	})
	return broken
}

// commandRule: "date" with "-s" among a command's words.
func commandRule(f layerFile) []string {
	if f.test {
		return nil
	}
	var broken []string
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		var words []ast.Expr
		switch n := n.(type) {
		case *ast.CallExpr:
			words = n.Args
		case *ast.CompositeLit:
			words = n.Elts
		}
		date := false
		for _, word := range words {
			literal, ok := word.(*ast.BasicLit)
			if !ok {
				continue
			}
			text, _ := strconv.Unquote(literal.Value)
			if date && (strings.HasPrefix(text, "-s") || strings.HasPrefix(text, "--set")) {
				broken = append(broken, "date "+text+" sets the clock")
			}
			date = date || path.Base(text) == "date"
		}
		return true
	})
	return broken
}
