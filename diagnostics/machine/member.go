package machine

import (
	"io/fs"
	"strings"
)

// samba reads smb.conf(5): "security = ads" or "domain" makes a member server.
func samba(root fs.FS) (realm string, member bool) {
	text, err := readText(root, "etc/samba/smb.conf")
	if err != nil {
		return "", false
	}
	global := settings(text)["global"]
	switch strings.ToLower(global["security"]) {
	case "ads", "domain":
		member = true
	}
	switch strings.ToLower(global["server role"]) {
	case "member server", "active directory domain controller", "domain controller", "dc":
		member = true
	}
	realm = global["realm"]
	if realm == "" {
		realm = global["workgroup"]
	}
	return realmName(realm), member
}

// sssd reads sssd.conf(5): a domain with a provider of Active Directory,
// FreeIPA or Kerberos.
func sssd(root fs.FS) (realm string, member bool) {
	text, err := readText(root, "etc/sssd/sssd.conf")
	if err != nil {
		return "", false
	}
	sections := settings(text)
	for section, values := range sections {
		name, found := strings.CutPrefix(section, "domain/")
		if !found {
			continue
		}
		for _, key := range []string{"id_provider", "auth_provider", "access_provider"} {
			if provider := strings.ToLower(values[key]); provider != "ad" && provider != "ipa" && provider != "krb5" {
				continue
			}
			member = true
			for _, candidate := range []string{values["krb5_realm"], values["ad_domain"], values["ipa_domain"], name} {
				// Of several domains the choice has to be the same each time.
				if candidate = realmName(candidate); candidate != "" {
					if realm == "" || candidate < realm {
						realm = candidate
					}
					break
				}
			}
		}
	}
	return realm, member
}

// freeIPA reads the file that ipa-client-install leaves for everybody.
func freeIPA(root fs.FS) (realm string, member bool) {
	text, err := readText(root, "etc/ipa/default.conf")
	if err != nil {
		return "", false
	}
	realm = realmName(settings(text)["global"]["realm"])
	return realm, realm != ""
}

// sssdKnows looks for what a running sssd leaves for Kerberos, by the name of
// the realm, readable for everybody: sssd_krb5_locator_plugin(8).
func sssdKnows(root fs.FS) (realm string, member bool) {
	entries, err := readNames(root, "var/lib/sss/pubconf")
	if err != nil {
		return "", false
	}
	for _, entry := range entries {
		name, found := strings.CutPrefix(entry.Name(), "kdcinfo.")
		if name = realmName(name); found && name != "" && (realm == "" || name < realm) {
			realm = name
		}
	}
	return realm, realm != ""
}
