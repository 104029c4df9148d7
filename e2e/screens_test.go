//go:build e2e && unix

package e2e

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"unskew/steps/say"
)

var update = flag.Bool("update", false, "write docs/screens.*.md anew from the running program")

// shot is one screen of the walk: which keys lead to it, and by which words of the
// program it is known. The words are looked for in the language of the screen.
type shot struct {
	en, zh string // what it is, for the page
	keys   []string
	texts  []say.Text
	plain  []string // words that are the same in every language
	moving bool     // caught while it changes: no two runs catch the same
}

// demoShots are the pages of the default demo, in the order in which one comes to them.
func demoShots() []shot {
	next := say.T("next")
	last := []say.Text{say.T("change request"), say.T("fix it")} // the keys of the last page
	return []shot{
		// In Chinese the frame is ASCII until the terminal has told how wide it draws.
		{"The first page", "第一頁", nil, []say.Text{say.T("Where are you?"), say.T("answer")}, []string{"╭"}, false},
		{"Help, under the key ?", "說明（按 ?）", []string{"?"}, []say.Text{say.T("What the words mean")}, nil, false},
		{"The paste box: only the message is at hand", "貼上訊息：手邊只有錯誤訊息", []string{"Enter", "4", "Enter"}, []say.Text{say.T("Paste the message, or the whole output of Test Connection"), say.T("to the keys:")}, nil, false},
		{"Step 1: what this machine believes the time is", "步驟 1：這台主機認為現在幾點", []string{"Escape", "b", "Home", "1", "Enter"}, []say.Text{say.T("What does this machine believe the time is?"), next}, nil, false},
		{"Step 2, at work", "步驟 2：處理中", []string{"Enter"}, []say.Text{say.T("%s (working)", say.T("What is the true time?"))}, []string{"time-d.example"}, true},
		{"Leaving while something is measured", "量測中途要離開", []string{"q"}, []say.Text{say.T("Leave now?")}, nil, false},
		{"Step 2: the true time", "步驟 2：正確時間", []string{"n"}, []say.Text{say.T("What is the true time?"), next}, nil, false},
		{"Step 2, further down", "步驟 2：往下捲動", []string{"PageDown"}, nil, []string{"PgUp"}, false},
		{"Step 3: the proof", "步驟 3：證明", []string{"Enter"}, []say.Text{say.T("Is the clock the cause?"), next}, nil, false},
		{"Step 4: what was found, and what to do now", "步驟 4：查到的結果，以及接下來怎麼做", []string{"Enter"}, []say.Text{say.T("What was found, and what to do now"), say.T("Phone code: %s", "")}, nil, false},
		{"Step 4, further down: the commands", "步驟 4：往下捲動，看到指令", []string{"PageDown"}, nil, []string{"PgUp", "systemctl restart chrony.service"}, false},
		{"Step 4, its end: waiting for the fix", "步驟 4 的最後：等待校正", []string{"End"}, nil, []string{"PgUp"}, false},
		{"A change request, under the key c", "變更申請（按 c）", []string{"c"}, []say.Text{say.T("for whom")}, nil, false},
		{keys: []string{"Escape"}, texts: last},
		{"Export, under the key e: for whom?", "匯出（按 e）：給誰看？", []string{"e"}, []say.Text{say.T("for whom"), say.T("Keys, passwords and tokens are in neither.")}, nil, false},
		{"Export, after the choice: what goes out is shown", "匯出：選好之後，先顯示要送出的內容", []string{"Right"}, []say.Text{say.T("for whom")}, []string{"brand-portal"}, false},
		{keys: []string{"Escape"}, texts: last},
		{"The fix was made: measured afresh", "已校正：重新量測中", []string{"f"}, []say.Text{say.T("fresh answers"), say.T("open")}, nil, true},
		{"Fixed, and proved", "已修好，並已證明", nil, []say.Text{say.T("The proof of the fix"), say.T("finish")}, []string{"enter"}, false},
		{"Fixed, further down: whether it lasts", "已修好：往下捲動，看是否能持久", []string{"End"}, nil, []string{"PgUp"}, false},
		{"The end of the session", "工作階段結束", []string{"Enter"}, []say.Text{say.T("The end of this session")}, nil, false},
		{"What stays in the terminal", "離開後留在終端機上的內容", []string{"Enter"}, []say.Text{say.T("Phone code: %s", "")}, []string{"status=0"}, false},
	}
}

// passed are the pages of a walk that are not shown, up to the given one.
func passed(until int) []shot {
	next := say.T("next")
	pages := []shot{
		{texts: []say.Text{say.T("Where are you?"), say.T("answer")}},
		{keys: []string{"Enter"}, texts: []say.Text{say.T("What does this machine believe the time is?"), next}},
		{keys: []string{"Enter"}, texts: []say.Text{say.T("What is the true time?"), next}},
		{keys: []string{"Enter"}, texts: []say.Text{say.T("Is the clock the cause?"), next}},
	}
	return pages[:until]
}

// walk is one run of the demo.
type walk struct {
	world         string
	width, height int
	shots         []shot
}

func walks() []walk {
	next, last := say.T("next"), say.T("What was found, and what to do now")
	return []walk{
		{"brand-portal", 80, 24, demoShots()},
		{"brand-portal", 40, 12, append(passed(2),
			shot{"40 columns, 12 lines: step 2", "40 欄、12 行：步驟 2", []string{"Enter"}, []say.Text{say.T("What is the true time?"), next}, nil, false},
			shot{"40 columns, 12 lines: step 3", "40 欄、12 行：步驟 3", []string{"Enter"}, []say.Text{say.T("Is the clock the cause?"), next}, nil, false},
		)},
		{"nothing", 80, 24, append(passed(2),
			// In the order in which it was given up to wait for them.
			shot{"Step 2, where nothing answers", "步驟 2：沒有任何回應", []string{"Enter"}, []say.Text{say.T("What is the true time?"), next}, nil, true},
		)},
		{"container", 80, 24, append(passed(4),
			shot{"Step 4, in a container", "步驟 4：在容器內", []string{"Enter"}, []say.Text{last}, []string{"1-3-6-8"}, false},
		)},
		{"wrong-key", 80, 24, append(passed(4),
			shot{"Step 4, where it is not the clock", "步驟 4：原因不是時鐘", []string{"Enter"}, nil, []string{"5-1-6-9"}, false},
		)},
	}
}

// TestScreens takes every page as a terminal shows it, in each language. With
// -update the pages docs/screens.*.md are written anew; without it they are compared
// with the program, as far as that does not change from run to run.
func TestScreens(t *testing.T) {
	pages := map[language.Tag]struct{ file, head string }{
		language.English:            {"../docs/screens.en.md", englishHead},
		language.TraditionalChinese: {"../docs/screens.zh-Hant.md", chineseHead},
	}
	for tag, page := range pages {
		t.Run(tag.String(), func(t *testing.T) {
			t.Parallel()
			var text strings.Builder
			text.WriteString(page.head)
			shown := 0
			for _, walk := range walks() {
				shown += walk.take(t, tag, &text)
			}
			if shown != 25 {
				t.Errorf("%d screens, want 25", shown)
			}
			if *update {
				if err := os.WriteFile(page.file, []byte(text.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			kept, err := os.ReadFile(page.file)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := lasting(text.String()), lasting(string(kept)); got != want {
				t.Errorf("%s is not what the program shows: go test -tags e2e ./e2e -run TestScreens -update\n%s", page.file, firstDifference(got, want))
			}
		})
	}
}

// take walks, writes the screens that are shown, and returns how many those are.
func (walk walk) take(t *testing.T, tag language.Tag, text *strings.Builder) int {
	t.Helper()
	words := say.In(tag)
	w := openTerminal(t, walk.width, walk.height)
	w.start("demo", "--scenario", walk.world, "--lang", tag.String())
	shown := 0
	for _, shot := range walk.shots {
		for _, key := range shot.keys {
			w.press(key)
			pause()
			if key == "Escape" { // with a key behind it at once it would be another one
				w.settle()
			}
		}
		awaited := append([]string{}, shot.plain...)
		for _, text := range shot.texts {
			awaited = append(awaited, words.Text(text))
		}
		screen := w.awaitDense(awaited)
		name := shot.en
		if tag == language.TraditionalChinese {
			name = shot.zh
		}
		if name != "" {
			fence := "```text"
			if shot.moving {
				fence = movingFence
			}
			fmt.Fprintf(text, "## %s\n\n%s\n%s\n```\n\n", name, fence, withoutShell(screen))
			shown++
		}
	}
	return shown
}

// awaitDense waits until the screen shows all the texts, white space left out: a
// language without spaces is broken anywhere.
func (w *terminal) awaitDense(texts []string) string {
	w.t.Helper()
	for limit := time.Now().Add(patience); ; time.Sleep(30 * time.Millisecond) {
		screen := w.screen()
		missing := ""
		for _, text := range texts {
			if !strings.Contains(dense(screen), dense(text)) {
				missing = text
			}
		}
		if missing == "" {
			return screen
		}
		if time.Now().After(limit) {
			w.t.Fatalf("after %s the screen does not show %q:\n%s", patience, missing, screen)
		}
	}
}

func dense(text string) string { return strings.Join(strings.Fields(text), "") }

// withoutShell is a screen without the lines of the test's own shell, around what the
// program left there.
func withoutShell(screen string) string {
	lines := strings.Split(screen, "\n")
	for i := range lines {
		if !strings.Contains(dense(strings.Join(lines[:i+1], "")), "echostatus=$?") {
			continue
		}
		left, _, _ := strings.Cut(strings.Join(lines[i+1:], "\n"), "status=")
		return strings.TrimSpace(strings.ReplaceAll(left, "ready>", "")) // the prompt may come late
	}
	return strings.TrimRight(screen, "\n ")
}

// movingFence begins a screen that was caught while it changed.
const movingFence = "```text working"

// lasting is what of a page is the same in every run: the lines of each screen
// without a figure, which clocks and measurements have, and without the bars of the
// chart; sorted, because servers answer in any order. Of a screen that was caught
// while it changed only its name is left.
func lasting(page string) string {
	var kept []string
	for part := range strings.SplitSeq(page, "\n## ") {
		var lines []string
		name, screen, _ := strings.Cut(part, "\n")
		for line := range strings.Lines(screen) {
			line = flatten(line)
			if line != "" && !regexp.MustCompile(`[0-9█▁▂▃▄▅▆▇]`).MatchString(line) {
				lines = append(lines, line)
			}
		}
		if strings.Contains(screen, movingFence) {
			lines = nil
		}
		slices.Sort(lines)
		kept = append(append(kept, name), lines...)
	}
	return strings.Join(kept, "\n")
}

// firstDifference is where two texts part, with the line before.
func firstDifference(got, want string) string {
	left, right := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := 0; i < min(len(left), len(right)); i++ {
		if left[i] != right[i] {
			return fmt.Sprintf("after %q:\nthe program shows %q\nthe page has      %q", left[max(i-1, 0)], left[i], right[i])
		}
	}
	return fmt.Sprintf("%d lines and %d", len(left), len(right))
}

// TestLasting: what changes from run to run is left out, and nothing else.
func TestLasting(t *testing.T) {
	page := "# Head\n\n## Step 1\n\n```text\n│ OS clock  2017-02-28 18:39:51 │\n words   that stay\n ██▁ last\n a second line\n```\n\n" +
		"## Step 2\n\n" + movingFence + "\n not these words\n```\n"
	if got, want := lasting(page), "# Head\nStep 1\n```\n```text\na second line\nwords that stay\nStep 2"; got != want {
		t.Errorf("%q stays, want %q", got, want)
	}
	if got := firstDifference("a\nb\nc", "a\nb\nd"); !strings.Contains(got, `"c"`) || !strings.Contains(got, `"d"`) {
		t.Errorf("the difference is told as %s", got)
	}
	if got, want := withoutShell("ready> x; ec\nho status=$?\nready> left behind\nstatus=0\nready>\n"), "left behind"; got != want {
		t.Errorf("%q is left of a screen, want %q", got, want)
	}
}

const englishHead = `# The screens

Every page of the program, as a terminal of 80 columns and 24 lines shows it. Taken
from the running program, in its simulated world; times are those of that run. A test
compares this page with the program. To take them anew:

    go test -tags e2e ./e2e -run TestScreens -update

[中文畫面](screens.zh-Hant.md) · [First line, minute by minute](first-line.en.md)

`

const chineseHead = `# 畫面一覽

程式的每一頁，以 80 欄、24 行的終端機顯示。畫面取自實際執行的程式（模擬環境），時間為
當次執行的時間。測試會比對本頁與程式是否一致。重新擷取：

    go test -tags e2e ./e2e -run TestScreens -update

[English screens](screens.en.md) · [第一線支援：逐分鐘操作指引](first-line.zh-Hant.md)

`
