package token

import (
	"strings"
	"time"
)

// Kind is a vendor's assertion or token, as far as its claims tell.
type Kind string

// The kinds. Unknown is everything else that is a JWT.
const (
	Unknown      Kind = ""
	AdobeService Kind = "adobe-service-account"
	AdobeCloud   Kind = "adobe-cloud-service" // of AEM as a Cloud Service
	AdobeAccess  Kind = "adobe-access-token"
	Google       Kind = "google-service-account"
	GitHub       Kind = "github-app"
	Entra        Kind = "entra-client-assertion"
	Okta         Kind = "okta-client-assertion"
	Auth0        Kind = "auth0-client-assertion"
	Box          Kind = "box"
	Salesforce   Kind = "salesforce"
	Snowflake    Kind = "snowflake"
)

// Limits are what a vendor wants of an assertion's times.
type Limits struct {
	Longest time.Duration // lifetime; 0: none is documented
	Leeway  time.Duration // that it allows on exp; 0: none is documented
	Source  string
}

// LimitsOf returns what is documented for a kind.
func LimitsOf(kind Kind) Limits {
	switch kind {
	case AdobeService, AdobeCloud:
		return Limits{Leeway: 30 * time.Second, Source: "adobe/aio-lib-java, JwtTokenBuilder"}
	case Google:
		return Limits{Longest: time.Hour, Source: "Google Identity documentation"}
	case GitHub:
		return Limits{Longest: 10 * time.Minute, Source: "GitHub documentation, Generating a JSON Web Token"}
	case Okta:
		return Limits{Longest: time.Hour, Source: "Okta Developer documentation"}
	case Auth0:
		return Limits{Longest: 5 * time.Minute, Source: "Auth0 documentation, Private Key JWT"}
	case Box:
		return Limits{Longest: time.Minute, Source: "Box developer documentation"}
	case Salesforce:
		return Limits{Longest: 5 * time.Minute, Source: "Salesforce Help, OAuth 2.0 JWT Bearer Flow"}
	case Snowflake:
		return Limits{Longest: time.Hour, Source: "Snowflake documentation"}
	}
	return Limits{}
}

// cloudScope is the metascope that the service credentials of AEM as a Cloud Service
// carry as a claim, behind https://HOST/s/ (adobe/aemcs-api-client-lib).
const cloudScope = "/s/ent_aem_cloud_api"

// adobes is the kind of an assertion for Adobe IMS.
func adobes(claims map[string]any) Kind {
	for name, value := range claims {
		if strings.HasSuffix(name, cloudScope) && value == true {
			return AdobeCloud
		}
	}
	return AdobeService
}

// kindOf tells by whom an assertion is for, or by whom a token is.
func kindOf(t Token, claims map[string]any) Kind {
	kind := kindByNames(t, claims)
	if kind == AdobeService {
		return adobes(claims)
	}
	return kind
}

func kindByNames(t Token, claims map[string]any) Kind {
	for _, audience := range t.Audience {
		audience = strings.ToLower(audience)
		for _, known := range []struct {
			mark string
			kind Kind
		}{
			{"adobelogin.com", AdobeService},
			{"oauth2.googleapis.com", Google},
			{"accounts.google.com/o/oauth2", Google},
			{"login.microsoftonline.", Entra},
			{".okta.com/oauth2", Okta},
			{".oktapreview.com/oauth2", Okta},
			{".auth0.com", Auth0},
			{"api.box.com", Box},
			{".salesforce.com", Salesforce},
		} {
			if strings.Contains(audience, known.mark) && (known.kind != Okta && known.kind != Entra && known.kind != Auth0 || t.Issuer == t.Subject) {
				return known.kind
			}
		}
	}
	switch issuer := t.Issuer; {
	case t.Access:
		return AdobeAccess
	case strings.HasSuffix(issuer, "@AdobeOrg"):
		return AdobeService
	case strings.HasSuffix(issuer, ".gserviceaccount.com"):
		return Google
	case claims["box_sub_type"] != nil:
		return Box
	case strings.Contains(issuer, ".SHA256:"):
		return Snowflake
	case issuer != "" && t.Subject == "" && len(t.Audience) == 0 && isAppID(issuer):
		return GitHub
	}
	return Unknown
}

// isAppID: a GitHub App is named by its number or its client id.
func isAppID(issuer string) bool {
	return strings.Trim(issuer, "0123456789") == "" || strings.HasPrefix(issuer, "Iv")
}
