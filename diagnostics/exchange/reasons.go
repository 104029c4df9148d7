package exchange

// libraries lists the words that the libraries behind authorization servers
// put into a description when the time of an assertion does not suit them.
// Too early stands before too late: "not yet valid, or expired" is rare, while
// texts that begin "the token is not valid yet" are common.
func libraries() []wording {
	return []wording{
		// jose (Node) names the claim that failed.
		{words: []string{`"exp" claim timestamp check failed`}, class: ClassExpired},
		{words: []string{`"nbf" claim timestamp check failed`}, class: ClassNotYetValid},
		{words: []string{`"iat" claim timestamp check failed (it should be in the past)`}, class: ClassNotYetValid},
		{words: []string{`"iat" claim timestamp check failed`}, class: ClassExpired, sense: eitherWay},
		// Both in one sentence: the direction is open.
		{words: []string{"expired or not yet valid"}, class: ClassExpired, sense: eitherWay},
		{words: []string{"expired or is not yet valid"}, class: ClassExpired, sense: eitherWay},
		{words: []string{"not yet valid or expired"}, class: ClassExpired, sense: eitherWay},
		{words: []string{"token is not active"}, class: ClassExpired, sense: eitherWay},
		{words: []string{"clock skew"}, class: ClassExpired, sense: eitherWay},
		// Authlib, zitadel, PyJWT, jjwt, Spring, golang-jwt: too early.
		{words: []string{"not valid yet"}, class: ClassNotYetValid},
		{words: []string{"not yet valid"}, class: ClassNotYetValid},
		{words: []string{"not active yet"}, class: ClassNotYetValid},
		{words: []string{"jwt not active"}, class: ClassNotYetValid},
		{words: []string{"issuedat of token is in the future"}, class: ClassNotYetValid},
		{words: []string{"issued in the future"}, class: ClassNotYetValid},
		{words: []string{"used before issued"}, class: ClassNotYetValid},
		{words: []string{"before its", "nbf"}, class: ClassNotYetValid},
		{words: []string{"jwt before use time"}, class: ClassNotYetValid},
		{words: []string{"must not be accepted before"}, class: ClassNotYetValid},
		{words: []string{"can not be used before"}, class: ClassNotYetValid},
		{words: []string{"iat", "in the future"}, class: ClassNotYetValid},
		{words: []string{"nbf", "in the future"}, class: ClassNotYetValid},
		{words: []string{"issued", "in the future"}, class: ClassNotYetValid},
		// RFC 7523 section 3, item 4: exp "unreasonably far in the future".
		{words: []string{"unreasonably far in the future"}, class: ClassLifetimeTooLong, sense: tooFar},
		{words: []string{"too far in the future"}, class: ClassLifetimeTooLong, sense: tooFar},
		{words: []string{"too far into the future"}, class: ClassLifetimeTooLong, sense: tooFar},
		{words: []string{"lifetime", "too long"}, class: ClassLifetimeTooLong, sense: tooFar},
		{words: []string{"lifetime", "exceed"}, class: ClassLifetimeTooLong, sense: tooFar},
		{words: []string{"exp", "exceeds the maximum"}, class: ClassLifetimeTooLong, sense: tooFar},
		// Adobe's legacy gateway says "JWT has expired", Authlib "The token is
		// expired", zitadel "token has expired". Of another kind of token only whole
		// phrases are believed: "the assertion or refresh token is expired" is not.
		{words: []string{"or refresh token", "expired"}, class: ClassExpired},
		{words: []string{"refresh token has expired"}, class: ClassOther},
		{words: []string{"refresh token is expired"}, class: ClassOther},
		{words: []string{"refresh token expired"}, class: ClassOther},
		{words: []string{"expired refresh token"}, class: ClassOther},
		{words: []string{"expired"}, class: ClassExpired},
		{words: []string{"expiration", "in the past"}, class: ClassExpired},
		{words: []string{"exp", "must be in the future"}, class: ClassExpired},
		{words: []string{"exp", "in the past"}, class: ClassExpired},
		{words: []string{"no longer valid"}, class: ClassExpired},
		{words: []string{"too old"}, class: ClassExpired},
	}
}

// reasons lists what is not about time, by the words that most servers share.
// They are read in the description alone, count only where it leaves time out
// of it (unclear otherwise), and a thing must be blamed, not just mentioned.
func reasons() []wording {
	rows := []wording{
		{blames: signatures(), class: ClassSignature},
		{words: []string{"unable to verify the integrity"}, class: ClassSignature},
		{words: []string{"no matching key"}, class: ClassSignature},
		{words: []string{"public key", "not found"}, class: ClassSignature},
		{blames: audiences(), class: ClassAudience},
		{words: []string{"insufficient_scope"}, class: ClassScope},
		{words: []string{"insufficient scope"}, class: ClassScope},
		{blames: scopes(), class: ClassScope},
		{blames: parties(), class: ClassClient},
		{words: []string{"issuer", "not found"}, class: ClassClient},
		{words: []string{"client not found"}, class: ClassClient},
		{words: []string{"client is not registered"}, class: ClassClient},
		{words: []string{"client does not exist"}, class: ClassClient},
		{words: []string{"unknown client"}, class: ClassClient},
		{words: []string{"unknown user"}, class: ClassClient},
		{words: []string{"user not found"}, class: ClassClient},
		{words: []string{"user was not found"}, class: ClassClient},
		{words: []string{"user is not found"}, class: ClassClient},
		{words: []string{"user does not exist"}, class: ClassClient},
		{words: []string{"malformed"}, class: ClassMalformed},
		{words: []string{"could not be decoded"}, class: ClassMalformed},
		{words: []string{"can not be decoded"}, class: ClassMalformed},
		{words: []string{"replay"}, class: ClassOther},
		{words: []string{"jti", "already"}, class: ClassOther},
		{words: []string{"already been used"}, class: ClassOther},
		{words: []string{"was used before"}, class: ClassOther},
		{words: []string{"too many requests"}, class: ClassRateLimited},
		{words: []string{"rate limit"}, class: ClassRateLimited},
		{words: []string{"internal server error"}, class: ClassServerError},
	}
	for i := range rows {
		rows[i].timeless = true
	}
	return rows
}

// codes lists what the error alone says (RFC 6749 section 5.2, RFC 6750 section
// 3.1). An error that blames client or request as such says nothing where the
// description speaks of the assertion or its time: RFC 7523 section 3.2 has
// invalid_client for every client assertion that is no good.
func codes() []wording {
	rows := []wording{
		{err: "invalid_signature", class: ClassSignature},
		{err: "invalid_scope", class: ClassScope},
		{err: "insufficient_scope", class: ClassScope},
		{err: "unsupported_grant_type", class: ClassMalformed},
		{err: "slow_down", class: ClassRateLimited},
		{err: "server_error", class: ClassServerError},
		{err: "temporarily_unavailable", class: ClassServerError},
	}
	for _, broad := range []wording{
		{err: "invalid_client", class: ClassClient},
		{err: "unauthorized_client", class: ClassClient},
		{err: "invalid_request", class: ClassMalformed},
		{err: "bad_request", class: ClassMalformed},
	} {
		rows = append(rows, wording{err: broad.err, vague: true, class: ClassRefusedWithoutWords}, broad)
	}
	return rows
}
