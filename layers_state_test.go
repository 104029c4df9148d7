package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// stateRule: no package-level state. A variable is fine where it is filled at
// its declaration, with a value that has no life of its own, and where nothing
// in the package assigns to it: sentinels, expressions, tables.
func stateRule(f layerFile) []string {
	if f.test {
		return nil
	}
	var broken []string
	for _, declaration := range f.syntax.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok || group.Tok != token.VAR {
			continue
		}
		for _, spec := range group.Specs {
			broken = append(broken, f.variables(spec.(*ast.ValueSpec), group)...)
		}
	}
	return broken
}

func (f layerFile) variables(spec *ast.ValueSpec, group *ast.GenDecl) []string {
	var broken []string
	for i, name := range spec.Names {
		switch {
		case name.Name == "_":
		case f.touched[name.Name]:
			broken = append(broken, "var "+name.Name+" is assigned to: it is state of the package")
		case embedded(spec.Doc) || embedded(group.Doc):
		case len(spec.Values) != len(spec.Names):
			broken = append(broken, "var "+name.Name+" has no value of its own at its declaration")
		case !f.still(spec.Values[i]):
			broken = append(broken, "var "+name.Name+" may change: make it where it is used, or a constant")
		}
	}
	return broken
}

func embedded(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool {
		return strings.HasPrefix(c.Text, "//go:embed ")
	})
}

// still reports whether an expression makes a value that stays as it is.
func (f layerFile) still(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit, *ast.Ident, *ast.FuncLit:
		return true
	case *ast.SelectorExpr:
		_, ok := e.X.(*ast.Ident)
		return ok
	case *ast.BinaryExpr:
		return f.still(e.X) && f.still(e.Y)
	case *ast.CompositeLit:
		return !f.lively(e.Type) && !slices.ContainsFunc(e.Elts, func(element ast.Expr) bool {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				element = pair.Value
			}
			return !f.still(element)
		})
	case *ast.CallExpr:
		return slices.ContainsFunc([][2]string{
			{"errors", "New"}, {"fmt", "Errorf"}, {"regexp", "MustCompile"}, {"sync", "OnceValue"}, {"sync", "OnceValues"},
		}, func(known [2]string) bool {
			selector, ok := e.Fun.(*ast.SelectorExpr)
			return ok && selector.Sel.Name == known[1] && f.isPackage(selector.X, known[0])
		})
	}
	return false
}

// lively reports whether a type changes by being used.
func (f layerFile) lively(e ast.Expr) bool {
	selector, ok := e.(*ast.SelectorExpr)
	return ok && (f.isPackage(selector.X, "sync") || f.isPackage(selector.X, "sync/atomic") || f.isPackage(selector.X, "bytes"))
}

// assignedNames collects the names that a file's functions assign to, take the
// address of, or change an element of, where the name is not the function's own.
func assignedNames(file *ast.File, names map[string]bool) {
	for _, declaration := range file.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if !ok || function.Body == nil {
			continue
		}
		own := ownNames(function)
		touch := func(e ast.Expr) {
			if name := rootName(e); name != "" && !own[name] {
				names[name] = true
			}
		}
		ast.Inspect(function.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, left := range n.Lhs {
						touch(left)
					}
				}
			case *ast.IncDecStmt:
				touch(n.X)
			case *ast.UnaryExpr:
				if n.Op == token.AND {
					touch(n.X)
				}
			case *ast.RangeStmt:
				if n.Tok == token.ASSIGN {
					touch(n.Key)
					touch(n.Value)
				}
			case *ast.CallExpr:
				name, ok := n.Fun.(*ast.Ident)
				if ok && len(n.Args) > 0 && (name.Name == "delete" || name.Name == "clear" || name.Name == "copy") {
					touch(n.Args[0])
				}
			}
			return true
		})
	}
}

// rootName is x of x, x[i], x.f, *x and (x).
func rootName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.IndexExpr:
		return rootName(e.X)
	case *ast.SelectorExpr:
		return rootName(e.X)
	case *ast.StarExpr:
		return rootName(e.X)
	case *ast.ParenExpr:
		return rootName(e.X)
	}
	return ""
}

// ownNames are the names that a function declares, anywhere in it.
func ownNames(function *ast.FuncDecl) map[string]bool {
	own := map[string]bool{}
	ast.Inspect(function, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, left := range n.Lhs {
					own[rootName(left)] = true
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				for _, e := range []ast.Expr{n.Key, n.Value} {
					if e != nil {
						own[rootName(e)] = true
					}
				}
			}
		}
		return true
	})
	return own
}
