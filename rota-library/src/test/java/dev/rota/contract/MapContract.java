package dev.rota.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rota.MapOptions;
import dev.rota.Outcome;
import dev.rota.Pool;
import dev.rota.TaskRejectedException;
import dev.rota.TaskThrewException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code map}. */
@SuppressWarnings({"FutureReturnValueIgnored", "DataFlowIssue"}) // the pools are the subject
interface MapContract extends PoolContract {

  private static <T> Object value(Outcome<?, T> outcome) {
    return ((Outcome.Success<?, T>) outcome).value();
  }

  private static Iterable<Integer> endless(AtomicInteger taken) {
    return () -> Stream.generate(taken::incrementAndGet).iterator();
  }

  @Test
  default void outcomesComeInTheOrderOfTheInputs() {
    List<Integer> inputs = IntStream.range(0, 500).boxed().toList();
    try (Pool pool = pool(2)) {
      List<Outcome<Integer, Integer>> outcomes =
          pool.map(
                  inputs,
                  x -> {
                    Thread.sleep(x == 0 ? 100 : 0);
                    return x * x;
                  })
              .toList();
      assertThat(outcomes).hasSize(500);
      for (int i = 0; i < 500; i++) {
        assertThat(outcomes.get(i).input()).isEqualTo(i);
        assertThat(value(outcomes.get(i))).isEqualTo(i * i);
        assertThat(outcomes.get(i).attempts()).isEqualTo(1);
      }
    }
  }

  @Test
  default void outcomesComeAsTheyFinishIfAskedTo() {
    Flag open = flag("open");
    AtomicInteger seen = new AtomicInteger();
    try (Pool pool = pool(2)) {
      List<Integer> order =
          pool.map(
                  List.of(1, 2, 3),
                  x -> {
                    if (x == 1) {
                      open.block();
                    }
                    return x;
                  },
                  MapOptions.defaults().withOrder(MapOptions.Order.FINISH))
              .map(Outcome::input)
              .peek(
                  x -> {
                    if (seen.incrementAndGet() == 2) {
                      open.raise();
                    }
                  })
              .toList();
      assertThat(order).containsExactlyInAnyOrder(1, 2, 3).endsWith(1);
    }
  }

  @Test
  default void aFailureIsAnOutcomeInItsPlace() {
    try (Pool pool = pool(2)) {
      List<Outcome<Integer, Integer>> outcomes =
          pool.map(IntStream.range(0, 20).boxed().toList(), x -> 100 / (x - 7)).toList();
      assertThat(outcomes).hasSize(20);
      assertThat(outcomes.get(7)).isInstanceOf(Outcome.Failure.class);
      var failure = ((Outcome.Failure<Integer, Integer>) outcomes.get(7)).failure();
      assertThat(failure).isInstanceOf(TaskThrewException.class);
      assertThat(((TaskThrewException) failure).thrownClassName())
          .isEqualTo(ArithmeticException.class.getName());
      assertThat(outcomes.stream().filter(Outcome.Success.class::isInstance)).hasSize(19);
    }
  }

  @Test
  default void nothingMapsToNothing() {
    try (Pool pool = pool(1)) {
      assertThat(pool.map(List.<Integer>of(), x -> x)).isEmpty();
    }
  }

  @Test
  default void endlessInputsAreTakenOnlyAsFarAsTheLookAhead() {
    AtomicInteger taken = new AtomicInteger();
    try (Pool pool = pool(2)) {
      try (Stream<Outcome<Integer, Integer>> outcomes =
          pool.map(endless(taken), x -> x, MapOptions.defaults().withLookAhead(10))) {
        Iterator<Outcome<Integer, Integer>> iterator = outcomes.iterator();
        for (int i = 1; i <= 100; i++) {
          assertThat(value(iterator.next())).isEqualTo(i);
          assertThat(taken.get()).isLessThanOrEqualTo(i + 10);
        }
      }
    }
  }

  @Test
  default void closingTheStreamCancelsWhatIsUnderWay() {
    AtomicInteger taken = new AtomicInteger();
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      try (Stream<Outcome<Integer, String>> outcomes =
          pool.map(
              endless(taken),
              x -> x == 1 ? "first" : PoolContract.sleeper(started, interrupted).call())) {
        assertThat(outcomes.iterator().next().input()).isEqualTo(1);
        started.awaitUp();
      }
      interrupted.awaitUp();
      await().until(() -> pool.stats().busy() == 0 && pool.stats().queued() == 0);
    }
  }

  @Test
  default void whatTheInputsThrowComesAfterTheOutcomesBefore() {
    Iterable<Integer> inputs =
        () ->
            IntStream.iterate(0, i -> i + 1)
                .mapToObj(
                    i -> {
                      if (i == 3) {
                        throw new IllegalStateException("no more");
                      }
                      return i;
                    })
                .iterator();
    try (Pool pool = pool(1)) {
      for (MapOptions.Order order : MapOptions.Order.values()) {
        AtomicInteger seen = new AtomicInteger();
        assertThatThrownBy(
                () ->
                    pool.map(inputs, x -> x, MapOptions.defaults().withOrder(order))
                        .forEach(outcome -> seen.incrementAndGet()))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("no more");
        assertThat(seen).hasValue(3);
      }
    }
  }

  @Test
  default void anOutcomeDoesNotWaitForTheNextInput() throws Exception {
    BlockingQueue<Integer> source = new LinkedBlockingQueue<>();
    Iterable<Integer> inputs =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Integer next() {
                try {
                  return source.take();
                } catch (InterruptedException e) {
                  throw new CancellationException();
                }
              }
            };
    try (Pool pool = pool(1);
        Stream<Outcome<Integer, Integer>> outcomes = pool.map(inputs, x -> x + 1)) {
      Iterator<Outcome<Integer, Integer>> iterator = outcomes.iterator();
      for (int i = 0; i < 5; i++) {
        source.put(i);
        assertThat(value(iterator.next())).isEqualTo(i + 1);
      }
    }
  }

  @Test
  default void aReaderCanBeInterrupted() {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () ->
                  pool.map(List.of(1), x -> PoolContract.sleeper(started, interrupted).call())
                      .toList())
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  default void theReaderMayCloseTheStreamItReads() {
    AtomicInteger seen = new AtomicInteger();
    try (Pool pool = pool(1)) {
      for (MapOptions.Order order : MapOptions.Order.values()) {
        Stream<Outcome<Integer, Integer>> outcomes =
            pool.map(endless(new AtomicInteger()), x -> x, MapOptions.defaults().withOrder(order));
        outcomes.forEach(
            outcome -> {
              seen.incrementAndGet();
              outcomes.close();
            });
      }
    }
    assertThat(seen).hasValue(2);
  }

  @Test
  default void anyThreadMayCloseTheStream() throws Exception {
    Flag started = flag("started");
    Flag interrupted = flag("interrupted");
    try (Pool pool = pool(1)) {
      for (MapOptions.Order order : MapOptions.Order.values()) {
        Stream<Outcome<Integer, String>> outcomes =
            pool.map(
                List.of(1, 2),
                x -> PoolContract.sleeper(started, interrupted).call(),
                MapOptions.defaults().withOrder(order));
        Thread reader = Thread.ofPlatform().start(() -> outcomes.forEach(outcome -> {}));
        started.awaitUp();
        outcomes.close();
        reader.join();
      }
    }
  }

  @Test
  default void finishOrderNeedsNoStageExecutor() {
    try (Pool pool = builder().workers(1).stageExecutor(stage -> {}).build()) {
      MapOptions asTheyFinish = MapOptions.defaults().withOrder(MapOptions.Order.FINISH);
      assertThat(pool.map(List.of(1, 2, 3), x -> x, asTheyFinish)).hasSize(3);
    }
  }

  @Test
  default void nullIsAValue() {
    try (Pool pool = pool(1)) {
      List<Outcome<Integer, String>> outcomes = pool.map(List.of(1), x -> (String) null).toList();
      assertThat(MapContract.<String>value(outcomes.getFirst())).isNull();
    }
  }

  @Test
  default void aRefusalIsAnOutcomeInItsPlace() {
    Pool pool = pool(1);
    pool.close();
    List<Outcome<Integer, Integer>> outcomes = pool.map(List.of(1, 2), x -> x).toList();
    assertThat(outcomes)
        .hasSize(2)
        .allSatisfy(
            outcome -> {
              var failure = ((Outcome.Failure<Integer, Integer>) outcome).failure();
              assertThat(failure).isInstanceOf(TaskRejectedException.class);
              assertThat(outcome.attempts()).isZero();
            });
  }

  @Test
  default void nothingIsNoMap() {
    try (Pool pool = pool(1)) {
      assertThatNullPointerException().isThrownBy(() -> pool.map(null, x -> x));
      assertThatNullPointerException().isThrownBy(() -> pool.map(List.of(1), null));
      assertThatNullPointerException().isThrownBy(() -> pool.map(List.of(1), x -> x, null));
    }
  }
}
