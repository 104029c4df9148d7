package tui

import (
	"fmt"
	"math/rand/v2"
	"testing"

	tea "charm.land/bubbletea/v2"

	"unskew/steps"
	"unskew/steps/say"
)

// wideViews are views in which everything that comes from outside, and every
// sentence, is written in characters of two cells, joined emoji and marks that
// take no cell of their own.
func wideViews() []steps.View {
	const name = "發佈主機-東京👩‍🔧e\u0301"
	var views []steps.View
	for _, view := range everyView() {
		view.Host = name
		view.Live.ServerName = say.Verbatim("權杖端點." + name)
		view.Page.Title = say.Verbatim("系統時鐘比正確時間慢了兩天九小時四十九分十四秒，權杖因此被拒絕。")
		view.Page.Blocks = append([]steps.Block{
			steps.Facts{Rows: []steps.Fact{{Label: say.Verbatim("時間伺服器 " + name), Value: say.Verbatim(name), Note: say.Verbatim(name)}}},
			steps.Table{Head: []say.Text{say.Verbatim("伺服器"), say.Verbatim("偏移量")}, Rows: []steps.Row{{Cells: []say.Text{say.Verbatim(name), say.Verbatim(name)}}}},
			steps.Output{Lines: []string{name + name + name}},
		}, view.Page.Blocks...)
		views = append(views, view)
	}
	return views
}

// TestRandomWalk presses any keys while the window is given any size: nothing
// overflows, and nothing panics. A failure names its seed.
func TestRandomWalk(t *testing.T) {
	keys := []string{
		"enter", "esc", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pgup", "pgdown",
		"?", "e", "c", "s", "q", "n", "a", "z", "b", "r", "1", "3", "x", "發", "👩‍🔧", "backspace",
	}
	drawn := 0
	for seed, view := range append(everyView(), wideViews()...) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(uint64(seed), 36))
			m := screen(newFake(view), options(), 80, 24)
			for range 150 {
				if random.IntN(3) == 0 {
					m = deliver(m, tea.WindowSizeMsg{Width: 1 + random.IntN(130), Height: 1 + random.IntN(45)})
				} else {
					m = press(m, keys[random.IntN(len(keys))])
				}
				checkFits(t, m, m.width, m.height)
				drawn++
			}
		})
	}
	if want := 2 * len(everyView()) * 150; drawn != want {
		t.Errorf("%d screens were drawn, want %d", drawn, want)
	}
}
