package dev.rota.checks.weaving;

import dev.rota.slice.Ticks;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * One side of a comparison, in a JVM of its own: calls a program until it is compiled, and prints
 * the CPU time of a call, and how late the ends of slices were noticed.
 */
final class Side {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Duration SAMPLE = Duration.ofMillis(20);
  private static final int SAMPLES = 21;

  private Side() {}

  /** Arguments: the program's name, and for how many ms to warm up. */
  public static void main(String[] arguments) {
    var program = Program.ALL.get(arguments[0]).get();
    var ticks = Ticks.every(Duration.ofMillis(2));
    long warm = System.nanoTime() + Duration.ofMillis(Long.parseLong(arguments[1])).toNanos();
    long result = program.getAsLong();
    int calls = 0;
    while (System.nanoTime() < warm) {
      call(program, result);
      calls++;
    }
    ticks.forget();
    long perSample =
        Math.max(1, calls * SAMPLE.toNanos() / (Long.parseLong(arguments[1]) * 1_000_000));
    var nanos = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long before = THREADS.getCurrentThreadCpuTime();
      for (int j = 0; j < perSample; j++) {
        call(program, result);
      }
      nanos[i] = (THREADS.getCurrentThreadCpuTime() - before) / (double) perSample;
    }
    Arrays.sort(nanos);
    var delays = ticks.delays();
    System.out.println(
        nanos[SAMPLES / 2]
            + " "
            + result
            + " "
            + (delays.length == 0
                ? "0 0 0"
                : delays[delays.length / 2]
                    + " "
                    + delays[delays.length * 99 / 100]
                    + " "
                    + delays[delays.length - 1]));
  }

  private static void call(LongSupplier program, long expected) {
    long result = program.getAsLong();
    if (result != expected) {
      throw new IllegalStateException("was " + expected + ", now " + result);
    }
  }
}
