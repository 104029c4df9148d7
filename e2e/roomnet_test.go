//go:build e2e && linux

package e2e

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// near is the room's own address in a network of neighbours, 192.0.2.0/24 (RFC
// 5737). ntpd follows no server of 127.0.0.0/8, and none on its own host.
const near = "192.0.2.1"

// loopback switches on the room's loopback.
func (r *room) loopback() {
	r.t.Helper()
	configure(r.t, "lo", unix.SIOCSIFFLAGS, up)
}

// neighbours gives the room a network card, behind which each address is a time
// server that is wrong by so much. All others are silent. What the card sends
// comes here, and goes nowhere else.
func (r *room) neighbours(servers map[string]time.Duration) {
	r.t.Helper()
	card, err := os.OpenFile("/dev/net/tun", os.O_RDWR, 0)
	if err != nil {
		r.t.Fatalf(needsRoom, err)
	}
	request, err := unix.NewIfreq("near")
	if err != nil {
		r.t.Fatal(err)
	}
	request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(int(card.Fd()), unix.TUNSETIFF, request); err != nil {
		r.t.Fatalf(needsRoom, err)
	}
	configure(r.t, "near", unix.SIOCSIFADDR, func(request *unix.Ifreq) error { return request.SetInet4Addr(net.ParseIP(near).To4()) })
	configure(r.t, "near", unix.SIOCSIFNETMASK, func(request *unix.Ifreq) error { return request.SetInet4Addr(net.CIDRMask(24, 32)) })
	configure(r.t, "near", unix.SIOCSIFFLAGS, up)
	go serveNeighbours(card, servers) // until the room is gone
}

func up(request *unix.Ifreq) error {
	request.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return nil
}

// configure sets something of a network card (netdevice(7)).
func configure(t *testing.T, name string, what uint, fill func(*unix.Ifreq) error) {
	t.Helper()
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(socket)
	request, err := unix.NewIfreq(name)
	if err == nil {
		err = errors.Join(fill(request), unix.IoctlIfreq(socket, what, request))
	}
	if err != nil {
		t.Fatalf("the network of this room: %v", err)
	}
}

// serveNeighbours answers requests for the time: IPv4 without options (RFC 791,
// section 3.1) and UDP (RFC 768).
func serveNeighbours(card io.ReadWriter, servers map[string]time.Duration) {
	const ipHead, udpHead, udp, ntpPort = 20, 8, 17, 123
	packet := make([]byte, 2048)
	for {
		n, err := card.Read(packet)
		if err != nil {
			return
		}
		if n < ipHead+udpHead || packet[0] != 0x45 || packet[9] != udp {
			continue
		}
		asked := net.IP(packet[16:20]).String()
		shift, known := servers[asked]
		if !known || binary.BigEndian.Uint16(packet[ipHead+2:]) != ntpPort {
			continue
		}
		message := timeAnswer(packet[ipHead+udpHead:n], shift)
		if message == nil {
			continue
		}
		answer := make([]byte, ipHead+udpHead, ipHead+udpHead+len(message))
		answer[0], answer[8], answer[9] = 0x45, 64, udp
		binary.BigEndian.PutUint16(answer[2:], uint16(cap(answer)))
		copy(answer[12:], packet[16:20])
		copy(answer[16:], packet[12:16])
		binary.BigEndian.PutUint16(answer[10:], checksum(answer[:ipHead]))
		copy(answer[ipHead:], packet[ipHead+2:ipHead+4])
		copy(answer[ipHead+2:], packet[ipHead:ipHead+2])
		binary.BigEndian.PutUint16(answer[ipHead+4:], uint16(udpHead+len(message)))
		// No checksum of UDP: over IPv4 there need not be one.
		_, _ = card.Write(append(answer, message...)) // who does not get it asks again
	}
}

// checksum is that of the head of IPv4 (RFC 1071).
func checksum(head []byte) uint16 {
	sum := uint32(0)
	for i := 0; i+1 < len(head); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(head[i:]))
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}
