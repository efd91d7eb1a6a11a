import dev.rota.slice.SlicedPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Two hogs for each processor, and beside them a task of 50 µs every millisecond: how long after
 * its time is it done, on virtual threads, on platform threads and on a {@link SlicedPool}?
 */
class Starving {

  static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  static final int TASKS = 5_000;
  static final long EVERY = 1_000_000; // ns
  static final long WORK = 50_000; // ns
  static final long[] BOUNDS = {100, 300, 1_000, 3_000, 10_000, 30_000, 100_000}; // µs

  static volatile boolean stop;
  static volatile long sink;

  public static void main(String[] args) throws Exception {
    List<String> names = List.of("virtual threads", "platform threads", "SlicedPool");
    List<AtomicLongArray> latencies = new ArrayList<>();
    latencies.add(latencies(Executors.newVirtualThreadPerTaskExecutor()));
    latencies.add(latencies(Executors.newCachedThreadPool()));
    latencies.add(latencies(SlicedPool.builder().quantum(Duration.ofMillis(1)).build()));
    print(names, latencies);
  }

  /** From when each task was due to its end, in ns; 0 for one that was not done in time. */
  static AtomicLongArray latencies(ExecutorService executor) throws InterruptedException {
    AtomicLongArray latencies = new AtomicLongArray(TASKS);
    stop = false;
    try (executor) {
      for (int i = 0; i < 2 * PROCESSORS; i++) {
        executor.execute(Starving::hog);
      }
      long start = System.nanoTime();
      for (int i = 0; i < TASKS; i++) {
        int task = i;
        long due = start + i * EVERY;
        LockSupport.parkNanos(due - System.nanoTime());
        executor.execute(() -> quick(task, due, latencies));
      }
      stop = true;
    }
    return latencies;
  }

  static void hog() {
    long state = 88172645463325252L;
    while (!stop) {
      state = xorshift(state);
    }
    sink = state;
  }

  static void quick(int task, long due, AtomicLongArray latencies) {
    long begin = System.nanoTime();
    long state = task + 1;
    while (System.nanoTime() - begin < WORK) {
      state = xorshift(state);
    }
    sink = state;
    if (!stop) {
      latencies.set(task, System.nanoTime() - due);
    }
  }

  static long xorshift(long state) {
    long next = state ^ (state << 13);
    next ^= next >>> 7;
    return next ^ (next << 17);
  }

  static void print(List<String> names, List<AtomicLongArray> latencies) {
    row("done within", names);
    for (int bucket = 0; bucket <= BOUNDS.length; bucket++) {
      long from = bucket == 0 ? 1 : BOUNDS[bucket - 1] * 1_000;
      long to = bucket == BOUNDS.length ? Long.MAX_VALUE : BOUNDS[bucket] * 1_000;
      row(
          bucket == BOUNDS.length ? "later" : time(BOUNDS[bucket]),
          latencies.stream().map(all -> bar(count(all, from, to))).toList());
    }
    row("not at all", latencies.stream().map(all -> bar(count(all, 0, 1))).toList());
    for (int percent : new int[] {50, 99}) {
      row("p" + percent, latencies.stream().map(all -> percentile(all, percent)).toList());
    }
  }

  static void row(String name, List<String> cells) {
    System.out.printf("%-12s", name);
    cells.forEach(cell -> System.out.printf("  %-22s", cell));
    System.out.println();
  }

  static long count(AtomicLongArray latencies, long from, long to) {
    long count = 0;
    for (int i = 0; i < TASKS; i++) {
      if (latencies.get(i) >= from && latencies.get(i) < to) {
        count++;
      }
    }
    return count;
  }

  static String bar(long count) {
    int length = (int) Math.ceilDiv(count * 16, TASKS);
    return "%5d %s".formatted(count, "█".repeat(length));
  }

  /** Of all tasks: one that was not done counts as the slowest. */
  static String percentile(AtomicLongArray latencies, int percent) {
    long[] sorted = new long[TASKS];
    Arrays.setAll(sorted, i -> latencies.get(i) == 0 ? Long.MAX_VALUE : latencies.get(i));
    Arrays.sort(sorted);
    long nanos = sorted[TASKS * percent / 100];
    return nanos == Long.MAX_VALUE ? "  never" : "  " + time(nanos / 1_000);
  }

  static String time(long micros) {
    return micros < 1_000 ? micros + " µs" : "%.1f ms".formatted(micros / 1_000.0);
  }
}
