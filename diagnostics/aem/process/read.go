package process

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// quickstart is the folder in which AEM keeps all that is its own.
const quickstart = "crx-quickstart"

// reader reads one instance.
type reader struct {
	host     Host
	instance *Instance
	line     []string
	environ  []string // nil: not read
	inside   string   // of a container: its root, as seen from here
}

// read reads what is known of a process that is an AEM.
func read(host Host, pid int, line []string) Instance {
	instance := Instance{PID: pid, Unknown: map[string]string{}}
	r := &reader{host: host, instance: &instance, line: line}
	r.container()
	r.environment()
	r.folder()
	instance.RunModes, instance.Port, instance.Proxies = runModesIn(line), portIn(line), proxiesIn(line)
	r.properties()
	r.port()
	r.zone()
	r.store()
	r.logs()
	r.proxies()
	if len(instance.Unknown) == 0 {
		instance.Unknown = nil
	}
	return instance
}

func (r *reader) unknown(field string, err error) {
	why := "it cannot be read"
	switch {
	case errors.Is(err, fs.ErrPermission):
		why = "this user may not read it"
	case errors.Is(err, fs.ErrNotExist):
		why = "it is not there"
	}
	r.instance.Unknown[field] = why
}

// container tells from the control group whether the process runs in one: its paths
// are then those within.
func (r *reader) container() {
	data, err := readSmall(r.host, proc(r.instance.PID, "cgroup"))
	if err != nil {
		return
	}
	own, err := readSmall(r.host, "proc/self/cgroup")
	if err == nil && string(own) == string(data) {
		return // then this program is in the same one
	}
	for _, sign := range []string{"docker", "kubepods", "containerd", "libpod", "/lxc", "crio"} {
		if strings.Contains(string(data), sign) {
			r.instance.Container = true
			r.inside = proc(r.instance.PID, "root")
			return
		}
	}
}

// environment reads the process's environment. It is kept only while reading.
func (r *reader) environment() {
	data, err := readSmall(r.host, proc(r.instance.PID, "environ"))
	if err != nil {
		r.unknown("environment", err)
		return
	}
	r.environ = strings.Split(string(data), "\x00")
}

func (r *reader) variable(name string) string {
	for _, pair := range r.environ {
		if value, is := strings.CutPrefix(pair, name+"="); is {
			return value
		}
	}
	return ""
}

// folder finds the install folder: from a full path in the command line, else from
// the folder that the process works in.
func (r *reader) folder() {
	for _, word := range r.line {
		if at := strings.Index(word, "/"+quickstart); at > 0 {
			if start := strings.IndexByte(word, '/'); start <= at && (start == 0 || word[start-1] == '=') {
				r.instance.Folder = clean(word[start:at])
				return
			}
		}
	}
	target, err := fs.ReadLink(r.host.Root, proc(r.instance.PID, "cwd"))
	if err != nil {
		r.unknown("folder", err)
		return
	}
	target = "/" + strings.TrimPrefix(target, "/")
	if path.Base(target) == quickstart {
		target = path.Dir(target)
	}
	r.instance.Folder = clean(target)
}

// within is a path below crx-quickstart, as the host's root has it.
func (r *reader) within(name string) string {
	return path.Join(r.inside, strings.TrimPrefix(r.instance.Folder, "/"), quickstart, name)
}

// properties adds the run modes of sling.properties.
func (r *reader) properties() {
	if r.instance.Folder == "" || len(r.instance.RunModes) > 0 {
		return
	}
	data, err := readSmall(r.host, r.within("conf/sling.properties"))
	if err == nil {
		for line := range strings.Lines(string(data)) {
			if list, is := strings.CutPrefix(strings.TrimSpace(line), "sling.run.modes="); is {
				r.instance.RunModes = runModesIn([]string{"-Dsling.run.modes=" + list})
			}
		}
	}
	if len(r.instance.RunModes) == 0 {
		r.instance.Unknown["run mode"] = "neither its command line nor sling.properties names one"
	}
}

func (r *reader) port() {
	if r.instance.Port == 0 {
		r.instance.Port = port(r.variable("CQ_PORT"))
	}
	if r.instance.Port == 0 {
		r.instance.Unknown["port"] = "its command line does not name one"
	}
}

// store tells the node store: by the run mode, else by what is configured, else by
// the folder of its files.
func (r *reader) store() {
	i := r.instance
	for _, mode := range i.RunModes {
		switch {
		case strings.HasPrefix(mode, "crx3mongo"), strings.HasPrefix(mode, "crx3rdb"):
			i.Store, i.StoreBy = StoreDocument, "run mode "+mode
			return
		case strings.HasPrefix(mode, "crx3tar"):
			i.Store, i.StoreBy = StoreTar, "run mode "+mode
			return
		}
	}
	if i.Folder == "" {
		i.Unknown["node store"] = "its folder is not known"
		return
	}
	const document, segment = "DocumentNodeStoreService", "SegmentNodeStoreService"
	for _, folder := range []string{"install", "launchpad/config/org/apache/jackrabbit/oak/plugins/document", "launchpad/config/org/apache/jackrabbit/oak/segment"} {
		entries, err := fs.ReadDir(r.host.Root, r.within(folder))
		if err != nil {
			continue
		}
		for _, service := range []string{document, segment} {
			if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return strings.Contains(e.Name(), service) }) {
				i.Store, i.StoreBy = map[string]Store{document: StoreDocument, segment: StoreTar}[service], "configuration of "+service
				return
			}
		}
	}
	if info, err := fs.Stat(r.host.Root, r.within("repository/segmentstore")); err == nil && info.IsDir() {
		i.Store, i.StoreBy = StoreTar, "folder repository/segmentstore"
		return
	}
	i.Unknown["node store"] = "neither a run mode nor a configuration names it"
}

func (r *reader) logs() {
	if r.instance.Folder == "" {
		return
	}
	info, err := fs.Stat(r.host.Root, r.within("logs"))
	switch {
	case err != nil:
		r.unknown("logs", err)
	case info.IsDir():
		r.instance.Logs = path.Join(r.instance.Folder, quickstart, "logs")
	}
}

// Of AEM's own proxy setting, host and port are taken; its password is beside them.
var (
	settingHost = regexp.MustCompile(`(?m)^\s*"?proxy\.host"?\s*[=:]\s*"([^"\s]+)"`)
	settingPort = regexp.MustCompile(`(?m)^\s*"?proxy\.port"?\s*[=:]\s*I?"?([0-9]{1,5})`)
	settingOff  = regexp.MustCompile(`(?m)^\s*"?proxy\.enabled"?\s*[=:]\s*B?"?false`)
)

// proxies adds what AEM's own HTTP client is configured with.
func (r *reader) proxies() {
	if r.instance.Folder == "" {
		return
	}
	const name = "org.apache.http.proxyconfigurator"
	for _, folder := range []string{"install", "launchpad/config/org/apache/http/proxyconfigurator", "launchpad/config/org/apache/http"} {
		entries, err := fs.ReadDir(r.host.Root, r.within(folder))
		if err != nil {
			continue
		}
		for _, entry := range entries {
			if folder == "install" && !strings.HasPrefix(entry.Name(), name) || entry.IsDir() {
				continue
			}
			data, err := readSmall(r.host, r.within(path.Join(folder, entry.Name())))
			host := settingHost.FindSubmatch(data)
			if err != nil || host == nil || settingOff.Match(data) || len(r.instance.Proxies) > 8 {
				continue
			}
			proxy := clean(string(host[1]))
			if number := settingPort.FindSubmatch(data); number != nil {
				proxy += ":" + string(number[1])
			}
			if !slices.Contains(r.instance.Proxies, proxy) && !strings.Contains(proxy, "@") {
				r.instance.Proxies = append(r.instance.Proxies, proxy)
			}
		}
	}
}
