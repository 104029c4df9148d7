package lab

import (
	"fmt"
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// stamps are the times that a server may tell in its answer.
type stamps struct {
	server time.Time // its own clock
	claims jwt.MapClaims
}

// claimed reads an assertion's claims without judging them; empty where it is none.
func claimed(assertion string) jwt.MapClaims {
	claims := jwt.MapClaims{}
	_, _, _ = jwt.NewParser().ParseUnverified(assertion, claims)
	return claims
}

// at is a time as Entra writes it in its messages.
func at(t *jwt.NumericDate, err error) string {
	if t == nil || err != nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// entraWords speaks as Microsoft Entra's token endpoint ("Microsoft Entra
// authentication and authorization error codes"). Its words for a lifetime that is
// too long and for a jti are not known; those are our own.
func entraWords(why refusal, stamps stamps) words {
	client := func(description string) words {
		return words{http.StatusUnauthorized, "invalid_client", description}
	}
	switch why {
	case expired, notYetValid:
		return client(fmt.Sprintf("AADSTS700024: Client assertion is not within its valid time range. Current time: %s, assertion valid from %s, expiry time of assertion %s.",
			stamps.server.UTC().Format(time.RFC3339), at(stamps.claims.GetNotBefore()), at(stamps.claims.GetExpirationTime())))
	case tooLong:
		return client("AADSTS50027: JWT token is invalid or malformed: its lifetime is too long.")
	case signature:
		return client("AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application.")
	case audience:
		return client("AADSTS700023: Client assertion audience claim does not match Realm issuer.")
	case party:
		return client("AADSTS700021: Client assertion application identifier doesn't match 'client_id' parameter.")
	case replayed:
		return client("AADSTS50027: JWT token is invalid or malformed: it was used before.")
	case malformed, noID:
		return client("AADSTS50027: JWT token is invalid or malformed.")
	case scope:
		return words{http.StatusBadRequest, "invalid_scope", "AADSTS70011: The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid."}
	case grantType:
		return words{http.StatusBadRequest, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type."}
	}
	return words{http.StatusBadRequest, "unauthorized_client", "AADSTS700016: Application with this identifier was not found in the directory."}
}

// googleWords speaks as Google's token endpoint ("Using OAuth 2.0 for Server to
// Server Applications", JWT error codes).
func googleWords(why refusal) words {
	grant := func(description string) words {
		return words{http.StatusBadRequest, "invalid_grant", description}
	}
	switch why {
	case expired, notYetValid, tooLong:
		return grant("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.")
	case signature:
		return grant("Invalid JWT Signature.")
	case audience:
		return grant("Invalid JWT: Failed audience check.")
	case party:
		return grant("Not a valid email.")
	case scope:
		return words{http.StatusBadRequest, "invalid_scope", "Invalid OAuth scope or ID token audience provided."}
	case grantType:
		return words{http.StatusBadRequest, "unsupported_grant_type", "Invalid grant_type"}
	}
	return words{http.StatusBadRequest, "invalid_request", "Bad Request"}
}

// gitHubWords speaks as GitHub's API to the JWT of an app.
func gitHubWords(why refusal) words {
	say := func(message string) words { return words{status: http.StatusUnauthorized, description: message} }
	switch why {
	case expired:
		return say("'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires")
	case notYetValid:
		return say("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
	case tooLong:
		return say("'Expiration time' claim ('exp') is too far in the future")
	case party:
		return words{status: http.StatusNotFound, description: "Integration not found"}
	}
	return say("A JSON web token could not be decoded")
}
