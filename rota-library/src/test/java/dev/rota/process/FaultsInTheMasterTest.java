package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.NotShippableException;
import dev.rota.TaskFuture;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults at the points of a task's way where the master runs code of the user's: while the task is
 * written, while its result is read, and in stages. Both processes read and write records, so the
 * records here misbehave only where they should.
 */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class FaultsInTheMasterTest {

  /** What goes wrong. */
  enum Fault {
    EXCEPTION,
    ERROR,
    STACK_OVERFLOW,
    OUT_OF_MEMORY,
    CLASS_INITIALISER_FAILS;

    @SuppressWarnings("InfiniteRecursion")
    private static int forEver(int depth) {
      return forEver(depth + 1) + 1;
    }

    private static final class Unusable {
      static final int VALUE = Integer.parseInt("cannot be initialised");
    }

    void strike() {
      switch (this) {
        case EXCEPTION -> throw new IllegalStateException("as asked");
        case ERROR -> throw new AssertionError("as asked");
        case STACK_OVERFLOW -> forEver(0);
        case OUT_OF_MEMORY -> throw new OutOfMemoryError("as asked");
        case CLASS_INITIALISER_FAILS -> assertThat(Unusable.VALUE).isZero();
      }
    }

    void strikeInMaster() {
      if (!dev.rota.process.Fault.inWorker()) {
        strike();
      }
    }
  }

  private final ProcessPool pool = ProcessPool.builder().workers(2).spares(0).heap("64m").build();

  @AfterEach
  void poolIsWholeAndCloses() throws Exception {
    if (!pool.isShutdown()) {
      for (int i = 0; i < 10; i++) {
        assertThat(pool.submit(() -> 5).get()).isEqualTo(5);
      }
      await().until(() -> pool.stats().idle() == 2);
      assertThat(pool.stats().deaths()).isEmpty();
    }
    pool.close();
  }

  /** Cannot be made in the master. */
  record Result(Fault fault) {
    Result {
      fault.strikeInMaster();
    }
  }

  /** Cannot be put into a set in the master. */
  record Ordered(Fault fault) implements Comparable<Ordered> {
    @Override
    public int compareTo(Ordered other) {
      fault.strikeInMaster();
      return 0;
    }

    @Override
    public int hashCode() {
      fault.strikeInMaster();
      return 0;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileTheResultIsRead(Fault fault) {
    TaskFuture<?> future = pool.submit(() -> new Result(fault));
    assertThat(catchThrowable(future::get)).hasCauseInstanceOf(NotShippableException.class);
  }

  @ParameterizedTest
  @EnumSource
  void whileTheResultIsPutIntoASet(Fault fault) {
    TaskFuture<?> future = pool.submit(() -> Set.of(new Ordered(fault)));
    assertThat(catchThrowable(future::get)).hasCauseInstanceOf(NotShippableException.class);
  }

  /** Of a captured value. */
  record Captured(Fault fault) implements Serializable {
    private Object writeReplace() {
      fault.strike();
      return this;
    }
  }

  /** Of an argument of a function. */
  record Argument(Fault fault) {
    @Override
    public Fault fault() {
      fault.strike();
      return fault;
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OUT_OF_MEMORY") // is thrown on as it is
  void whileTheTaskIsWritten(Fault fault) {
    Captured captured = new Captured(fault);
    assertThatThrownBy(() -> pool.submit(() -> captured.hashCode()))
        .isInstanceOf(NotShippableException.class);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OUT_OF_MEMORY") // ends the map as it is
  void whileTheArgumentIsWritten(Fault fault) {
    var outcomes = pool.map(List.of(new Argument(fault)), it -> 1).toList();
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.toString()).contains("NotShippableException");
  }

  @Test
  void exhaustedMemoryWhileATaskIsWrittenIsTheSubmitters() {
    Captured captured = new Captured(Fault.OUT_OF_MEMORY);
    assertThatThrownBy(() -> pool.submit(() -> captured.hashCode()))
        .isInstanceOf(OutOfMemoryError.class);
    var stream = pool.map(List.of(new Argument(Fault.OUT_OF_MEMORY)), it -> 1);
    assertThatThrownBy(stream::toList).isInstanceOf(OutOfMemoryError.class);
  }

  @ParameterizedTest
  @EnumSource
  void inAStage(Fault fault) throws Exception {
    TaskFuture<Integer> future = pool.submit(() -> 3);
    CompletableFuture<Void> stage = future.thenAccept(value -> fault.strike());
    assertThat(future.get()).isEqualTo(3);
    assertThatThrownBy(stage::get).isInstanceOf(ExecutionException.class);
  }

  @Test
  void stagesThatBlockHoldUpNobody() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      stages.add(pool.submit(() -> 3).thenRun(() -> await().until(() -> isZero(release))));
    }
    for (int i = 0; i < 50; i++) {
      assertThat(pool.submit(() -> 4).get()).isEqualTo(4);
    }
    assertThat(stages).noneMatch(CompletableFuture::isDone);
    release.countDown();
    CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get();
  }

  private static boolean isZero(CountDownLatch latch) throws InterruptedException {
    return latch.await(1, TimeUnit.SECONDS);
  }

  /** Blocks the thread that reads it. */
  record Slow(int number) {
    static final CountDownLatch RELEASE = new CountDownLatch(1);
    static final CountDownLatch READING = new CountDownLatch(1);

    Slow {
      if (!dev.rota.process.Fault.inWorker()) {
        READING.countDown();
        try {
          RELEASE.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  @Test
  void aResultThatIsNeverReadHoldsUpItsWorkerOnlyAndEndsAtShutdownNow() throws Exception {
    TaskFuture<Slow> future = pool.submit(() -> new Slow(1));
    Slow.READING.await();
    try {
      for (int i = 0; i < 50; i++) {
        assertThat(pool.submit(() -> 4).get()).isEqualTo(4);
      }
      assertThat(future.isDone()).isFalse();
      pool.shutdownNow();
      assertThat(catchThrowable(future::get)).isInstanceOf(CancellationException.class);
      assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      Slow.RELEASE.countDown();
    }
  }
}
