package machine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"unskew/diagnostics"
)

func readDomain(ctx context.Context, host Host) (fill, error) {
	name, err := host.domain(ctx)
	return func(m *Machine) { m.Domain = name }, err
}

func (h Host) domain(ctx context.Context) (string, error) {
	switch h.system() {
	case "windows":
		if h.Windows == nil || h.Windows.Domain == nil {
			return "", errors.ErrUnsupported
		}
		name, err := h.Windows.Domain()
		return diagnostics.Clean(name, mostText), err
	case "darwin":
		return activeDirectory(h.Root)
	}
	if h.Root == nil {
		return "", errors.ErrUnsupported
	}
	return membership(ctx, h.Root)
}

// membership finds the realm or domain that a Linux machine is a member of.
//
// That a realm is named in krb5.conf alone does not make a member: packages
// bring samples, and clients of a realm name it, too. A member holds a secret of
// its own, or runs a service for the domain; their files are the signs.
func membership(ctx context.Context, root fs.FS) (string, error) {
	for _, sign := range []func(fs.FS) (string, bool){samba, sssd, freeIPA, sssdKnows} {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if realm, member := sign(root); member && realm != "" {
			return realm, nil
		}
	}
	member := false
	for _, file := range []string{
		"etc/krb5.keytab",                   // the machine's own keys
		"etc/sssd/sssd.conf",                // only root reads it: that it is there has to do
		"var/lib/samba/private/secrets.tdb", // the machine's account; also on a file server without domain
		"etc/centrifydc/centrifydc.conf",    // Centrify, now Delinea
		"etc/opt/quest/vas/vas.conf",        // One Identity Authentication Services
		"opt/pbis/bin/domainjoin-cli",       // PowerBroker Identity Services
		"var/lib/ipa-client/sysrestore/sysrestore.state",
	} {
		member = member || signOf(root, file)
	}
	realm := defaultRealm(ctx, root)
	switch {
	case !member:
		return "", nil
	case realm == "":
		return "", errors.New("there are signs of membership, and no readable file names the domain")
	}
	return realm, nil
}

// signOf reports whether a file is a sign of membership. A sssd.conf or a
// secrets.tdb that is known to serve no domain is none.
func signOf(root fs.FS, file string) bool {
	if !exists(root, file) {
		return false
	}
	switch file {
	case "etc/sssd/sssd.conf":
		_, err := readText(root, file)
		return err != nil // a readable one has been asked already
	case "var/lib/samba/private/secrets.tdb":
		_, err := readText(root, "etc/samba/smb.conf")
		return err != nil
	}
	return true
}

// defaultRealm reads krb5.conf(5) and the folders that it usually includes.
func defaultRealm(ctx context.Context, root fs.FS) string {
	files := []string{"etc/krb5.conf"}
	for _, folder := range []string{"etc/krb5.conf.d", "var/lib/sss/pubconf/krb5.include.d"} {
		entries, _ := readNames(root, folder) // one that is not there has nothing
		for _, entry := range entries[:min(len(entries), mostFound)] {
			files = append(files, folder+"/"+entry.Name())
		}
	}
	for _, file := range files {
		if ctx.Err() != nil {
			return ""
		}
		text, err := readText(root, file)
		if err != nil {
			continue
		}
		switch realm := realmName(settings(text)["libdefaults"]["default_realm"]); realm {
		case "", "EXAMPLE.COM", "ATHENA.MIT.EDU": // the packages' samples
		default:
			return realm
		}
	}
	return ""
}

// realmName returns a realm or domain in capitals, or "" for what can be none.
func realmName(text string) string {
	text = strings.ToUpper(strings.TrimSpace(text))
	if len(text) > 253 || !isNode(text) {
		return ""
	}
	return text
}

// activeDirectory names the domain that a Mac is bound to: the directory service
// keeps a file of that name.
func activeDirectory(root fs.FS) (string, error) {
	const folder = "Library/Preferences/OpenDirectory/Configurations/Active Directory"
	entries, err := readNames(root, folder)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("/%s: %s", folder, brief(err))
	}
	for _, entry := range entries {
		if name, found := strings.CutSuffix(entry.Name(), ".plist"); found && realmName(name) != "" {
			return realmName(name), nil
		}
	}
	return "", nil
}
