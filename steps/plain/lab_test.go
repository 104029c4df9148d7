package plain

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"unskew/diagnostics/lab"
	"unskew/steps"
	"unskew/steps/report"
	"unskew/steps/say"
)

func TestDump(t *testing.T) {
	sc, err := lab.Find("brand-portal")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		running, err := lab.Start(sc, lab.Memory())
		if err != nil {
			t.Fatal(err)
		}
		defer running.Close()
		world, settings := steps.Simulated(running, "test")
		engine := steps.NewEngine(world, settings, true, steps.NoKeeper{})
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		go engine.Run(ctx)
		var out bytes.Buffer
		err = Run(ctx, engine, strings.NewReader("1\n\n\n\nf\n\n"), &out, Options{Printer: say.English()})
		t.Log(err, "\n"+out.String())
		for _, f := range report.Formats() {
			b, err := report.Render(engine.Session(), f, say.English())
			t.Log(err, "\n"+string(b))
		}
	})
}
