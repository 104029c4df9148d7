package process

import (
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// zone tells the JVM's default zone, in the order in which a JVM looks: its option,
// TZ in its environment, the machine's setting. It was read when the JVM started.
func (r *reader) zone() {
	i := r.instance
	if name, given := option(r.line, "user.timezone"); given && name != "" {
		r.setZone(name, "-Duser.timezone")
		return
	}
	if r.environ == nil {
		i.Unknown["zone"] = "its environment may not be read by this user"
		return
	}
	for _, variable := range []string{"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"} {
		if name, given := option(strings.Fields(r.variable(variable)), "user.timezone"); given && name != "" {
			r.setZone(name, variable)
			return
		}
	}
	if name := r.variable("TZ"); name != "" {
		r.setZone(strings.TrimPrefix(name, ":"), "TZ")
		return
	}
	target, err := fs.ReadLink(r.host.Root, path.Join(r.inside, "etc/localtime"))
	_, name, found := strings.Cut(target, "zoneinfo/")
	if err != nil || !found {
		i.Unknown["zone"] = "/etc/localtime does not name a zone"
		return
	}
	r.setZone(name, "/etc/localtime")
}

// customZone is a zone that Java makes of an offset: GMT+05:30 (java.util.TimeZone).
var customZone = regexp.MustCompile(`^(?:GMT|UTC)([+-])([0-9]{1,2})(?::?([0-9]{2}))?$`)

func (r *reader) setZone(name, by string) {
	i := r.instance
	i.Zone, i.ZoneBy = clean(name), by
	if found := customZone.FindStringSubmatch(name); found != nil {
		hours, _ := strconv.Atoi(found[2])
		minutes, _ := strconv.Atoi(found[3])
		i.ZoneOffset = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
		if found[1] == "-" {
			i.ZoneOffset = -i.ZoneOffset
		}
		i.ZoneKnown = true
		return
	}
	location, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		i.Unknown["zone"] = "its zone is of a name that is not known here"
		return
	}
	_, seconds := r.host.Now().In(location).Zone()
	i.ZoneOffset, i.ZoneKnown = time.Duration(seconds)*time.Second, true
}
