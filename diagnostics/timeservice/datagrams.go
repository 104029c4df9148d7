package timeservice

import (
	"context"
	"errors"
	"net"

	"unskew/diagnostics"
)

const (
	mostSources   = 64  // of one service; more are not asked for
	mostDatagrams = 512 // of one conversation
)

var errTooMany = errors.New("too many datagrams")

// datagrams is a conversation of requests and answers with a service on this
// host. It hands out only answers that belong to the last request, and never
// waits longer than its context.
type datagrams struct {
	net.Conn
	belongs func(request, answer []byte) bool
	request []byte
	read    int
}

// converse connects; done ends the conversation.
func converse(
	ctx context.Context, dial func(context.Context) (net.Conn, error),
	belongs func(request, answer []byte) bool,
) (talk *datagrams, done func(), err error) {
	if dial == nil {
		return nil, nil, errors.New("there is no way to ask it")
	}
	conn, err := dial(ctx)
	if err != nil {
		return nil, nil, err
	}
	closed := context.AfterFunc(ctx, func() { _ = conn.Close() }) // wakes whoever reads
	return &datagrams{Conn: conn, belongs: belongs}, func() {
		if closed() {
			_ = conn.Close() // nothing was written that could be lost
		}
	}, nil
}

func (d *datagrams) Write(request []byte) (int, error) {
	d.request = append(d.request[:0], request...)
	return d.Conn.Write(request)
}

// Read skips what belongs to no request: an answer that came late, or a stranger's.
func (d *datagrams) Read(answer []byte) (int, error) {
	for {
		n, err := d.Conn.Read(answer)
		if err != nil {
			return n, err
		}
		if d.read++; d.read > mostDatagrams {
			return 0, errTooMany
		}
		if d.belongs(d.request, answer[:n]) {
			return n, nil
		}
	}
}

// datagramError says why a service on this host did not answer.
func datagramError(ctx context.Context, err error) string {
	switch {
	case ctx.Err() != nil:
		return "it did not answer in time"
	case diagnostics.IsRefused(err):
		return "its command port is closed"
	case diagnostics.IsUnreachable(err):
		return "its command port cannot be reached"
	}
	return "its answer cannot be read"
}
