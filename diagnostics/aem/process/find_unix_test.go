//go:build !windows

package process

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const canary = "CANARY-pr0xy"

// machine is a made-up root folder.
type machine struct {
	t    *testing.T
	root string
}

func (m machine) file(name, text string) {
	m.t.Helper()
	full := filepath.Join(m.root, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		m.t.Fatal(err)
	}
}

func (m machine) link(name, target string) {
	m.t.Helper()
	full := filepath.Join(m.root, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.Symlink(target, full); err != nil {
		m.t.Fatal(err)
	}
}

func (m machine) process(pid int, cwd, environ string, words ...string) {
	folder := "proc/" + strconv.Itoa(pid) + "/"
	m.file(folder+"cmdline", strings.Join(words, "\x00")+"\x00")
	if environ != "-" {
		m.file(folder+"environ", strings.ReplaceAll(environ, " ", "\x00"))
	}
	if cwd != "" {
		m.link(folder+"cwd", cwd)
	}
}

func (m machine) host() Host {
	return Host{OS: "linux", Root: os.DirFS(m.root), Now: func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }}
}

func newMachine(t *testing.T) machine {
	m := machine{t, t.TempDir()}
	m.file("proc/self/cgroup", "0::/user.slice\n")
	m.file("proc/1/cmdline", "/sbin/init")
	m.link("etc/localtime", "/usr/share/zoneinfo/Europe/Vienna")
	return m
}

// script is the command line of AEM's start script.
func script(more ...string) []string {
	words := []string{"java", "-server", "-Xmx4096m"}
	words = append(words, more...)
	return append(words, "-jar", "crx-quickstart/app/cq-quickstart-6.5.0-standalone-quickstart.jar", "start", "-c", "crx-quickstart", "-i", "launchpad", "-p", "4502", "-Dsling.properties=conf/sling.properties")
}

func TestInstancesAreRead(t *testing.T) {
	cases := []struct {
		name string
		make func(machine)
		want Instance
	}{
		{"start script, tar", func(m machine) {
			m.process(7, "/opt/aem", "TZ=Asia/Kolkata SECRET="+canary, script("-Dsling.run.modes=author,crx3,crx3tar")...)
			m.file("opt/aem/crx-quickstart/logs/error.log", "")
		}, Instance{
			Folder: "/opt/aem", RunModes: []string{"author", "crx3", "crx3tar"}, Port: 4502, Store: StoreTar, StoreBy: "run mode crx3tar",
			Logs: "/opt/aem/crx-quickstart/logs", Zone: "Asia/Kolkata", ZoneBy: "TZ", ZoneOffset: 5*time.Hour + 30*time.Minute, ZoneKnown: true,
		}},
		{"mongo, zone by option, proxy", func(m machine) {
			m.process(7, "/opt/aem/crx-quickstart", "TZ=UTC", script("-Dsling.run.modes=author,crx3mongo", "-Duser.timezone=GMT-08:00", "-Dhttps.proxyHost=proxy.corp.example", "-Dhttps.proxyPort=3128", "-Dhttps.proxyPassword="+canary)...)
			m.file("opt/aem/crx-quickstart/logs/error.log", "")
		}, Instance{
			Folder: "/opt/aem", RunModes: []string{"author", "crx3mongo"}, Port: 4502, Store: StoreDocument, StoreBy: "run mode crx3mongo",
			Logs: "/opt/aem/crx-quickstart/logs", Zone: "GMT-08:00", ZoneBy: "-Duser.timezone", ZoneOffset: -8 * time.Hour, ZoneKnown: true, Proxies: []string{"proxy.corp.example:3128"},
		}},
		{"jar by hand, configured store and proxy", func(m machine) {
			m.process(7, "/srv", "X=1", "/usr/lib/jvm/bin/java", "-jar", "cq5-author-p4512.jar")
			m.file("srv/crx-quickstart/logs/error.log", "")
			m.file("srv/crx-quickstart/install/org.apache.jackrabbit.oak.plugins.document.DocumentNodeStoreService.config", "mongouri=\"mongodb://u:"+canary+"@db\"")
			m.file("srv/crx-quickstart/install/org.apache.http.proxyconfigurator-corp.config", "proxy.enabled=B\"true\"\nproxy.host=\"p.example\"\nproxy.port=I\"8080\"\nproxy.password=\""+canary+"\"\n")
		}, Instance{
			Folder: "/srv", RunModes: []string{"author"}, Port: 4512, Store: StoreDocument, StoreBy: "configuration of DocumentNodeStoreService",
			Logs: "/srv/crx-quickstart/logs", Zone: "Europe/Vienna", ZoneBy: "/etc/localtime", ZoneOffset: time.Hour, ZoneKnown: true, Proxies: []string{"p.example:8080"},
		}},
		{"run modes in sling.properties, store by its folder", func(m machine) {
			m.process(7, "/srv", "CQ_PORT=4503", "java", "-jar", "crx-quickstart/app/cq-quickstart-6.5.0.jar", "start", "-c", "crx-quickstart")
			m.file("srv/crx-quickstart/conf/sling.properties", "a=b\nsling.run.modes=publish, prod\n")
			m.file("srv/crx-quickstart/repository/segmentstore/data00000a.tar", "")
			m.file("srv/crx-quickstart/logs/error.log", "")
		}, Instance{
			Folder: "/srv", RunModes: []string{"publish", "prod"}, Port: 4503, Store: StoreTar, StoreBy: "folder repository/segmentstore",
			Logs: "/srv/crx-quickstart/logs", Zone: "Europe/Vienna", ZoneBy: "/etc/localtime", ZoneOffset: time.Hour, ZoneKnown: true,
		}},
		{"of another user", func(m machine) {
			m.process(7, "", "-", "java", "-Dsling.run.modes=author,prod", "-jar", "cq-quickstart-6.5.0.jar")
		}, Instance{
			RunModes: []string{"author", "prod"},
			Unknown: map[string]string{
				"environment": "it is not there", "folder": "it is not there", "port": "its command line does not name one",
				"zone": "its environment may not be read by this user", "node store": "its folder is not known",
			},
		}},
		{"in a container", func(m machine) {
			m.process(7, "/aem", "TZ=Nowhere/Land", script("-Dsling.run.modes=author")...)
			m.file("proc/7/cgroup", "0::/system.slice/docker-0123.scope\n")
			m.file("proc/7/root/aem/crx-quickstart/logs/error.log", "")
		}, Instance{
			Folder: "/aem", RunModes: []string{"author"}, Port: 4502, Logs: "/aem/crx-quickstart/logs", Container: true, Zone: "Nowhere/Land", ZoneBy: "TZ",
			Unknown: map[string]string{"zone": "its zone is of a name that is not known here", "node store": "neither a run mode nor a configuration names it"},
		}},
		{"full path", func(m machine) {
			m.process(7, "/", "X=1", "java", "-Dsling.run.modes=author,crx3tar", "-jar", "/mnt/crx/author/crx-quickstart/app/cq-quickstart-6.5.0.jar", "start", "-c", "/mnt/crx/author/crx-quickstart", "-p", "70000")
			m.file("mnt/crx/author/crx-quickstart/logs/error.log", "")
		}, Instance{
			Folder: "/mnt/crx/author", RunModes: []string{"author", "crx3tar"}, Store: StoreTar, StoreBy: "run mode crx3tar",
			Logs: "/mnt/crx/author/crx-quickstart/logs", Zone: "Europe/Vienna", ZoneBy: "/etc/localtime", ZoneOffset: time.Hour, ZoneKnown: true,
			Unknown: map[string]string{"port": "its command line does not name one"},
		}},
	}
	for _, c := range cases {
		m := newMachine(t)
		c.make(m)
		found := Find(t.Context(), m.host())
		c.want.PID = 7
		got, err := json.MarshalIndent(found.List, "", " ")
		want, bad := json.MarshalIndent([]Instance{c.want}, "", " ")
		if err != nil || bad != nil || string(got) != string(want) {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, want)
		}
		if strings.Contains(string(got), canary) {
			t.Errorf("%s: a secret is kept: %s", c.name, got)
		}
	}
	if len(cases) != 7 {
		t.Fatalf("%d cases", len(cases))
	}
}

// TestForkedJar: the jar that people start, and the process that it forks, are one.
func TestForkedJar(t *testing.T) {
	m := newMachine(t)
	m.process(7, "/opt/aem", "X=1", "java", "-jar", "aem-author-p4502.jar")
	m.process(9, "/opt/aem", "X=1", script("-Dsling.run.modes=author,crx3,crx3tar")...)
	m.process(11, "/opt/publish", "X=1", "java", "-jar", "aem-publish-p4503.jar")
	found := Find(t.Context(), m.host())
	var pids []int
	for _, instance := range found.List {
		pids = append(pids, instance.PID)
	}
	slices.Sort(pids)
	if !slices.Equal(pids, []int{9, 11}) {
		t.Errorf("instances %v: %+v", pids, found)
	}
}

func TestOthersAreNoAEM(t *testing.T) {
	m := newMachine(t)
	m.process(2, "/", "X=1", "vi", "/opt/aem/crx-quickstart/logs/error.log")
	m.process(3, "/", "X=1", "java", "-jar", "jenkins.war")
	m.process(4, "/", "X=1", "tail", "-f", "crx-quickstart/logs/error.log")
	m.process(5, "/", "X=1", "java")
	m.process(6, "/", "X=1", "")
	if found := Find(t.Context(), m.host()); !found.None() {
		t.Errorf("%+v", found)
	}
}

func TestNotLooked(t *testing.T) {
	for name, host := range map[string]Host{"windows": {OS: "windows"}, "no /proc": {OS: "linux", Root: os.DirFS(t.TempDir())}} {
		if found := Find(t.Context(), host); found.NotLooked == "" || found.None() {
			t.Errorf("%s: %+v", name, found)
		}
	}
	hidden := newMachine(t)
	if err := os.RemoveAll(filepath.Join(hidden.root, "proc/1")); err != nil {
		t.Fatal(err)
	}
	if found := Find(t.Context(), hidden.host()); found.NotLooked == "" {
		t.Errorf("processes are hidden: %+v", found)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	m := newMachine(t)
	m.process(7, "/opt/aem", "X=1", script()...)
	if found := Find(ended, m.host()); found.NotLooked == "" {
		t.Errorf("cancelled: %+v", found)
	}
}

// TestPipesHoldNothingUp: a pipe where a file is expected is not opened.
func TestPipesHoldNothingUp(t *testing.T) {
	m := newMachine(t)
	m.process(7, "/opt/aem", "X=1", "java", "-jar", "crx-quickstart/app/cq-quickstart-6.5.0.jar", "-p", "4502")
	if err := os.MkdirAll(filepath.Join(m.root, "opt/aem/crx-quickstart/conf"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(m.root, "opt/aem/crx-quickstart/conf/sling.properties"), 0o644); err != nil {
		t.Skip("no pipes can be made here: ", err)
	}
	began := time.Now()
	found := Find(t.Context(), m.host())
	if len(found.List) != 1 || time.Since(began) > time.Second {
		t.Errorf("%+v after %v", found, time.Since(began))
	}
}

func FuzzCommandLine(f *testing.F) {
	f.Add(strings.Join(script("-Dsling.run.modes=author,crx3mongo"), "\x00"))
	f.Add("java\x00-jar\x00cq5-author-p4502.jar\x00-r\x00a,b\x00-p")
	f.Fuzz(func(t *testing.T, text string) {
		line := strings.Split(text, "\x00")
		isAEM(line)
		if number := portIn(line); number < 0 || number > 65535 {
			t.Errorf("port %d", number)
		}
		for _, mode := range append(runModesIn(line), proxiesIn(line)...) {
			if strings.ContainsAny(mode, "\x1b\n\x00") || len(mode) > 2000 {
				t.Errorf("%q", mode)
			}
		}
	})
}
