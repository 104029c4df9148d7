package refusal

import "unskew/diagnostics/exchange"

// Clock says whether a wrong OS clock can be the cause of an answer.
type Clock string

// What a clock can have to do with it.
const (
	Behind Clock = "behind" // only one that is behind
	Ahead  Clock = "ahead"  // only one that is ahead
	Either Clock = "either" // one that is behind, or one that is ahead
	Never  Clock = "never"  // no clock of the asking machine
	Open   Clock = "open"   // the words do not say; it may be
)

// Certainty says how sure a row is.
type Certainty string

// The certainties.
const (
	High   Certainty = "high"   // in the vendor's own document, or in code that was read or run
	Medium Certainty = "medium" // reported by users, or one inference away
	Low    Certainty = "low"    // plausible; not seen word for word
)

// Place is where an answer came from, as far as that is known.
type Place string

// The places whose answers need one to be told apart from others'. Those that a
// profile asks have its ID.
const (
	Anywhere      Place = ""
	AdobeJWT      Place = "ims-jwt"
	AdobeOAuth    Place = "ims-oauth"
	LegacyGateway Place = "adobe-legacy-gateway"
	Salesforce    Place = "salesforce"
	Snowflake     Place = "snowflake"
	BrandPortal   Place = "brand-portal"
)

// Row is one answer that is known.
type Row struct {
	ID      string // stable: vendor, dot, what is said
	Vendor  string
	Context string // what was asked for when it was said

	Match Match
	Class exchange.Class
	Clock Clock

	Cause  string   // whole sentences, for people
	Remedy string   // whole sentences, for people; the next move first
	Steps  []string // of a remedy that has several, in their order

	Source    string // a document, an RFC's section, or where it was seen
	Certainty Certainty

	Example Example
}

// Match is what an answer is known by. All that is not empty must hold.
type Match struct {
	At     []Place  // it came from one of these
	Status int      // of HTTP
	Errors []string // the error is one of these, lower case
	Words  []string // each occurs in "error: description", lower case
	Not    []string // none of these occurs there
	Bare   bool     // there is no description
	Page   bool     // the body is a web page
}

// Example is an answer word for word, as the service sends it.
type Example struct {
	At     Place
	Status int    // of HTTP, 0 for a line of a log or a program
	Type   string // Content-Type; "" is application/json where there is a status
	Date   string // of the answer, in HTTP's form
	Body   string
}

// Said is an answer, taken apart as far as it could be.
type Said struct {
	At          Place
	Status      int
	Error       string
	Description string
	Page        bool
	Class       exchange.Class // by package exchange
}
