package steps

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"strings"
	"testing"
	"time"

	"unskew/diagnostics"
	"unskew/diagnostics/exchange"
)

// rightPassphrase is a canary too: it must not be found anywhere afterwards.
const (
	rightPassphrase = " lab-canary-open-sesame\t"
	wrongPassphrase = "lab-canary-wrong"
)

// lockKey puts a passphrase on the private key of a world's host.
func lockKey(t *testing.T, world *labWorld) {
	t.Helper()
	files := maps.Clone(world.lab.Files())
	block, _ := pem.Decode(files["private.key"])
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	//lint:ignore SA1019 the quickest way to a locked file
	locked, err := x509.EncryptPEMBlock(rand.Reader, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(parsed.(*rsa.PrivateKey)), []byte(rightPassphrase), x509.PEMCipherAES256)
	if err != nil {
		t.Fatal(err)
	}
	files["private.key"] = pem.EncodeToMemory(locked)
	world.world.Files = labFiles(files)
}

// atPassphrase walks to the question for the passphrase.
func (d *desk) atPassphrase() *Question {
	d.t.Helper()
	d.asked(askWhere)
	d.do(ActAnswer, WhereHere)
	for _, page := range []StepID{StepOSTime, StepNTP} {
		d.next(page)
		d.do(ActNext, "")
	}
	return d.asked(askPassphrase)
}

// TestPassphraseIsAsked: a wrong one is turned down and asked for again; with the
// right one the proof is made; neither is kept or shown.
func TestPassphraseIsAsked(t *testing.T) {
	bubble(t, "asked", func(t *testing.T) {
		d := sit(t, "brand-portal", NoKeeper{}, func(w *labWorld) { lockKey(t, w) })
		c := canariesOf(d.lab.Files())
		question := d.atPassphrase()
		if question.Kind != EnterSecret || !strings.Contains(question.Help[0].String(), "private.key is protected by a passphrase") {
			t.Errorf("asked as %+v", question)
		}
		for _, wrong := range []string{wrongPassphrase, strings.TrimSpace(rightPassphrase), strings.Repeat("lab-canary-", 200)} {
			view := d.do(ActAnswer, wrong)
			if view.Page.Question == nil || view.Page.Question.Problem.IsZero() {
				t.Fatalf("%q was taken", wrong)
			}
			c.searchAll(t, d.engine)
		}
		d.do(ActAnswer, rightPassphrase)
		d.shown(StepToken)
		c.searchAll(t, d.engine)
		if code := d.verdict(); code != ClockCaused {
			t.Errorf("verdict %s", code)
		}
		d.do(ActNext, "")
		d.shown(StepConfirm)
		d.lab.Fix()
		time.Sleep(20 * time.Second)
		if code := d.verdict(); code != Fixed {
			t.Errorf("after the fix: %s", code)
		}
		c.searchAll(t, d.engine)
		if value, _ := d.engine.Session().Value(StepToken, askPassphrase); value != passphraseGiven || c.searched < 25 {
			t.Errorf("recorded as %q, %d searches", value, c.searched)
		}
	})
}

// TestWithoutPassphrase: who has none goes on, and only the endpoint's clock is
// read.
func TestWithoutPassphrase(t *testing.T) {
	bubble(t, "declined", func(t *testing.T) {
		d := sit(t, "brand-portal", NoKeeper{}, func(w *labWorld) { lockKey(t, w) })
		d.atPassphrase()
		d.do(ActAnswer, "")
		d.shown(StepToken)
		s := d.engine.Session()
		if d.assertions() != 0 || len(s.Attempts()) != 1 || finding(Assess(s), "exchange.untested") == nil {
			t.Errorf("%d assertions, attempts %+v", d.assertions(), s.Attempts())
		}
		d.do(ActBack, "")
		d.asked(askPassphrase)
		d.do(ActAnswer, rightPassphrase)
		d.shown(StepToken)
		if code := d.verdict(); code != ClockCaused {
			t.Errorf("second thoughts: %s", code)
		}
	})
}

// TestPassphraseOfTheCommand: one that the command line brought is not asked for;
// a wrong one is.
func TestPassphraseOfTheCommand(t *testing.T) {
	for given, asks := range map[string]bool{rightPassphrase: false, wrongPassphrase: true} {
		bubble(t, given, func(t *testing.T) {
			d := sit(t, "brand-portal", NoKeeper{}, func(w *labWorld) {
				lockKey(t, w)
				w.world.Passphrase = NewPassphrase(diagnostics.NewSecret(given))
			})
			if !asks {
				d.to(StepToken)
				if code := d.verdict(); code != ClockCaused {
					t.Errorf("verdict %s", code)
				}
				return
			}
			if help := d.atPassphrase().Help[0].String(); !strings.Contains(help, "does not open private.key") {
				t.Errorf("asked with %q", help)
			}
		})
	}
	bubble(t, "unattended", func(t *testing.T) {
		world := startLab(t, scenarioOf(t, "brand-portal"))
		lockKey(t, &world)
		s := finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
		if found := finding(Assess(s), "exchange.untested"); world.assertions() != 0 || targetOf(s) == nil || !targetOf(s).Locked || found != nil && found.Severity != Info {
			t.Errorf("%d assertions, target %+v", world.assertions(), targetOf(s))
		}
		world.world.Passphrase = NewPassphrase(diagnostics.NewSecret(rightPassphrase))
		s = finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
		if code := Assess(s).Verdict.Code; code != ClockCaused {
			t.Errorf("with the passphrase: %s", code)
		}
	})
}

// TestPassphraseAfterResume: the record has no passphrase, so the last proof of a
// session that was taken up again asks for it, on the last page.
func TestPassphraseAfterResume(t *testing.T) {
	for _, declines := range []bool{false, true} {
		bubble(t, map[bool]string{false: "given", true: "declined"}[declines], func(t *testing.T) {
			d := sit(t, "brand-portal", &paper{}, func(w *labWorld) {
				asReal(w)
				lockKey(t, w)
			})
			d.atPassphrase()
			d.do(ActAnswer, rightPassphrase)
			d.shown(StepToken)
			d.do(ActNext, "")
			d.shown(StepConfirm)
			d.do(ActPark, "")
			parked := d.left()
			world := another(t, time.Hour, nil)
			world.lab.Fix()
			lockKey(t, &world)
			again := run(t, world, Resume(world.world, parked, parked.Settings(), &paper{}))
			sent := world.assertions()
			again.asked(askPassphrase)
			if world.assertions() != sent || again.verdict() == Fixed {
				t.Fatalf("%d assertions without a passphrase, %s", world.assertions()-sent, again.verdict())
			}
			if declines {
				again.do(ActAnswer, "")
				time.Sleep(time.Minute)
				if again.engine.Look().Page.Question != nil || again.verdict() == Fixed || world.assertions() != sent {
					t.Errorf("declined: %s, question %+v", again.verdict(), again.engine.Look().Page.Question)
				}
				return
			}
			again.do(ActAnswer, rightPassphrase)
			time.Sleep(20 * time.Second)
			if again.verdict() != Fixed {
				t.Errorf("%s", again.verdict())
			}
			c := canariesOf(world.lab.Files())
			c.searchAll(t, again.engine)
		})
	}
}

// TestOtherKeysAreRefused: a key that the signature cannot be made with is told
// before anything is sent.
func TestOtherKeysAreRefused(t *testing.T) {
	bubble(t, "EC", func(t *testing.T) {
		world := startLab(t, scenarioOf(t, "brand-portal"))
		world.world.Files = labFiles{"private.key": []byte(ecKey)}
		s := finished(t, NewEngine(world.world, world.settings, false, NoKeeper{}))
		target := targetOf(s)
		if target == nil || target.Credential || !strings.Contains(target.Problem, "is an EC P-256 key, but the assertion is signed with RS256") {
			t.Errorf("target %+v", target)
		}
		for _, attempt := range s.Attempts() {
			if attempt.Outcome == exchange.Accepted || attempt.Stamp != "" {
				t.Errorf("%+v", attempt)
			}
		}
	})
}

// ecKey is a TEST KEY, made for this test and registered nowhere.
const ecKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyHAXmfXANCGu8rQ5
9DL3TpwXZ0Tk7x1fEipItTFfXP+hRANCAASIpGdv9QnjcV8Y51Y8tnvkJ4wtrQMl
1bekyb/Sbmq48tKRaO7u/hc5S7wkfECx4GoxhNm46oB6jCwN8QbhZD+f
-----END PRIVATE KEY-----
`
