package logscan

import (
	"bytes"
	"compress/gzip"
	"context"
	"html"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"unskew/diagnostics/exchange"
)

func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func storyBytes(t testing.TB, seed uint64, size, every int64) ([]byte, int) {
	t.Helper()
	var out bytes.Buffer
	w, err := story(&out, seed, size, every)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), w.count
}

func packed(t testing.TB, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// counts are exchanges by class, and how many are measured.
func counts(list []Exchange) (accepted, expired, measured, skewed int) {
	for _, e := range list {
		switch e.Class {
		case exchange.ClassAccepted:
			accepted += e.Count
		case exchange.ClassExpired:
			expired += e.Count
		}
		if raw, ok := e.Raw(); ok {
			measured += e.Count
			if raw.Seconds() > 208000 {
				skewed += e.Count
			}
		}
	}
	return accepted, expired, measured, skewed
}

// TestEveryWayIn: chunks, a pipe, a packed file and rotated parts give the same:
// every exchange of the four agents, paired with its own Date, and none twice.
func TestEveryWayIn(t *testing.T) {
	data, count := storyBytes(t, 7, 9<<20, 300<<10)
	folder := t.TempDir()
	cut := bytes.IndexByte(data[4<<20:], '\n') + 4<<20 + 1
	plain := write(t, filepath.Join(folder, "error.log"), data)
	whole := packed(t, data)
	zipped := write(t, filepath.Join(folder, "other.log.gz"), whole)
	older := write(t, filepath.Join(folder, "a.log.2017-03-01.gz"), packed(t, data[:cut]))
	newer := write(t, filepath.Join(folder, "a.log"), data[cut:])
	pipe := func(from io.Reader) []Input { return []Input{{Name: "-", Reader: from}} }
	cases := func() map[string][]Input {
		return map[string][]Input{
			"a file":                      {{Name: plain}},
			"a pipe":                      pipe(bytes.NewReader(data)),
			"a packed pipe":               pipe(bytes.NewReader(whole)),
			"a packed file":               {{Name: zipped}},
			"rotated, in the wrong order": {{Name: newer}, {Name: older}},
			"the same lines in two files": {{Name: plain}, {Name: zipped}},
			"odd pieces":                  pipe(&dribble{data: data}),
		}
	}
	ran := 0
	for _, workers := range []int{1, 3} {
		for name, inputs := range cases() {
			ran++
			got := Scan(t.Context(), inputs, Options{Workers: workers})
			accepted, expired, measured, skewed := counts(got.Exchanges)
			if accepted+expired != count || measured != count || skewed != expired || expired < count/3 || got.Partial {
				t.Errorf("%s, %d workers: %d accepted, %d expired, %d measured, %d skewed of %d; %+v", name, workers, accepted, expired, measured, skewed, count, got.Files)
			}
			for _, file := range got.Files {
				if file.Err != "" || file.Note != "" {
					t.Errorf("%s: %+v", name, file)
				}
			}
		}
	}
	if ran != 14 || count < 100 {
		t.Fatalf("%d cases, %d exchanges", ran, count)
	}
}

// dribble gives odd pieces.
type dribble struct {
	data []byte
	n    int
}

func (d *dribble) Read(p []byte) (int, error) {
	if len(d.data) == 0 {
		return 0, io.EOF
	}
	d.n = (d.n*7 + 4099) % 70001
	n := copy(p[:min(len(p), d.n+1)], d.data)
	d.data = d.data[n:]
	return n, nil
}

// TestChunkEdges: wherever a chunk ends within the lines of an exchange, nothing is
// lost and nothing is found twice.
func TestChunkEdges(t *testing.T) {
	transcript := []byte(fixture(t, "article.md"))
	pad := []byte(strings.Repeat("28.02.2017 18:39:50.000 *INFO* [x] y z\n", chunkSize/10))
	name := filepath.Join(t.TempDir(), "error.log")
	for shift := 0; shift < len(transcript)+100; shift += 397 {
		data := append(bytes.Clone(pad[:chunkSize-shift-1]), '\n')
		data = append(append(data, transcript...), pad...)
		data = append(data, pad...)
		got := Scan(t.Context(), []Input{{Name: write(t, name, data)}}, Options{Workers: 2})
		if len(got.Exchanges) != 1 || got.Exchanges[0].Count != 1 || !got.Exchanges[0].Measured() || got.Exchanges[0].Class != exchange.ClassExpired {
			t.Fatalf("an edge %d bytes into it: %+v", shift, got.Exchanges)
		}
	}
}

// TestDresses: what people paste.
func TestDresses(t *testing.T) {
	plain := fixture(t, "article.md")
	units := utf16.Encode([]rune("\uFEFF" + plain))
	var wide bytes.Buffer
	for _, unit := range units {
		wide.Write([]byte{byte(unit), byte(unit >> 8)})
	}
	page := "<html><body>" + strings.ReplaceAll(html.EscapeString(plain), "\n", "<br>\n") + "</body></html>"
	dresses := map[string]string{
		"as it is":    plain,
		"escaped":     html.EscapeString(plain),
		"a page":      page,
		"CR LF":       strings.ReplaceAll(plain, "\n", "\r\n"),
		"quoted":      "> " + strings.ReplaceAll(plain, "\n", "\n> "),
		"UTF-16":      wide.String(),
		"wiki":        strings.Replace(plain, `{"error":`, `Unknown macro: {"error"} :`, 1),
		"no levels":   strings.NewReplacer("- INFO - mp_replication_agent_default_example : ", "- ", "- ERROR - mp_replication_agent_default_example : ", "- ").Replace(plain),
		"broken line": strings.Replace(plain, `"error_description"`, "\n\"error_descrip\ntion\"", 1),
	}
	for name, text := range dresses {
		got := scanText(t, text)
		if len(got.Exchanges) != 1 {
			t.Errorf("%s: %+v", name, got.Exchanges)
			continue
		}
		e := got.Exchanges[0]
		if raw, _ := e.Raw(); raw.Seconds() != 208154 || e.Class != exchange.ClassExpired || e.Description != "JWT has expired" || e.Status != 400 {
			t.Errorf("%s: %v %+v", name, raw, e)
		}
	}
	if len(dresses) != 9 {
		t.Fatalf("%d cases", len(dresses))
	}
}

// TestBadFiles: each is said, and none stops the others.
func TestBadFiles(t *testing.T) {
	folder := t.TempDir()
	data, count := storyBytes(t, 3, 3<<20, 256<<10)
	whole := packed(t, data)
	inputs := []Input{
		{Name: filepath.Join(folder, "missing.log")},
		{Name: folder},
		{Name: write(t, filepath.Join(folder, "cut.log.gz"), whole[:len(whole)/2])},
		{Name: write(t, filepath.Join(folder, "empty.log"), nil)},
		{Name: write(t, filepath.Join(folder, "x.xz"), []byte("\xfd7zXZ\x00rest"))},
		{Name: write(t, filepath.Join(folder, "broken.gz"), []byte("\x1f\x8bnonsense"))},
		{Name: write(t, filepath.Join(folder, "zero.log"), make([]byte, 3<<20))},
	}
	got := Scan(t.Context(), inputs, Options{})
	wants := []struct{ err, note string }{
		{"no such file", ""}, {"folder", ""}, {"", "cut off"}, {"", ""}, {"xz -dc", ""}, {"gzip", ""}, {"", ""},
	}
	if len(got.Files) != len(wants) {
		t.Fatalf("%+v", got.Files)
	}
	for i, want := range wants {
		f := got.Files[i]
		missing := runtime.GOOS == "windows" && i == 0 && f.Err != ""
		if !missing && (!strings.Contains(f.Err, want.err) || (want.err == "") != (f.Err == "") || !strings.Contains(f.Note, want.note) || (want.note == "") != (f.Note == "")) {
			t.Errorf("%s: %+v, want %+v", inputs[i].Name, f, want)
		}
	}
	if accepted, expired, _, _ := counts(got.Exchanges); accepted+expired == 0 || accepted+expired >= count {
		t.Errorf("of the file that is cut off: %d exchanges of %d", accepted+expired, count)
	}
}

// TestLongLines: a line of megabytes before, around and after; with its stamp far
// from what matters.
func TestLongLines(t *testing.T) {
	transcript := fixture(t, "article.md")
	long := strings.Repeat("x", 3<<20)
	stamped := strings.Replace(transcript, "mp_replication_agent_default_example : << Date:", "mp_replication_agent_default_example : "+long[:200<<10]+" << Date:", 1)
	texts := map[string]string{
		"before": long + "\n" + transcript, "after": transcript + long, "in the middle": strings.Replace(transcript, "28.02.2017 18:39:51 - INFO", long+"\n28.02.2017 18:39:51 - INFO", 1),
		"stamp far away": stamped + "\n" + long,
	}
	for name, text := range texts {
		file := write(t, filepath.Join(t.TempDir(), "error.log"), []byte(text))
		for _, input := range []Input{{Name: file}, {Name: "-", Reader: strings.NewReader(text)}} {
			got := Scan(t.Context(), []Input{input}, Options{})
			if len(got.Exchanges) != 1 || !got.Exchanges[0].Measured() {
				t.Errorf("%s, %s: %+v", name, input.Name[len(input.Name)-1:], got.Exchanges)
			}
		}
	}
	if len(texts) != 4 {
		t.Fatalf("%d cases", len(texts))
	}
}

// TestGrowing: what is written while the end is read is read too; what is truncated
// is said.
func TestGrowing(t *testing.T) {
	pad := bytes.Repeat([]byte("28.02.2017 18:39:50.000 *INFO* [x] y z\n"), chunkSize/10)
	name := write(t, filepath.Join(t.TempDir(), "error.log"), pad)
	sources := prepare([]Input{{Name: name}}, &Meter{})
	defer sources[0].close()
	file, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteString(fixture(t, "article.md")); err != nil {
		t.Fatal(err)
	}
	s := &scan{meter: &Meter{}, families: map[string]*pairing{}, sources: sources}
	s.run(t.Context(), 2)
	if got := s.result(false); len(got.Exchanges) != 1 || !got.Exchanges[0].Measured() || got.Files[0].Note != "" {
		t.Errorf("grown: %+v", got)
	}

	sources = prepare([]Input{{Name: name}}, &Meter{})
	defer sources[0].close()
	if err := os.Truncate(name, 100); err != nil {
		t.Fatal(err)
	}
	s = &scan{meter: &Meter{}, families: map[string]*pairing{}, sources: sources}
	s.run(t.Context(), 2)
	if got := s.result(false); len(got.Exchanges) != 0 || !strings.Contains(got.Files[0].Note, "shorter") {
		t.Errorf("truncated: %+v", got)
	}
}

// TestStops: a read that hangs does not keep a scan from stopping, with what was
// found before.
func TestStops(t *testing.T) {
	data, _ := storyBytes(t, 5, 3<<20, 256<<10)
	name := write(t, filepath.Join(t.TempDir(), "error.log"), data)
	reader, writer := io.Pipe()
	defer writer.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	meter := &Meter{}
	done := make(chan Result)
	go func() {
		done <- Scan(ctx, []Input{{Name: name}, {Name: "-", Reader: reader}}, Options{Workers: 1, Meter: meter})
	}()
	deadline := time.NewTimer(20 * time.Second)
	for meter.Done() < int64(len(data)) {
		select {
		case <-deadline.C:
			t.Fatal("the file was not read")
		case <-time.After(time.Millisecond):
		}
	}
	time.Sleep(50 * time.Millisecond) // the last batch is on its way
	cancel()
	select {
	case got := <-done:
		if !got.Partial || len(got.Exchanges) == 0 || got.Files[0].Note != "" || got.Files[1].Note == "" {
			t.Errorf("got %+v", got)
		}
	case <-deadline.C:
		t.Fatal("it did not stop")
	}
}

// TestMemory: a large file does not take more than its buffers.
func TestMemory(t *testing.T) {
	runtime.GC()
	data, _ := storyBytes(t, 9, 1<<20, 512<<10)
	name := filepath.Join(t.TempDir(), "error.log")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	for range 32 {
		if _, err := file.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	peak := uint64(0)
	done := make(chan Result)
	go func() { done <- Scan(t.Context(), []Input{{Name: name}}, Options{Workers: 2}) }()
	for {
		select {
		case got := <-done:
			if len(got.Exchanges) == 0 || peak > 24<<20 {
				t.Errorf("%d bytes at the most, %d runs", peak, len(got.Exchanges))
			}
			return
		case <-time.After(2 * time.Millisecond):
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc)
		}
	}
}
