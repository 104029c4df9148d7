package main

import (
	"fmt"
	"os"
	"path/filepath"

	"unskew/steps"
	"unskew/steps/report"
)

// exports are the ways of a session's report out of the wizard.
func (c console) exports(o *options, engine *steps.Engine) steps.Exports {
	audience := steps.Unchosen
	if o.pseudonyms {
		audience = steps.Outsiders
	}
	exports := steps.Exports{
		Formats:  o.exportFormats(),
		Audience: audience,
		Preview: func(e steps.Export) (string, error) {
			data, err := c.exported(o, engine.Session(), e)
			return string(data), err
		},
		Save: func(e steps.Export, name string) (steps.Saved, error) {
			return c.saveExport(o, engine.Session(), e, name)
		},
		Leave: func(e steps.Export) { o.leave = &e },
	}
	if o.kiosk {
		exports.Unnamed = true
		if o.reportDir == "" {
			exports.Save = nil
		}
	}
	return exports
}

// exportFormats lists the formats, that of --format first.
func (o *options) exportFormats() []steps.ExportFormat {
	var first, others []steps.ExportFormat
	for _, format := range report.Formats() {
		one := format.Export()
		if one.Name == o.format {
			first = append(first, one)
		} else {
			others = append(others, one)
		}
	}
	return append(first, others...)
}

// exported is the report as it goes out.
func (c console) exported(o *options, s steps.Session, e steps.Export) ([]byte, error) {
	format, err := report.Parse(e.Format, report.Formats())
	if err != nil {
		return nil, err
	}
	how := c.reportOptions(o)
	how.Printer, how.Pseudonyms = e.Printer, e.Audience == steps.Outsiders
	return report.Render(s, format, how)
}

// saveExport writes the report whole, with the mode of --mode (its owner alone).
func (c console) saveExport(o *options, s steps.Session, e steps.Export, name string) (steps.Saved, error) {
	data, err := c.exported(o, s, e)
	if err != nil {
		return steps.Saved{}, err
	}
	if o.kiosk {
		return o.saveOwn(s, e, data)
	}
	full, err := filepath.Abs(name)
	if err != nil {
		full = name
	}
	mode, err := o.fileMode()
	if err != nil {
		return steps.Saved{}, err
	}
	// A name that was mistyped must not cost anybody a key file.
	if _, err := os.Lstat(full); err == nil {
		return steps.Saved{}, fmt.Errorf("%s exists already: choose another name", full)
	}
	saved := steps.Saved{Name: full, Shared: mode&0o077 != 0}
	if e.Audience == steps.Outsiders {
		if saved.Table, err = writeNames(s, full); err != nil {
			return steps.Saved{}, err
		}
	}
	return saved, writeWhole(full, data, mode)
}

// printLeft prints the report that was asked for, where the person's terminal
// keeps it, and where the session is.
func (c console) printLeft(s steps.Session, o *options) error {
	data, err := c.exported(o, s, *o.leave)
	if err != nil {
		return err
	}
	if _, err := c.out.Write(data); err != nil {
		return err
	}
	o.tellKept(s, c)
	return nil
}
