// Package diagnostics is the vocabulary of what is measured: clocks, offsets,
// readings of time servers, and the two things every probe reaches the world
// through (Clock and Network).
//
// The packages below it measure. None of them decides, asks, prints or saves:
// what a reading means is judged in package steps.
package diagnostics
