package steps

import (
	"testing"
	"time"
)

func TestChartColumns(t *testing.T) {
	var c chart
	if len(c.columns) != 0 {
		t.Fatal("a new chart is not empty")
	}
	start := time.Hour + 3*time.Second // in the middle of a column
	for raw := start; raw < start+time.Minute; raw += watchEvery {
		c.add(raw, (raw - start).Seconds())
	}
	// 3 s into a column: seven columns are touched within the minute.
	if len(c.columns) != 7 {
		t.Fatalf("%d columns, want 7", len(c.columns))
	}
	first, second, last := c.columns[0], c.columns[1], c.columns[6]
	if first.Least != 0 || first.Most != 6.75 || first.Last != 6.75 || first.Empty {
		t.Errorf("the first column is %+v", first)
	}
	if second.Least != 7 || second.Most != 16.75 || second.Last != 16.75 {
		t.Errorf("the second column is %+v", second)
	}
	if last.Least != 57 || last.Last != 59.75 {
		t.Errorf("the last column is %+v", last)
	}
}

// TestChartGap: time in which nothing was measured is empty, not zero.
func TestChartGap(t *testing.T) {
	var c chart
	c.add(15*time.Second, -2)
	c.add(45*time.Second, -1)
	if len(c.columns) != 4 || !c.columns[1].Empty || !c.columns[2].Empty || c.columns[3].Empty || c.columns[0].Last != -2 || c.columns[3].Most != -1 {
		t.Errorf("%+v", c.columns)
	}
}

// TestChartKeepsAnHour, whatever comes, also when raw time leaps.
func TestChartKeepsAnHour(t *testing.T) {
	var c chart
	for minute := range 300 {
		c.add(time.Duration(minute)*time.Minute, float64(minute))
	}
	if len(c.columns) != maxColumns || maxColumns != 360 {
		t.Errorf("%d columns, at most %d", len(c.columns), maxColumns)
	}
	if newest := c.columns[len(c.columns)-1]; newest.Last != 299 {
		t.Errorf("the newest column is %+v", newest)
	}
	before := time.Now()
	c.add(10*365*24*time.Hour, 1)
	if spent := time.Since(before); len(c.columns) != maxColumns || spent > time.Second {
		t.Errorf("after ten years %d columns, in %v", len(c.columns), spent)
	}
}

// TestBuckets: one a minute, when the minute is over, with its least, its most
// and its last.
func TestBuckets(t *testing.T) {
	var c chart
	var buckets []Bucket
	for raw := 30 * time.Second; raw <= 4*time.Minute; raw += watchEvery {
		if bucket := c.add(raw, 100-raw.Seconds()); bucket != nil {
			buckets = append(buckets, *bucket)
		}
	}
	want := []Bucket{{40.25, 70, 40.25}, {-19.75, 40, -19.75}, {-79.75, -20, -79.75}, {-139.75, -80, -139.75}}
	if len(buckets) != len(want) {
		t.Fatalf("%d buckets: %v", len(buckets), buckets)
	}
	for i := range want {
		if buckets[i] != want[i] {
			t.Errorf("bucket %d is %+v, want %+v", i, buckets[i], want[i])
		}
	}
}
