package timeservice

import (
	"context"
	"errors"
	"net"
	"slices"
	"time"

	"github.com/godbus/dbus/v5"

	"unskew/diagnostics"
)

// busPatience is the bus's share of patience.
const busPatience = 400 * time.Millisecond

// bus is a conversation with the services of the system bus, for reading.
type bus struct {
	ctx  context.Context
	conn *dbus.Conn
}

// openBus connects to the bus. The connection ends with the context.
func openBus(ctx context.Context, dial func(context.Context) (net.Conn, error)) (*bus, error) {
	if dial == nil {
		return nil, errors.New("there is no system bus")
	}
	raw, err := dial(ctx)
	if err != nil {
		return nil, errors.New("the system bus cannot be reached")
	}
	conn, err := dbus.NewConn(raw, dbus.WithContext(ctx))
	if err != nil {
		return nil, errors.Join(errors.New("the system bus cannot be used"), raw.Close())
	}
	if err := conn.Auth(nil); err != nil {
		return nil, errors.Join(errors.New("the system bus lets nobody in"), conn.Close())
	}
	if err := conn.Hello(); err != nil {
		return nil, errors.Join(errors.New("the system bus does not answer"), conn.Close())
	}
	return &bus{ctx: ctx, conn: conn}, nil
}

func (b *bus) close() { _ = b.conn.Close() } // nothing was written that could be lost

// call asks a service that runs. The flag keeps the bus from starting one.
func (b *bus) call(service, object, method string, arguments ...any) *dbus.Call {
	at := b.conn.Object(service, dbus.ObjectPath(object))
	return at.CallWithContext(b.ctx, method, dbus.FlagNoAutoStart, arguments...)
}

// get reads one property.
func (b *bus) get(service, object, face, property string) (any, error) {
	var value dbus.Variant
	err := b.call(service, object, "org.freedesktop.DBus.Properties.Get", face, property).Store(&value)
	return value.Value(), err
}

// all reads all properties of an interface.
func (b *bus) all(service, object, face string) (map[string]dbus.Variant, error) {
	var values map[string]dbus.Variant
	err := b.call(service, object, "org.freedesktop.DBus.Properties.GetAll", face).Store(&values)
	return values, err
}

// busError puts an error of the bus into words; what the other side wrote of it
// is not kept, its name is.
func busError(err error) string {
	var told dbus.Error
	switch {
	case errors.As(err, &told) && slices.Contains([]string{
		"org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner",
	}, told.Name):
		return "it is not on the system bus"
	case errors.As(err, &told) && told.Name == "org.freedesktop.DBus.Error.AccessDenied":
		return "the system bus does not permit it"
	case errors.As(err, &told):
		return "the system bus says " + diagnostics.Clean(told.Name, 120)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return "the system bus did not answer in time"
	}
	return "the system bus's answer cannot be read"
}
