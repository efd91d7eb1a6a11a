package dev.rota.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rota.Pool;
import dev.rota.PoolBuilder;
import dev.rota.Task;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.schedule.FairShares;
import dev.rota.schedule.Fifo;
import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import dev.rota.schedule.RoundRobin;
import dev.rota.schedule.Schedulable;
import dev.rota.schedule.ShortestFirst;
import dev.rota.schedule.StrictPriority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What pools promise that take a policy. Each test holds the one worker while tasks queue up. */
public interface TurnsContract extends PoolContract {

  PoolBuilder<?> builder(Policy policy);

  /** Adds a word to a file, which shows the order of the tasks. */
  record Note(String file, String word, long millis) implements Task<String> {
    @Override
    public String call() throws IOException, InterruptedException {
      Files.writeString(
          Path.of(file), word + " ", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Thread.sleep(millis);
      return word;
    }
  }

  default Note note(String word) {
    return note(word, 0);
  }

  default Note note(String word, long millis) {
    return new Note(folder().resolve("notes").toString(), word, millis);
  }

  private String notes() {
    try {
      return Files.readString(folder().resolve("notes")).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What is submitted queues up behind a task that holds the one worker. */
  interface Submissions {
    void submitTo(Pool pool);
  }

  private void whileHeld(Policy policy, Submissions submissions) {
    Flag started = flag("started");
    Flag open = flag("open");
    try (Pool pool = builder(policy).workers(1).build()) {
      var _ = pool.submit(PoolContract.gate(started, open));
      started.awaitUp();
      submissions.submitTo(pool);
      open.raise();
    }
  }

  @Test
  default void tasksRunInTheOrderOfTheirPriority() {
    var policy = new StrictPriority(Duration.ofMillis(1));
    whileHeld(
        policy,
        pool -> {
          for (int i = 0; i < 9; i++) {
            int priority = i % 3;
            var _ = pool.submit(note("p" + priority + i), priority(priority));
          }
        });
    assertThat(notes()).isEqualTo("p22 p25 p28 p11 p14 p17 p00 p03 p06");
  }

  private static TaskOptions priority(int priority) {
    return TaskOptions.defaults().withPriority(priority);
  }

  @Test
  default void theShortestExpectedTaskIsFirst() {
    whileHeld(
        new ShortestFirst(),
        pool -> {
          var _ = pool.submit(note("unknown"));
          for (long seconds : new long[] {30, 10, 20, 10}) {
            var _ =
                pool.submit(
                    note("s" + seconds),
                    TaskOptions.defaults().withExpectedTime(Duration.ofSeconds(seconds)));
          }
        });
    assertThat(notes()).isEqualTo("s10 s10 s20 s30 unknown");
  }

  @Test
  default void sharesHoldWhileTasksWait() {
    checkShares(
        FairShares.builder().group("a", 3).group("b", 1).build(),
        new Sharer("b", 1, 5),
        new Sharer("a", 3, 5));
  }

  /** Groups that take long for each task get fewer of them. */
  @Test
  default void sharesAreOfTimeNotOfTasks() {
    checkShares(FairShares.builder().build(), new Sharer("a", 1, 20), new Sharer("b", 1, 5));
  }

  record Sharer(String group, double weight, long millis) {}

  /**
   * While both have tasks waiting, neither group is ahead, in time by weight, by more than one task
   * of each, however long each of them took.
   */
  private void checkShares(Policy policy, Sharer one, Sharer other) {
    var futures = new HashMap<String, TaskFuture<String>>();
    whileHeld(
        policy,
        pool -> {
          for (Sharer sharer : List.of(one, other)) {
            for (int i = 0; i < 30; i++) {
              String word = sharer.group + i;
              TaskOptions options = TaskOptions.defaults().withShare(sharer.group);
              futures.put(word, pool.submit(note(word, sharer.millis), options));
            }
          }
        });
    double ahead = 0;
    double longestOfOne = 0;
    double longestOfOther = 0;
    for (String word : notes().split(" ", -1)) {
      double nanos = requireNonNull(futures.get(word)).execution().runTime().toNanos();
      if (word.startsWith(one.group)) {
        ahead += nanos / one.weight;
        longestOfOne = Math.max(longestOfOne, nanos / one.weight);
      } else {
        ahead -= nanos / other.weight;
        longestOfOther = Math.max(longestOfOther, nanos / other.weight);
      }
      assertThat(Math.abs(ahead)).isLessThanOrEqualTo((longestOfOne + longestOfOther) * 1.001);
      if (word.endsWith("29")) {
        return; // one has none left
      }
    }
  }

  /** The task that runs, and what a policy does not have to know of those that are cancelled. */
  final class Watched implements Policy {
    private final Policy policy;
    private final AtomicLong ready = new AtomicLong();
    private final AtomicLong running = new AtomicLong();

    Watched(Policy policy) {
      this.policy = policy;
    }

    @Override
    public void add(Schedulable task, Ready why, long now) {
      ready.incrementAndGet();
      running.addAndGet(why == Ready.ARRIVED ? 0 : -1);
      policy.add(task, why, now);
    }

    @Override
    public @Nullable Schedulable next(long now) {
      Schedulable next = policy.next(now);
      if (next != null) {
        ready.decrementAndGet();
        running.incrementAndGet();
      }
      return next;
    }

    @Override
    public long slice(Schedulable task, long now) {
      return policy.slice(task, now);
    }

    @Override
    public void leave(Schedulable task, boolean ended, long now) {
      running.decrementAndGet();
      policy.leave(task, ended, now);
    }

    @Override
    public boolean remove(Schedulable task, long now) {
      boolean removed = policy.remove(task, now);
      ready.addAndGet(removed ? -1 : 0);
      return removed;
    }
  }

  @Test
  default void cancelledTasksAreForgotten() {
    for (Policy policy :
        List.of(
            new Fifo(),
            new ShortestFirst(),
            new RoundRobin(Duration.ofMillis(1)),
            FairShares.builder().build())) {
      var watched = new Watched(policy);
      Flag started = flag("started" + policy);
      Flag open = flag("open" + policy);
      try (Pool pool = builder(watched).workers(1).build()) {
        var _ = pool.submit(PoolContract.gate(started, open));
        started.awaitUp();
        for (int i = 0; i < 10_000; i++) {
          pool.submit(note("never")).cancel(false);
        }
        assertThat(watched.ready).as("%s", policy).hasValue(0);
        assertThat(watched.running).hasValue(1);
        open.raise();
        await().until(() -> watched.running.get() == 0);
        assertThat(pool.stats().policyFailure()).isEmpty();
      }
    }
  }

  @Test
  default void whatIsTakenFromAWorkerOrEndsThereLeavesThePolicy() throws Exception {
    var watched = new Watched(new Fifo());
    Flag started = flag("started");
    try (Pool pool = builder(watched).workers(2).build()) {
      TaskFuture<?> endless = pool.submit(PoolContract.sleeper(started, flag("interrupted")));
      started.awaitUp();
      TaskFuture<?> failing =
          pool.submit(
              (Task<String>)
                  () -> {
                    throw new IllegalStateException("on purpose");
                  });
      await().until(failing::isDone);
      endless.cancel(true);
      await().until(() -> watched.running.get() == 0);
      for (int i = 0; i < 1000; i++) {
        var submitted = pool.submit(note("x"));
        if (i % 3 == 0) {
          submitted.cancel(true);
        }
      }
      await().until(() -> watched.running.get() == 0 && watched.ready.get() == 0);
      assertThat(pool.submit(note("y")).get()).isEqualTo("y");
      assertThat(pool.stats().policyFailure()).isEmpty();
    }
  }

  /** Breaks its word in one way or another from some moment on. */
  final class Broken implements Policy {
    private final String how;
    private final Fifo policy = new Fifo();
    private int calls;

    Broken(String how) {
      this.how = how;
    }

    private boolean breaks(String call) {
      return how.startsWith(call) && ++calls > 3;
    }

    private void mayThrow(String call) {
      if (breaks(call)) {
        if (how.endsWith("error")) {
          throw new StackOverflowError("broken in " + call);
        }
        throw new IllegalStateException("broken in " + call);
      }
    }

    @Override
    public void add(Schedulable task, Ready why, long now) {
      mayThrow("add");
      policy.add(task, why, now);
    }

    @Override
    public @Nullable Schedulable next(long now) {
      mayThrow("next");
      if (breaks("nothing")) {
        return null;
      }
      if (breaks("stranger")) {
        return new Schedulable(77) {};
      }
      return policy.next(now);
    }

    @Override
    public long slice(Schedulable task, long now) {
      mayThrow("slice");
      return NO_END;
    }

    @Override
    public void charge(Schedulable task, long nanos, long now) {
      mayThrow("charge");
    }

    @Override
    public void leave(Schedulable task, boolean ended, long now) {
      mayThrow("leave");
    }
  }

  @Test
  default void withABrokenPolicyThePoolGoesOnFirstComeFirstServed() throws Exception {
    for (String how :
        List.of("add", "next", "next error", "slice", "charge", "leave", "nothing", "stranger")) {
      Flag started = flag("started" + how);
      Flag open = flag("open" + how);
      try (Pool pool = builder(new Broken(how)).workers(1).build()) {
        var _ = pool.submit(PoolContract.gate(started, open));
        started.awaitUp();
        var futures = new ArrayList<TaskFuture<String>>();
        for (int i = 0; i < 10; i++) {
          futures.add(pool.submit(note(how.charAt(0) + "" + i)));
        }
        open.raise();
        for (var future : futures) {
          assertThat(future.get()).isNotNull();
        }
        await().until(() -> !pool.stats().policyFailure().isEmpty());
        assertThat(pool.stats().policyFailure())
            .startsWith("dev.rota.contract.TurnsContract$Broken: ")
            .doesNotContain("\n");
      }
      assertThat(notes()).endsWith("0 x1 x2 x3 x4 x5 x6 x7 x8 x9".replace('x', how.charAt(0)));
    }
  }

  /** What a task waits for goes before all that the policy prefers. */
  @Test
  default void tasksThatWaitForTasksGetOn() throws Exception {
    try (Pool pool = builder(new StrictPriority(Duration.ofMillis(1))).workers(1).build()) {
      var parents = new ArrayList<TaskFuture<Integer>>();
      for (int i = 0; i < 20; i++) {
        parents.add(pool.submit(TurnsContract::parent, priority(i % 3)));
      }
      for (var parent : parents) {
        assertThat(parent.get()).isEqualTo(3);
      }
    }
  }

  private static int parent() throws Exception {
    TaskFuture<Integer> first =
        Pool.current().submit(() -> 1, TaskOptions.defaults().withPriority(-10));
    TaskFuture<Integer> second =
        Pool.current()
            .submit(
                () -> Pool.current().submit(() -> 2).get(),
                TaskOptions.defaults().withPriority(-20));
    return first.get() + second.get();
  }

  @Test
  default void aPolicyServesOnePool() {
    PoolBuilder<?> builder = builder(new Fifo());
    builder.build().close();
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("policy: this fifo orders a pool already");
  }
}
