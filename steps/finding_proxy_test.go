package steps

import (
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/aem/process"
	"unskew/diagnostics/exchange"
)

// TestAEMGoesAnotherWay: the proxies of an AEM that runs here against the one that this
// program went through.
func TestAEMGoesAnotherWay(t *testing.T) {
	via := func(proxy string) func(*diagnostics.Reading) {
		return func(r *diagnostics.Reading) { r.Source, r.Via = diagnostics.SourceHTTPS, proxy }
	}
	cases := []struct {
		name  string
		aem   process.Instance
		via   []string // of this program's requests
		words string   // "" is: nothing to tell
	}{
		{"both the same", process.Instance{Proxies: []string{"Proxy.corp:3128"}}, []string{"proxy.corp:3128"}, ""},
		{"the port is not known", process.Instance{Proxies: []string{"proxy.corp"}}, []string{"proxy.corp:3128"}, ""},
		{"one of two", process.Instance{Proxies: []string{"a:1", "b:2"}}, []string{"b:2"}, ""},
		{"neither", process.Instance{Folder: "/opt/aem"}, []string{""}, ""},
		{"another", process.Instance{Proxies: []string{"a:1"}}, []string{"b:2"}, "through b:2"},
		{"another port", process.Instance{Proxies: []string{"a:1"}}, []string{"a:2"}, "through a:2"},
		{"AEM alone", process.Instance{Proxies: []string{"a:1"}}, []string{""}, "without one"},
		{"this program alone", process.Instance{Folder: "/opt/aem"}, []string{"b:2"}, "set to use none"},
		{"AEM's settings are not known", process.Instance{}, []string{"b:2"}, ""},
		{"this program asked nobody", process.Instance{Proxies: []string{"a:1"}}, nil, ""},
	}
	for _, c := range cases {
		m := made(0, Settings{}).observe(StepOSTime, Observation{AEM: &process.Found{List: []process.Instance{c.aem}}})
		m.reading("a", time.Millisecond).reading("b", time.Millisecond)
		for _, proxy := range c.via {
			m.reading("web", time.Second, via(proxy))
		}
		found := finding(Assess(m.session), "aem.proxy-differs")
		switch {
		case (found != nil) != (c.words != ""):
			t.Errorf("%s: %+v", c.name, found)
		case found != nil && (!contains(found.Title.String(), c.words) || found.Severity != Info):
			t.Errorf("%s: %s", c.name, found.Title)
		}
	}
	if len(cases) != 10 {
		t.Errorf("%d cases", len(cases))
	}
	m := made(0, Settings{}).observe(StepOSTime, Observation{AEM: &process.Found{List: []process.Instance{{Proxies: []string{"a:1"}}}}})
	m.reading("a", time.Millisecond).reading("b", time.Millisecond)
	m.observe(StepToken, Observation{Attempt: &exchange.Attempt{Outcome: exchange.Skipped, Why: "only looked"}})
	if found := finding(Assess(m.session), "aem.proxy-differs"); found != nil {
		t.Errorf("nothing was sent: %s", found.Title)
	}
}
