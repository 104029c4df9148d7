package main

import "unskew/steps/report"

// reportOptions are how every report of this run is written.
func (c console) reportOptions(o *options) report.Options {
	return report.Options{Printer: c.printer(o), Number: o.session}
}
