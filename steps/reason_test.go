package steps

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// TestReason: a sentence that is known reads in English as it was, and can be said in
// another language with the same names in it.
func TestReason(t *testing.T) {
	ran := 0
	for _, known := range slices.Concat(requestReasons(), serverReasons(), hostReasons(), credentialReasons()) {
		ran++
		names := []any{"host-a.example", "host-b.example", "host-c.example"}[:strings.Count(known.Format, "%s")]
		words := known.With(names...).String()
		got := Reason(words)
		if got.String() != words {
			t.Errorf("%q became %q", words, got)
		}
		said := chinese.Text(got)
		if said == words {
			t.Errorf("%q is not translated", words)
		}
		for _, name := range names {
			if !strings.Contains(said, name.(string)) {
				t.Errorf("%q has lost %s", said, name)
			}
		}
	}
	if ran != 119 {
		t.Errorf("%d reasons", ran)
	}
	if got := Reason("something else, 100% new"); got.String() != "something else, 100% new" {
		t.Errorf("what is not known: %q", got)
	}
	if !Reason("").IsZero() {
		t.Error("nothing became something")
	}
	if got := chinese.Text(Reason("no answer from the proxy http://p.example:3128 in time")); strings.Contains(got, "proxy http") {
		t.Errorf("a proxy within: %q", got)
	}
}

// TestInstruction: the same for what is done by hand; a command stays a command.
func TestInstruction(t *testing.T) {
	ran := 0
	for _, known := range instructions() {
		ran++
		words := known.With([]any{"a.conf", "b"}[:strings.Count(known.Format, "%s")]...).String()
		for _, line := range []string{words, "(" + words + ")"} {
			got := Instruction(line)
			if got.String() != line || got.IsVerbatim() || chinese.Text(got) == line {
				t.Errorf("%q became %q, %q", line, got, chinese.Text(got))
			}
		}
	}
	if ran != 33 {
		t.Errorf("%d instructions", ran)
	}
	for _, command := range []string{"systemctl restart chrony.service", "(unknown)", ""} {
		if got := Instruction(command); got.String() != command || !got.IsVerbatim() {
			t.Errorf("%q became %q", command, got)
		}
	}
}

// TestReasonsAreStillSaid: each stands in the source of what says it, word for word.
func TestReasonsAreStillSaid(t *testing.T) {
	var source strings.Builder
	for _, root := range []string{"../diagnostics", "."} {
		files := os.DirFS(root)
		err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "reason") || name == "instruction.go" {
				return err
			}
			data, err := fs.ReadFile(files, name)
			source.Write(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	said := source.String()
	for _, known := range slices.Concat(requestReasons(), serverReasons(), hostReasons(), credentialReasons(), instructions()) {
		for piece := range strings.SplitSeq(known.Format, "%s") {
			if piece = strings.Trim(piece, " :,()"); len(piece) > 8 && !strings.Contains(said, piece) {
				t.Errorf("nothing says %q", piece)
			}
		}
	}
}
