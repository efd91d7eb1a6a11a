package dev.rota.checks.lock;

import dev.rota.share.SharedLong;
import dev.rota.share.SharedMutex;
import dev.rota.share.SharedRegion;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A critical section of a microsecond, and as much outside, in several processes at once. */
final class Contended implements Part {

  private static final int[] PROCESSES = {2, 8};
  private static final List<String> LOCKS = List.of("robust", "plain", "mutex", "fair");
  private static final int ROUNDS = 5;
  private static final long ROUND_MILLIS = 1000;
  private static final int WARM_UP = 5000;
  private static final long SECTION_NANOS = 1000;

  @Override
  public void measure(SharedRegion region) throws Exception {
    NativeLocks.makeMutex(region.memory("robust", NativeLocks.BYTES), true);
    NativeLocks.makeMutex(region.memory("plain", NativeLocks.BYTES), false);
    for (int processes : PROCESSES) {
      System.out.println("\ncontended, 1 us inside and outside, " + processes + " processes");
      double[][] each = new double[LOCKS.size()][ROUNDS];
      long[] longest = new long[LOCKS.size()];
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < LOCKS.size(); i++) {
          each[i][round] = round(region, LOCKS.get(i), processes);
          longest[i] = Math.max(longest[i], region.counter("longest").get());
        }
      }
      print(each, longest);
    }
  }

  private static void print(double[][] each, long[] longest) {
    for (int i = 0; i < LOCKS.size(); i++) {
      double[] ratios = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        ratios[round] = each[i][round] / each[0][round];
      }
      System.out.printf(
          "  %-28s %10.0f ns a section (best %.0f)  %.2f of the first, longest wait %.1f ms%n",
          switch (LOCKS.get(i)) {
            case "robust" -> "pthread robust mutex by FFM";
            case "plain" -> "pthread mutex by FFM";
            case "mutex" -> "SharedMutex";
            default -> "SharedMutex, fair";
          },
          Rounds.median(each[i]),
          Arrays.stream(each[i]).min().orElseThrow(),
          Rounds.median(ratios),
          longest[i] / 1e6);
    }
  }

  /** How many ns a section took, all processes together. */
  private static double round(SharedRegion region, String lock, int processes) throws Exception {
    for (String counter : List.of("warm", "phase", "longest", "sections")) {
      region.counter(counter).set(0);
    }
    List<Process> partners = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      partners.add(Partner.start(region, "contend-" + lock, WARM_UP));
    }
    region.counter("phase").set(1);
    while (region.counter("warm").get() < processes) {
      Thread.sleep(1);
    }
    region.counter("sections").set(0);
    long start = System.nanoTime();
    Thread.sleep(ROUND_MILLIS);
    long sections = region.counter("sections").get();
    long nanos = System.nanoTime() - start;
    region.counter("phase").set(2);
    for (Process partner : partners) {
      partner.waitFor();
    }
    return (double) nanos / sections;
  }

  /** What each of the processes does. */
  static void run(SharedRegion region, String lock, int warmUp) throws InterruptedException {
    if (lock.equals("robust") || lock.equals("plain")) {
      MemorySegment memory = region.memory(lock, NativeLocks.BYTES);
      run(region, () -> NativeLocks.lock(memory), () -> NativeLocks.unlock(memory), warmUp);
    } else {
      SharedMutex mutex = region.mutex("shared-" + lock, lock.equals("fair"));
      run(region, mutex::lock, mutex::unlock, warmUp);
    }
  }

  private static void run(SharedRegion region, Runnable lock, Runnable unlock, int warmUp)
      throws InterruptedException {
    SharedLong phase = region.counter("phase");
    SharedLong sections = region.counter("sections");
    while (phase.get() == 0) {
      Thread.sleep(1);
    }
    long worst = 0;
    for (int i = 0; phase.get() == 1; i++) {
      long asked = System.nanoTime();
      lock.run();
      worst = Math.max(worst, System.nanoTime() - asked);
      sections.increment();
      spin();
      unlock.run();
      spin();
      if (i == warmUp) {
        region.counter("warm").increment();
        worst = 0;
      }
    }
    SharedLong longest = region.counter("longest");
    long known = longest.get();
    while (worst > known && !longest.compareAndSet(known, worst)) {
      known = longest.get();
    }
  }

  private static void spin() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < SECTION_NANOS) {
      Thread.onSpinWait();
    }
  }
}
