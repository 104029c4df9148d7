//go:build e2e && unix

package e2e

import (
	"bytes"
	"context"
	"image"
	_ "image/png"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// browser is a headless Chromium that can reach nothing but addresses of this test.
type browser struct {
	t       *testing.T
	program string
	folder  string
}

func newBrowser(t *testing.T) browser {
	t.Helper()
	return browser{t: t, program: tool(t, "UNSKEW_E2E_CHROMIUM", "chromium"), folder: t.TempDir()}
}

// open shows a file, and returns standard output and what the page wrote to the
// console.
func (b browser) open(file string, args ...string) (out, console string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
	defer cancel()
	args = append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions", "--disable-sync",
		"--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
		"--user-data-dir=" + filepath.Join(b.folder, "profile"), "--enable-logging=stderr",
	}, args...)
	command := exec.CommandContext(ctx, b.program, append(args, "file://"+file)...)
	command.Env = append(os.Environ(), "HOME="+b.folder)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		b.t.Fatalf("%s: %v\n%s", b.program, err, stderr.String())
	}
	for _, line := range strings.Split(stderr.String(), "\n") {
		if strings.Contains(line, ":CONSOLE") {
			console += line + "\n"
		}
	}
	return stdout.String(), console
}

// picture is how a page looks.
func (b browser) picture(file, size string, args ...string) image.Image {
	b.t.Helper()
	shot := filepath.Join(b.folder, "shot.png")
	b.open(file, append(args, "--screenshot="+shot, "--window-size="+size)...)
	data, err := os.ReadFile(shot)
	if err != nil {
		b.t.Fatal(err)
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		b.t.Fatal(err)
	}
	return picture
}

// brightness is the mean of a picture's colours, 0 to 1, and how many there are.
func brightness(picture image.Image) (mean float64, colours int) {
	seen := map[[3]uint32]bool{}
	bounds := picture.Bounds()
	total, count := 0.0, 0.0
	for y := bounds.Min.Y; y < bounds.Max.Y; y += 2 {
		for x := bounds.Min.X; x < bounds.Max.X; x += 2 {
			r, g, b, _ := picture.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
			total += float64(r+g+b) / 3 / 0xFFFF
			count++
		}
	}
	return total / count, len(seen)
}

// htmlReport writes the report of a scenario's check, with a foreign word in the
// place of its machine's name where one is given.
func htmlReport(t *testing.T, language, name string) string {
	t.Helper()
	folder := t.TempDir()
	state := filepath.Join(folder, "state")
	file := filepath.Join(folder, "report.html")
	checkStatus(t, unskew(t, "demo", "--check", "--scenario", "brand-portal", "--state-dir", state), 2)
	if name != "" {
		sessions, err := filepath.Glob(filepath.Join(state, "*.jsonl"))
		if err != nil || len(sessions) != 1 {
			t.Fatal(sessions, err)
		}
		data, err := os.ReadFile(sessions[0])
		if err != nil {
			t.Fatal(err)
		}
		changed := bytes.ReplaceAll(data, []byte("aem-author-01"), []byte(name))
		if bytes.Equal(changed, data) {
			t.Fatal("the session does not name its machine")
		}
		if err := os.WriteFile(sessions[0], changed, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{"report", "--state-dir", state, "--format", "html", "--output", file}
	if language != "" {
		args = append(args, "--lang", language)
	}
	checkStatus(t, unskew(t, args...), 0)
	return file
}

// checkLooks holds a page to its colours, light and dark, and prints it.
func checkLooks(t *testing.T, b browser, file string) {
	t.Helper()
	light, colours := brightness(b.picture(file, "1000,1400"))
	dark, _ := brightness(b.picture(file, "1000,1400", "--blink-settings=preferredColorScheme=0"))
	if light < 0.8 || dark > 0.3 || colours < 50 {
		t.Errorf("it is %.2f bright when light and %.2f when dark, and has %d colours", light, dark, colours)
	}
	paper := filepath.Join(b.folder, "paper.pdf")
	b.open(file, "--print-to-pdf="+paper, "--no-pdf-header-footer")
	if data, err := os.ReadFile(paper); err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) || len(data) < 20_000 {
		t.Errorf("printing it gives %d bytes, %v", len(data), err)
	}
}

// rightEdge is the last columns of a picture, which a page that fits leaves empty.
func rightEdge(picture image.Image) image.Image {
	bounds := picture.Bounds()
	bounds.Min.X = bounds.Max.X - 6
	return picture.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(bounds)
}

// pageLanguages are those in which a page is opened, with a word of each.
func pageLanguages() map[string]string {
	return map[string]string{"": "Proved: the clock is the cause.", "zh-Hant": "已證實"}
}

// TestPage opens the HTML report as a person would: it is complete, says nothing to
// the console, looks as it should wide and narrow, light and dark, and prints.
func TestPage(t *testing.T) {
	b := newBrowser(t)
	ran := 0
	for language, title := range pageLanguages() {
		ran++
		file := htmlReport(t, language, "")
		dom, console := b.open(file, "--dump-dom")
		if console != "" {
			t.Errorf("the page wrote to the console:\n%s", console)
		}
		for _, want := range []string{"<h1>" + title, "<svg ", "<table>", "</footer></body>"} {
			if !strings.Contains(dom, want) && !strings.Contains(regexp.MustCompile(`>\s+<`).ReplaceAllString(dom, "><"), want) {
				t.Errorf("the page as the browser has it lacks %q", want)
			}
		}
		narrow := b.picture(file, "500,1400")
		if mean, colours := brightness(rightEdge(narrow)); colours != 1 || mean < 0.9 {
			t.Errorf("the narrow page is wider than its window: at the right edge are %d colours", colours)
		}
		if language == "" {
			checkLooks(t, b, file)
		}
	}
	if ran != len(pageLanguages()) || ran == 0 {
		t.Fatalf("%d languages were opened", ran)
	}
}

// TestPageIsInert: a machine's name that is a picture and a script makes the browser
// ask nobody and run nothing. A page that is not ours shows that it would.
func TestPageIsInert(t *testing.T) {
	var asked atomic.Int32
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	_ = server.Listener.Close()
	server.Listener = listener
	server.Start()
	defer server.Close()
	evil := `</dd><img src='` + server.URL + `/x.png'><script>console.log('ran')</script>`
	b := newBrowser(t)

	control := filepath.Join(b.folder, "control.html")
	if err := os.WriteFile(control, []byte("<!DOCTYPE html><title>x</title><body><p>"+evil), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, console := b.open(control, "--dump-dom"); asked.Load() == 0 || !strings.Contains(console, "ran") {
		t.Fatalf("the control page asked %d times and wrote %q: this test could not fail", asked.Load(), console)
	}

	asked.Store(0)
	dom, console := b.open(htmlReport(t, "", evil), "--dump-dom")
	if asked.Load() != 0 || console != "" {
		t.Errorf("the page asked for %d pictures, and wrote %q", asked.Load(), console)
	}
	if strings.Contains(dom, "<img") || strings.Contains(dom, "<script") || !strings.Contains(dom, "&lt;img src=") {
		t.Error("the name became part of the page, or is not shown")
	}
}
