package exchange

// Class says what an answer, or its absence, means.
type Class string

// The classes of an exchange.
const (
	ClassAccepted            Class = "accepted"
	ClassExpired             Class = "expired"
	ClassNotYetValid         Class = "not-yet-valid"
	ClassLifetimeTooLong     Class = "lifetime-too-long"
	ClassSignature           Class = "signature"
	ClassClient              Class = "client"
	ClassAudience            Class = "audience"
	ClassScope               Class = "scope"
	ClassMalformed           Class = "malformed"
	ClassRefusedWithoutWords Class = "refused-without-words" // no words, or none that name the reason
	ClassRetired             Class = "retired"               // the credential's type is no longer served
	ClassRateLimited         Class = "rate-limited"
	ClassServerError         Class = "server-error"
	ClassNotAnOAuthAnswer    Class = "not-an-oauth-answer" // captive portal, sign-in page, wrong path
	ClassProxyAuth           Class = "proxy-auth"
	ClassProxyBlocked        Class = "proxy-blocked"
	ClassTLSTime             Class = "tls-time" // only the dates of the certificates fail
	ClassTLSInspected        Class = "tls-inspected"
	ClassTLS                 Class = "tls"
	ClassDNS                 Class = "dns"
	ClassRefused             Class = "refused" // no connection, or one that was cut off
	ClassTimeout             Class = "timeout"
	ClassOther               Class = "other"
)

// Classes lists every class, in the order of the documentation.
func Classes() []Class {
	return []Class{
		ClassAccepted, ClassExpired, ClassNotYetValid, ClassLifetimeTooLong, ClassSignature,
		ClassClient, ClassAudience, ClassScope, ClassMalformed, ClassRefusedWithoutWords, ClassRetired,
		ClassRateLimited, ClassServerError, ClassNotAnOAuthAnswer, ClassProxyAuth, ClassProxyBlocked,
		ClassTLSTime, ClassTLSInspected, ClassTLS, ClassDNS, ClassRefused, ClassTimeout, ClassOther,
	}
}

// Time reports whether the assertion was refused for its time. A lifetime that
// is too long is not: where the words blame the lifetime but the stamp was
// ahead of the server's clock, Try already says not-yet-valid.
func (c Class) Time() bool { return c == ClassExpired || c == ClassNotYetValid }

// Reached reports whether the endpoint itself answered, and as an OAuth server:
// its answer says something about the request.
func (c Class) Reached() bool {
	switch c {
	case ClassAccepted, ClassExpired, ClassNotYetValid, ClassLifetimeTooLong, ClassSignature,
		ClassClient, ClassAudience, ClassScope, ClassMalformed, ClassRefusedWithoutWords,
		ClassRetired, ClassOther:
		return true
	}
	return false
}
