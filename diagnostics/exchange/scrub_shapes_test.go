package exchange

import (
	"strings"
	"testing"
)

// TestSecretsOfOtherShapes: values in quotes, and the fields of signed requests.
func TestSecretsOfOtherShapes(t *testing.T) {
	const canary = "CANARY5up3rs3cr3t"
	cases := []string{
		"password='" + canary + "'", `password="` + canary + `"`, `client_secret="two words ` + canary + `"`, "password='" + canary,
		"aws_secret_access_key=" + canary, `"SecretAccessKey": "` + canary + `"`, "X-Amz-Signature=" + canary + "&x=1", "aws_session_token=" + canary,
	}
	for _, text := range cases {
		if got := RemoveSecrets("before " + text + " behind"); strings.Contains(got, canary) || !strings.HasPrefix(got, "before ") {
			t.Errorf("%q became %q", text, got)
		}
	}
	if len(cases) != 8 {
		t.Errorf("ran %d cases", len(cases))
	}
}
