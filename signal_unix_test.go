//go:build unix

package main

import (
	"syscall"
	"testing"
	"time"
)

// TestSignalsInPairs: the first signal ends the context and is told afterwards. A
// hang-up and a termination that follow it, as from a shell, end nothing at once.
func TestSignalsInPairs(t *testing.T) {
	for _, first := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM} {
		ctx, caught, stop := untilSignal()
		signalMyself(t, first)
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Second):
			t.Fatalf("%s does not end the context", first)
		}
		for range 3 {
			signalMyself(t, syscall.SIGHUP)
			signalMyself(t, syscall.SIGTERM)
		}
		time.Sleep(50 * time.Millisecond) // until they would have ended this process
		if got := caught(); got != first {
			t.Errorf("caught %s, want %s", got, first)
		}
		stop()
	}
}

func signalMyself(t *testing.T, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(syscall.Getpid(), signal); err != nil {
		t.Fatal(err)
	}
}
