package steps

import "time"

// maxColumns bounds the chart: an hour of columns.
const maxColumns = int(time.Hour / ChartColumn)

// chart gathers the live offset into columns, and into one bucket a minute for
// the record. A column grows while its time runs; the others stay as they are.
type chart struct {
	columns []Column
	column  int64 // the number of the newest column since raw zero
	minute  int64
	bucket  *Bucket
}

// add puts an offset in seconds at raw time into the chart. It returns the
// minute's bucket when a minute is over.
func (c *chart) add(raw time.Duration, offset float64) *Bucket {
	number := int64(raw / ChartColumn)
	if len(c.columns) == 0 {
		c.column = number - 1
	}
	c.column = max(c.column, number-int64(maxColumns)) // a gap of years is no more than an empty chart
	for ; c.column < number; c.column++ {
		c.columns = append(c.columns, Column{Empty: true})
		if len(c.columns) > maxColumns {
			c.columns = c.columns[1:]
		}
	}
	newest := &c.columns[len(c.columns)-1]
	if newest.Empty {
		*newest = Column{Least: offset, Most: offset}
	}
	newest.Least, newest.Most, newest.Last = min(newest.Least, offset), max(newest.Most, offset), offset
	return c.minuteOf(raw, offset)
}

func (c *chart) minuteOf(raw time.Duration, offset float64) *Bucket {
	minute := int64(raw / time.Minute)
	var over *Bucket
	if c.bucket == nil || minute != c.minute {
		over = c.bucket
		c.bucket, c.minute = &Bucket{Least: offset, Most: offset}, minute
	}
	c.bucket.Least, c.bucket.Most, c.bucket.Last = min(c.bucket.Least, offset), max(c.bucket.Most, offset), offset
	return over
}
