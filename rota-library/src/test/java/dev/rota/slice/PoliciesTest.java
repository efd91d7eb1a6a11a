package dev.rota.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.schedule.FairShares;
import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import dev.rota.schedule.RoundRobin;
import dev.rota.schedule.Schedulable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The policy decides, and nothing is lost if it breaks its word. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class PoliciesTest {

  private final AtomicBoolean enough = new AtomicBoolean();

  /** A test that failed must not leave its hogs to the next. */
  @AfterEach
  void endHogs() {
    enough.set(true);
  }

  private int hog() {
    int rounds = 0;
    while (!enough.get()) {
      rounds++;
      Slice.poll();
    }
    return rounds;
  }

  @Test
  void groupsGetCpuTimeByWeight() throws Exception {
    Policy policy =
        FairShares.builder()
            .quantum(Duration.ofMillis(1))
            .group("one", 1)
            .group("three", 3)
            .build();
    try (SlicedPool pool = SlicedPool.builder().workers(1).spares(0).policy(policy).build()) {
      TaskFuture<Integer> one = pool.submit(this::hog, TaskOptions.defaults().withShare("one"));
      TaskFuture<Integer> three = pool.submit(this::hog, TaskOptions.defaults().withShare("three"));
      await().until(() -> three.execution().cpuTime().toMillis() > 600);
      enough.set(true);
      one.get();
      three.get();
      double ratio =
          (double) three.execution().cpuTime().toNanos() / one.execution().cpuTime().toNanos();
      assertThat(ratio).isBetween(2.8, 3.2);
    }
  }

  /** Quick ones first, and slices without an end in sight. */
  private static class Deferring extends ForwardingPolicy {

    Deferring(Policy other) {
      super(other);
    }

    @Override
    public void add(Schedulable task, Ready why, long now) {
      if (task.share().equals("quick")) {
        first.add(task);
      } else {
        super.add(task, why, now);
      }
    }

    private final ArrayDeque<Schedulable> first = new ArrayDeque<>();

    @Override
    public @Nullable Schedulable next(long now) {
      Schedulable quick = first.poll();
      return quick == null ? super.next(now) : quick;
    }

    @Override
    public long slice(Schedulable task, long now) {
      return 10_000_000_000L;
    }
  }

  /** With slices of ten seconds nothing else could end it. */
  @Test
  void aWakeUpPreemptsWhomThePolicyNames() throws Exception {
    Policy policy =
        new Deferring(new RoundRobin(Duration.ofSeconds(10))) {
          @Override
          public @Nullable Schedulable victim(
              Schedulable ready, List<? extends Schedulable> running, long now) {
            return ready.share().equals("quick") ? running.getFirst() : null;
          }
        };
    TaskOptions quick = TaskOptions.defaults().withShare("quick");
    try (SlicedPool pool = SlicedPool.builder().workers(1).spares(0).policy(policy).build()) {
      TaskFuture<Integer> hog = pool.submit(this::hog);
      await().until(() -> pool.slices().turns() == 1);
      try {
        for (int i = 0; i < 10; i++) {
          await().until(() -> onlyTheHogRuns(pool.slices()));
          assertThat(pool.submit(() -> 0, quick).get()).isZero();
        }
        assertThat(pool.slices().preempted()).isGreaterThanOrEqualTo(10);
        assertThat(pool.slices().expired()).isZero();
        assertThat(hog.isDone()).isFalse();
      } finally {
        enough.set(true); // or the pool does not close
      }
      hog.get();
    }
  }

  private static boolean onlyTheHogRuns(SliceStats slices) {
    return slices.alive() == 1 && slices.ready() == 0;
  }

  /** Ways to break a policy's word. */
  enum Fault {
    ADD,
    NEXT,
    SLICE,
    VICTIM,
    CHARGE,
    LEAVE,
    NOTHING_READY,
    TWICE,
    NO_TIME
  }

  /** First in, first out, until it has been asked so often; then it breaks its word. */
  private static final class Faulty implements Policy {
    private final Fault fault;
    private final ArrayDeque<Schedulable> queue = new ArrayDeque<>();
    private @Nullable Schedulable last;
    private int left;

    Faulty(Fault fault, int left) {
      this.fault = fault;
      this.left = left;
    }

    private boolean strikes(Fault now) {
      return fault == now && --left <= 0;
    }

    private void throwIf(Fault now) {
      if (strikes(now)) {
        throw new IllegalStateException("on purpose");
      }
    }

    @Override
    public void add(Schedulable task, Ready why, long now) {
      throwIf(Fault.ADD);
      queue.add(task);
    }

    @Override
    public @Nullable Schedulable next(long now) {
      throwIf(Fault.NEXT);
      if (strikes(Fault.NOTHING_READY)) {
        return null;
      }
      if (strikes(Fault.TWICE)) {
        return last;
      }
      last = queue.poll();
      return last;
    }

    @Override
    public long slice(Schedulable task, long now) {
      throwIf(Fault.SLICE);
      return strikes(Fault.NO_TIME) ? 0 : 1_000_000;
    }

    @Override
    public @Nullable Schedulable victim(
        Schedulable ready, List<? extends Schedulable> running, long now) {
      throwIf(Fault.VICTIM);
      return null;
    }

    @Override
    public void charge(Schedulable task, long nanos, long now) {
      throwIf(Fault.CHARGE);
    }

    @Override
    public void leave(Schedulable task, boolean ended, long now) {
      throwIf(Fault.LEAVE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPolicyThatBreaksItsWordIsDismissedAndNoTaskIsLost(Fault fault) throws Exception {
    AtomicInteger ended = new AtomicInteger();
    try (SlicedPool pool =
        SlicedPool.builder().workers(2).spares(0).policy(new Faulty(fault, 5)).build()) {
      List<TaskFuture<Integer>> hogs =
          IntStream.range(0, 4).mapToObj(i -> pool.submit(this::hog)).toList();
      List<TaskFuture<?>> tasks = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        tasks.add(
            pool.submit(
                () -> {
                  Thread.sleep(1);
                  return ended.incrementAndGet();
                }));
      }
      for (TaskFuture<?> task : tasks) {
        task.get();
      }
      while (pool.slices().policyFailure().isEmpty()) {
        pool.submit(() -> 0).get(); // a busy machine has marked all carriers, so nobody is a victim
      }
      enough.set(true);
      for (TaskFuture<Integer> hog : hogs) {
        assertThat(hog.get()).isPositive();
      }
    }
    assertThat(ended).hasValue(200);
  }

  @Test
  void aPolicyServesOnePool() {
    SlicedPoolBuilder builder =
        SlicedPool.builder().workers(1).policy(new RoundRobin(Duration.ofMillis(1)));
    try (SlicedPool pool = builder.build()) {
      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another pool");
      assertThat(pool.slices().policyFailure()).isEmpty();
    }
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    Map<String, Runnable> wrong =
        Map.of(
            "PT0.0001S to PT10S, not PT0.00009S",
            () -> SlicedPool.builder().quantum(Duration.ofNanos(90_000)),
            "PT0.0001S to PT10S, not PT10.1S",
            () -> SlicedPool.builder().quantum(Duration.ofMillis(10_100)),
            "spares must be 0 to 4096, not -1",
            () -> SlicedPool.builder().spares(-1),
            "tasks must be 1 to",
            () -> SlicedPool.builder().tasks(0));
    wrong.forEach(
        (message, call) ->
            assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message));
    assertThatThrownBy(
            () ->
                SlicedPool.builder()
                    .quantum(Duration.ofMillis(1))
                    .policy(new RoundRobin(Duration.ofMillis(1)))
                    .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("quantum");
  }
}
