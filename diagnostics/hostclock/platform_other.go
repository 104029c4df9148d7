//go:build !linux && !darwin && !windows

package hostclock

import (
	"errors"
	"io/fs"
	"time"
)

func platformRaw() (func() time.Duration, error) { return nil, errors.ErrUnsupported }

func platformUptime() (uptime, asleep time.Duration, err error) {
	return 0, 0, errors.ErrUnsupported
}

func platformKernel() (*Kernel, error) { return nil, errors.ErrUnsupported }

func platformRTC(fs.FS) (hardwareClock, error) { return hardwareClock{}, errors.ErrUnsupported }

func platformBootID(fs.FS) (string, error) { return "", errors.ErrUnsupported }

func platformRelease(root fs.FS) (string, error) { return osRelease(root) }

func platformVirtualMachine(fs.FS) (string, error) { return "", errors.ErrUnsupported }
