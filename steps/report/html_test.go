package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
	"unskew/diagnostics/hostclock"
	"unskew/steps"
)

// pageElements are all that a page consists of, with the attributes that they have.
// Neither runs anything nor fetches anything.
var pageElements = map[string][]string{
	"html": {"lang"}, "head": nil, "meta": {"charset", "http-equiv", "content", "name"}, "title": {"id"}, "style": nil,
	"body": nil, "header": {"class"}, "main": nil, "footer": nil, "section": nil, "h1": nil, "h2": nil, "h3": nil,
	"p": {"class"}, "span": {"class"}, "dl": nil, "div": {"class"}, "dt": nil, "dd": nil, "ul": nil, "li": {"class"},
	"table": nil, "thead": nil, "tbody": nil, "tr": nil, "th": {"scope"}, "td": {"data-head"}, "pre": {"class"}, "code": nil, "samp": nil,
	"figure": nil, "figcaption": nil,
	"svg":  {"xmlns", "class", "viewBox", "role", "aria-labelledby"},
	"desc": {"id"}, "text": {"class", "x", "y", "text-anchor"}, "line": {"class", "x1", "y1", "x2", "y2"},
	"rect": {"class", "x", "y", "width", "height"}, "circle": {"class", "cx", "cy", "r"}, "path": {"class", "d"},
}

// outline reads a page as strict XML, holds it to pageElements, and returns its
// tags in their order and its text.
func outline(t *testing.T, page []byte) (tags []string, text string) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(page))
	var words strings.Builder
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return tags, words.String()
		}
		if err != nil {
			t.Fatalf("the page is not well formed: %v\n%s", err, page)
		}
		switch token := token.(type) {
		case xml.StartElement:
			tags = append(tags, token.Name.Local)
			allowed, known := pageElements[token.Name.Local]
			if !known {
				t.Errorf("the page holds <%s>", token.Name.Local)
			}
			for _, attribute := range token.Attr {
				if !slices.Contains(allowed, attribute.Name.Local) {
					t.Errorf("<%s> has the attribute %s", token.Name.Local, attribute.Name.Local)
				}
			}
		case xml.CharData:
			words.Write(token)
		case xml.Comment, xml.ProcInst:
			t.Errorf("the page holds %T", token)
		}
	}
}

// checkPage holds what is true of every page: it is complete in itself.
func checkPage(t *testing.T, page []byte) {
	t.Helper()
	tags, _ := outline(t, page)
	for _, one := range []string{"html", "head", "title", "style", "body", "header", "h1", "main", "section", "h2"} {
		if !slices.Contains(tags, one) {
			t.Errorf("the page has no <%s>", one)
		}
	}
	const policy = `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;`
	plain := strings.ReplaceAll(policy, "&#39;", "'")
	if at := bytes.Index(page, []byte(plain)); at < 0 || at > bytes.Index(page, []byte("<style>")) {
		t.Error("the page has no policy before its style")
	}
	if !bytes.HasPrefix(page, []byte("<!DOCTYPE html>\n")) {
		t.Errorf("the page begins with %.40q", page)
	}
	if style := pageStyle; strings.Contains(style, "url(") || strings.Contains(style, "@import") {
		t.Error("the style fetches something")
	}
	if bytes.Contains(page, []byte("ZgotmplZ")) {
		t.Error("a value was refused by the template")
	}
}

// evil tries to leave every place in which a text can stand.
var evil = []string{
	`</title><script>alert(1)</script>`, `</style><script>1</script>`, `"><img src=x onerror=alert(1)>`, `'/><a href='javascript:1'>`,
	`<!--`, `-->`, `]]>`, `<![CDATA[`, `&lt;&amp;&#60;`, `{{.Style}}`, `</svg></text>`, "\x00\x1b[31m\u202e\uFFFE\uFFFF", `${1}`, `</html>`,
}

// namedSession holds a text in every place that comes from outside.
func namedSession(text string) steps.Session {
	e := entry(steps.Started, "", 0, behind)
	e.Start = &steps.Start{
		Tool: text, Host: text, Attended: true, Released: trueStart.AddDate(-1, 0, 0),
		Settings: steps.Settings{Profile: "jwt-bearer", TokenURL: "https://legacy.example/token", NTP: []string{text}, Tolerance: time.Second},
	}
	s := steps.Session{}.With(e)
	s = s.With(answered(steps.StepWhere, "where", text))
	s = s.With(found(steps.StepOSTime, time.Second, behind, steps.Observation{Host: &hostclock.State{Name: text, OS: text, Zone: text, Unknown: map[string]string{text: text}}}))
	good := ntpReading("time-a.example", text, 2*time.Second, behind, 0)
	mute := diagnostics.Reading{Source: diagnostics.SourceNTP, Server: text, Outcome: diagnostics.Failed, Reason: diagnostics.ReasonKissOfDeath, KissCode: text, Detail: text}
	s = s.With(found(steps.StepNTP, 2*time.Second, behind, steps.Observation{Reading: &good}))
	s = s.With(found(steps.StepNTP, 2*time.Second, behind, steps.Observation{Reading: &mute}))
	refused := attempt(exchange.StampOSClock, 3*time.Second, behind, exchange.ClassExpired)
	refused.Error, refused.Description, refused.RequestID, refused.Via, refused.Issuer = text, text, text, text, text
	s = s.With(found(steps.StepToken, 3*time.Second, behind, steps.Observation{Attempt: &refused}))
	run := entry(steps.Applied, steps.StepConfirm, 9*time.Second, behind)
	run.Run = &steps.Run{Command: text, Before: diagnostics.OffsetOf(behind), Why: text}
	return s.With(run)
}

// TestHostilePage: whatever stands in a name or an answer, the page has the tags
// that it has with a harmless word, and shows the text.
func TestHostilePage(t *testing.T) {
	harmless, err := render(namedSession("x"), handMade, HTML, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, _ := outline(t, harmless)
	ran := 0
	for _, text := range evil {
		ran++
		page, err := render(namedSession("x"+text), handMade, HTML, Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkPage(t, page)
		got, shown := outline(t, page)
		if !slices.Equal(got, want) {
			t.Errorf("%q changes the page's tags", text)
		}
		if clean := diagnostics.Clean("x"+text, 100); !strings.ContainsAny(clean, "\uFFFE\uFFFF\uFFFD") && strings.Count(shown, clean) < 8 {
			t.Errorf("%q stands %d times in the text of the page", clean, strings.Count(shown, clean))
		}
	}
	if ran != 14 {
		t.Fatalf("%d texts were tried, want 14", ran)
	}
}

// TestStandInsLeaveThePage: a machine with the name of a tag or a property gets a
// stand-in, and the page stays a page.
func TestStandInsLeaveThePage(t *testing.T) {
	ran := 0
	for _, name := range []string{"main", "section", "circle", "color", "none", "chart", "viewport", "utf-8", "stroke"} {
		ran++
		page, err := render(namedSession(name), handMade, HTML, Options{Pseudonyms: true})
		if err != nil {
			t.Fatal(err)
		}
		checkPage(t, page)
		if !regexp.MustCompile(`<dd>[A-Z]+-1</dd>`).Match(page) || !bytes.Contains(page, []byte(`charset="utf-8"`)) || !bytes.Contains(page, []byte(pageStyle)) {
			t.Errorf("a machine called %q spoils the page, or keeps its name:\n%.3000s", name, page[len(pageStyle):])
		}
	}
	if ran != 9 {
		t.Fatalf("%d names were tried, want 9", ran)
	}
}

func FuzzPage(f *testing.F) {
	for _, text := range evil {
		f.Add(text)
	}
	var want []string
	var once sync.Once
	f.Fuzz(func(t *testing.T, text string) {
		once.Do(func() {
			harmless, err := render(namedSession("x"), handMade, HTML, Options{})
			if err != nil {
				t.Fatal(err)
			}
			want, _ = outline(t, harmless)
		})
		if len(text) > 60 { // what is longer is told in another way, or cut
			return
		}
		page, err := render(namedSession("x"+text), handMade, HTML, Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkPage(t, page)
		if got, _ := outline(t, page); !slices.Equal(got, want) && !strings.ContainsAny(text, "\r\n") {
			t.Errorf("%q changes the page's tags:\n%s", text, page)
		}
	})
}

// daySession was watched for a day: a bucket a minute, four servers asked every
// 64 seconds, after the clock was corrected.
func daySession() steps.Session {
	var entries []steps.Entry
	entries = append(entries, fixedSession().Entries()...)
	for raw := 20 * time.Second; raw < 24*time.Hour; raw += 64 * time.Second {
		for _, server := range []string{"time-a.example", "time-b.example", "time-c.example", "time-d.example"} {
			reading := ntpReading(server, "Op "+server, raw, time.Duration(raw%(7*time.Second)), 0)
			entries = append(entries, found(steps.StepConfirm, raw, 0, steps.Observation{Reading: &reading}))
		}
		entries = append(entries, found(steps.StepConfirm, raw, 0, steps.Observation{Bucket: &steps.Bucket{Least: -0.0123, Most: 0.0345, Last: raw.Seconds() / 1e7}}))
	}
	for i := range entries {
		entries[i].N = i + 1
	}
	return steps.SessionOf(entries)
}

// TestDayStaysSmall: the page of a day's session can be attached to a ticket.
func TestDayStaysSmall(t *testing.T) {
	s := daySession()
	page, err := Render(s, HTML, Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkPage(t, page)
	const most = 200_000
	if len(page) > most || len(s.Entries()) < 6000 {
		t.Errorf("the page of %d entries has %d bytes, want at most %d", len(s.Entries()), len(page), most)
	}
	if record, _ := json.Marshal(s.Entries()); len(record) < 5*len(page) {
		t.Errorf("the record of %d bytes was not thinned: the page has %d", len(record), len(page))
	}
}

// TestPictures: a session in which something was measured has a chart that also
// says in words what it shows; one in which nothing was has none.
func TestPictures(t *testing.T) {
	cases := []struct {
		name string
		want []string
	}{
		{"fixed", []string{"the clock was moved", "2d 9h 49m 14s behind", "exactly right", "1d behind", "true time", "1 s ahead", "time since the beginning"}},
		{"wrong", []string{"2d 9h 49m 14s behind", "true time"}},
		{"nothing", nil},
		{"message", nil},
	}
	for _, c := range cases {
		page, err := render(sessions()[c.name], handMade, HTML, Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, drawing, drawn := strings.Cut(string(page), "<svg ")
		if drawing, _, _ = strings.Cut(drawing, "</svg>"); drawn != (len(c.want) > 0) {
			t.Errorf("%s: drawn is %v", c.name, drawn)
		}
		for _, want := range c.want {
			if !strings.Contains(drawing, ">"+want+"</text>") {
				t.Errorf("%s: %q does not stand in the chart", c.name, want)
			}
		}
		if drawn && !strings.Contains(drawing, `role="img"`) || drawn && !strings.Contains(drawing, "</desc>") {
			t.Errorf("%s: the chart says nothing to those who cannot see it", c.name)
		}
	}
	page, err := render(daySession(), handMade, HTML, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"first 10 s", "then 23h 59m 6s", "2d 9h 49m 14s behind", "exactly right"} {
		if !strings.Contains(string(page), ">"+want+"</text>") {
			t.Errorf("seconds before a day: %q does not stand in the chart", want)
		}
	}
	if len(cases) != 4 {
		t.Fatalf("%d sessions were drawn, want 4", len(cases))
	}
}
