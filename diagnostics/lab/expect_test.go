package lab

import (
	"crypto/x509"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestWorldsDoAsTheySay tries each world's exchange by hand and compares with
// what its file expects of the program: with the OS clock's time, with the true
// time, with the endpoint's, and with the OS clock's after the remedy.
func TestWorldsDoAsTheySay(t *testing.T) {
	all, err := Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, sc := range all {
		if sc.Server == nil || sc.Server.Credential == "none" {
			continue
		}
		t.Run(sc.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := begin(t, Memory(), sc)
				first := class(t, l, l.Clock().Wall())
				if first != sc.Expect.Class {
					t.Fatalf("with the OS clock's time: %s, want %s", first, sc.Expect.Class)
				}
				second := class(t, l, l.Now())
				if accepts := slices.Contains([]string{"clock-caused", "healthy", "clock-wrong"}, sc.Expect.Verdict); accepts != (second == "accepted") && second != "tls-inspected" {
					t.Errorf("with the true time: %s, and the verdict is to be %s", second, sc.Expect.Verdict)
				}
				if slices.Contains(sc.Expect.Findings, "server.clock-off") {
					if third := class(t, l, l.Now().Add(-sc.Server.behind())); third != "accepted" {
						t.Errorf("with the server's time: %s", third)
					}
				}
				if sc.Fix.How == "none" {
					return
				}
				l.Fix()
				time.Sleep(30 * time.Second)
				fourth := class(t, l, l.Clock().Wall())
				if (fourth == "accepted") != (sc.Expect.AfterFix == "fixed") {
					t.Errorf("after the remedy: %s, and the verdict is to be %s", fourth, sc.Expect.AfterFix)
				}
			})
			ran++
		})
	}
	if ran < 21 {
		t.Errorf("%d worlds ran, want at least 21", ran)
	}
}

// class tries the exchange with a time and names what came of it.
func class(t *testing.T, l *Lab, now time.Time) string {
	t.Helper()
	got, err := tryAt(t, l, now, func(*attempt) {})
	var dates x509.CertificateInvalidError
	var authority x509.UnknownAuthorityError
	switch {
	case errors.As(err, &dates) && dates.Reason == x509.Expired:
		return "tls-time"
	case errors.As(err, &authority):
		return "tls-inspected"
	case err != nil:
		t.Fatal(err)
	case got.status == 400 && got.description == "":
		return "refused-without-words"
	}
	seen := l.Seen()
	return seen[len(seen)-1].Outcome
}

// TestCloseEndsEverything: answers that are under way, requests that hang and
// connections that idle end at once, without the passing of time.
func TestCloseEndsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sc, err := Decode("slow", minimal+bearerWorld+"forth = \"10s\"\nback = \"10s\"\n"+
			"[[ntp]]\nname = \"time.example\"\nforth = \"1h\"\n[[https]]\nurl = \"https://www.example/\"\nforth = \"10s\"\nback = \"10s\"\n")
		if err != nil {
			t.Fatal(err)
		}
		l, err := Start(sc, Memory())
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 4)
		for range 2 {
			go func() {
				_, err := askNTP(t.Context(), l, "time.example:123", time.Hour)
				ended <- err
			}()
		}
		for _, url := range []string{"https://www.example/", "https://login.example/oauth/token"} {
			go func() {
				client := webClient(t, l)
				client.Timeout = time.Hour
				r, err := client.Get(url)
				if err == nil {
					_ = r.Body.Close()
				}
				ended <- err
			}()
		}
		time.Sleep(25 * time.Second) // the handshakes took 20 s; the handlers are on their way
		before := time.Now()
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if passed := time.Since(before); passed != 0 {
			t.Errorf("closing took %v", passed)
		}
		for range 4 {
			if err := <-ended; err == nil {
				t.Error("a request was answered after the end")
			}
		}
	})
}
