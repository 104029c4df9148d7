package ntp

import (
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkFilter compares what can be made of the same eight samples: the
// intersection of their intervals, the sample of the least round trip, and the
// mean. Both ways jitter by an exponential delay of 10 ms in the mean; the floor
// for that is 0.433 ms. One op is one trial; run it with -benchtime=20000x.
func BenchmarkFilter(b *testing.B) {
	random := rand.New(rand.NewPCG(3, 5))
	var intersection, least, mean []float64
	for b.Loop() {
		all := jittered(random, 8)
		e, ok := combine(all, false)
		if !ok {
			b.Fatal("honest samples contradict each other")
		}
		best, sum := all[0], time.Duration(0)
		for _, s := range all {
			if s.rtt() < best.rtt() {
				best = s
			}
			sum += middle(s)
		}
		intersection = append(intersection, milliseconds(e.offset))
		least = append(least, milliseconds(middle(best)))
		mean = append(mean, milliseconds(sum/time.Duration(len(all))))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(intersection), "ms/intersection")
	b.ReportMetric(median(least), "ms/least-round-trip")
	b.ReportMetric(median(mean), "ms/mean")
}

// jittered are samples of a server that is right, over a path of 10 ms.
func jittered(random *rand.Rand, count int) []sample {
	all := make([]sample, count)
	for i := range all {
		forth, back := random.ExpFloat64()*10e6, random.ExpFloat64()*10e6
		all[i] = sample{low: -time.Duration(5e6 + back), high: time.Duration(5e6 + forth)}
	}
	return all
}

// middle is the offset that one sample alone gives.
func middle(s sample) time.Duration { return s.low + s.rtt()/2 }

func milliseconds(d time.Duration) float64 { return d.Abs().Seconds() * 1000 }
