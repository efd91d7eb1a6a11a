package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rota.PoolStats;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.contract.EventLog;
import dev.rota.observe.PoolEvent;
import dev.rota.observe.PoolEvent.CircuitClosed;
import dev.rota.observe.PoolEvent.CircuitOpened;
import dev.rota.observe.PoolEvent.TaskEnded;
import dev.rota.observe.PoolEvent.TaskEvent;
import dev.rota.observe.PoolEvent.TaskQueued;
import dev.rota.observe.PoolEvent.TaskRetried;
import dev.rota.observe.PoolEvent.TaskStarted;
import dev.rota.observe.PoolEvent.WorkerDied;
import dev.rota.observe.PoolEvent.WorkerEvent;
import dev.rota.observe.PoolEvent.WorkerRecycled;
import dev.rota.observe.PoolEvent.WorkerStarted;
import dev.rota.observe.TaskEnd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told of workers that die and of the tasks that they had. */
@Timeout(60)
class ProcessEventsTest {

  private final EventLog log = new EventLog();

  @TempDir private Path folder;

  private ProcessPoolBuilder builder() {
    return ProcessPool.builder().name("p").heap("64m").observer(log);
  }

  private static List<Class<?>> kinds(List<? extends PoolEvent> events) {
    return events.stream().<Class<?>>map(Object::getClass).toList();
  }

  private List<TaskEvent> onlyTask() {
    assertThat(log.tasks()).hasSize(1);
    return log.tasks().values().iterator().next();
  }

  private void everyWorkerStartedAndDiedOnce(PoolStats stats) {
    assertThat(log.count(WorkerStarted.class)).isEqualTo(stats.workersStarted());
    long dead = stats.workersStarted() + died("cannot start");
    assertThat(log.count(WorkerDied.class)).isEqualTo(dead);
    assertThat(log.workers()).hasSize((int) dead).allSatisfy((name, events) -> isOneLife(events));
    log.all(WorkerDied.class).stream()
        .map(WorkerDied::cause)
        .distinct()
        .forEach(cause -> assertThat(died(cause)).isEqualTo(stats.deaths().get(cause)));
  }

  private static void isOneLife(List<WorkerEvent> events) {
    assertThat(events.getLast()).isInstanceOf(WorkerDied.class);
    if (((WorkerDied) events.getLast()).cause().equals("cannot start")) {
      assertThat(events).hasSize(1); // killed as the JDK's process that was to start it
    } else {
      assertThat(events.getFirst()).isInstanceOf(WorkerStarted.class);
    }
    assertThat(kinds(events)).doesNotHaveDuplicates();
  }

  private long died(String cause) {
    return log.all(WorkerDied.class).stream().filter(e -> e.cause().equals(cause)).count();
  }

  @Test
  void aTaskThatIsTriedAgainIsToldAttemptByAttempt() {
    ProcessPool pool = builder().workers(1).build();
    TaskOptions twice = TaskOptions.named("exit").withRetries(2);
    TaskFuture<?> task = pool.submit(() -> Runtime.getRuntime().halt(9), twice);
    assertThat(catchThrowable(task::get)).isNotNull();
    pool.close();
    List<TaskEvent> events = onlyTask();
    assertThat(kinds(events))
        .containsExactly(
            TaskQueued.class,
            TaskStarted.class,
            TaskRetried.class,
            TaskStarted.class,
            TaskRetried.class,
            TaskStarted.class,
            TaskEnded.class);
    assertThat(log.all(TaskStarted.class))
        .extracting(TaskStarted::attempt)
        .containsExactly(1, 2, 3);
    assertThat(log.all(TaskRetried.class)).extracting(TaskRetried::attempt).containsExactly(1, 2);
    assertThat(log.all(TaskRetried.class))
        .extracting(TaskRetried::why)
        .containsOnly(TaskEnd.CRASHED);
    assertThat(log.all(TaskEnded.class))
        .singleElement()
        .satisfies(
            end -> {
              assertThat(end.how()).isEqualTo(TaskEnd.CRASHED);
              assertThat(end.attempt()).isEqualTo(3);
              assertThat(end.worker()).startsWith("p-worker-");
            });
    assertThat(died("exit 9")).isEqualTo(3);
    everyWorkerStartedAndDiedOnce(pool.stats());
  }

  private static int sleep() throws InterruptedException {
    Thread.sleep(60_000);
    return 0;
  }

  @Test
  void anOverdueTaskEndsAsTimedOut() {
    ProcessPool pool = builder().workers(1).taskTimeout(Duration.ofMillis(200)).build();
    TaskFuture<?> task = pool.submit(() -> sleep());
    assertThat(catchThrowable(task::get)).isNotNull();
    pool.close();
    TaskEnded end = log.all(TaskEnded.class).getFirst();
    assertThat(end.how()).isEqualTo(TaskEnd.TIMED_OUT);
    assertThat(end.wall()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    assertThat(died("timed out")).isEqualTo(1);
  }

  @Test
  void aWorkerThatHasDoneItsTasksIsRecycled() throws Exception {
    ProcessPool pool = builder().workers(1).maxTasksPerWorker(2).build();
    for (int i = 0; i < 4; i++) {
      pool.submit(() -> 0).get();
    }
    await().until(() -> died("recycled") == 2);
    pool.close();
    assertThat(log.all(WorkerRecycled.class))
        .hasSize(2)
        .extracting(WorkerRecycled::why)
        .containsOnly("it has run 2 tasks");
    everyWorkerStartedAndDiedOnce(pool.stats());
  }

  @Test
  void theCircuitIsToldToOpenAndToClose() throws Exception {
    Path arguments = Files.writeString(folder.resolve("arguments"), "-XX:+NoSuchFlag");
    ProcessPool pool =
        builder()
            .workers(1)
            .spares(0)
            .restartIntensity(1, Duration.ofMinutes(1))
            .jvmArgs("@" + arguments)
            .build();
    await().until(() -> log.count(CircuitOpened.class) >= 1);
    await().until(() -> pool.stats().circuitReason().contains("exited with status 1"));
    CircuitOpened opened = log.all(CircuitOpened.class).getFirst();
    assertThat(opened.pause()).isBetween(Duration.ofMillis(1), Duration.ofMillis(500));
    assertThat(opened.why()).contains("exited with status 1");
    assertThat(log.events().indexOf(opened))
        .isGreaterThan(log.events().indexOf(log.all(WorkerDied.class).get(1)));
    Files.writeString(arguments, "-showversion");
    await().until(() -> catchThrowable(() -> pool.submit(() -> 0).get()) == null);
    await().until(() -> log.count(CircuitClosed.class) == 1);
    assertThat(pool.stats().circuitOpen()).isFalse();
    assertThat(pool.stats().circuitReason()).isEmpty();
    pool.close();
    everyWorkerStartedAndDiedOnce(pool.stats());
  }

  /** Every task ends once and every worker too, whatever is killed; the seed is printed. */
  @Test
  void underRandomKillsAllAddsUp() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ProcessPool pool = builder().workers(3).restartIntensity(1000, Duration.ofMillis(1)).build();
    List<TaskFuture<Integer>> futures = new ArrayList<>();
    for (int round = 0; round < 30; round++) {
      for (int i = 0; i < 50; i++) {
        int number = i;
        TaskOptions options = TaskOptions.defaults().withRetries(random.nextInt(2));
        futures.add(pool.submit(() -> spin(number), options));
      }
      futures.get(random.nextInt(futures.size())).cancel(random.nextBoolean());
      List<ProcessHandle> alive = workers();
      if (!alive.isEmpty() && random.nextInt(3) == 0) {
        alive.get(random.nextInt(alive.size())).destroyForcibly();
      }
    }
    pool.close();
    assertThat(futures).as("seed %d", seed).allMatch(TaskFuture::isDone);
    assertThat(log.tasks()).as("seed %d", seed).hasSize(futures.size());
    assertThat(log.tasks().values()).as("seed %d", seed).allSatisfy(this::isOneCourse);
    everyWorkerStartedAndDiedOnce(pool.stats());
    PoolStats stats = pool.stats();
    assertThat(stats.queueTime().count()).isEqualTo(futures.size());
    assertThat(ends(TaskEnd.SUCCEEDED)).isEqualTo(stats.succeeded());
    assertThat(ends(TaskEnd.CANCELLED)).isEqualTo(stats.cancelled());
  }

  /** Not the JDK's own, which start them. */
  private static List<ProcessHandle> workers() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/java"))
        .toList();
  }

  private static int spin(int number) {
    long end = System.nanoTime() + number * 20_000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return number;
  }

  private long ends(TaskEnd how) {
    return log.all(TaskEnded.class).stream().filter(end -> end.how() == how).count();
  }

  /** Queued; started and retried in turn; started or not; ended. */
  private void isOneCourse(List<TaskEvent> events) {
    StringBuilder course = new StringBuilder();
    for (TaskEvent event : events) {
      course.append(
          switch (event) {
            case TaskQueued _ -> 'q';
            case TaskStarted _ -> 's';
            case TaskRetried _ -> 'r';
            case TaskEnded _ -> 'e';
          });
    }
    assertThat(course.toString()).matches("q(sr)*s?e");
  }
}
