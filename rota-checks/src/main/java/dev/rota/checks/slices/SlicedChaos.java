package dev.rota.checks.slices;

import dev.rota.PoolStats;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.schedule.Policy;
import dev.rota.schedule.PolicySpec;
import dev.rota.slice.SlicedPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Sliced pools under fire: tasks of all {@link Deed deeds} under policies of all kinds, with few
 * carriers and fewer spares, cancelled at any time; some policies are dismissed in the middle. No
 * task may be lost, run twice or get stuck, and nothing may be left of a pool that was closed.
 */
public final class SlicedChaos {

  private static final List<String> POLICIES =
      List.of("fifo", "rr", "sjf", "srtf", "priority", "mlfq", "fair", "lottery", "eevdf");
  private static final List<Deed> DEEDS = List.of(Deed.values());
  private static final int TASKS = 400;
  private static final int PATIENCE_SECONDS = 60;

  private SlicedChaos() {}

  /**
   * Runs for ten minutes, or as long as is said.
   *
   * @param arguments seconds, then a seed; both can be left out
   */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    System.out.println("seed " + seed);
    Optional<String> wrong = run(seconds, seed);
    System.out.println(wrong.orElse("nothing is wrong"));
    System.exit(wrong.isPresent() ? 1 : 0);
  }

  /** What went wrong in that time, if anything did. */
  static Optional<String> run(int seconds, long seed) throws Exception {
    Random random = new Random(seed);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    int rounds = 0;
    Toll toll = new Toll();
    while (System.nanoTime() - end < 0) {
      String policy = POLICIES.get(random.nextInt(POLICIES.size()));
      Optional<String> wrong = new Round(random, policy, toll).run();
      if (wrong.isPresent()) {
        return Optional.of("round " + rounds + ", " + policy + ": " + wrong.get());
      }
      rounds++;
    }
    System.out.println(rounds + " rounds of " + TASKS + " tasks");
    System.out.println(toll);
    return Optional.empty();
  }

  /** One pool, from its beginning to its end. */
  private static final class Round {
    private final Random random;
    private final String name;
    private final Toll toll;
    private final boolean fickle;
    private final boolean atOnce;
    private final SlicedPool pool;
    private final AtomicIntegerArray runs = new AtomicIntegerArray(TASKS);
    private final List<TaskFuture<?>> futures = new ArrayList<>();

    Round(Random random, String policy, Toll toll) {
      this.random = random;
      this.name = policy;
      this.toll = toll;
      this.fickle = random.nextInt(4) == 0;
      this.atOnce = random.nextInt(4) == 0;
      this.pool =
          (random.nextInt(8) == 0
                  ? SlicedPool.cooperative() // needs as many spares as tasks that wait
                  : SlicedPool.builder().spares(random.nextInt(3)))
              .workers(1 + random.nextInt(3))
              .tasks(random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 1000)
              .interruptGrace(Duration.ofSeconds(PATIENCE_SECONDS))
              .policy(fickle ? new Fickle(policy(), random.nextInt(2_000)) : policy())
              .build();
    }

    private Policy policy() {
      Duration quantum = Duration.ofNanos(100_000L + random.nextInt(3_000_000));
      return PolicySpec.parse(name).withQuantum(quantum).build();
    }

    Optional<String> run() throws InterruptedException {
      try (Deed.Shared shared = new Deed.Shared()) {
        Optional<String> wrong = run(shared);
        return shared.isBroken() ? Optional.of("two had one mutex at once") : wrong;
      }
    }

    private Optional<String> run(Deed.Shared shared) throws InterruptedException {
      for (int i = 0; i < TASKS; i++) {
        int number = i;
        Deed deed = DEEDS.get(random.nextInt(DEEDS.size()));
        long seed = random.nextLong();
        TaskOptions options =
            TaskOptions.defaults()
                .withShare(random.nextBoolean() ? "a" : "b/" + random.nextInt(3))
                .withWeight(1 + random.nextInt(5))
                .withPriority(random.nextInt(4));
        futures.add(
            pool.submit(
                () -> {
                  runs.incrementAndGet(number);
                  toll.begins(deed);
                  deed.run(pool, shared, new Random(seed));
                  return number;
                },
                options));
        if (random.nextInt(5) == 0) {
          var _ = futures.get(random.nextInt(futures.size())).cancel(random.nextBoolean());
        }
      }
      Optional<String> stuck = atOnce ? endAtOnce() : awaitAll();
      return stuck.isPresent() ? stuck : checkEnd();
    }

    private Optional<String> endAtOnce() {
      var _ = pool.shutdownNow();
      return Optional.empty();
    }

    private Optional<String> awaitAll() throws InterruptedException {
      for (int i = 0; i < TASKS; i++) {
        try {
          var _ = futures.get(i).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
          return Optional.of("task " + i + " is stuck: " + pool.slices());
        } catch (ExecutionException | CancellationException e) {
          // an end as good as any
        }
      }
      return Optional.empty();
    }

    private Optional<String> checkEnd() throws InterruptedException {
      pool.shutdown();
      if (!pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return Optional.of("the pool does not end: " + pool.slices());
      }
      for (int i = 0; i < TASKS; i++) {
        if (!futures.get(i).isDone()) {
          return Optional.of("task " + i + " is lost");
        }
        if (runs.get(i) > 1) {
          return Optional.of("task " + i + " ran " + runs.get(i) + " times");
        }
      }
      PoolStats stats = pool.stats();
      long ended = stats.succeeded() + stats.failed() + stats.cancelled();
      if (ended != stats.submitted() || stats.queued() != 0 || pool.slices().alive() != 0) {
        return Optional.of("the counts are wrong: " + stats + ", " + pool.slices());
      }
      toll.add(name, atOnce, stats.cancelled(), stats.failed(), pool.slices());
      String failure = pool.slices().policyFailure();
      return failure.isEmpty() || fickle
          ? Optional.empty()
          : Optional.of("the policy failed: " + failure);
    }
  }
}
