package wire

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// painted is a row as the renderer repaints it.
func painted(row int, text string) string {
	return fmt.Sprintf("\x1b[?7l\x1b[%dH\x1b[K%s\x1b[?7h\x1b[%d;80H", row, text, row)
}

// TestWriter gives frames one after the other; want is what the last one costs.
func TestWriter(t *testing.T) {
	cases := []struct {
		name   string
		frames []string
		want   string
	}{
		{"no wide characters go through", []string{"abc\x1b[3;4Hdef"}, "abc\x1b[3;4Hdef"},
		{"the first time", []string{painted(4, "時鐘 18:39")}, painted(4, "時鐘 18:39")},
		{"the same again", []string{painted(4, "時鐘 18:39"), painted(4, "時鐘 18:39")}, ""},
		{"a digit", []string{painted(4, "時鐘 18:39 UTC"), painted(4, "時鐘 18:40 UTC")}, "\x1b[4;9H40"},
		{"a wide character", []string{painted(4, "時鐘慢了"), painted(4, "時鐘快了")}, "\x1b[4;5H快"},
		{"shorter", []string{painted(4, "時鐘慢了"), painted(4, "時鐘")}, "\x1b[4;5H\x1b[K"},
		{"longer", []string{painted(4, "時鐘"), painted(4, "時鐘慢了")}, "\x1b[4;5H慢了"},
		{"the rest of the row moved", []string{painted(4, "時鐘 1 UTC"), painted(4, "時鐘 10 UTC")}, "\x1b[4;7H0 UTC"},
		{"a narrow one in a wide one's place", []string{painted(4, "時鐘x"), painted(4, "時abx")}, "\x1b[4;3Hab"},
		{"another pen", []string{painted(4, "時\x1b[31m鐘"), "\x1b[m" + painted(4, "時\x1b[32m鐘")}, "\x1b[m\x1b[4;3H\x1b[32m鐘"},
		{"the cursor is brought there first", []string{painted(4, "時鐘"), painted(4, "時鐘") + "\x1b[2Bx"}, "\x1b[4;80H\x1b[2Bx"},
		{"unless it goes there from anywhere", []string{painted(4, "時鐘"), painted(4, "時鐘") + "\x1b[9;2Hx"}, "\x1b[9;2Hx"},
		{"a cursor that is shown stands where the row ends", []string{"\x1b[?25h" + painted(4, "時鐘"), painted(2, "時鐘 1"), painted(2, "時鐘 2") + painted(4, "時鐘")}, "\x1b[2;6H2\x1b[4;80H"},
		{"one that is hidden again stands anywhere", []string{"\x1b[?25h" + painted(4, "時鐘"), "\x1b[?25l", painted(4, "時鐘")}, ""},
		{"cleared in between", []string{painted(4, "時鐘"), "\x1b[2J", painted(4, "時鐘")}, painted(4, "時鐘")},
		{"scrolled in between", []string{painted(4, "時鐘"), "\x1b[2L", painted(4, "時鐘")}, painted(4, "時鐘")},
		{"another screen in between", []string{painted(4, "時鐘"), "\x1b[?1049h", painted(4, "時鐘")}, painted(4, "時鐘")},
		{"other rows may change", []string{painted(4, "時鐘"), "\x1b[9;1Habc\x1b[K", painted(4, "時鐘")}, ""},
		{"a row that was wide", []string{painted(4, "時鐘"), painted(4, "abc"), painted(4, "abc")}, "\x1b[4;80H" + painted(4, "abc")},
		{"an emoji is not measured", []string{painted(4, "時👩‍🔧1"), painted(4, "時👩‍🔧2")}, painted(4, "時👩‍🔧2")},
		{"a row that is not understood", []string{painted(4, "時鐘"), "\x1b[?7l\x1b[4H\x1b[K\x1b]8;;x\x07鐘\x1b[?7h\x1b[4;80H", painted(4, "時鐘")}, painted(4, "時鐘")},
		{"cut off", []string{painted(4, "時鐘"), "\x1b[?7l\x1b[4H\x1b[K時"}, "\x1b[?7l\x1b[4H\x1b[K時"},
	}
	ran := 0
	for _, c := range cases {
		var out bytes.Buffer
		w := NewWriter(&out)
		for _, frame := range c.frames {
			out.Reset()
			if n, err := w.Write([]byte(frame)); n != len(frame) || err != nil {
				t.Errorf("%s: wrote %d of %d: %v", c.name, n, len(frame), err)
			}
		}
		if got := out.String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		ran++
	}
	if ran != 22 {
		t.Errorf("%d cases", ran)
	}
}

// TestForget: after that everything is written anew.
func TestForget(t *testing.T) {
	var out bytes.Buffer
	w := NewWriter(&out)
	for range 2 {
		out.Reset()
		if _, err := w.Write([]byte(painted(4, "時鐘"))); err != nil {
			t.Fatal(err)
		}
		w.Forget()
	}
	if out.Len() == 0 {
		t.Error("a row that may be gone was left out")
	}
}

// FuzzWriter has the real renderer draw two frames of any lines, and wants a
// terminal behind the writer to show what one shows that is given everything.
func FuzzWriter(f *testing.F) {
	f.Add("時鐘 18:39:51 UTC\nabc", "時鐘 18:39:52 UTC\nabd")
	f.Add("慢了 \x1b[31m2d\x1b[m 9h\n\n確認", "快了 2d \x1b[1m9h\x1b[m\nx\n確認 ✓")
	f.Add("👩‍🔧 e\u0301 ±3 ms", "發佈\t主機│")
	f.Fuzz(func(t *testing.T, first, second string) {
		const columns, rows = 40, 8
		all, thrifty := vt.NewEmulator(columns, rows), vt.NewEmulator(columns, rows)
		w := NewWriter(thrifty)
		var out bytes.Buffer
		renderer := uv.NewTerminalRenderer(&out, []string{"TERM=xterm-256color"})
		renderer.SetFullscreen(true)
		buffer := uv.NewScreenBuffer(columns, rows)
		for _, frame := range []string{first, second, first, second} {
			buffer.Clear()
			uv.NewStyledString(strings.ToValidUTF8(frame, "?")).Draw(buffer, buffer.Bounds())
			renderer.Render(buffer.RenderBuffer)
			if err := renderer.Flush(); err != nil {
				t.Fatal(err)
			}
			data := bytes.ReplaceAll(out.Bytes(), []byte("\n"), []byte("\r\n"))
			out.Reset()
			if _, err := all.Write(data); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(data); err != nil {
				t.Fatal(err)
			}
			if all.Render() != thrifty.Render() {
				t.Fatalf("of %q\n%q\nbehind the writer\n%q", frame, all.Render(), thrifty.Render())
			}
		}
	})
}
