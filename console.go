package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/charmbracelet/x/term"

	"unskew/steps"
	"unskew/steps/report"
	"unskew/steps/say"
)

// console is where the program talks: standard input, output and error; and
// where it is configured.
type console struct {
	in       io.Reader
	out, err io.Writer

	places configPlaces // where the commands that measure this host look for settings
	locale say.Locale   // the environment's; zero: English, in ASCII
	kiosk  kioskHost
}

// fullScreen reports whether both ends are a terminal that can be drawn on.
func (c console) fullScreen(o *options) bool {
	return !o.plain && os.Getenv("TERM") != "dumb" && isTerminal(c.in) && isTerminal(c.out)
}

func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(file.Fd())
}

// writeReport renders a session and writes it where the flags say.
func (c console) writeReport(s steps.Session, o *options) error {
	format, err := report.Parse(o.format, report.CheckFormats())
	if err != nil {
		return o.wrong("format", "%w", err)
	}
	data, err := report.Render(s, format, c.reportOptions(o))
	if err != nil {
		return err
	}
	if !o.pseudonyms {
		return c.write(data, o)
	}
	file, err := writeNames(s, o.output)
	if err != nil {
		return o.wrong("output", "%w", err)
	}
	if err := c.write(data, o); err != nil {
		return err
	}
	o.tellNames(file, c)
	return nil
}

// write writes a finished report where the flags say.
func (c console) write(data []byte, o *options) error {
	if o.output == "" {
		_, err := c.out.Write(data)
		return err
	}
	mode, err := o.fileMode()
	if err != nil {
		return err
	}
	if err := writeWhole(o.output, data, mode); err != nil {
		return o.wrong("output", "%w", err)
	}
	return nil
}

// checkWriting refuses, before anything is measured, what could not be written.
// among are the formats that the command has.
func (o *options) checkWriting(among []report.Format) error {
	if _, err := report.Parse(o.format, among); err != nil {
		return o.wrong("format", "%w", err)
	}
	if err := o.checkLanguage(); err != nil {
		return err
	}
	if _, err := o.fileMode(); err != nil {
		return err
	}
	if o.output == "" || ownStream(o.output) != nil {
		return nil
	}
	if info, err := os.Stat(filepath.Dir(o.output)); err != nil || !info.IsDir() {
		return o.wrong("output", "there is no folder %s", filepath.Dir(o.output))
	}
	if info, err := os.Stat(o.output); err == nil && info.IsDir() {
		return o.wrong("output", "%s is a folder: name a file in it", o.output)
	}
	return nil
}

func (o *options) fileMode() (os.FileMode, error) {
	mode, err := strconv.ParseUint(o.mode, 8, 32)
	if err != nil || mode == 0 || mode > 0o777 {
		return 0, o.wrong("mode", "write it in octal, such as 0600")
	}
	return os.FileMode(mode), nil
}

// writeWhole writes a file whole or not at all. What is no regular file (a
// pipe, a device) cannot be replaced and is written to directly.
func writeWhole(name string, data []byte, mode os.FileMode) error {
	if file := ownStream(name); file != nil {
		_, err := file.Write(data)
		return err
	}
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target // what a link points to is replaced, not the link
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return fmt.Errorf("%s is a folder: name a file in it", name)
		}
		file, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("%s cannot be written: %w", name, cause(err))
		}
		_, err = file.Write(data)
		return errors.Join(err, file.Close())
	}
	if err := replaceFile(name, data, mode); err != nil {
		return fmt.Errorf("%s cannot be written: %w", name, cause(err))
	}
	return nil
}

// ownStream is the program's own output where a name means that. Opened by its
// name it might be a regular file, to which a shell has redirected it: to
// replace that would leave the shell with the old one.
func ownStream(name string) *os.File {
	switch name {
	case "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1":
		return os.Stdout
	case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2":
		return os.Stderr
	}
	return nil
}

// cause takes the path off a file error: it may be that of a temporary file.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
