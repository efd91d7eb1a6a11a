package dev.rota.checks.chaos;

import dev.rota.PoolStats;
import dev.rota.process.ProcessPool;
import dev.rota.process.ProcessPoolBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Pools under fire for a while: tasks of every kind, from several threads at once, are crashed,
 * cancelled and timed out, their workers are killed, stopped and recycled, and small pools come and
 * go; the workers of some run several tasks at once. At the end every task must have ended exactly
 * once and as it may, none without retries was started twice, and no process, thread, descriptor,
 * file or memory is left.
 *
 * <p>The seed gives the same tasks, signals and pools again; when they meet is up to the machine.
 */
public final class Chaos {

  private static final int SUBMITTERS = 3;

  private final long end;
  private final long seed;
  private final Ledger ledger = new Ledger();
  private final AtomicLong ids = new AtomicLong();
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1);

  private Chaos(int seconds, long seed) {
    this.end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    this.seed = seed;
  }

  /** {@code [SECONDS] [SEED]}: ten minutes and a new seed by default. */
  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 600;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    System.exit(run(seconds, seed).isEmpty() ? 0 : 1);
  }

  /** Runs it and returns what went wrong. */
  public static List<String> run(int seconds, long seed) throws Exception {
    System.out.println("chaos: " + seconds + " s, seed " + seed);
    warmUp();
    Leaks before = Leaks.now();
    Chaos chaos = new Chaos(seconds, seed);
    Thread run = chaos.start("chaos", chaos::run);
    if (run.join(Duration.ofSeconds(seconds + 4 * Ledger.PATIENCE_SECONDS))) {
      before.compare(chaos.ledger);
    } else {
      chaos.ledger.wrong("it does not come to an end: " + stacks());
    }
    return chaos.report(seconds);
  }

  private static String stacks() {
    StringBuilder text = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              text.append("%n%s".formatted(thread.getName()));
              Stream.of(stack).limit(8).forEach(frame -> text.append("%n    %s".formatted(frame)));
            });
    return text.toString();
  }

  /** What is loaded once and for all must not look like a leak. */
  private static void warmUp() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(1).heap("64m").build()) {
      pool.submit(() -> 1).get();
    }
  }

  /** The sniper hits young workers too, so early deaths do not say that workers cannot live. */
  private static ProcessPoolBuilder builder(int threadsPerWorker) {
    return ProcessPool.builder()
        .threadsPerWorker(threadsPerWorker)
        .heap("64m")
        .taskTimeout(Duration.ofSeconds(2)) // for those whose worker was stopped
        .restartIntensity(1000, Duration.ofSeconds(1));
  }

  private void run() throws Exception {
    Path starts = Files.createTempFile("rota-chaos-", ".starts");
    Random random = new Random(seed);
    int threadsPerWorker = Target.anyThreads(random);
    ledger.count("pools with %d threads a worker".formatted(threadsPerWorker));
    ProcessPool pool =
        builder(threadsPerWorker)
            .workers(3)
            .spares(1)
            .queueCapacity(256)
            .maxTasksPerWorker(2_000)
            .cancelGrace(Duration.ofMillis(50))
            .build();
    Target target = new Target(pool, threadsPerWorker);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < SUBMITTERS; i++) {
      Submitter submitter = submitter(random.nextLong(), starts);
      threads.add(start("chaos-submitter-" + i, () -> submit(target, submitter)));
    }
    long churn = random.nextLong();
    threads.add(start("chaos-churn", () -> churn(new Random(churn), submitter(churn, starts))));
    Thread sniper = start("chaos-sniper", new Sniper(new Random(random.nextLong()), ledger)::run);
    for (Thread thread : threads) {
      thread.join();
    }
    sniper.interrupt();
    sniper.join();
    end(pool);
    later.shutdownNow();
    checkStarts(starts);
  }

  private void end(ProcessPool pool) throws InterruptedException {
    pool.shutdown();
    if (pool.awaitTermination(Ledger.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      checkStats(pool.stats());
    } else {
      ledger.wrong("a pool does not end: " + pool.stats());
    }
  }

  private Submitter submitter(long seed, Path starts) {
    return new Submitter(new Random(seed), ledger, ids, starts.toString(), later);
  }

  private interface Body {
    void run() throws Exception;
  }

  private Thread start(String name, Body body) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                body.run();
              } catch (Throwable e) {
                ledger.wrong(name + " ended with " + e);
                e.printStackTrace();
              }
            });
  }

  private boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  private void submit(Target target, Submitter submitter) throws InterruptedException {
    while (!isOver()) {
      submitter.step(target);
    }
    submitter.checkAll();
  }

  /** Small pools that live for some tasks, and end in either way. */
  private void churn(Random random, Submitter submitter) throws InterruptedException {
    while (!isOver()) {
      int threadsPerWorker = Target.anyThreads(random);
      ProcessPool pool =
          builder(threadsPerWorker)
              .name("rota-small")
              .workers(1 + random.nextInt(2))
              .spares(random.nextInt(2))
              .build();
      ledger.count("pools with %d threads a worker".formatted(threadsPerWorker));
      Target target = new Target(pool, threadsPerWorker);
      for (int i = random.nextInt(50); i > 0; i--) {
        submitter.step(target);
      }
      if (random.nextBoolean()) {
        submitter.expectCancellation();
        pool.shutdownNow();
      } else {
        pool.shutdown();
      }
      submitter.checkAll();
      end(pool);
    }
  }

  private void checkStats(PoolStats stats) {
    long ended = stats.succeeded() + stats.failed() + stats.cancelled();
    if (stats.submitted() != ended) {
      ledger.wrong("of " + stats.submitted() + " tasks " + ended + " have ended: " + stats);
    }
  }

  /** No task that was not to be tried again was started twice. */
  private void checkStarts(Path starts) throws IOException {
    Set<String> seen = new HashSet<>();
    for (String id : Files.readAllLines(starts)) {
      if (!seen.add(id)) {
        ledger.wrong("task " + id + " was started twice");
      }
    }
    Files.delete(starts);
  }

  private List<String> report(int seconds) throws IOException {
    File[] reports = Leaks.files(Path.of(System.getProperty("java.io.tmpdir")), "rota-hs_err-");
    for (File report : reports) {
      Files.delete(report.toPath());
    }
    System.out.println("chaos: " + ids + " tasks; how they ended, and what was done:" + ledger);
    List<String> wrong = List.copyOf(ledger.wrong());
    System.out.println(
        wrong.isEmpty()
            ? "chaos: all is well, seed " + seed
            : "chaos: FAILED; the same again: rota-checks/bin/chaos " + seconds + " " + seed);
    return wrong;
  }
}
