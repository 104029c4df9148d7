package lab

import (
	"net/http"
	"strconv"
)

// refusal is why the authorization server does not take a request; accepted is
// none.
type refusal string

const (
	accepted    refusal = "accepted"
	expired     refusal = "expired"
	notYetValid refusal = "not-yet-valid"
	tooLong     refusal = "lifetime-too-long"
	signature   refusal = "signature"
	audience    refusal = "audience"
	party       refusal = "issuer" // issuer or subject is not known
	replayed    refusal = "replayed"
	malformed   refusal = "malformed"
	client      refusal = "client"
	secret      refusal = "secret"
	scope       refusal = "scope"
	metascope   refusal = "metascope" // a claim of an IMS assertion
	grantType   refusal = "grant-type"
	noID        refusal = "jti" // a jti is wanted, and there is none
	retired     refusal = "retired"
)

// words is an error answer: RFC 6749, section 5.2, or the message that an API of
// another kind gives.
type words struct {
	status      int
	code        string // error
	description string // error_description; may be empty
}

// body is the answer's JSON.
func (w words) body() map[string]any {
	switch {
	case w.code == "":
		return map[string]any{"message": w.description, "documentation_url": "https://docs.github.com/rest", "status": strconv.Itoa(w.status)}
	case w.description == "":
		return map[string]any{"error": w.code}
	}
	return map[string]any{"error": w.code, "error_description": w.description}
}

// say returns the words of a dialect for a refusal. stamps are the times that some
// servers tell in their answers.
func say(dialect string, why refusal, stamps stamps) words {
	switch dialect {
	case "entra":
		return entraWords(why, stamps)
	case "google":
		return googleWords(why)
	case "github":
		return gitHubWords(why)
	case "ims":
		return imsWords(why)
	case "silent": // a server that gives no reason, as RFC 6749 allows
		return words{http.StatusBadRequest, "invalid_grant", ""}
	case "retired":
		return words{
			http.StatusBadRequest, "invalid_client",
			"service account (JWT) credentials have been retired; use OAuth Server-to-Server credentials",
		}
	}
	return graniteWords(why)
}

// graniteWords speaks as the legacy gateway in front of Brand Portal. Only its
// "JWT has expired" is known word for word; the rest are words of our own in the
// frame of RFC 7523, section 3.1.
func graniteWords(why refusal) words {
	grant := func(description string) words {
		return words{http.StatusBadRequest, "invalid_grant", description}
	}
	switch why {
	case expired:
		return grant("JWT has expired")
	case notYetValid:
		return grant("JWT is not yet valid: its times are in the future")
	case tooLong:
		return grant("JWT lifetime is too long")
	case signature:
		return grant("JWT has an invalid signature")
	case audience:
		return grant("JWT has an invalid audience")
	case party:
		return grant("JWT issuer or subject is not known")
	case replayed:
		return grant("JWT was used before")
	case client, secret:
		return words{http.StatusUnauthorized, "invalid_client", "unknown client"}
	case scope, metascope:
		return words{http.StatusBadRequest, "invalid_scope", "the scope is not granted to this client"}
	case grantType:
		return words{http.StatusBadRequest, "unsupported_grant_type", "this grant type is not served here"}
	}
	return grant("JWT is malformed")
}

// imsWords speaks as Adobe IMS. Its words for an expired assertion, one from the
// future and one that lives too long are not known; those are our own.
func imsWords(why refusal) words {
	token := func(description string) words {
		return words{http.StatusBadRequest, "invalid_token", description}
	}
	switch why {
	case expired:
		return token("The JWT token has expired.")
	case notYetValid:
		return token("The JWT token is not yet valid.")
	case tooLong:
		return token("The JWT token's lifetime is too long.")
	case signature:
		return token("Could not match JWT signature to any of the bindings")
	case audience, client:
		return words{http.StatusBadRequest, "invalid_client", "invalid client_id parameter"}
	case secret:
		return words{http.StatusBadRequest, "invalid_client", "invalid client_secret parameter"}
	case party:
		return words{http.StatusBadRequest, "bad_request", "The iss or sub claim is not one of this client."}
	case replayed:
		return token("The JWT token was used before.")
	case scope:
		return words{http.StatusBadRequest, "invalid_scope", "a scope was asked for that is not granted"}
	case metascope:
		return words{
			http.StatusBadRequest, "invalid_scope",
			"The metascopes in the JWT are not a subset of the metascopes in the binding.",
		}
	case grantType:
		return words{http.StatusBadRequest, "unsupported_grant_type", ""}
	}
	return token("JWT token is incorrectly formatted, and can not be decoded.")
}
