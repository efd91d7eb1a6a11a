package dev.rota.checks.lock;

import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.process.ProcessPool;
import dev.rota.process.ProcessPoolBuilder;
import dev.rota.share.SharedRegion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One region and its locks under fire: tasks in workers with one thread, with several, and with
 * sliced ones, and threads of this process, all use them, while workers are killed, time out and
 * are recycled. Nobody may be stuck, two may never hold the mutex, no permit and no message may be
 * lost or made, and who takes the mutex from the dead has to be told.
 */
public final class SharedChaos {

  private static final int PATIENCE_SECONDS = 60;
  private static final int UNDER_WAY = 24; // tasks of each pool
  private static final int TASKS_A_KILL = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final SharedRegion region;
  private final Random random;
  private final int seconds;
  private final List<String> wrong = new ArrayList<>();
  private long succeeded;
  private long failed;
  private long deaths;

  private SharedChaos(SharedRegion region, int seconds, long seed) {
    this.region = region;
    this.random = new Random(seed);
    this.seconds = seconds;
  }

  /** {@code [SECONDS] [SEED]}: an hour and a new seed by default. */
  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 3600;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    System.exit(run(seconds, seed).isEmpty() ? 0 : 1);
  }

  /** Runs it and returns what went wrong. */
  static List<String> run(int seconds, long seed) throws Exception {
    System.out.println("chaos of locks: " + seconds + " s, seed " + seed);
    try (SharedRegion region = SharedRegion.anonymous(1 << 20)) {
      SharedChaos chaos = new SharedChaos(region, seconds, seed);
      chaos.run();
      chaos.wrong.forEach(System.out::println);
      return chaos.wrong;
    }
  }

  private void run() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Random own = new Random(random.nextLong());
      Runnable body = () -> useHere(enough, own);
      threads.add(i % 2 == 0 ? Thread.ofPlatform().start(body) : Thread.ofVirtual().start(body));
    }
    try (ProcessPool plain = pool(ProcessPool.builder().workers(2));
        ProcessPool threaded = pool(ProcessPool.builder().workers(1).threadsPerWorker(4));
        ProcessPool sliced = pool(ProcessPool.builder().workers(1).slicedPerWorker(6))) {
      List<ProcessPool> pools = List.of(plain, threaded, sliced);
      submitTo(pools);
      for (ProcessPool pool : pools) {
        pool.shutdown();
        boolean _ = pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        pool.stats().deaths().values().forEach(count -> deaths += count);
      }
    }
    enough.set(true);
    for (Thread thread : threads) {
      if (!thread.join(Duration.ofSeconds(PATIENCE_SECONDS))) {
        wrong.add("a thread of this process is stuck: " + List.of(thread.getStackTrace()));
        return;
      }
    }
    Errand.checkEnd(region, deaths, wrong);
    System.out.printf(
        "%d tasks went well, %d did not, %d workers died; %s%n",
        succeeded, failed, deaths, Errand.summary(region));
    if (succeeded == 0 || deaths == 0) {
      wrong.add("there was no chaos");
    }
  }

  private static ProcessPool pool(ProcessPoolBuilder builder) {
    return builder
        .spares(1)
        .maxTasksPerWorker(200)
        .restartIntensity(1000, Duration.ofSeconds(1))
        .build();
  }

  private void useHere(AtomicBoolean enough, Random own) {
    while (!enough.get()) {
      try {
        Errand.pick(own, false).run(region, own);
        Thread.sleep(own.nextInt(3)); // leave the processors to the workers
      } catch (Exception e) {
        synchronized (wrong) {
          wrong.add("in this process: " + e);
        }
        return;
      }
    }
  }

  private void submitTo(List<ProcessPool> pools) throws InterruptedException {
    Semaphore room = new Semaphore(UNDER_WAY * pools.size());
    List<TaskFuture<?>> futures = new ArrayList<>();
    TaskOptions options = TaskOptions.defaults().withTimeout(TIMEOUT);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() - end < 0 && wrong.isEmpty()) {
      room.acquire();
      if (random.nextInt(TASKS_A_KILL) == 0) {
        shoot();
      }
      ProcessPool pool = pools.get(random.nextInt(pools.size()));
      Errand errand = Errand.pick(random, true);
      long seed = random.nextLong();
      SharedRegion shared = region;
      TaskFuture<?> future =
          pool.submit(
              () -> {
                errand.run(shared, new Random(seed));
                return null;
              },
              options);
      var _ = future.toCompletableFuture().whenComplete((result, error) -> room.release());
      futures.add(future);
      if (futures.size() > 1000) {
        await(futures);
      }
    }
    await(futures);
  }

  private void await(List<TaskFuture<?>> futures) throws InterruptedException {
    for (TaskFuture<?> future : futures) {
      try {
        Object _ = future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        succeeded++;
      } catch (TimeoutException e) {
        wrong.add("a task is stuck: " + region.locks());
        return;
      } catch (CancellationException e) {
        failed++;
      } catch (ExecutionException e) {
        failed++;
        addHarm(e);
      }
    }
    futures.clear();
  }

  /** What an errand has seen and must not. */
  private void addHarm(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.toString().contains("IllegalStateException")) {
        wrong.add(cause.toString());
        return;
      }
    }
  }

  /** Kills a worker, whatever it is doing. */
  private void shoot() {
    List<ProcessHandle> workers = ProcessHandle.current().children().toList();
    if (!workers.isEmpty()) {
      boolean _ = workers.get(random.nextInt(workers.size())).destroyForcibly();
    }
  }
}
