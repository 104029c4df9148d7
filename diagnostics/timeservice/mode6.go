package timeservice

import (
	"context"
	"encoding/binary"
	"math"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/facebook/time/ntp/control"
)

// The head of NTP's control messages (RFC 9327, section 2).
const (
	mode6Head     = 12
	mode6Sequence = 2 // two bytes
	mode6Peer     = 6 // two bytes: the association
)

// mode6Belongs reports whether a datagram is the response to a request.
func mode6Belongs(request, answer []byte) bool {
	if len(request) < mode6Head || len(answer) < mode6Head {
		return false
	}
	same := func(at int) bool { return request[at] == answer[at] && request[at+1] == answer[at+1] }
	return answer[0]&7 == control.Mode && answer[1]&0x80 != 0 && answer[1]&0x1f == request[1]&0x1f &&
		same(mode6Sequence) && same(mode6Peer)
}

// mode6 is a conversation with ntpd or NTPsec.
type mode6 struct {
	ctx    context.Context
	client control.NTPClient
}

// ask sends a request about an association (0 is the service itself); a failure
// comes in words.
func (m *mode6) ask(operation int, association uint16) (*control.NTPControlMsg, string) {
	answer, err := m.client.Communicate(&control.NTPControlMsgHead{
		VnMode:        control.MakeVnMode(2, control.Mode),
		REMOp:         control.MakeREMOp(false, false, false, operation),
		AssociationID: association,
	})
	switch {
	case err != nil:
		return nil, datagramError(m.ctx, err)
	case answer.HasError():
		return nil, "it refuses to tell (error " + strconv.Itoa(int(answer.Status>>8)) + ")"
	}
	return answer, ""
}

// variables asks for all variables of an association.
func (m *mode6) variables(association uint16) (map[string]string, string) {
	answer, why := m.ask(control.OpReadVariables, association)
	if why != "" {
		return nil, why
	}
	return parseVariables(string(answer.Data)), ""
}

// askNTP completes the service with what ntpd says of itself.
func askNTP(ctx context.Context, dial func(context.Context) (net.Conn, error), s *Service) {
	silent := func(why string) {
		for _, field := range []string{"selected", "sources", "correction"} {
			s.unknown(field, why)
		}
	}
	conn, done, err := converse(ctx, dial, mode6Belongs)
	if err != nil {
		silent(datagramError(ctx, err))
		return
	}
	defer done()
	talk := &mode6{ctx: ctx, client: control.NTPClient{Connection: conn}}
	system, why := talk.variables(0)
	if why != "" {
		silent(why)
		return
	}
	takeSystem(s, system)
	if why := talk.peers(s); why != "" {
		s.unknown("sources", why)
	}
	if s.Selected == "" {
		s.Correction = nil
		s.unknown("correction", "it follows nobody, and corrects nothing")
	}
}

// takeSystem keeps the variables of the service itself: RFC 9327, section 4.
func takeSystem(s *Service, system map[string]string) {
	if strings.Contains(system["version"], "ntpsec") {
		s.Name = ntpsecName
	}
	if stratum, err := strconv.Atoi(system["stratum"]); err == nil && stratum > 0 && stratum < 16 {
		s.Stratum = stratum
	}
	milliseconds, err := strconv.ParseFloat(system["offset"], 64)
	if err != nil || !(math.Abs(milliseconds) < 1e12) {
		s.unknown("correction", "it does not tell its offset")
		return
	}
	correction := time.Duration(math.Round(milliseconds * 1e6))
	s.Correction = &correction
}

// peers asks for each association. The failure comes in words.
func (m *mode6) peers(s *Service) string {
	answer, why := m.ask(control.OpReadStatus, 0)
	if why != "" {
		return why
	}
	for data := answer.Data; len(data) >= 4 && len(s.Sources) < mostSources; data = data[4:] {
		association := binary.BigEndian.Uint16(data)
		status := control.ReadPeerStatusWord(binary.BigEndian.Uint16(data[2:]))
		peer, why := m.variables(association)
		if why != "" {
			return why
		}
		source := ntpSourceOf(status, peer)
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
