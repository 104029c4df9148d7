// Package aem reads what AEM itself says about its token step: the text of a
// replication agent's Test Connection.
//
// Its rules:
//
//   - The first error decides. AEM sends its request also where it has no token,
//     so the 401 at the end is a consequence.
//   - Text is kept without secrets, control characters and surplus length.
//   - AEM's stamps carry no zone, and none is assumed here.
package aem
