// An HTTP service in Go that shuts down gracefully and says so at /shutdown-status.
//
// SIGTERM or SIGHUP begins the drain: /readyz and new work get 503, what was accepted is
// finished, and the exit code is 0; or 75, if the limit passes with work left. Start it as PID 1
// or behind exec: a shell keeps the signal. The grace period must hold what a preStop hook takes,
// the limit, and one second more in which readers of the status hear how it ended.
//
//	LASTCALL_DRAIN_SECONDS=25 LASTCALL_GRACE_SECONDS=30 PORT=8080 STATUS_PORT=8081 ./graceful
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"net/http"
	"os"
	"os/signal"
	"sort"
	"strconv"
	"sync"
	"syscall"
	"time"
)

var (
	limit = number(os.Getenv("LASTCALL_DRAIN_SECONDS"), 25, 1e6) // seconds
	grace = number(os.Getenv("LASTCALL_GRACE_SECONDS"), 30, 1e6)
	work  http.Server
	over  = make(chan bool) // closed when the drain is

	mu           sync.Mutex // guards the rest
	phase, cause = "running", (*string)(nil)
	began, ended time.Time               // of the drain; while it lasts, ended is now
	tasks        = map[*time.Time]bool{} // by when each began
	completed    int
)

// addOneTask counts a task; once the drain has begun it does not, and doneFunc is nil. One lock
// is around the question and the count, so that no task is accepted that nobody waits for.
func addOneTask() (doneFunc func()) {
	defer locked()()
	if phase != "running" {
		return nil
	}
	task := time.Now()
	tasks[&task] = true
	return func() {
		defer locked()()
		delete(tasks, &task)
		completed++
		endIf(len(tasks) == 0, "drained")
	}
}

// begin begins the drain; what comes during it is logged and changes nothing.
func begin(by string) {
	defer locked()()
	log.Printf("received %s, draining, %d in flight", by, len(tasks))
	if phase == "running" {
		phase, cause, began = "draining", &by, time.Now()
		endIf(len(tasks) == 0, "drained")
		work.SetKeepAlivesEnabled(false)
		go gracefulShutdown()
	}
}

// gracefulShutdown says once a second what is left, and gives up at the limit.
func gracefulShutdown() {
	for timeOut := time.After(duration(limit)); ; {
		select {
		case <-over:
			return
		case <-timeOut:
			defer locked()()
			endIf(true, "timedOut")
			return
		case <-time.After(time.Second):
			log.Printf("still waiting, %d in flight", status()["inFlight"])
		}
	}
}

// endIf ends the drain, once; the caller holds the lock.
func endIf(condition bool, outcome string) {
	if condition && phase == "draining" {
		phase, ended = outcome, time.Now()
		log.Printf("drain over: %s after %.1f s, %d in flight", phase, ended.Sub(began).Seconds(),
			len(tasks))
		close(over)
	}
}

// status is the answer of this moment.
func status() map[string]any {
	defer locked()()
	ages := sort.Float64Slice{}
	for task := range tasks {
		ages = append(ages, time.Since(*task).Seconds())
	}
	sort.Sort(sort.Reverse(ages))
	if phase == "draining" {
		ended = time.Now()
	}
	if len(ages) > 100 {
		ages = ages[:100]
	}
	return map[string]any{"phase": phase, "signal": cause, "inFlight": len(tasks),
		"oldestSeconds": ages, "completed": completed, "gracePeriodSeconds": grace,
		"drainElapsedSeconds": ended.Sub(began).Seconds(), "drainTimeoutSeconds": limit}
}

func serveStatus(w http.ResponseWriter, r *http.Request) {
	if r.Method != "GET" {
		http.Error(w, "only GET", 405)
		return
	}
	if r.URL.Query().Get("drain") == "1" {
		// No browser, crawler or forged request sends this header.
		secret := os.Getenv("LASTCALL_DRAIN_HEADER")
		if secret == "" || r.Header.Get("Lastcall-Drain") != secret {
			http.Error(w, "only with the header Lastcall-Drain", 403)
			return
		}
		begin("http")
	}
	select {
	case <-over:
	case <-r.Context().Done():
	case <-time.After(duration(number(r.URL.Query().Get("wait"), 0, 3600))):
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(status())
}

func serveWork(w http.ResponseWriter, r *http.Request) {
	if doneFunc := addOneTask(); doneFunc == nil {
		http.Error(w, "draining", 503)
	} else {
		defer doneFunc()
		time.Sleep(duration(number(r.URL.Query().Get("ms"), 0, 3.6e6) / 1000)) // the work
		w.Write([]byte("done\n"))
	}
}

func serveHealth(w http.ResponseWriter, r *http.Request) {
	if status()["phase"] != "running" {
		http.Error(w, "draining", 503)
	}
}

func main() {
	names := map[os.Signal]string{syscall.SIGTERM: "SIGTERM", syscall.SIGHUP: "SIGHUP"}
	signals := make(chan os.Signal, 16) // without room, signals would be dropped
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGHUP)
	http.HandleFunc("/work", serveWork)
	http.HandleFunc("/readyz", serveHealth)
	statuses := http.NewServeMux()
	statuses.HandleFunc("/shutdown-status", serveStatus)
	go listen(&http.Server{Handler: statuses}, os.Getenv("STATUS_PORT"), 8081)
	go listen(&work, os.Getenv("PORT"), 8080)
	if limit+1 >= grace {
		log.Printf("warning: SIGKILL after %g s may come before %g + 1 s are over", grace, limit)
	}
	go func() {
		for s := range signals {
			// In the other mode SIGHUP drains, sent by a preStop hook that waits until it is over,
			// and SIGTERM ends at once unless a drain has begun; 0 is only for what has drained:
			// if s == syscall.SIGTERM && status()["phase"] == "running" {
			// 	log.Fatalf("directly end with SIGTERM, %d in flight", status()["inFlight"]) // exit code 1
			// }
			begin(names[s])
		}
	}()
	<-over
	go work.Shutdown(context.Background())
	time.Sleep(time.Second) // the last answers go out, and the status closes last
	os.Exit(map[string]int{"drained": 0, "timedOut": 75}[phase])
}

func listen(server *http.Server, port string, fallback float64) {
	server.ReadHeaderTimeout = 5 * time.Second
	server.Addr = fmt.Sprintf("0.0.0.0:%.0f", number(port, fallback, 65535))
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
}

// number reads a number above 0, at most the most; what is none counts as the fallback.
func number(text string, fallback, most float64) float64 {
	if value, _ := strconv.ParseFloat(text, 64); value > 0 {
		return math.Min(value, most)
	}
	return fallback
}

func duration(seconds float64) time.Duration { return time.Duration(seconds * 1e9) }

func locked() func() { mu.Lock(); return mu.Unlock }
