package refusal

import "unskew/diagnostics/exchange"

func github() []Row {
	const vendor, context, doc = "GitHub", "GitHub App (JWT as bearer)", "GitHub documentation, Generating a JSON Web Token for a GitHub App"
	return []Row{
		{
			ID: "github.exp-far", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"'expiration time' claim ('exp') is too far in the future"}}, Class: exchange.ClassLifetimeTooLong, Clock: Ahead,
			Cause:  "exp is more than 10 minutes after GitHub's time: the lifetime is too long, or the clock is ahead and the lifetime close to 10 minutes.",
			Remedy: measure + " Make exp at most 9 minutes from now, and iat 60 s ago.",
			Source: doc, Certainty: High,
			Example: Example{Status: 401, Body: `{"message":"'Expiration time' claim ('exp') is too far in the future","documentation_url":"https://docs.github.com/rest"}`},
		},
		{
			ID: "github.exp", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"'expiration time' claim ('exp') must be a numeric value"}}, Class: exchange.ClassExpired, Clock: Behind,
			Cause:  "exp is in the past by GitHub's time, or no number. A clock that is behind by more than the lifetime does that.",
			Remedy: measure + " If it is right, write exp as a number of seconds.",
			Source: doc + "; reports of users", Certainty: High,
			Example: Example{Status: 401, Body: `{"message":"'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires","documentation_url":"https://docs.github.com/rest"}`},
		},
		{
			ID: "github.iat", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"'issued at' claim ('iat') must be an integer"}}, Class: exchange.ClassNotYetValid, Clock: Ahead,
			Cause:  "iat is in the future by GitHub's time, or no integer. A clock that is ahead, by seconds even, does that.",
			Remedy: measure + " Set iat 60 s back, as GitHub itself advises, so that small differences do not matter.",
			Source: doc + "; reports of users", Certainty: High,
			Example: Example{Status: 401, Body: `{"message":"'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued","documentation_url":"https://docs.github.com/rest"}`},
		},
	}
}
