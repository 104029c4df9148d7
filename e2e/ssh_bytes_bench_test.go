//go:build e2e && linux

package e2e

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// looking is how long a page, or another program, is looked at.
const looking = 20 * time.Second

// BenchmarkBytes tells how many bytes a second each page of the demo costs at 80x24
// over the slow line, and beside it two programs that people leave running.
// screen-B/s is what the program sends to the terminal, line-B/s what ssh makes of
// it. Of a key it tells when something is seen, and when all of it.
func BenchmarkBytes(b *testing.B) {
	others := peers(b)
	h := startSSH(b)
	w := openTerminal(b, 80, 24)
	option, l := h.overLine()
	h.login(w, "-o", option)
	h.start(w, "demo")
	w.await(standings()[0].await...)
	b.Run("unskew/arrow", func(b *testing.B) { reportKeys(b, w, "Down", "Up") })
	for _, page := range standings() {
		w.await(page.await...)
		time.Sleep(2 * time.Second) // until it stands
		b.Run("unskew/"+dashed(page.name), func(b *testing.B) { reportStanding(b, w, l) })
		b.Run("unskew/help-on-"+dashed(page.name), func(b *testing.B) { reportKeys(b, w, "?", "Escape") })
		if page.next != "" {
			w.press(page.next)
		}
	}
	w.press("q")
	w.await("status=0 far>")
	w.enter("exit")
	w.await("closed=0 ready>")
	for _, peer := range others {
		b.Run(peer.name, func(b *testing.B) {
			w := openTerminal(b, 80, 24)
			w.enter("clear; " + peer.command)
			w.await(peer.await)
			time.Sleep(2 * time.Second)
			bytes, during := 0, time.Duration(0)
			for range b.N {
				begin, before := time.Now(), w.size()
				time.Sleep(looking)
				bytes, during = bytes+w.size()-before, during+time.Since(begin)
			}
			b.ReportMetric(float64(bytes)/during.Seconds(), "screen-B/s")
		})
	}
}

func reportStanding(b *testing.B, w *terminal, l line) {
	var sum traffic
	for range b.N {
		cost := watched(w, l, looking)
		sum.screen, sum.down, sum.took = sum.screen+cost.screen, sum.down+cost.down, sum.took+cost.took
	}
	b.ReportMetric(float64(sum.screen)/sum.took.Seconds(), "screen-B/s")
	b.ReportMetric(float64(sum.down)/sum.took.Seconds(), "line-B/s")
	b.ReportMetric(0, "ns/op")
}

// reportKeys presses a key, and another one that undoes it.
func reportKeys(b *testing.B, w *terminal, key, undo string) {
	var first, whole time.Duration
	bytes := 0
	for range b.N {
		f, a, n := reaction(w, key)
		first, whole, bytes = first+f, whole+a, bytes+n
		w.press(undo)
		time.Sleep(4 * time.Second) // until the line is free again
	}
	b.ReportMetric(first.Seconds()/float64(b.N), "s-to-first")
	b.ReportMetric(whole.Seconds()/float64(b.N), "s-to-whole")
	b.ReportMetric(float64(bytes)/float64(b.N), "screen-B")
	b.ReportMetric(0, "ns/op")
}

// peer is another program that keeps a screen up to date.
type peer struct{ name, command, await string }

func peers(b *testing.B) []peer {
	b.Helper()
	mtr := tool(b, "UNSKEW_E2E_MTR", "mtr", "/usr/bin/mtr")
	chronyc := tool(b, "UNSKEW_E2E_CHRONYC", "chronyc", filepath.Join(filepath.Dir(tool(b, "UNSKEW_E2E_CHRONYD", "chronyd", "/usr/sbin/chronyd")), "../bin/chronyc"))
	return []peer{
		{"mtr", "MTR_PACKET=" + filepath.Join(filepath.Dir(mtr), "mtr-packet") + " " + mtr + " -n 127.0.0.1", "Snt"},
		{"watch-chronyc", tool(b, "", "watch") + " -n1 " + chronyc + " -h " + followingChronyd(b) + " tracking", "Leap status"},
	}
}

// followingChronyd starts a chronyd that follows another one, and returns the socket
// of its commands. Its -x keeps it from setting this machine's clock.
func followingChronyd(b *testing.B) string {
	b.Helper()
	host, port, _ := strings.Cut(chronyd(b, "", true), ":")
	me, err := user.Current()
	if err != nil {
		b.Fatal(err)
	}
	// chronyd wants the folder of its socket for itself.
	socket := filepath.Join(b.TempDir(), "commands", "socket")
	config := writeFile(b, "follow.conf", strings.Join([]string{
		fmt.Sprintf("server %s port %s iburst", host, port), "port 0", "cmdport 0",
		"bindcmdaddress " + socket, "pidfile " + filepath.Join(b.TempDir(), "pid"), "user " + me.Username,
	}, "\n")+"\n")
	args := []string{"-x", "-d", "-f", config}
	s := startServer(b, "", tool(b, "UNSKEW_E2E_CHRONYD", "chronyd", "/usr/sbin/chronyd"), args...)
	s.awaitStart(b, func() error { return exists(socket) })
	return socket
}

func exists(name string) error {
	_, err := os.Stat(name)
	return err
}

func dashed(name string) string { return strings.ReplaceAll(name, " ", "-") }
