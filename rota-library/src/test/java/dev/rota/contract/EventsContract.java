package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.PoolBuilder;
import dev.rota.PoolStats;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.observe.Observer;
import dev.rota.observe.PoolEvent;
import dev.rota.observe.PoolEvent.TaskEnded;
import dev.rota.observe.PoolEvent.TaskEvent;
import dev.rota.observe.PoolEvent.TaskQueued;
import dev.rota.observe.PoolEvent.TaskStarted;
import dev.rota.observe.PoolEvent.WorkerDied;
import dev.rota.observe.PoolEvent.WorkerEvent;
import dev.rota.observe.PoolEvent.WorkerReady;
import dev.rota.observe.PoolEvent.WorkerStarted;
import dev.rota.observe.TaskEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a pool tells its observers. */
@SuppressWarnings("FutureReturnValueIgnored") // the events are the subject
interface EventsContract extends PoolContract {

  /** A builder as {@link #builder()} makes them, with an observer. */
  PoolBuilder<?> builder(Observer observer);

  /** The same with workers that run one task at a time. */
  default PoolBuilder<?> oneTaskEach(Observer observer) {
    return builder(observer);
  }

  @Test
  default void everyTaskIsQueuedOnceAndEndsOnceInOrder() throws Exception {
    EventLog log = new EventLog();
    try (Pool pool = builder(log).name("events").workers(2).build()) {
      List<Thread> submitters =
          IntStream.range(0, 4)
              .mapToObj(i -> starter(i).start(() -> submitAllKinds(pool, i)))
              .toList();
      for (Thread submitter : submitters) {
        submitter.join();
      }
      await().until(() -> log.count(TaskEnded.class) == 12_000);
    }
    assertThat(log.tasks()).hasSize(12_000);
    log.tasks().values().forEach(EventsContract::isOneCourse);
    assertThat(log.all(TaskEnded.class))
        .extracting(TaskEnded::how)
        .contains(TaskEnd.SUCCEEDED, TaskEnd.THREW, TaskEnd.CANCELLED);
    assertThat(log.events()).extracting(PoolEvent::pool).containsOnly("events");
  }

  /** Two kinds of threads, which give way to others at different places. */
  private static Thread.Builder starter(int number) {
    return number % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
  }

  private static void submitAllKinds(Pool pool, int seed) {
    List<TaskFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      int number = i + seed;
      futures.add(pool.submit(() -> 1 / (number % 5)));
      if (i % 7 == 0) {
        futures.get(i / 2).cancel(i % 2 == 0);
      }
    }
    for (int i = 0; i < 500; i++) {
      var _ = pool.submit(() -> 0).join(); // with nothing before it in the queue
    }
  }

  /** Queued, then perhaps started, then ended; each at its time. */
  private static void isOneCourse(List<TaskEvent> events) {
    List<Class<?>> kinds = events.stream().<Class<?>>map(Object::getClass).toList();
    assertThat(kinds)
        .isIn(
            List.of(TaskQueued.class, TaskEnded.class),
            List.of(TaskQueued.class, TaskStarted.class, TaskEnded.class));
    for (int i = 1; i < events.size(); i++) {
      assertThat(events.get(i).nanoTime()).isGreaterThanOrEqualTo(events.get(i - 1).nanoTime());
    }
    TaskEnded end = (TaskEnded) events.getLast();
    assertThat(end.worker().isEmpty()).isEqualTo(kinds.size() == 2);
    assertThat(end.attempt()).isEqualTo(kinds.size() - 2);
    if (events.get(1) instanceof TaskStarted start) {
      assertThat(end.worker()).isEqualTo(start.worker());
      assertThat(end.wall())
          .isLessThanOrEqualTo(Duration.ofNanos(end.nanoTime() - start.nanoTime()));
    }
  }

  @Test
  default void aTaskIsToldToRunWhileItRuns() throws Exception {
    EventLog log = new EventLog();
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = builder(log).workers(1).build()) {
      TaskFuture<String> gate =
          pool.submit(PoolContract.gate(started, open), TaskOptions.named("gate"));
      started.awaitUp();
      // sooner than the pool looks after a worker for other reasons
      await().atMost(Duration.ofSeconds(4)).until(() -> log.count(TaskStarted.class) == 1);
      assertThat(gate.isDone()).isFalse();
      open.raise();
      gate.get();
      await().until(() -> log.count(TaskEnded.class) == 1);
    }
    assertThat(log.all(TaskStarted.class)).singleElement().satisfies(EventsContract::isTheGate);
  }

  private static void isTheGate(TaskStarted event) {
    assertThat(event.name()).isEqualTo("gate");
    assertThat(event.worker()).contains("worker");
    assertThat(event.attempt()).isEqualTo(1);
  }

  /** In the order in which they start, which is not that of their submission under all policies. */
  @Test
  default void everyOneOfManyLongTasksIsToldToRunWhileItRuns() throws Exception {
    EventLog log = new EventLog();
    Flag started = flag("started");
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "gate" + i).toList();
    try (Pool pool = oneTaskEach(log).workers(1).build()) {
      TaskFuture<Integer> first = pool.submit(() -> 0);
      for (int i = 0; i < 1000; i++) {
        pool.submit(() -> 0); // so that the pool takes them to be short and sends many at a time
      }
      names.forEach(
          name -> pool.submit(PoolContract.gate(started, flag(name)), TaskOptions.named(name)));
      first.get(); // however long the worker takes to start
      for (int i = 0; i < names.size(); i++) {
        int running = i + 1;
        await().until(() -> gates(log, TaskStarted.class).size() == running);
        flag(gates(log, TaskStarted.class).getLast()).raise();
      }
      await().until(() -> gates(log, TaskEnded.class).size() == names.size());
    }
  }

  private static List<String> gates(EventLog log, Class<? extends TaskEvent> kind) {
    return log.all(kind).stream()
        .<String>map(TaskEvent::name)
        .filter(name -> name.startsWith("gate"))
        .toList();
  }

  @Test
  default void aCancelledTaskThatRunsIsToldToHaveStarted() throws Exception {
    EventLog log = new EventLog();
    try (Pool pool = builder(log).workers(1).build()) {
      for (int i = 0; i < 50; i++) {
        Flag started = flag("started" + i);
        TaskFuture<String> task = pool.submit(PoolContract.sleeper(started, flag("interrupted")));
        while (!started.isUp()) {
          Thread.onSpinWait(); // to be earlier than the pool's own look at the worker
        }
        task.cancel(true);
      }
    }
    assertThat(log.tasks()).hasSize(50);
    for (List<TaskEvent> events : log.tasks().values()) {
      assertThat(events).hasSize(3);
      isOneCourse(events);
      assertThat(((TaskEnded) events.getLast()).how()).isEqualTo(TaskEnd.CANCELLED);
      assertThat(((TaskEnded) events.getLast()).wall()).isPositive();
    }
  }

  @Test
  default void aShutdownAtOnceEndsEveryTaskOnce() throws Exception {
    EventLog log = new EventLog();
    Flag started = flag("started");
    try (Pool pool = builder(log).workers(2).build()) {
      pool.submit(PoolContract.sleeper(started, flag("interrupted")));
      started.awaitUp();
      for (int i = 0; i < 50; i++) {
        pool.submit(() -> 0);
      }
      pool.shutdownNow();
      assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(log.tasks()).hasSize(51);
      log.tasks().values().forEach(EventsContract::isOneCourse);
    }
  }

  @Test
  default void theInputOfAMapIsTheNameOfItsTask() {
    EventLog log = new EventLog();
    try (Pool pool = builder(log).workers(1).build()) {
      assertThat(pool.map(List.of("one", "two"), String::length)).hasSize(2);
    }
    assertThat(log.all(TaskQueued.class)).extracting(TaskEvent::name).containsExactly("one", "two");
    assertThat(log.all(TaskEnded.class))
        .extracting(TaskEvent::name)
        .containsExactlyInAnyOrder("one", "two");
  }

  @Test
  default void workersStartAndDieOnceEach() throws Exception {
    EventLog log = new EventLog();
    Observer slow =
        event -> {
          if (event instanceof WorkerDied) {
            LockSupport.parkNanos(50_000_000); // whoever closes the pool waits for the last of them
          }
          log.on(event);
        };
    try (Pool pool = builder(slow).workers(3).build()) {
      await().until(() -> log.count(WorkerReady.class) >= 3);
      pool.submit(() -> 0).get();
    }
    assertThat(log.count(WorkerStarted.class)).isGreaterThanOrEqualTo(3);
    assertThat(log.count(WorkerDied.class)).isEqualTo(log.count(WorkerStarted.class));
    log.workers()
        .values()
        .forEach(
            events -> {
              assertThat(events.getFirst()).isInstanceOf(WorkerStarted.class);
              assertThat(events.getLast()).isInstanceOf(WorkerDied.class);
              assertThat(events).extracting(WorkerEvent::pid).containsOnly(events.getFirst().pid());
            });
  }

  @Test
  default void observersAreCalledOneAtATimeAndOutsideOfThePoolsLock() {
    AtomicInteger inside = new AtomicInteger();
    AtomicReference<Object> wrong = new AtomicReference<>();
    AtomicReference<Pool> observed = new AtomicReference<>();
    Observer observer =
        event -> {
          if (inside.incrementAndGet() != 1) {
            wrong.set("two at a time");
          }
          Pool pool = observed.get();
          if (pool != null
              && wrong.get() == null
              && event instanceof TaskEvent task
              && task.task() % 10 == 0) {
            try {
              var _ = CompletableFuture.supplyAsync(pool::stats).get(5, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
              wrong.set("another thread cannot use the pool while it tells of " + event);
            } catch (Exception e) {
              wrong.set(e);
            }
          }
          inside.decrementAndGet();
        };
    try (Pool pool = builder(observer).workers(2).build()) {
      observed.set(pool);
      for (int i = 0; i < 200; i++) {
        pool.submit(() -> 0);
      }
    }
    assertThat(wrong.get()).isNull();
  }

  @Test
  default void whatAnObserverThrowsHarmsNobodyAndIsReportedOnce() throws Exception {
    List<Throwable> reported = new ArrayList<>();
    EventLog log = new EventLog();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> reported.add(thrown));
    try (Pool pool =
        builder(
                event -> {
                  log.on(event);
                  throw new IllegalStateException("an observer's own");
                })
            .workers(2)
            .build()) {
      for (int i = 0; i < 50; i++) {
        int number = i;
        assertThat(pool.submit(() -> number).get()).isEqualTo(number);
      }
      await().until(() -> log.count(TaskEnded.class) == 50);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(reported).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(log.count(WorkerDied.class)).isEqualTo(log.count(WorkerStarted.class));
  }

  @Test
  default void theStatsKnowHowLongTasksWaitedAndRan() throws Exception {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = oneTaskEach(1).build()) {
      TaskFuture<?> gate = pool.submit(PoolContract.gate(started, open));
      started.awaitUp();
      List<TaskFuture<Integer>> others =
          Stream.generate(() -> pool.submit(() -> 0)).limit(9).toList();
      TaskFuture<Integer> never = pool.submit(() -> 0);
      never.cancel(true);
      Thread.sleep(20); // what is measured has to take some time
      open.raise();
      gate.get();
      for (TaskFuture<Integer> other : others) {
        other.get();
      }
      await().until(() -> pool.stats().queueTime().count() == 11);
      PoolStats stats = pool.stats();
      assertThat(stats.runTime().count()).isEqualTo(10);
      assertThat(stats.runTime().max()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
      assertThat(stats.runTime().p50()).isLessThan(stats.runTime().max());
      assertThat(stats.queueTime().p90()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
      assertThat(stats.queueTime().p90()).isLessThanOrEqualTo(stats.queueTime().max());
    }
  }
}
