package timeservice

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestLoopsEnd(t *testing.T) {
	root := fstest.MapFS{
		"etc/chrony.conf":   file("include /etc/b.conf\nserver a.example\n"),
		"etc/b.conf":        file("include /etc/./chrony.conf\nconfdir /etc\nserver b.example\n"),
		"etc/ntp.conf":      file("includefile ntp.conf\nincludefile /etc/loop\n"),
		"etc/loop/one.conf": file("includefile ../ntp.conf\nincludefile .\nserver c.example\n"),
	}
	servers, errs := Configured(Host{Root: root})
	want := "chrony /etc/b.conf:3 b.example\nchrony /etc/chrony.conf:2 a.example\nntp.conf /etc/loop/one.conf:3 c.example\n"
	if got := lines(servers, errs); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

func TestDepthIsBounded(t *testing.T) {
	root := fstest.MapFS{"etc/chrony.conf": file("include /etc/chain/0\n"), "etc/ntp.conf": file("includefile /etc/links/0\n")}
	for i := range 20 {
		root[fmt.Sprintf("etc/chain/%d", i)] = file(fmt.Sprintf("server chrony%d.example\ninclude /etc/chain/%d\n", i, i+1))
		root[fmt.Sprintf("etc/links/%d", i)] = file(fmt.Sprintf("server ntp%d.example\nincludefile /etc/links/%d\n", i, i+1))
	}
	servers, errs := Configured(Host{Root: root})
	if len(servers) != 2*mostDepth {
		t.Errorf("%d servers, want %d", len(servers), 2*mostDepth)
	}
	if len(errs) != 2 || !strings.Contains(errs[0].Error(), "deep") || !strings.Contains(errs[1].Error(), "deep") {
		t.Errorf("errors %v, want two of depth", errs)
	}
}

func TestHugeFilesAreBounded(t *testing.T) {
	huge := "server first.example\n" + strings.Repeat("# nothing\n", mostBytes/10+1) + "server last.example\n"
	long := "server a.example " + strings.Repeat("x", mostLine) + "\nserver b.example\n"
	root := fstest.MapFS{"etc/chrony.conf": file(huge), "etc/ntp.conf": file(long), "etc/ntpd.conf": file("server \xff\n")}
	servers, errs := Configured(Host{Root: root})
	want := "chrony /etc/chrony.conf:1 first.example\nntp.conf /etc/ntp.conf:2 b.example\n" +
		"error /etc/chrony.conf: only its first MiB was read\n" +
		"error /etc/ntp.conf:1: too long or no text, and left out\n" +
		"error /etc/ntpd.conf:1: too long or no text, and left out\n"
	if got := lines(servers, errs); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

func TestNumbersAreBounded(t *testing.T) {
	root := fstest.MapFS{"etc/chrony.conf": file("confdir /etc/many\n")}
	for i := range mostFiles + 50 {
		root[fmt.Sprintf("etc/many/%04d.conf", i)] = file(fmt.Sprintf("server s%d.example\nserver t%d.example\nserver /\n", i, i))
	}
	servers, errs := Configured(Host{Root: root})
	if len(servers) != mostServers || len(errs) != mostErrors {
		t.Errorf("%d servers and %d errors, want %d and %d", len(servers), len(errs), mostServers, mostErrors)
	}
}

// locked refuses to open one file and is otherwise a MapFS.
type locked struct {
	fstest.MapFS
	name string
}

func (l locked) Open(name string) (fs.File, error) {
	if name == l.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.Open(name)
}

func TestWhatCannotBeRead(t *testing.T) {
	root := locked{fstest.MapFS{
		"etc/chrony.conf": file("server hidden.example\n"),
		"etc/ntp.conf":    {Mode: fs.ModeNamedPipe},
		"etc/ntpd.conf":   {Mode: fs.ModeDevice | fs.ModeCharDevice},
	}, "etc/chrony.conf"}
	servers, errs := Configured(Host{Root: root})
	want := "error /etc/chrony.conf: not permitted; a user who may read it sees its servers\n" +
		"error /etc/ntp.conf is no regular file and was left out\n"
	if got := lines(servers, errs); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

// TestMaskedDropIn: a link to /dev/null (here: an empty device) in /etc hides
// the vendor's file of the same name.
func TestMaskedDropIn(t *testing.T) {
	root := fstest.MapFS{
		"etc/systemd/timesyncd.conf.d/10-a.conf":     {Mode: fs.ModeDevice | fs.ModeCharDevice},
		"usr/lib/systemd/timesyncd.conf.d/10-a.conf": file("[Time]\nNTP=masked.example\n"),
		"usr/lib/systemd/timesyncd.conf.d/20-b.conf": file("[Time]\nNTP=seen.example\n"),
	}
	want := "timesyncd /usr/lib/systemd/timesyncd.conf.d/20-b.conf:2 seen.example\n"
	if got := lines(Configured(Host{Root: root})); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}
