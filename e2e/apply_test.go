//go:build e2e && linux

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// standInMark is in every program that stands in for one of the system's.
const standInMark = "only-writes-a-log"

// standIn writes down how it was called and with which environment, and does
// nothing else.
const standIn = `#!/bin/sh
# ` + standInMark + `
echo "$0 $*" >>%[1]s/log
/usr/bin/env >>%[1]s/environment
echo "Created symlink of a stand-in"
`

// applyFiles makes a machine of its own for one program: other users, files and
// processes than outside. In a user namespace nothing can set a clock, whoever
// asks (user_namespaces(7): CAP_SYS_TIME counts in the first one only). Its
// folders of system programs, where a command is looked up first, hold nothing
// but stand-ins; its /etc names a service that does not run; no bus and no
// process of the machine outside is seen.
const applyFiles = `set -eu
[ "$(readlink /proc/self/ns/user)" != "%[3]s" ]
[ "$(readlink /proc/self/ns/mnt)" != "%[4]s" ]
root=%[1]s/root
mkdir $root
mount --make-rprivate /
mount -t tmpfs tmpfs $root
cd $root
mkdir -p usr/sbin run/systemd/system etc/systemd/system
for shared in /usr/bin /usr/lib /usr/lib64 /usr/lib32 /bin /lib /lib64 /lib32 /proc /dev /sys %[7]s; do
	if [ -L $shared ]; then
		cp -P $shared .$shared
	elif [ -d $shared ]; then
		mkdir -p .$shared
		mount --rbind $shared .$shared
	fi
done
if [ -L /sbin ]; then cp -P /sbin .; else ln -s usr/sbin sbin; fi
printf '[Service]\nExecStart=/usr/sbin/chronyd\n[Install]\nWantedBy=multi-user.target\n' >etc/systemd/system/chrony.service
printf 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n' >etc/os-release
for name in systemctl chronyc chronyd service ntpd timedatectl apt-get sudo; do
	cp %[1]s/stand-in usr/sbin/$name
	chmod 755 usr/sbin/$name
	grep -q %[2]s usr/sbin/$name
done
ls usr/sbin >%[1]s/verified
mkdir %[1]s/kept
exec %[8]s chroot $root %[5]s %[9]s --allow-fix --ntp %[6]s --https none --state-dir %[1]s/kept
`

// applyRoom starts the program in such a room, against a server by which this
// machine is 10 minutes behind, and goes to the last page.
func applyRoom(t *testing.T) *terminal {
	t.Helper()
	w := openApplyRoom(t, "", "")
	w.await("Which kind of integration was refused?", "enter answer")
	w.press("8") // none of these
	w.press("Enter")
	w.await("What was found, and what to do now")
	return w
}

// openApplyRoom starts the program with a flag, behind what changes who runs it, and
// goes up to the true time.
func openApplyRoom(t *testing.T, as, flag string) *terminal {
	t.Helper()
	w := openTerminal(t, 100, 60)
	namespace := func(kind string) string {
		link, err := os.Readlink("/proc/self/ns/" + kind)
		if err != nil {
			t.Fatal(err)
		}
		return link
	}
	files := map[string]string{
		"stand-in": fmt.Sprintf(standIn, w.folder),
		"room":     fmt.Sprintf(applyFiles, w.folder, standInMark, namespace("user"), namespace("mnt"), built, chronyd(t, "+10m", true), os.TempDir(), as, flag),
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(w.folder, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	setpriv, unshare := tool(t, "", "setpriv"), tool(t, "", "unshare")
	w.enter("stty -g >modes-before")
	w.enter(fmt.Sprintf("%s --bounding-set=-sys_time --inh-caps=-sys_time %s --user --map-root-user --mount --cgroup --pid --fork --mount-proc sh room; echo status=$?", setpriv, unshare))
	w.await("Where are you?", "enter answer")
	w.press("Enter")
	for _, title := range []string{"What does this machine believe the time is?", "What is the true time?"} {
		w.await(title, "enter next")
		w.press("Enter")
	}
	return w
}

// checkStandIns makes sure, before a yes is typed, that what would be run is a
// stand-in: its name is that of the room's folder, in which nothing else is.
func checkStandIns(w *terminal, screen string) {
	w.t.Helper()
	names := strings.Fields(w.read("verified"))
	if len(names) != 8 || !slices.Contains(names, "systemctl") {
		w.t.Fatalf("the room's /usr/sbin holds %q", names)
	}
	_, line, found := strings.Cut(flatten(screen), "Type yes to have this run now: ")
	if line = strings.TrimPrefix(line, "/usr/sbin/sudo -n "); !found || !strings.HasPrefix(line, "/usr/sbin/systemctl ") {
		w.t.Fatalf("what would be run is no stand-in:\n%s", screen)
	}
}

// TestShownRemedyIsRunAfterYes drives the whole way on a real terminal, with the
// real executor. What it runs only writes a log.
func TestShownRemedyIsRunAfterYes(t *testing.T) {
	w := applyRoom(t)
	w.await("f apply", "only after a typed yes")
	w.press("f")
	checkStandIns(w, w.await("Shall this be run on this machine?", "Type yes to have this run now", "takes it back"))
	w.write("Yes")
	w.press("Enter")
	w.await("Nothing was run: the answer was not yes.", "f apply")
	if _, err := os.Stat(filepath.Join(w.folder, "log")); err == nil {
		t.Fatalf("a command was run without a yes: %s", w.read("log"))
	}
	w.press("f")
	checkStandIns(w, w.await("Type yes to have this run now", "enter answer"))
	w.write("yes")
	w.press("Enter")
	w.await("It ended well (exit status 0)", "Created symlink of a stand-in", "f apply", "r measure now")
	w.press("q")
	w.await("status=0 ready>")

	ran := strings.Split(strings.TrimSpace(w.read("log")), "\n")
	if len(ran) != 1 || !strings.HasPrefix(ran[0], "/usr/sbin/systemctl enable --now chrony") {
		t.Errorf("run: %q", ran)
	}
	for _, line := range strings.Split(strings.TrimSpace(w.read("environment")), "\n") {
		name, _, _ := strings.Cut(line, "=")
		if !slices.Contains([]string{"PATH", "LANG", "LC_ALL", "TERM", "HOME", "DEBIAN_FRONTEND", "SYSTEMD_PAGER", "SYSTEMD_COLORS", "PWD", "OLDPWD", "SHLVL", "_"}, name) {
			t.Errorf("the command was told %q", line)
		}
	}
	again := unskew(t, "report", "--format", "json", "--state-dir", filepath.Join(w.folder, "kept"))
	report := parseRecord(t, again.stdout)
	if len(report.Applied) != 1 || report.Applied[0].Command != ran[0] || report.Applied[0].Exit != 0 || report.Applied[0].Before < 590 || report.Applied[0].Before > 610 {
		t.Errorf("recorded: %+v", report.Applied)
	}
}
