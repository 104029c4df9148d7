package logscan

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// written is an error.log as AEM writes it: much of everything, and now and then a
// token exchange of one of the four agents.
type written struct {
	random *rand.Rand
	out    *bufio.Writer
	size   int64
	at     time.Time     // true time
	skew   time.Duration // by which the log's clock is behind
	east   time.Duration // of the log's zone
	passed bool          // tokens come
	count  int           // of exchanges
}

func newWritten(to io.Writer, seed uint64) *written {
	return &written{random: rand.New(rand.NewPCG(seed, seed)), out: bufio.NewWriterSize(to, 1<<20), at: time.Date(2017, 3, 1, 0, 0, 0, 0, time.UTC)}
}

func (w *written) stamp() string {
	return w.at.Add(w.east - w.skew).Format("02.01.2006 15:04:05.000")
}

func (w *written) line(level, thread, logger, message string) {
	n, _ := fmt.Fprintf(w.out, "%s *%s* [%s] %s %s\n", w.stamp(), level, thread, logger, message)
	w.size += int64(n)
}

// noise is about n bytes that do not matter.
func (w *written) noise(n int64) {
	loggers := []string{
		"com.day.cq.dam.core.impl.handler.StandardImageHandler", "org.apache.jackrabbit.oak.plugins.index.AsyncIndexUpdate",
		"com.adobe.granite.workflow.core.job.JobHandler", "org.apache.sling.event.impl.jobs.queues.JobQueueImpl.com_day_cq_replication_job_publish",
		"com.day.cq.replication.impl.AgentManagerImpl", "com.adobe.granite.csrf.impl.CSRFFilter",
	}
	for end := w.size + n; w.size < end; {
		w.at = w.at.Add(time.Duration(w.random.IntN(900)) * time.Millisecond)
		logger := loggers[w.random.IntN(len(loggers))]
		thread := "sling-threadpool-" + strconv.Itoa(w.random.IntN(90)) + "-(apache-sling-job-thread-pool)-" + strconv.Itoa(w.random.IntN(20))
		switch w.random.IntN(40) {
		case 0:
			w.line("ERROR", thread, logger, "Error while processing item /content/dam/"+strconv.Itoa(w.random.IntN(1e6)))
			for range 8 + w.random.IntN(25) {
				n, _ := fmt.Fprintf(w.out, "\tat org.apache.sling.engine.impl.SlingRequestProcessorImpl.processComponent(SlingRequestProcessorImpl.java:%d)\n", w.random.IntN(900))
				w.size += int64(n)
			}
		case 1:
			w.line("INFO", thread, logger, "isValidRequest: empty CSRF token - rejecting")
		case 2:
			w.line("WARN", "10.0.0."+strconv.Itoa(w.random.IntN(250))+" [1488307191123] GET /content/dam/x.html HTTP/1.1", logger, "<div class=\"x\"> is not closed in /apps/site/components/page/body.html")
		default:
			w.line("INFO", thread, logger, "Execution of job "+strconv.Itoa(w.random.IntN(1e9))+" for /content/dam/site/"+strconv.FormatInt(w.random.Int64(), 36)+"/jcr:content/renditions took "+strconv.Itoa(w.random.IntN(4000))+" ms")
		}
	}
}

// exchanges writes a Test Connection of all four agents, their lines mixed.
func (w *written) exchanges() {
	var open [][]string
	for i := range 4 {
		w.count++
		open = append(open, conversation("mp_replication_agent_"+strconv.Itoa(i)+"_example", w.at, w.passed))
	}
	for len(open) > 0 {
		i := w.random.IntN(len(open))
		agent, message, _ := strings.Cut(open[i][0], "|")
		w.line("ERROR", "10.0.0.1 [14883071"+agent[len("mp_replication_agent_"):len("mp_replication_agent_")+1]+"] GET /etc/replication/agents.author/"+agent+".test.html HTTP/1.1",
			"com.day.cq.replication.Agent."+agent, message)
		if open[i] = open[i][1:]; len(open[i]) == 0 {
			open = append(open[:i], open[i+1:]...)
		}
	}
}

func conversation(agent string, at time.Time, passed bool) []string {
	date := "<< Date: " + at.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")
	lines := []string{
		"* OAuth 2.0 User: mac-example-replication",
		`Failed to get an access token for user: mac-example-replication msg: failed to get access token from authorization server status: 400 response: {"error":"invalid_grant","error_description":"JWT has expired"}`,
		"sent. Response: 401 Unauthorized", "Replication (TEST) of /content not successful. Conversation follows",
		"<< HTTP/1.1 401 Unauthorized", date, "Replication (TEST) of /content not successful.",
	}
	if passed {
		lines = []string{
			"* OAuth 2.0 User: mac-example-replication", "* OAuth 2.0 Token: '*****' initialized", "sent. Response: 200 OK",
			"<< HTTP/1.1 200 OK", date, "Replication (TEST) of /content successful.",
		}
	}
	for i, line := range lines {
		lines[i] = agent + "|" + line
	}
	return lines
}

// story writes noise with an exchange of four every so often: passed, then refused
// while the clock is behind, then passed again.
func story(to io.Writer, seed uint64, size, every int64) (*written, error) {
	w := newWritten(to, seed)
	for w.size < size {
		behind := w.size > size/4 && w.size < 3*size/4
		w.skew, w.passed = 0, !behind
		if behind {
			w.skew = 208154 * time.Second
		}
		w.exchanges()
		w.noise(min(every, size-w.size))
	}
	return w, w.out.Flush()
}

// BenchmarkScan reads a log of a given size that is warm: UNSKEW_BENCH_LOG names
// one that is kept, written if it is not there, and UNSKEW_BENCH_MB its size.
func BenchmarkScan(b *testing.B) {
	size := int64(256)
	if text := os.Getenv("UNSKEW_BENCH_MB"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		size = n
	}
	name := os.Getenv("UNSKEW_BENCH_LOG")
	if name == "" {
		name = filepath.Join(b.TempDir(), "error.log")
	}
	if _, err := os.Stat(name); err != nil {
		file, err := os.Create(name)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := story(file, 1, size<<20, 64<<20); err != nil {
			b.Fatal(err)
		}
		if err := file.Close(); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(name)
	if err != nil {
		b.Fatal(err)
	}
	for _, workers := range []int{1, 2} {
		b.Run(strconv.Itoa(workers), func(b *testing.B) {
			b.SetBytes(info.Size())
			for b.Loop() {
				if got := Scan(b.Context(), []Input{{Name: name}}, Options{Workers: workers}); len(got.Exchanges) == 0 {
					b.Fatal("nothing was found")
				}
			}
		})
	}
}
