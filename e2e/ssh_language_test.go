//go:build e2e && linux

package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestTraditionalChineseThroughSSH: ssh hands the person's locale on, and the demo is
// led to the fix in its language. Tab changes it and back; codes, commands and JSON
// never change.
func TestTraditionalChineseThroughSSH(t *testing.T) {
	t.Parallel()
	h := startSSH(t)
	w := openTerminal(t, 80, 24, "LANG=zh_TW.UTF-8")
	h.login(w)
	h.start(w, "demo", "--state-dir", "kept")
	pages := []struct {
		texts []string
		next  string
	}{
		{[]string{"模擬", "Tab: English", "您現在在哪裡操作？", "enter 回答"}, "Enter"},
		{[]string{"這台主機認為現在是什麼時候？", "ntp.corp.example", "enter 下一步"}, "Enter"},
		{[]string{"正確時間是什麼時候？", "慢了 2d 9h 49m 14s", "time-d.example", "enter 下一步"}, "Enter"},
		{[]string{"原因是時鐘嗎？", "400 invalid_grant: JWT has expired", "已證實：時鐘就是原因。", "enter 下一步"}, "Enter"},
		{[]string{"查到了什麼、現在該怎麼做", "f 修正"}, "f"},
		{[]string{"已修好：時鐘正確", "enter 完成"}, ""},
	}
	for i, page := range pages {
		screen := w.await(page.texts...)
		if i == 0 {
			w.press("Tab")
			w.await("Where are you?", "中文請按 Tab")
			w.press("Tab")
			w.await(page.texts...)
		}
		if strings.Contains(screen, "\uFFFD") || strings.Contains(screen, "??") {
			t.Errorf("characters were garbled:\n%s", screen)
		}
		if page.next != "" {
			w.press(page.next)
		}
	}
	if len(pages) != 6 {
		t.Errorf("%d pages, not 6", len(pages))
	}
	kill(h.clientID(w))
	h.checkNothingLeft()
	file := filepath.Join(h.home, "kept", "session-000001.jsonl")
	checkJournal(t, file, "interrupted")
	if saved := readText(t, filepath.Join(h.home, "kept", "session-000001.report.txt")); !strings.Contains(saved, "已修好") || !strings.Contains(saved, "invalid_grant: JWT has expired") {
		t.Errorf("the report that was saved is not in the person's language:\n%s", saved)
	}
	again := invocation{args: []string{"report", file, "--format", "json"}, env: []string{"LANG=zh_TW.UTF-8"}}.run(t)
	checkStatus(t, again, 0)
	checkFixed(t, again.record(t))
	if strings.Contains(again.stdout, "已") {
		t.Error("JSON is not in English")
	}
}
