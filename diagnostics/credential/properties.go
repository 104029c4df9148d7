package credential

import (
	"bytes"
	"fmt"
	"strings"

	"unskew/diagnostics"
)

// looksLikeProperties reports whether a text sets one of the names that Adobe's
// Java library reads ("aio_client_secret=…"), as a properties file or as an
// environment file does.
func looksLikeProperties(text []byte) bool {
	for line := range bytes.Lines(text) {
		line = bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(line), []byte("export "))))
		if bytes.HasPrefix(line, []byte("aio_")) && bytes.ContainsAny(line, "=:") {
			return true
		}
	}
	return false
}

// fromProperties reads the properties of Adobe's Java library: the names of the
// console's JSON behind "aio_", and the key as base64 of PKCS #8.
func fromProperties(name string, text []byte, passphrase diagnostics.Secret) (Credential, error) {
	in := properties(text)
	if url := in.text("imsurl"); url != "" {
		in["ims"] = url
	}
	if found, ok, err := fromFlat(name, in, passphrase); ok || err != nil {
		return found, err
	}
	return Credential{}, fmt.Errorf("%s is a properties file without aio_api_key, aio_ims_org_id and aio_technical_account_id: give the one that holds them, or the JSON of the console", show(name))
}

// properties reads "name = value" lines: "#" and "!" begin a remark, a backslash
// at the end of a line goes on with the next, and one before a sign stands for it
// (java.util.Properties). Values may stand in quotes, as in environment files.
func properties(text []byte) object {
	out := object{}
	joined := strings.NewReplacer("\\\r\n", "", "\\\n", "").Replace(string(text))
	for line := range strings.Lines(joined) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "export ")
		at := strings.IndexAny(line, "=:")
		if at < 1 || line[0] == '#' || line[0] == '!' {
			continue
		}
		name := strings.TrimPrefix(fold(strings.TrimSpace(line[:at])), "aio")
		value := strings.Trim(strings.TrimSpace(line[at+1:]), `"'`)
		out[name] = strings.NewReplacer(`\:`, ":", `\=`, "=", `\#`, "#", `\!`, "!", `\\`, `\`).Replace(value)
	}
	return out
}
