// A goroutine that works 50 microseconds each millisecond beside goroutines that only compute.
// A line with the number of processors, of hogs and of requests goes in; a line with the latency in
// nanoseconds of each request that was served comes out. The schedule is that of the Java side.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"time"
)

const (
	period = time.Millisecond
	quick  = 50 * time.Microsecond
	rounds = 1024
)

func step(x uint64) uint64 {
	x |= 1
	for i := 0; i < rounds; i++ {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}

func steps(count int64) uint64 {
	x := uint64(1)
	for i := int64(0); i < count; i++ {
		x = step(x)
	}
	return x
}

// How many steps take so long on a machine at rest.
func stepsIn(span time.Duration) int64 {
	best := time.Duration(1 << 62)
	for i := 0; i < 20; i++ {
		begin := time.Now()
		sink(steps(2000))
		if took := time.Since(begin); took < best {
			best = took
		}
	}
	count := int64(span) * 2000 / int64(best)
	if count < 1 {
		count = 1
	}
	return count
}

func sink(x uint64) {
	if x == 0 {
		panic("xorshift gave 0")
	}
}

func hog(enough *int32) {
	x := uint64(1)
	for atomic.LoadInt32(enough) == 0 {
		x = step(x)
	}
	sink(x)
}

func ask(asked int, work int64, served chan<- []string) {
	var latencies []string
	start := time.Now().Add(period)
	for next := 0; next < asked; {
		due := start.Add(time.Duration(next) * period)
		time.Sleep(time.Until(due))
		sink(steps(work))
		latency := time.Since(due)
		latencies = append(latencies, fmt.Sprint(int64(latency)))
		next += 1 + int(latency/period)
	}
	served <- latencies
}

func main() {
	work := stepsIn(quick)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var processors, hogs, asked int
		if _, err := fmt.Sscan(lines.Text(), &processors, &hogs, &asked); err != nil {
			fmt.Fprintln(os.Stderr, "latency:", err)
			os.Exit(2)
		}
		runtime.GOMAXPROCS(processors)
		var enough int32
		for i := 0; i < hogs; i++ {
			go hog(&enough)
		}
		time.Sleep(300 * time.Millisecond)
		served := make(chan []string)
		go ask(asked, work, served)
		fmt.Println(strings.Join(<-served, " "))
		atomic.StoreInt32(&enough, 1)
	}
}
