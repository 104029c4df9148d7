package refusal

import "unskew/diagnostics/exchange"

func aws() []Row {
	const vendor, context = "AWS", "signed request (Signature Version 4)"
	const corrects = " Current SDKs correct themselves by the answer's Date; an old one, or code of your own, does not."
	return []Row{
		{
			ID: "aws.request-time", Vendor: vendor, Context: "signed request to S3",
			Match: Match{Words: []string{"difference between the request time and the"}}, Class: exchange.ClassExpired, Clock: Either,
			Cause:  "The time in the request and S3's own are more than 15 minutes apart. The answer holds both. A clock that is behind or ahead does that; a slow upload that is repeated with its old signature does it too.",
			Remedy: measure + corrects,
			Source: "Amazon S3 documentation, error responses; aws/aws-sdk-php issue 612", Certainty: High,
			Example: Example{Status: 403, Type: "application/xml", Body: `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the current time is too large.</Message><RequestTime>20170228T183951Z</RequestTime><ServerTime>2017-03-03T04:29:05Z</ServerTime><MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds><RequestId>9E09E2E8D09D863C</RequestId></Error>`},
		},
		{
			ID: "aws.signature-expired", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"signature expired:", "is now earlier than"}}, Class: exchange.ClassExpired, Clock: Behind,
			Cause:  "The time in the request is earlier than AWS allows (5 minutes, at some services 15). The answer holds both times. A clock that is behind does that.",
			Remedy: measure + corrects,
			Source: "aws-amplify/aws-sdk-android issue 88", Certainty: High,
			Example: Example{Status: 403, Body: `{"message":"Signature expired: 20170228T183951Z is now earlier than 20170303T042405Z (20170303T042905Z - 5 min.)","code":"InvalidSignatureException","type":"Client"}`},
		},
		{
			ID: "aws.signature-early", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"signature not yet current:", "is still later than"}}, Class: exchange.ClassNotYetValid, Clock: Ahead,
			Cause:  "The time in the request is later than AWS allows (5 minutes). The answer holds both times. A clock that is ahead does that.",
			Remedy: measure + corrects,
			Source: "serverless/serverless issue 4679", Certainty: High,
			Example: Example{Body: "An error occurred (SignatureDoesNotMatch) when calling the GetCallerIdentity operation: Signature not yet current: 20130730T204752Z is still later than 20130730T204123Z (20130730T203623Z + 5 min.)"},
		},
		{
			ID: "aws.signature-wrong", Vendor: vendor, Context: context,
			Match: Match{Words: []string{"the request signature we calculated does not match the signature you provided"}}, Class: exchange.ClassSignature, Clock: Never,
			Cause:  "The secret key is wrong, or the request was changed on its way. This text is not the one about time.",
			Remedy: "Check the secret access key, and proxies that rewrite headers. " + notClock,
			Source: "Amazon S3 documentation, error responses", Certainty: High,
			Example: Example{Status: 403, Body: `{"code":"SignatureDoesNotMatch","message":"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method."}`},
		},
	}
}
