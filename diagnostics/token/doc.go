// Package token reads the times of an assertion or an access token, and says what
// is wrong with them.
//
// Its rules:
//
//   - The signature is never looked at, and no part of the token's own text leaves
//     this package: only the claims of a short list do, cleaned, and jti and kid in
//     part. What a token says of itself is therefore not proved.
//   - Times are compared with clocks that the caller gives; none is read here.
package token
