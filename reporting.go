package main

import (
	"unskew/steps/report"
	"unskew/steps/say"
)

// reportOptions are how every report of this run is written.
func (o *options) reportOptions() report.Options {
	return report.Options{Printer: say.English(), Number: o.session}
}
