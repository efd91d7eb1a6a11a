package dev.rota.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.schedule.RoundRobin;
import dev.rota.schedule.Schedulable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Carriers that do not come back from their turn. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class CompensationTest {

  private final AtomicBoolean enough = new AtomicBoolean();

  private static SlicedPool pool(int workers, int spares) {
    return SlicedPool.builder()
        .workers(workers)
        .spares(spares)
        .quantum(Duration.ofMillis(1))
        .build();
  }

  /** Spins where no poll is. */
  private int deaf() {
    int rounds = 0;
    while (!enough.get()) {
      rounds++;
      Thread.onSpinWait();
    }
    return rounds;
  }

  @Test
  void aSpareServesInPlaceOfACarrierThatNeverPolls() throws Exception {
    try (SlicedPool pool = pool(1, 1)) {
      TaskFuture<Integer> hog = pool.submit(this::deaf);
      for (int i = 0; i < 100; i++) {
        int number = i;
        assertThat(pool.submit(() -> number).get()).isEqualTo(number);
      }
      assertThat(pool.slices().compensated()).isEqualTo(1);
      assertThat(pool.slices().overdue()).isEqualTo(1);
      assertThat(hog.execution().cpuTime()).isPositive();
      enough.set(true);
      hog.get();
      await().until(() -> pool.slices().overdue() == 0);
      await().until(() -> pool.slices().idleSpares() == 1);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  /** Its thread is pinned: the yields of its polls are refused. */
  private static final class Initialised {
    static final AtomicBoolean ENOUGH = new AtomicBoolean();
    static final CountDownLatch INSIDE = new CountDownLatch(1);

    private static final class Pinned {
      static final int ROUNDS;

      static {
        int rounds = 0;
        INSIDE.countDown();
        while (!ENOUGH.get()) {
          rounds++;
          Slice.poll();
        }
        ROUNDS = rounds;
      }
    }
  }

  @Test
  void aClassInitialiserThatSpinsIsCompensated() throws Exception {
    try (SlicedPool pool = pool(1, 1)) {
      TaskFuture<Integer> hog = pool.submit(() -> Initialised.Pinned.ROUNDS);
      Initialised.INSIDE.await();
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      assertThat(pool.slices().pinned()).isPositive();
      Initialised.ENOUGH.set(true);
      assertThat(hog.get()).isPositive();
    }
  }

  @Test
  void carriersThatSleepInFileReadsAreCompensated(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (SlicedPool pool = pool(2, 2)) {
      List<TaskFuture<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(
            pool.submit(
                () -> {
                  try (FileInputStream in = new FileInputStream(pipe.toFile())) {
                    return in.read();
                  }
                }));
      }
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      assertThat(pool.submit(() -> 2).get()).isEqualTo(2);
      assertThat(pool.slices().compensated()).isBetween(1L, 2L);
      try (FileOutputStream out = new FileOutputStream(pipe.toFile())) {
        out.write(new byte[] {7, 7});
      }
      for (TaskFuture<Integer> reader : readers) {
        assertThat(reader.get()).isEqualTo(7);
      }
    }
  }

  @Test
  void atTheBoundOfSparesTasksQueueAndItIsCounted() throws Exception {
    try (SlicedPool pool = pool(1, 1)) {
      TaskFuture<Integer> first = pool.submit(this::deaf);
      TaskFuture<Integer> second = pool.submit(this::deaf);
      TaskFuture<Integer> third = pool.submit(() -> 3);
      await().until(() -> pool.slices().shortages() > 0);
      assertThat(third.isDone()).isFalse();
      assertThat(pool.stats().queued()).isEqualTo(1);
      await().until(() -> second.execution().cpuTime().toMillis() > 50); // many looks
      long shortages = pool.slices().shortages();
      enough.set(true);
      assertThat(shortages).isEqualTo(1);
      assertThat(third.get()).isEqualTo(3);
      first.get();
      second.get();
    }
  }

  @Test
  void aSectionThatIsWholeForTooLongIsCompensated() throws Exception {
    try (SlicedPool pool = pool(1, 1)) {
      TaskFuture<?> whole =
          pool.submit(
              () ->
                  Slice.whole(
                      () -> {
                        while (!enough.get()) {
                          Slice.poll();
                        }
                      }));
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      enough.set(true);
      whole.get();
    }
  }

  /** Asked for a victim, it names any, and counts how often it is asked for the same task. */
  private static final class Asked extends ForwardingPolicy {
    private @Nullable Schedulable last;
    private int times;
    private volatile int most;

    Asked() {
      super(new RoundRobin(Duration.ofMillis(1)));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // tasks are themselves
    public @Nullable Schedulable victim(
        Schedulable ready, List<? extends Schedulable> running, long now) {
      times = ready == last ? times + 1 : 1;
      last = ready;
      most = Math.max(most, times);
      return running.getFirst();
    }
  }

  @Test
  void oneIsAskedToGiveWayWhileNoneIsOverdue() throws Exception {
    Asked policy = new Asked();
    try (SlicedPool pool = SlicedPool.builder().workers(2).spares(0).policy(policy).build()) {
      hogs(pool, 2, this::polling);
      for (int i = 0; i < 200; i++) {
        assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
      }
      int most = policy.most;
      enough.set(true);
      assertThat(most).isEqualTo(1);
    }
  }

  @Test
  void oneMoreIsAskedForEachOverdueStrand() throws Exception {
    Asked policy = new Asked();
    try (SlicedPool pool = SlicedPool.builder().workers(2).spares(1).policy(policy).build()) {
      hogs(pool, 2, this::polling);
      hogs(pool, 1, this::deaf);
      try {
        await().until(() -> pool.slices().overdue() == 1);
        await().until(() -> pool.submit(() -> 1).get() == 1 && policy.most == 2);
      } finally {
        enough.set(true);
      }
    }
  }

  /** Polls only now and then, and there is no spare carrier. */
  @Test
  void anotherIsAskedWhenOneHasNotHeardBefore() throws Exception {
    Asked policy = new Asked();
    try (SlicedPool pool = SlicedPool.builder().workers(2).spares(0).policy(policy).build()) {
      hogs(pool, 1, this::polling);
      hogs(pool, 1, this::hardOfHearing);
      try {
        await().until(() -> pool.submit(() -> 1).get() == 1 && policy.most == 2);
      } finally {
        enough.set(true);
      }
    }
  }

  private int hardOfHearing() {
    int rounds = 0;
    while (!enough.get()) {
      long end = System.nanoTime() + 5_000_000;
      while (System.nanoTime() < end) {
        rounds++;
      }
      Slice.poll();
    }
    return rounds;
  }

  /** While it runs on, and not only when it has come back. */
  @Test
  void anOverdueTaskIsChargedForWhatItUses() throws Exception {
    NotingPolicy policy = new NotingPolicy(new RoundRobin(Duration.ofMillis(1)));
    try (SlicedPool pool = SlicedPool.builder().workers(1).spares(1).policy(policy).build()) {
      TaskFuture<Integer> hog =
          pool.submit(this::deaf, TaskOptions.defaults().withShare("overdue"));
      try {
        await().until(() -> pool.submit(() -> 1).get() == 1 && pool.slices().overdue() == 1);
        long before = policy.millis("overdue");
        await().until(() -> policy.millis("overdue") > before + 50);
        assertThat(hog.isDone()).isFalse();
      } finally {
        enough.set(true);
      }
    }
  }

  private static void hogs(SlicedPool pool, int count, Callable<Integer> body) {
    for (int i = 0; i < count; i++) {
      var _ = pool.submit(body);
    }
  }

  private int polling() {
    int rounds = 0;
    while (!enough.get()) {
      rounds++;
      Slice.poll();
    }
    return rounds;
  }
}
