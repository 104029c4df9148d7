package exchange

import "net/http"

// ReadAnswer takes an answer apart that another program received: its status, what
// is known of its header (nil: nothing) and its body. It never fails; a body of an
// unknown shape leaves the fields empty. The texts are as they came: RemoveSecrets
// and diagnostics.Clean go before showing them.
func ReadAnswer(status int, header http.Header, body []byte) Answer {
	return readAnswer(status, header, body)
}
