package timeservice

import (
	"context"
	"errors"
	"io/fs"
	"net"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
	"golang.org/x/sys/windows/svc/mgr"

	"unskew/diagnostics/inquiry"
)

// System is the host that the program runs on. Everything is read with the rights
// of any user.
func System() Host {
	host := Host{
		OS: osWindows, Registry: windowsRegistry{}, Control: controlled,
		NTPControl: func(ctx context.Context) (net.Conn, error) {
			var dialer net.Dialer
			return dialer.DialContext(ctx, "udp", "127.0.0.1:123")
		},
	}
	// The folder as the system has it, and not as an environment names it.
	if folder, err := windows.GetSystemDirectory(); err == nil {
		host.SystemFolder, host.Run = folder, inquiry.Run
	}
	return host
}

// controlled asks the service control manager. The rights asked for are the least:
// package mgr's own functions ask for all, which only an administrator has.
func controlled(service string) (Controlled, error) {
	handle, err := windows.OpenSCManager(nil, nil, windows.SC_MANAGER_CONNECT)
	if err != nil {
		return Controlled{}, err
	}
	manager := &mgr.Mgr{Handle: handle}
	defer func() { _ = manager.Disconnect() }() // nothing was written that could be lost
	name, err := windows.UTF16PtrFromString(service)
	if err != nil {
		return Controlled{}, err
	}
	handle, err = windows.OpenService(manager.Handle, name, windows.SERVICE_QUERY_STATUS|windows.SERVICE_QUERY_CONFIG)
	if err != nil {
		return Controlled{}, controlError(err)
	}
	opened := &mgr.Service{Name: service, Handle: handle}
	defer func() { _ = opened.Close() }()
	status, err := opened.Query()
	if err != nil {
		return Controlled{}, err
	}
	config, err := opened.Config()
	if err != nil {
		return Controlled{}, err
	}
	return Controlled{
		State: uint32(status.State), Start: config.StartType, PID: status.ProcessId, ExitCode: status.Win32ExitCode,
	}, nil
}

// windowsRegistry is the registry of this host, in its 64-bit view.
type windowsRegistry struct{}

func (windowsRegistry) Text(key, name string) (value string, err error) {
	err = withKey(key, func(opened registry.Key) error {
		value, _, err = opened.GetStringValue(name)
		return err
	})
	return value, err
}

func (windowsRegistry) Number(key, name string) (value uint64, err error) {
	err = withKey(key, func(opened registry.Key) error {
		value, _, err = opened.GetIntegerValue(name)
		return err
	})
	return value, err
}

func withKey(key string, read func(registry.Key) error) error {
	opened, err := registry.OpenKey(registry.LOCAL_MACHINE, key, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if err != nil {
		return err
	}
	err = read(opened)
	_ = opened.Close() // nothing was written that could be lost
	return err
}

// controlError says that a service is not there in the way of package io/fs.
func controlError(err error) error {
	if errors.Is(err, windows.ERROR_SERVICE_DOES_NOT_EXIST) {
		return fs.ErrNotExist
	}
	return err
}
