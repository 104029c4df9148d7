package say

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"

	"unskew/diagnostics/refusal"
)

// source is what the program says: its English sentences, each with a place where
// it stands.
type source struct {
	keys   map[string]string
	broken []string // what cannot be translated, with its place
}

// readSource takes the sentences out of the program's source, and those of the
// catalogue of refusals, which are data there.
func readSource(t *testing.T) source {
	t.Helper()
	found := source{keys: map[string]string{}}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		base := path.Base(name)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (base == "testdata" || base[0] == '.' || base[0] == '_'):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		case path.Dir(name) == "steps/say":
			return nil
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		found.read(t, name, data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range refusal.Rows() {
		for _, words := range append([]string{row.Vendor, row.Context, row.Cause, row.Remedy}, row.Steps...) {
			if words != "" {
				found.keys[words] = "refusal " + row.ID
			}
		}
	}
	return found
}

// read takes the sentences out of one file.
func (s *source) read(t *testing.T, name string, data []byte) {
	t.Helper()
	files := token.NewFileSet()
	syntax, err := parser.ParseFile(files, name, data, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(syntax, func(n ast.Node) bool {
		format := formatOf(n)
		if format == nil {
			return true
		}
		place := files.Position(format.Pos()).String()
		key, literal := literalOf(format)
		switch {
		case literal:
			s.keys[key] = place
		case !ofRow(name, format):
			s.broken = append(s.broken, place+": the sentence is no literal: nobody can translate it")
		}
		return true
	})
}

// formatOf is the format in a call of say.T, or in a literal of say.Text.
func formatOf(n ast.Node) ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		if isSay(n.Fun, "T") && len(n.Args) > 0 {
			return n.Args[0]
		}
	case *ast.CompositeLit:
		if !isSay(n.Type, "Text") {
			return nil
		}
		for _, element := range n.Elts {
			pair, ok := element.(*ast.KeyValueExpr)
			if !ok {
				return element
			}
			if name, ok := pair.Key.(*ast.Ident); ok && name.Name == "Format" {
				return pair.Value
			}
		}
	}
	return nil
}

func isSay(e ast.Expr, name string) bool {
	selector, ok := e.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != name {
		return false
	}
	pkg, ok := selector.X.(*ast.Ident)
	return ok && pkg.Name == "say"
}

// literalOf is the value of a literal, or of a sum of literals.
func literalOf(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.ParenExpr:
		return literalOf(e.X)
	case *ast.BinaryExpr:
		left, ok := literalOf(e.X)
		right, also := literalOf(e.Y)
		return left + right, ok && also
	}
	return "", false
}

// ofRow reports whether a sentence is one of a row of the catalogue of refusals,
// in the two files that may say those.
func ofRow(name string, e ast.Expr) bool {
	if name != "steps/refused.go" && name != "steps/report/explanation.go" {
		return false
	}
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "step" // of a row's Steps
	case *ast.SelectorExpr:
		return strings.Contains("Vendor Context Cause Remedy", e.Sel.Name)
	}
	return false
}

// TestSource: the source is read as the tests of the catalogues need it.
func TestSource(t *testing.T) {
	found := readSource(t)
	for _, broken := range found.broken {
		t.Error(broken)
	}
	if len(found.keys) < 1500 {
		t.Errorf("only %d sentences were found", len(found.keys))
	}
	for key, place := range found.keys {
		if _, err := verbs(key); err != nil {
			t.Errorf("%s: %q: %v", place, key, err)
		}
	}
	made := source{keys: map[string]string{}}
	made.read(t, "steps/x.go", []byte(`package x
var a, b, c, d = say.T("one %s", 1), say.T("two" + (" and " + "a half")), say.Text{Format: "three"}, say.T(row.Cause)`))
	if want := "map[one %s:steps/x.go:2:24 three:steps/x.go:2:92 two and a half:steps/x.go:2:44]"; fmt.Sprint(made.keys) != want {
		t.Errorf("%v, want %s", made.keys, want)
	}
	if len(made.broken) != 1 {
		t.Errorf("what is no literal was not found: %v", made.broken)
	}
}
