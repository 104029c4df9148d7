package lab

import (
	"sync"
	"time"
)

// deadline is a point in time after which waiting ends. Its fields are guarded
// by the mutex of the condition that it wakes.
type deadline struct {
	timer  *time.Timer
	passed bool
	round  int // a timer of an earlier round has nothing to say
}

// set puts the deadline at t (zero: none) and wakes those that wait.
func (d *deadline) set(wake *sync.Cond, t time.Time) {
	wake.L.Lock()
	defer wake.L.Unlock()
	d.stop()
	d.passed = false
	d.round++
	if !t.IsZero() {
		round := d.round
		if left := until(t); left <= 0 {
			d.passed = true
		} else {
			d.timer = time.AfterFunc(left, func() { d.expire(wake, round) })
		}
	}
	wake.Broadcast()
}

func (d *deadline) expire(wake *sync.Cond, round int) {
	wake.L.Lock()
	defer wake.L.Unlock()
	if d.round == round {
		d.passed = true
		wake.Broadcast()
	}
}

// stop ends the timer; the mutex is held.
func (d *deadline) stop() {
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
}
