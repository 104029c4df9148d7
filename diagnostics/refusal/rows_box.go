package refusal

import "unskew/diagnostics/exchange"

func box() []Row {
	const vendor, context, doc = "Box", "JWT authentication", "Box developer documentation, JWT without SDKs and its troubleshooting"
	return []Row{
		{
			ID: "box.expired", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"current date/time must be before the expiration date/time listed in the 'exp' claim"}}, Class: exchange.ClassExpired, Clock: Behind,
			Cause:  "exp was in the past by Box's time. Box allows a lifetime of 60 s only, so a clock that is behind by a minute is enough.",
			Remedy: measure + " If it is right, use the Date of Box's answer for the next try.",
			Source: doc, Certainty: High,
			Example: Example{Status: 400, Body: `{"error":"invalid_grant","error_description":"Current date/time MUST be before the expiration date/time listed in the 'exp' claim"}`},
		},
		{
			ID: "box.exp-far", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"exceeds the maximum value of 60 seconds beyond the issue time"}}, Class: exchange.ClassLifetimeTooLong, Clock: Ahead,
			Cause:  "exp is more than 60 s after the time of issue. Where the assertion has no iat, Box takes its own time for that, and a clock that is ahead does the same.",
			Remedy: "Make the lifetime 30 to 45 s. " + measure,
			Source: doc, Certainty: High,
			Example: Example{Status: 400, Body: `{"error":"invalid_grant","error_description":"Please check the 'exp' claim. The 'exp' value exceeds the maximum value of 60 seconds beyond the issue time."}`},
		},
	}
}
