package dev.rota.checks.weaving;

import dev.rota.slice.Ticks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * One side of a comparison, in a JVM of its own: calls a program until it is compiled, then says so
 * and, for each line of its input, what CPU time a call takes; at the end of the input how late the
 * ends of slices were noticed.
 */
final class Side {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final CompilationMXBean COMPILER =
      Objects.requireNonNull(ManagementFactory.getCompilationMXBean());
  private static final Duration SAMPLE = Duration.ofMillis(20);

  /** Of CPU time, as a loaded machine gives little of it. */
  private static final Duration SHORTEST_WARM_UP = Duration.ofSeconds(2);

  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(20);

  /** The JIT's compilers have done their work if they did nothing for so long. */
  private static final Duration REST = Duration.ofMillis(400);

  private final LongSupplier program;
  private final long result;

  private Side(LongSupplier program) {
    this.program = program;
    this.result = program.getAsLong();
  }

  /** Argument: the program's name. */
  static void main(String[] arguments) throws IOException {
    var side = new Side(Program.make(arguments[0]));
    var ticks = Ticks.of(Thread.currentThread(), Duration.ofMillis(2));
    long calls = side.warmUp();
    ticks.forget();
    System.out.println(side.result);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      System.out.println(side.sample(calls));
    }
    var delays = ticks.delays();
    System.out.println(percentile(delays, 50) + " " + percentile(delays, 99));
  }

  /** Calls until the program is compiled; the number of calls that a sample has. */
  private long warmUp() {
    long start = THREADS.getCurrentThreadCpuTime();
    long compiled = COMPILER.getTotalCompilationTime();
    long rested = start;
    while (true) {
      long before = THREADS.getCurrentThreadCpuTime();
      call();
      long now = THREADS.getCurrentThreadCpuTime();
      if (compiled != COMPILER.getTotalCompilationTime()) {
        compiled = COMPILER.getTotalCompilationTime();
        rested = now;
      }
      boolean over = now - start > SHORTEST_WARM_UP.toNanos() && now - rested > REST.toNanos();
      if (over || now - start > LONGEST_WARM_UP.toNanos()) {
        return Math.max(1, SAMPLE.toNanos() / Math.max(1, now - before));
      }
    }
  }

  private double sample(long calls) {
    long before = THREADS.getCurrentThreadCpuTime();
    for (long i = 0; i < calls; i++) {
      call();
    }
    return (THREADS.getCurrentThreadCpuTime() - before) / (double) calls;
  }

  private void call() {
    long again = program.getAsLong();
    if (again != result) {
      throw new IllegalStateException("was " + result + ", now " + again);
    }
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * percent / 100];
  }
}
