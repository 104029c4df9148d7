package timeservice

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"net"
	"time"

	"github.com/facebook/time/ntp/chrony"

	"unskew/diagnostics"
)

// The heads of chronyd's command protocol, version 6 (candm.h of chrony): both
// have the command and the sequence number at the same place.
const (
	cmdmonCommand  = 4 // two bytes
	cmdmonStatus   = 8 // two bytes, of an answer
	cmdmonSequence = 8 // four bytes, of a request
	cmdmonEchoed   = 16
	cmdmonHead     = 28
)

// Two of the statuses of candm.h.
const (
	cmdmonUnauthorised = 2
	cmdmonNoHostAccess = 10
)

// localReference is what chronyd has for the directive "local": 127.127.1.1.
const localReference = 0x7f7f0101

// cmdmonBelongs reports whether an answer has its request's command and
// sequence number.
func cmdmonBelongs(request, answer []byte) bool {
	return len(request) >= cmdmonSequence+4 && len(answer) >= cmdmonHead &&
		bytes.Equal(request[cmdmonCommand:cmdmonCommand+2], answer[cmdmonCommand:cmdmonCommand+2]) &&
		bytes.Equal(request[cmdmonSequence:cmdmonSequence+4], answer[cmdmonEchoed:cmdmonEchoed+4])
}

// chronyTalk is a conversation with chronyd.
type chronyTalk struct {
	ctx    context.Context
	conn   *datagrams
	client chrony.Client
	status uint16 // of the last answer
}

func (c *chronyTalk) Read(answer []byte) (int, error) {
	n, err := c.conn.Read(answer)
	if err == nil {
		c.status = binary.BigEndian.Uint16(answer[cmdmonStatus:])
	}
	return n, err
}

func (c *chronyTalk) Write(request []byte) (int, error) { return c.conn.Write(request) }

// ask sends a request; a failure comes in words.
func (c *chronyTalk) ask(request chrony.RequestPacket) (chrony.ResponsePacket, string) {
	c.status = 0
	answer, err := c.client.Communicate(request)
	switch {
	case err == nil:
		return answer, ""
	case c.status == cmdmonUnauthorised, c.status == cmdmonNoHostAccess:
		return nil, "chronyd tells it to root only"
	case c.status != 0:
		return nil, fmt.Sprintf("chronyd refuses, with status %d", c.status)
	}
	return nil, datagramError(c.ctx, err)
}

// askChrony completes the service with what chronyd says of itself: tracking
// and sources, which it tells everybody on this host.
func askChrony(ctx context.Context, dial func(context.Context) (net.Conn, error), s *Service) {
	silent := func(why string) {
		for _, field := range []string{"selected", "sources", "correction"} {
			s.unknown(field, why)
		}
	}
	conn, done, err := converse(ctx, dial, cmdmonBelongs)
	if err != nil {
		silent(datagramError(ctx, err))
		return
	}
	defer done()
	talk := &chronyTalk{ctx: ctx, conn: conn}
	talk.client.Connection = talk
	answer, why := talk.ask(chrony.NewTrackingPacket())
	tracking, ok := answer.(*chrony.ReplyTracking)
	switch {
	case why != "":
		silent(why)
		return
	case !ok:
		silent("its answer cannot be read")
		return
	}
	takeTracking(s, tracking.Tracking)
	if why := talk.sources(s); why != "" {
		s.unknown("sources", why)
	}
}

// takeTracking keeps the stratum and the remaining correction. The command
// protocol has the correction positive where the OS clock is behind, as
// "chronyc tracking" says "slow of NTP time"; the offsets beside it are relative
// to chronyd's own clock and tell nothing of the OS clock.
func takeTracking(s *Service, tracking chrony.Tracking) {
	if tracking.Stratum < 1 || tracking.Stratum > 15 {
		s.unknown("correction", "it follows nobody, and corrects nothing")
		return
	}
	s.Stratum = int(tracking.Stratum)
	if tracking.RefID == localReference {
		s.unknown("correction", "it follows its own clock (local), and corrects nothing")
		return
	}
	seconds := tracking.CurrentCorrection
	if math.IsNaN(seconds) || math.Abs(seconds) > 1e9 {
		s.unknown("correction", "chronyd's figure is beyond thirty years")
		return
	}
	correction := time.Duration(math.Round(seconds * 1e9))
	s.Correction = &correction
}

// sources asks for each source. The failure comes in words.
func (c *chronyTalk) sources(s *Service) string {
	answer, why := c.ask(chrony.NewSourcesPacket())
	count, ok := answer.(*chrony.ReplySources)
	if why != "" || !ok {
		return orUnreadable(why)
	}
	number := count.NSources
	if number > mostSources {
		s.unknown("sources", fmt.Sprintf("of %d only the first %d are listed", number, mostSources))
		number = mostSources
	}
	for i := range number {
		answer, why := c.ask(chrony.NewSourceDataPacket(int32(i)))
		data, ok := answer.(*chrony.ReplySourceData)
		if why != "" || !ok {
			return orUnreadable(why)
		}
		source := chronySourceOf(data.SourceData)
		if data.Mode != chrony.SourceModeRef {
			source.Name = c.name(s, data.IPAddr)
		}
		if source.Selected {
			s.Selected = source.Name
			if source.Name == "" {
				s.Selected = source.Address
			}
		}
		s.Sources = append(s.Sources, source)
	}
	return ""
}

// name asks by which configured name a source is known. Many hosts tell that
// to root only: then nobody is asked again.
func (c *chronyTalk) name(s *Service, address *chrony.IPAddr) string {
	if s.Unknown["names"] != "" {
		return ""
	}
	answer, why := c.ask(chrony.NewNTPSourceNamePacket(address))
	named, ok := answer.(*chrony.ReplyNTPSourceName)
	if why != "" || !ok {
		s.unknown("names", orUnreadable(why))
		return ""
	}
	return diagnostics.Clean(named.Name, 253)
}

func orUnreadable(why string) string {
	if why == "" {
		return "its answer cannot be read"
	}
	return why
}
