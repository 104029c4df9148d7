package tui

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"unskew/steps"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.ReplaceAll(string(want), "\r\n", "\n"); got != want {
		t.Errorf("%s differs (go test ./tui -update writes it anew)\n--- got\n%s\n--- want\n%s", name, got, want)
	}
}

type size struct{ columns, rows int }

var sizes = []struct {
	name string
	size
}{
	{"80x24", size{80, 24}},
	{"40x12", size{40, 12}},
	{"20x6", size{20, 6}},
	{"160x50", size{160, 50}},
}

// pictures are the screens that are kept as golden files.
func pictures() []struct {
	name string
	view steps.View
	keys []string
} {
	return []struct {
		name string
		view steps.View
		keys []string
	}{
		{"first", firstPage(), nil},
		{"ntp", ntpBusy(), nil},
		{"proof", proofPage(), nil},
		{"confirm", confirmPage(), nil},
		{"help", proofPage(), []string{"?"}},
		{"export", proofPage(), []string{"e"}},
		{"export-seen", proofPage(), []string{"e", "right", "down", "right"}},
		{"exported", proofPage(), []string{"e", "right", "down", "right", "enter"}},
		{"skip", proofPage(), []string{"s", "n", "o", " ", "k", "e", "y"}},
		{"quit", ntpBusy(), []string{"q"}},
		{"buttons", proofPage(), []string{"right", "right", "right"}},
		{"apply", applyPage(), []string{"y", "e"}},
		{"applying", applyingPage(), nil},
		{"applied", appliedPage(), nil},
		{"leave-applying", applyingPage(), []string{"q"}},
		{"paste", asking(steps.EnterText), []string{"a", "enter", "b"}},
	}
}

// TestPictures keeps each screen at each size, and proves that none overflows.
func TestPictures(t *testing.T) {
	cases := 0
	for _, at := range sizes {
		for _, picture := range pictures() {
			cases++
			t.Run(picture.name+"-"+at.name, func(t *testing.T) {
				m := press(screen(newFake(picture.view), options(), at.columns, at.rows), picture.keys...)
				text := ansi.Strip(m.View().Content)
				lines := strings.Split(text, "\n")
				if len(lines) != at.rows {
					t.Errorf("%d lines, the screen has %d", len(lines), at.rows)
				}
				for i, line := range lines {
					if ansi.StringWidth(line) > at.columns {
						t.Errorf("line %d is %d wide, the screen %d: %q", i, ansi.StringWidth(line), at.columns, line)
					}
					lines[i] = strings.TrimRight(line, " ")
				}
				golden(t, picture.name+"-"+at.name, strings.Join(lines, "\n")+"\n")
			})
		}
	}
	if want := len(sizes) * 16; cases != want {
		t.Errorf("%d pictures, want %d", cases, want)
	}
}
