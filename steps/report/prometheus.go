package report

import (
	"bytes"
	"fmt"
	"strings"

	"unskew/diagnostics"
)

// maxLabel bounds a label's value.
const maxLabel = 200

// asPrometheus writes the text exposition format 0.0.4 of Prometheus
// (https://prometheus.io/docs/instrumenting/exposition_formats/), as the
// node_exporter's textfile collector reads it. No sample has a time stamp: the
// collector refuses them, and this machine's would be wrong.
func asPrometheus(c content) []byte {
	var out bytes.Buffer
	for _, one := range metrics(c) {
		if len(one.samples) == 0 {
			continue
		}
		fmt.Fprintf(&out, "# HELP %s %s\n# TYPE %s gauge\n", one.name, one.help, one.name)
		for _, s := range one.samples {
			fmt.Fprintf(&out, "%s%s %s\n", one.name, labelText(s.labels), s.value)
		}
	}
	return out.Bytes()
}

func labelText(labels []label) string {
	if len(labels) == 0 {
		return ""
	}
	var pairs []string
	for _, one := range labels {
		pairs = append(pairs, one.name+`="`+labelValue(one.value)+`"`)
	}
	return "{" + strings.Join(pairs, ",") + "}"
}

// labelValue is a label's value with its backslashes, quotes and line ends escaped,
// as the format wants it.
func labelValue(value string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(diagnostics.Clean(value, maxLabel))
}
