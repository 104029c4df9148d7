package tui

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// paper is a small terminal: enough of one for what the renderer writes.
type paper struct {
	width, height, x, y, top, bottom int
	pen                              string
	cells                            [][]string // what is drawn, and how
}

func newPaper(width, height int) *paper {
	p := &paper{width: width, height: height, bottom: height - 1, pen: "[]"}
	for range height {
		p.cells = append(p.cells, p.blank())
	}
	return p
}

func (p *paper) blank() []string {
	return strings.Split(strings.Repeat(" []\n", p.width-1)+" []", "\n")
}

func (p *paper) Write(data []byte) (int, error) {
	var state byte
	for text := string(data); text != ""; {
		sequence, cells, size, next := ansi.DecodeSequence(text, state, nil)
		switch {
		case cells > 0:
			for i := range cells {
				if p.x+i < p.width {
					p.cells[p.y][p.x+i] = map[bool]string{true: sequence, false: ""}[i == 0] + p.pen
				}
			}
			p.x = min(p.x+cells, p.width-1)
		case strings.HasPrefix(sequence, "\x1b["):
			p.control(sequence[2:len(sequence)-1], sequence[len(sequence)-1])
		case sequence == "\x1bM" && p.y == p.top:
			p.scroll(-1)
		case sequence == "\x1bM":
			p.y--
		case sequence == "\r":
			p.x = 0
		case sequence == "\b":
			p.x = max(0, p.x-1)
		case sequence == "\n" && p.y == p.bottom:
			p.scroll(1)
		case sequence == "\n":
			p.y++
		default:
			panic(fmt.Sprintf("%q is not known", sequence))
		}
		text, state = text[size:], next
	}
	return len(data), nil
}

// scroll moves the lines between the margins up by n.
func (p *paper) scroll(n int) {
	for ; n > 0; n-- {
		copy(p.cells[p.top:p.bottom], p.cells[p.top+1:p.bottom+1])
		p.cells[p.bottom] = p.blank()
	}
	for ; n < 0; n++ {
		copy(p.cells[p.top+1:p.bottom+1], p.cells[p.top:p.bottom])
		p.cells[p.top] = p.blank()
	}
}

func (p *paper) control(text string, final byte) {
	first, second := 1, 1
	parts := strings.Split(text, ";")
	if n, err := strconv.Atoi(parts[0]); err == nil {
		first = n
	}
	if len(parts) > 1 {
		second, _ = strconv.Atoi(parts[1])
	}
	erase := func(row, from, to int) {
		for x := from; x < min(to, p.width); x++ {
			p.cells[row][x] = " []"
		}
	}
	switch final {
	case 'h', 'l', 'q', 'u':
	case 'H':
		p.x, p.y = second-1, first-1
	case 'd':
		p.y = first - 1
	case 'G', '`':
		p.x = first - 1
	case 'A':
		p.y -= first
	case 'B':
		p.y += first
	case 'C':
		p.x += first
	case 'D':
		p.x -= first
	case 'X':
		erase(p.y, p.x, p.x+first)
	case 'K':
		if text == "1" {
			erase(p.y, 0, p.x+1)
			return
		}
		erase(p.y, p.x, p.width)
	case 'J':
		if text == "2" {
			p.y, p.x = 0, 0
		}
		erase(p.y, p.x, p.width)
		for y := p.y + 1; y < p.height; y++ {
			erase(y, 0, p.width)
		}
	case 'r':
		p.top, p.bottom, p.x, p.y = first-1, second-1, 0, 0
	case 'S':
		p.scroll(first)
	case 'T':
		p.scroll(-first)
	case 'L', 'M':
		top := p.top
		p.top = p.y
		p.scroll(map[byte]int{'L': -first, 'M': first}[final])
		p.top = top
	case 'P':
		row := p.cells[p.y]
		copy(row[p.x:], row[min(p.x+first, p.width):])
		erase(p.y, p.width-first, p.width)
	case '@':
		row := p.cells[p.y]
		copy(row[min(p.x+first, p.width):], row[p.x:])
		erase(p.y, p.x, p.x+first)
	case 'm':
		if text == "" || text == "0" {
			p.pen = "[]"
			return
		}
		p.pen = "[" + text + "]" // the renderer sets or resets as a whole in these screens
	default:
		panic(fmt.Sprintf("%q %c is not known", text, final))
	}
}

// TestRepaintsShowTheSame: with lines left out, the terminal shows what it shows
// without.
func TestRepaintsShowTheSame(t *testing.T) {
	const width, height = 60, 8
	words := []string{"時鐘慢了", "clock", "\x1b[1m正確時間\x1b[m", "\x1b[1mUTC\x1b[m", "18:39:5", "，", "", "aem-author-01", "\x1b[2m參考\x1b[m"}
	random := rand.New(rand.NewPCG(1, 2))
	frames, saved := 0, 0
	for range 40 {
		all, some := newPaper(width, height), newPaper(width, height)
		var whole, less bytes.Buffer
		filter := &repaints{out: &less, shown: map[int]string{}}
		renderer := uv.NewTerminalRenderer(&whole, []string{"TERM=xterm-256color"})
		renderer.SetColorProfile(colorprofile.TrueColor)
		renderer.SetFullscreen(true)
		renderer.SetScrollOptim(true)
		renderer.Resize(width, height)
		screen := uv.NewScreenBuffer(width, height)
		lines := make([]string, height)
		for frame := range 30 {
			change(random, lines, words, frame)
			screen.Clear()
			uv.NewStyledString(strings.Join(lines, "\n")).Draw(screen, screen.Bounds())
			renderer.Render(screen.RenderBuffer)
			if err := renderer.Flush(); err != nil {
				t.Fatal(err)
			}
			_, _ = filter.Write(whole.Bytes())
			_, _ = all.Write(whole.Bytes())
			_, _ = some.Write(less.Bytes())
			if a, b := fmt.Sprint(all.cells), fmt.Sprint(some.cells); a != b || all.x != some.x || all.y != some.y || all.pen != some.pen {
				t.Fatalf("frame %d of\n%s\n%q\nbecame\n%q", frame, strings.Join(lines, "\n"), whole.String(), less.String())
			}
			frames++
			saved += whole.Len() - less.Len()
			whole.Reset()
			less.Reset()
		}
	}
	if frames != 40*30 || saved < 100_000 {
		t.Errorf("%d frames, %d bytes saved", frames, saved)
	}
}

// TestATerminalStaysOne: Bubble Tea asks it for its size and its colours.
func TestATerminalStaysOne(t *testing.T) {
	out := repaintsOf(os.Stderr)
	file, ok := out.(term.File)
	if !ok || file.Fd() != os.Stderr.Fd() {
		t.Errorf("%T is no file of a terminal", out)
	}
	if _, direct := out.(io.ReaderFrom); direct {
		t.Error("it can be written to past repaints")
	}
	if _, direct := out.(io.StringWriter); direct {
		t.Error("it can be written to past repaints")
	}
}

// change makes the next frame: a tick, a scroll, or some other lines.
func change(random *rand.Rand, lines, words []string, frame int) {
	switch random.IntN(6) {
	case 0:
		copy(lines, lines[1:])
	case 1:
		copy(lines[1:], lines)
	case 2:
		for i := range lines {
			if random.IntN(3) == 0 {
				lines[i] = words[random.IntN(len(words))] + " " + words[random.IntN(len(words))]
			}
		}
	default:
		lines[1] = "│ \x1b[1m系統時鐘\x1b[m 2017-02-28 18:39:" + strconv.Itoa(10+frame) + " UTC │"
	}
}
