package refusal

import (
	"strings"
	"testing"
	"time"
)

// TestExplainEnds: no text keeps the program busy.
func TestExplainEnds(t *testing.T) {
	const limit = 5 * time.Second
	pieces := []string{
		"{", `{"a":`, `{"error":"x"}`, "\n", "x\n", "eyJ", "invalid_grant ", "HTTP/1.1 400\n", "HTTP/1.1 400 x\nA: b\n\n", "<Code>x</Code>", "<Message>",
		"28.02.2017 18:39:51 - ERROR - a : {\n", "sTime is ", "{'error': '", "error: ", "password='", "-----BEGIN PRIVATE KEY-----", "\"assertion\":\"",
	}
	for _, text := range pieces {
		start := time.Now()
		Explain(strings.Repeat(text, MaxText/16/len(text)))
		took := time.Since(start)
		if took > limit {
			t.Errorf("%q took %v", text, took)
		}
	}
	if len(pieces) != 18 {
		t.Errorf("ran %d cases", len(pieces))
	}
}
