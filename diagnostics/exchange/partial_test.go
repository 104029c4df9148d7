package exchange

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"
)

func TestReadFields(t *testing.T) {
	type object = map[string]any
	cases := []struct {
		text string
		want object
	}{
		{`{"error":"a","n":1}`, object{"error": "a", "n": 1.0}},
		{`{"error":"a","x":{"deep":{"deeper":[1,{}]},"y":2},"z":[{"error":"b"}],"message":"m`, object{
			"error": "a", "x": object{"y": 2.0}, "z": nil, "message": "m",
		}},
		{`{"error":{"code":401,"message":"JWT has expired","status":"UN`, object{"error": object{"code": 401.0, "message": "JWT has expired"}}},
		{`{"error":"invalid_gr`, object{}},
		{`{"access_token":"abc`, object{}},
		{`{"error_description" : "JWT has exp\u00`, object{"error_description": "JWT has exp"}},
		{`{"error_description":"JWT has exp\`, object{"error_description": "JWT has exp"}},
		{`{"error_description":`, object{}},
		{`{"error":"a","expires_in":863`, object{"error": "a"}},
		{`{"error_description"`, object{}},
		{`{"error":"a",oops`, object{"error": "a"}},
		{`{`, object{}},
		{`["error"]`, nil},
		{`null`, nil},
		{`"x"`, nil},
		{``, nil},
		{`JWT has expired`, nil},
	}
	for _, c := range cases {
		got := readFields(c.text)
		if c.want == nil && got != nil || !maps.EqualFunc(got, dropNil(c.want), reflect.DeepEqual) {
			t.Errorf("%s: %v, want %v", c.text, got, c.want)
		}
	}
	if len(cases) != 17 {
		t.Fatalf("ran %d cases", len(cases))
	}
}

func dropNil(fields map[string]any) map[string]any {
	maps.DeleteFunc(fields, func(_ string, value any) bool { return value == nil })
	return fields
}

// Cut off anywhere, an answer's fields are those of the whole one or none, and
// its description the beginning of the whole one.
func FuzzReadFields(f *testing.F) {
	f.Add(`{"error":"invalid_grant","error_description":"JWT \"has\" \u00e9xpired","access_token":"x","o":{"message":"m"},"l":[1,[2]]}`, 70)
	f.Add(`{"error":{"message":"x"}}`, 20)
	f.Fuzz(func(t *testing.T, text string, cut int) {
		var whole map[string]any
		if json.Unmarshal([]byte(text), &whole) != nil || cut < 0 || cut > len(text) {
			readFields(text)
			return
		}
		// Of a name that occurs twice, the last one counts: none of these.
		if strings.Count(text, `"error"`) > 1 || strings.Count(text, `"access_token"`) > 1 {
			return
		}
		part := readFields(text[:cut])
		if token, ok := part["access_token"].(string); ok && token != whole["access_token"] {
			t.Errorf("half a token: %q of %q", token, text)
		}
		if code, ok := part["error"].(string); ok && code != whole["error"] {
			t.Errorf("half an error: %q of %q", code, text)
		}
	})
}
